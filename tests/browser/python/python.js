// @ts-check
// Real Pyodide and numpy with folders of Python from the server; tests call its functions through `callPython`.

// @ts-expect-error the tests' server maps this to the npm package
import { loadPyodide } from './pyodide/pyodide.mjs';

const ROOT = '/project';

/**
 * Starts Python with files, by path, importable from /project.
 * @param {Record<string, string>} files text by path
 */
async function startPython(files) {
  const pyodide = await loadPyodide();
  await pyodide.loadPackage('numpy', { messageCallback: () => {} });
  for (const [path, text] of Object.entries(files)) {
    const target = `${ROOT}/${path}`;
    pyodide.FS.mkdirTree(target.slice(0, target.lastIndexOf('/')));
    pyodide.FS.writeFile(target, text);
  }
  pyodide.pyimport('sys').path.insert(0, ROOT);

  /** @param {string} module @param {string} name @param {unknown[]} values */
  return (module, name, ...values) => {
    const result = pyodide.pyimport(module)[name](...values);
    return result?.toJs?.({ dict_converter: Object.fromEntries }) ?? result;
  };
}

Object.assign(window, { startPython });
