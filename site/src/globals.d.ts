/** Replaced by esbuild with the build's list of files. */
declare const INKLING_MANIFEST: import('./protocol.js').Manifest;

/** Replaced by esbuild with `info` of the vendored Pyodide's own pyodide-lock.json. */
declare const PYODIDE_LOCK_INFO: import('pyodide').Lockfile['info'];

declare module 'pyodide/pyodide.asm.mjs' {
  const createPyodideModule: (settings?: object) => Promise<unknown>;
  export default createPyodideModule;
}
