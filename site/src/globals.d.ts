/** Replaced by esbuild with the build's list of files. */
declare const INKLING_MANIFEST: import('./protocol.js').Manifest;

declare module 'pyodide/pyodide.asm.mjs' {
  const createPyodideModule: (settings?: object) => Promise<unknown>;
  export default createPyodideModule;
}
