/** Replaced by esbuild with the build's list of files. */
declare const INKLING_MANIFEST: import('./protocol.js').Manifest;

/** Replaced by esbuild with the addresses of the workers' scripts. */
declare const INKLING_WORKERS: readonly string[];

/** First line of sw.js: the build's name and every file that it keeps, addresses relative to sw.js. */
declare const INKLING_BUILD: { id: string, files: import('./sw/to-keep.js').KeptFile[] };

/** Replaced by esbuild with `info` of the vendored Pyodide's own pyodide-lock.json. */
declare const PYODIDE_LOCK_INFO: import('pyodide').Lockfile['info'];

declare module 'pyodide/pyodide.asm.mjs' {
  const createPyodideModule: (settings?: object) => Promise<unknown>;
  export default createPyodideModule;
}
