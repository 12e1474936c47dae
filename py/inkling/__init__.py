"""Inkling: handwritten digits read by Python, the same under CPython and in the browser.

>>> from inkling import Ink, Reader, load_policy, run_now
>>> from inkling.native import OnnxRuntimeSession
>>> reader = Reader(OnnxRuntimeSession(), load_policy())
>>> one = Ink.from_strokes([[[40, 10], [40, 40], [40, 80]]])
>>> run_now(reader.read(one)).text
'1'
"""

from inkling.digit_reading import Alternative, DigitReading
from inkling.errors import InkError, InklingError, ModelError
from inkling.ink import Ink
from inkling.model import Policy, load_policy
from inkling.now import run_now
from inkling.raster import raster_image
from inkling.reader import Reader
from inkling.reading import Reading
from inkling.render import ink_planes
from inkling.session import Outputs, Session

__all__ = [
    "Alternative",
    "DigitReading",
    "Ink",
    "InkError",
    "InklingError",
    "ModelError",
    "Outputs",
    "Policy",
    "Reader",
    "Reading",
    "Session",
    "ink_planes",
    "load_policy",
    "raster_image",
    "run_now",
]
