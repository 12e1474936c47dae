// Runs freeze.py inside the very Pyodide that ships, under Node, and writes what it returns.
// usage: node freeze.mjs PYODIDE_DIR NUMPY_WHEEL PACKAGE_DIR OUT_DIR
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [pyodideDir, numpyWheel, packageDir, outDir] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideDir, 'pyodide.mjs')));
const python = await loadPyodide({ indexURL: pyodideDir });
python.unpackArchive(readFileSync(numpyWheel), 'wheel');
python.mountNodeFS(python.FS.analyzePath('/package').exists ? '/package' : (python.FS.mkdir('/package'), '/package'), packageDir);

// Stands in for onnxruntime-web, so that the imports of a reading happen.
const tensor = class { constructor(type, data) { this.data = data; } };
const session = { run: async () => ({ digits: { data: new Float32Array(10) }, kind: { data: new Float32Array(3) } }) };

python.runPython(readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'freeze.py'), 'utf8'));
const frozen = await python.globals.get('freeze')('/package', session, tensor);
writeFileSync(join(outDir, 'stdlib.zip'), frozen.get('stdlib').toJs());
writeFileSync(join(outDir, 'packages.pack'), frozen.get('packages').toJs());
console.log(frozen.get('summary'));
