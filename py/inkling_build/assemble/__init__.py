"""From sources and the vendored runtime to `dist/`: freeze Python, pack files, bundle scripts."""
