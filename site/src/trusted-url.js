// @ts-check
// Addresses that may become code. Where the browser has Trusted Types (https://www.w3.org/TR/trusted-types/), the page's
// policy lets nothing start a script or a worker but what comes from here.

/** Workers' scripts that were checked and lie in memory, parts of files for pages opened from disk, the service worker. */
const OWN = /^(blob:|f\/|sw\.js$)/;

/** @type {{ trustedTypes?: { createPolicy: (name: string, rules: object) => { createScriptURL: (url: string) => string } } }} */
const { trustedTypes } = /** @type {any} */ (globalThis);
const policy = trustedTypes?.createPolicy('inkling', { createScriptURL: own });

/**
 * @param {string} url
 * @returns {string} the same, as what script and worker take
 */
export function trustedUrl(url) {
  return policy ? policy.createScriptURL(url) : own(url);
}

/** @param {string} url */
function own(url) {
  if (!OWN.test(url)) throw new TypeError(`expected the address of a script of this app, got ${url}`);
  return url;
}
