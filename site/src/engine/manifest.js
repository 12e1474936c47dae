// @ts-check
// The list of this build's files; esbuild puts it in (see py/inkling_build/assemble/bundle.py).

/** @type {import('../protocol.js').Manifest} */
export const MANIFEST = INKLING_MANIFEST;
