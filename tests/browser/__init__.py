"""Real browsers, the built site and real Pyodide."""
