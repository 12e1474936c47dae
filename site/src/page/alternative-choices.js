// @ts-check
import { shownNumber } from './shown-number.js';
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('./choices.js').Choices} Choices */
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {import('./shown-number.js').ShownPart} ShownPart */

/**
 * The choices that make the number another text, for as little of the ink as does it: for single parts where the text
 * has as many characters as its line has parts, else for all strokes together whose parts differ.
 * @param {string} text @param {Reading} reading @param {readonly Stroke[]} strokes that were read @param {Choices} choices
 * @returns {Map<string, string>} texts by key, none where nothing makes it that
 */
export function choicesFor(text, reading, strokes, choices) {
  const { parts } = shownNumber(reading, strokes, choices);
  const ways = [byLine(text, parts, choices), together(text, parts, choices)];
  return ways.find((way) => textWith(way, reading, strokes, choices) === text) ?? new Map();
}

/** @param {Map<string, string>} texts @param {Reading} reading @param {readonly Stroke[]} strokes @param {Choices} choices */
function textWith(texts, reading, strokes, choices) {
  const before = choices.swap(new Map([...texts].map(([key, text]) => [key, { text }])));
  const { text } = shownNumber(reading, strokes, choices);
  choices.swap(before);
  return text;
}

/** @param {string} text @param {readonly ShownPart[]} parts @param {Choices} choices @returns {Map<string, string>} */
function byLine(text, parts, choices) {
  const wanted = text.split('\n');
  const lines = wanted.map((_, line) => parts.filter((one) => one.line === line));
  const standing = parts.filter(({ line }) => line >= 0);
  const alike = lines.every((line) => line.length > 0) && lines.flat().length === standing.length;
  return new Map(alike ? lines.flatMap((line, i) => [...ofLine(wanted[i], line, parts, choices)]) : []);
}

/**
 * @param {string} text @param {readonly ShownPart[]} line @param {readonly ShownPart[]} parts of all lines
 * @param {Choices} choices
 * @returns {Map<string, string>}
 */
function ofLine(text, line, parts, choices) {
  const said = line.filter((one) => one.text !== '');
  // Refused ink may stay what it is, or become one of the characters.
  const single = [said, line].find((some) => some.length === text.length);
  if (single) return new Map(single.flatMap((one, i) => (one.text === text[i] ? [] : [[one.key, text[i]]])));
  const [first, last, between] = difference(text, line);
  const [from, to] = apart(line, first, last, parts);
  const before = line.slice(from, first).map((one) => one.text).join('');
  const after = line.slice(last + 1, to + 1).map((one) => one.text).join('');
  return together(before + between + after, line.slice(from, to + 1), choices);
}

/**
 * What of a line is to be replaced: all but the parts that begin and end it as the text does, and at least one.
 * @param {string} text @param {readonly ShownPart[]} line
 * @returns {[number, number, string]} the first and the last part, and the text in their place
 */
function difference(text, line) {
  let from = 0;
  let begin = 0;
  const same = (/** @type {ShownPart} */ { text: said }, /** @type {boolean} */ there) => said !== '' && there;
  while (from < line.length - 1 && same(line[from], text.startsWith(line[from].text, begin))) {
    begin += line[from].text.length;
    from += 1;
  }
  let to = line.length - 1;
  let end = text.length;
  while (to > from && same(line[to], text.slice(begin, end).endsWith(line[to].text))) {
    end -= line[to].text.length;
    to -= 1;
  }
  return [from, to, text.slice(begin, end)];
}

/**
 * Widens a run of parts until its strokes are in no part beside it, or it is one part: such a one has a key of its own.
 * @param {readonly ShownPart[]} line @param {number} from @param {number} to @param {readonly ShownPart[]} parts
 * @returns {[number, number]}
 */
function apart(line, from, to, parts) {
  if (from === to) return [from, to];
  const inside = new Set(line.slice(from, to + 1).flatMap(({ strokes }) => strokes));
  const meets = parts.filter(({ strokes }) => strokes.some((stroke) => inside.has(stroke))).map((one) => line.indexOf(one));
  const wider = /** @type {[number, number]} */ ([Math.max(0, Math.min(...meets)), Math.max(...meets)]);
  return wider[0] === from && wider[1] === to ? wider : apart(line, ...wider, parts);
}

/** @param {string} text @param {readonly ShownPart[]} parts @param {Choices} choices @returns {Map<string, string>} */
function together(text, parts, choices) {
  if (parts.length === 0) return new Map();
  const key = parts.length === 1 ? parts[0].key : choices.wholeKey(parts.flatMap(({ strokes }) => strokes));
  return new Map([[key, text]]);
}
