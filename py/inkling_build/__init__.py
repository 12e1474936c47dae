"""What build.py does, one subject a file. Only the standard library is needed to import any of it."""
