// @ts-check
import { joinWholes } from './shown-whole.js';
/** @typedef {import('./choices.js').Choices} Choices */
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {import('../protocol.js').Part} Part */
/** @typedef {import('../protocol.js').Reading} Reading */

/** From the least to the most. */
const CERTAINTIES = Object.freeze(['guessing', 'fairly sure', 'sure']);
/** A part this many times less doubtful than the most doubtful one shares the doubt with it. */
const ABOUT_AS_DOUBTFUL = 2;

/**
 * One part of the ink as the page shows it: `read` is what was read there, `text` what is shown, `certainty` how sure
 * that is, `line` its line of the number, -1 for parts of lines without digits, `leads` whether nothing of its line is
 * shown before it.
 * @typedef {{
 *   part: Part, key: string, strokes: readonly Stroke[], read: string, text: string, chosen: boolean, certainty: string, line: number,
 *   leads: boolean,
 * }} ShownPart
 *
 * A reading with people's choices in it.
 * @typedef {{verdict: Reading['verdict'], text: string, chosen: boolean, parts: ShownPart[]}} ShownNumber
 */

/**
 * @param {Reading} reading @param {readonly Stroke[]} strokes that were read @param {Choices} choices
 * @returns {ShownNumber}
 */
export function shownNumber(reading, strokes, choices) {
  const own = reading.digits.map((part) => part.strokes.map((index) => strokes[index]));
  const keys = choices.keys(own);
  const places = placesInText(reading.text, reading.digits);
  const single = reading.digits.map((part, i) => {
    const { read, line } = places[i];
    const { certainty } = part;
    const chosen = choices.get(keys[i]);
    return { part, key: keys[i], strokes: own[i], read, line, certainty, text: chosen ?? read, chosen: chosen !== undefined };
  });
  const joined = joinWholes(single, choices.wholes());
  const parts = joined.map((one, i) => ({ ...one, leads: leads(joined, i) }));
  if (!parts.some((one) => one.chosen && one.line >= 0)) {
    showWhereDoubtIs(parts, reading.certainty);
    return { verdict: reading.verdict, text: reading.text, chosen: false, parts };
  }
  const text = textOf(parts);
  return { verdict: text ? 'number' : 'rejected', text, chosen: true, parts };
}

/**
 * A number may be less sure than each of its parts: then the most doubtful of them are shown as sure as the number.
 * @param {readonly ShownPart[]} parts @param {string} certainty of the number
 */
function showWhereDoubtIs(parts, certainty) {
  const standing = parts.filter(({ line }) => line >= 0);
  const rank = CERTAINTIES.indexOf(certainty);
  const surer = (/** @type {ShownPart} */ { part }) => part.verdict !== 'rejected' && CERTAINTIES.indexOf(part.certainty) > rank;
  if (rank < 0 || !standing.every(surer)) return;
  const doubt = (/** @type {ShownPart} */ { part }) => 1 - part.confidence;
  const most = Math.max(...standing.map(doubt));
  for (const one of standing) if (doubt(one) * ABOUT_AS_DOUBTFUL >= most) one.certainty = certainty;
}

/** @param {readonly {line: number, text: string}[]} parts @param {number} index */
function leads(parts, index) {
  return !parts.slice(0, index).some(({ line, text }) => line === parts[index].line && text !== '');
}

/** @param {readonly ShownPart[]} parts */
function textOf(parts) {
  /** @type {string[]} */
  const lines = [];
  for (const { line, text } of parts) if (line >= 0) lines[line] = (lines[line] ?? '') + text;
  return lines.filter(Boolean).join('\n');
}

/**
 * Where the parts stand in the text. Parts that say something stand in it one after the other; those of lines that were
 * left out, for want of digits, do not. Where the text cannot be made up of the parts, none stands in it.
 * @param {string} text @param {readonly Part[]} parts
 * @returns {{read: string, line: number}[]}
 */
export function placesInText(text, parts) {
  const lines = text ? text.split('\n') : [];
  let line = 0;
  let column = 0;
  const places = parts.map((part) => {
    if (line + 1 < lines.length && column === lines[line].length) {
      line += 1;
      column = 0;
    }
    const next = lines[line]?.[column] ?? '';
    if (!standsFor(part, next)) return { read: '', line: -1 };
    column += 1;
    return { read: next, line };
  });
  const used = places.filter((place) => place.line >= 0).length;
  if (used !== text.length - Math.max(lines.length - 1, 0)) return parts.map(() => ({ read: '', line: -1 }));
  return places.map((place, i) => (parts[i].verdict === 'rejected' ? { read: '', line: nearestLine(i, parts, places) } : place));
}

/**
 * Of a digit the number may say another than the part by itself.
 * @param {Part} part @param {string} character of the number
 */
function standsFor(part, character) {
  if (part.verdict === 'digit') return character >= '0' && character <= '9';
  return part.text !== '' && part.text === character;
}

/**
 * The line of the part next to a refused one: of those before and after, the one that is less far up or down.
 * @param {number} index @param {readonly Part[]} parts @param {readonly {line: number}[]} places
 */
function nearestLine(index, parts, places) {
  const standing = (/** @type {number} */ i) => places[i].line >= 0;
  const indices = parts.map((_, i) => i);
  const before = indices.slice(0, index).filter(standing).at(-1);
  const after = indices.slice(index + 1).find(standing);
  if (before === undefined) return after === undefined ? 0 : places[after].line;
  if (after === undefined) return places[before].line;
  const height = (/** @type {number} */ i) => (parts[i].box[1] + parts[i].box[3]) / 2;
  const distance = (/** @type {number} */ i) => Math.abs(height(i) - height(index));
  return places[distance(before) <= distance(after) ? before : after].line;
}
