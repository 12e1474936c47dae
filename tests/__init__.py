"""The tests: unit (CPython), browser (Chromium, Firefox, Pyodide) and the ink that they share."""
