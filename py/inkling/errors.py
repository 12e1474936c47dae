"""Everything Inkling raises on purpose.

    InklingError
    ├── InkError       the ink or picture handed in cannot be used
    └── ModelError     the model file, its card or its outputs are not what was expected

Every message says what was expected and what came.
"""


class InklingError(Exception):
    """Base of all errors raised by Inkling."""


class InkError(InklingError, ValueError):
    """Ink or a picture that cannot be used: wrong shape, type or range."""


class ModelError(InklingError):
    """A model file, model card or model output that is not what was expected."""
