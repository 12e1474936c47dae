// @ts-check
/**
 * What the page knows of the engine.
 *
 * @typedef {object} InkRequest
 * @property {number} revision
 * @property {Float64Array} xy x0, y0, x1, ... in CSS pixels, y down
 * @property {Int32Array} starts index of the first point of each stroke
 *
 * @typedef {object} Reading
 * @property {'empty' | 'number' | 'rejected'} verdict
 * @property {string} text the number read, '' if none
 * @property {number} confidence 0..1
 * @property {'' | 'sure' | 'fairly sure' | 'guessing'} certainty
 * @property {string} message words for people
 * @property {string} reason '' for a number
 * @property {number[]} probabilities ten, or none
 * @property {{text: string, confidence: number}[]} alternatives
 * @property {number[]} image 784 values 0..255, row by row, or none
 *
 * @typedef {{code: string, message: string, hint: string}} EngineError
 *
 * @typedef {{phase: 'loading', step: string, done: number, total: number}
 *   | {phase: 'ready'}
 *   | {phase: 'failed', error: EngineError}} EngineState
 */
export {};
