// @ts-check
/**
 * What a model card says, of py/inkling/model/inkling.json; figures that were not taken yet are absent.
 * @typedef {{digits: number, accuracy: number, interval: [number, number], refused: number}} SetFigures
 * @typedef {{samples: number, auroc: number, refused: number}} RefusalFigures
 * @typedef {{digits: number, ece: number, ece_interval: [number, number], bins: [number, number, number][]}} Calibration
 * @typedef {{grades: {name: string, few: number, many: number}[], real: number, ece: number}} NumberFigures
 * @typedef {{
 *   bytes: number, parameters: number,
 *   report?: {
 *     sets?: {[name: string]: SetFigures}, calibration?: Calibration,
 *     rejection?: {[name: string]: RefusalFigures | number}, numbers?: NumberFigures,
 *   },
 *   data?: {set: string, licence: string, use: string}[],
 * }} Card
 */

/** Sets of digits in words for people, in the order shown. */
const SETS = Object.freeze({
  mnist_test: 'MNIST, scanned forms',
  pendigits_test: 'Pendigits, pen tablet',
  uji_validation: 'UJI, tablet computer',
  unipen_digits_validation: 'UNIPEN, other devices',
  optdigits_windep: 'Optdigits, scanned forms',
  semeion: 'Semeion, scanned sheets',
});

/** What is no digit, in words for people, in the order shown. */
const REFUSALS = Object.freeze({
  letters: 'Letters, look-alikes left out',
  symbols: 'Symbols',
  doodles: 'Doodles',
  alphabets: 'Letters of other alphabets',
  scribbles: 'Scribbles',
});

/** How the digits of a number stand, in words for people, in the order shown. */
const GRADES = Object.freeze({
  spaced: 'Spaced',
  tight: 'Tight',
  overlapping: 'Overlapping',
  touching: 'Touching',
  joined: 'Joined in one stroke',
});

/**
 * Rows of the table of accuracy: who wrote, how many digits, right, 95 % interval.
 * @param {Card} card
 */
export function accuracyRows({ report }) {
  return named(SETS, report?.sets).map(([name, { digits, accuracy, interval }]) => [
    name,
    count(digits),
    share(accuracy),
    `${share(interval[0])} to ${share(interval[1])}`,
  ]);
}

/**
 * Rows of the table of refusals: what, how many, refused.
 * @param {Card} card
 */
export function refusalRows({ report }) {
  return named(REFUSALS, report?.rejection).flatMap(([name, row]) =>
    typeof row === 'number' ? [] : [[name, count(row.samples), share(row.refused, 1)]],
  );
}

/**
 * Rows of the table of whole numbers: how their digits stand, few digits right, many digits right.
 * @param {Card} card
 */
export function numberRows({ report }) {
  const grades = Object.fromEntries((report?.numbers?.grades ?? []).map((grade) => [grade.name, grade]));
  return named(GRADES, grades).map(([name, { few, many }]) => [name, share(few, 1), share(many, 1)]);
}

/**
 * How well numbers of other people's hands are read, and how far the confidence of numbers is to be trusted, in
 * sentences; nothing where it was not measured.
 * @param {Card} card
 */
export function numberSentence({ report }) {
  if (!report?.numbers) return '';
  const { real, ece } = report.numbers;
  return (
    `Of real numbers, from the UNIPEN collection, ${share(real, 1)} are read right as a whole. `
    + `The confidence shown for numbers is off by ${share(ece)} on average (expected calibration error).`
  );
}

/**
 * How many digits are refused wrongly, in a sentence; nothing where it was not measured.
 * @param {Card} card
 */
export function wrongRefusals({ report }) {
  const refused = report?.rejection?.digits_refused;
  return typeof refused === 'number' ? `Of real digits, ${share(refused, 1)} are refused by mistake.` : '';
}

/**
 * What the net is, in a sentence.
 * @param {Card} card
 */
export function size({ bytes, parameters }) {
  return `It has ${count(parameters)} weights and takes ${count(Math.round(bytes / 1000))} kB.`;
}

/**
 * How far the confidence is to be trusted, in a sentence; nothing where it was not measured.
 * @param {Card} card
 */
export function calibrationSentence({ report }) {
  const { digits, ece, ece_interval: interval } = report?.calibration ?? {};
  if (digits === undefined || ece === undefined || !interval) return '';
  return (
    `Over ${count(digits)} digits by strangers the confidence shown is off by ${share(ece)} on average `
    + `(expected calibration error; 95% interval ${share(interval[0])} to ${share(interval[1])}).`
  );
}

/**
 * @template T
 * @param {{[name: string]: string}} names @param {{[name: string]: T} | undefined} figures
 * @returns {[string, T][]}
 */
function named(names, figures = {}) {
  return Object.entries(names).flatMap(([name, words]) => (name in figures ? [[words, figures[name]]] : []));
}

/** @param {number} value @param {number} [places] */
function share(value, places = 2) {
  return `${(value * 100).toFixed(places)}%`;
}

/** @param {number} value */
function count(value) {
  return value.toLocaleString('en');
}
