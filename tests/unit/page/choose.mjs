// @ts-check

/**
 * Makes one choice, as the page does for one press.
 * @param {import('../../../site/src/page/choices.js').Choices} choices @param {string} key @param {string} text
 */
export const choose = (choices, key, text) => choices.swap(new Map([[key, { text }]]));
