// Runs freeze.py inside the very Pyodide that ships, under Node, and writes what it returns.
// usage: node freeze.mjs PYODIDE_DIR NUMPY_WHEEL PACKAGE_DIR OUT_DIR
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

async function main([pyodideDir, numpyWheel, packageDir, outDir]) {
  const { loadPyodide } = await import(pathToFileURL(join(pyodideDir, 'pyodide.mjs')));
  const python = await loadPyodide({ indexURL: pyodideDir });
  python.unpackArchive(new Uint8Array(readFileSync(numpyWheel)), 'wheel');
  python.mountNodeFS('/package', packageDir);
  for (const name of ['warm.py', 'freeze.py']) {
    python.runPython(readFileSync(new URL(name, import.meta.url), 'utf8'));
  }
  const frozen = python.globals.get('freeze')('/package');
  writeFileSync(join(outDir, 'stdlib.zip'), frozen.get('stdlib').toJs());
  writeFileSync(join(outDir, 'packages.pack'), frozen.get('packages').toJs());
  writeFileSync(join(outDir, 'libraries.pack'), frozen.get('libraries').toJs());
  console.log(frozen.get('summary'));
}

main(process.argv.slice(2)).catch((error) => {
  // only the message: Node would print the whole line of minified source with it
  console.error(`freezing Python failed: ${error.message}`);
  process.exitCode = 1;
});
