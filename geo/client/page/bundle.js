/**
 * The page's data, in columns: what the map is drawn of, in one packed block that all layers share, and in a second one
 * what cards and panels tell besides, which is unpacked once the map stands.
 */
import { expand } from '../paint/data/condensed.js';
import { fillRows } from '../paint/data/rows.js';
import { bytesOf, inflate } from '../paint/data/packed.js';

/** @import { PageData } from '../paint/data/page_data.js' */

/**
 * The second block: columns of layers, sources by column and what else cards tell.
 * @typedef {{columns?: unknown[][], sources?: {id: string[], cells: string[][]}} & Record<string, unknown>} Later
 */

/** Ids of the blocks (geo/draw/bundle.py). */
const [FIRST, LATER] = ['greenline-data', 'greenline-later'];

/** Unpack base64 of gzipped JSON. @param {string} text @returns {Promise<unknown>} */
export async function unpack(text) {
  return JSON.parse(await new Response(inflate(bytesOf(text))).text());
}

/** Signs of the second block, of which two are thirteen bits (geo/draw/bundle.py). */
const SIGNS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((sign) =>
  !'<&\\'.includes(sign)
);

/** The bytes of pairs of signs. @param {string} text @param {number} length */
function bytesOfPairs(text, length) {
  const values = new Uint8Array(128);
  SIGNS.forEach((sign, value) => values[sign.charCodeAt(0)] = value);
  const bytes = new Uint8Array(length + 1); // the last bits fill up a pair
  for (let at = 0, bits = 0, held = 0, i = 0; i + 1 < text.length; i += 2) {
    held = (held << 13) | (values[text.charCodeAt(i)] * SIGNS.length + values[text.charCodeAt(i + 1)]);
    for (bits += 13; bits >= 8; bits -= 8) bytes[at++] = held >> (bits - 8);
    held &= (1 << bits) - 1;
  }
  return bytes.slice(0, length);
}

/** Unpack gzipped JSON in which bytes above ASCII's are letters, which the first line names; the second one has
 * the number of bytes.
 * @param {string} text @returns {Promise<unknown>} */
export async function unpackTexts(text) {
  const [letters, length, signs] = text.split('\n');
  const content = new Response(inflate(bytesOfPairs(signs, Number(length))));
  const codes = new Uint8Array(await content.arrayBuffer());
  const units = Uint16Array.from(codes, (code) => code < 128 ? code : letters.charCodeAt(code - 128));
  return JSON.parse(new TextDecoder('utf-16le').decode(units));
}

/** What a block holds. @template T @param {string} id @param {(text: string) => T} unpack what is packed */
function read(id, unpack) {
  const block = document.getElementById(id);
  const text = block?.textContent || '';
  return block?.getAttribute('type') === 'application/json' ? JSON.parse(text) : unpack(text);
}

/** Put the columns of the second block into the rows, with the ids that their cells cite. @param {Later} block
 * @returns {Record<string, unknown>} what it holds besides */
function open({ columns = [], sources, ...others }) {
  expand(columns);
  expand(sources?.cells || []);
  const ids = sources?.id || [];
  /** @param {unknown} cell @returns {unknown} */
  const cite = (cell) => typeof cell === 'number' ? ids[cell] : Array.isArray(cell) ? cell.map(cite).join(';') : cell;
  fillRows(columns.map((column) => column.map(cite)));
  const cells = ids.map((id, i) => [id, sources?.cells.map((column) => column[i])]);
  return { ...others, ...sources && { sources: Object.fromEntries(cells) } };
}

/** What the second block holds, once it is unpacked. @type {?Record<string, unknown>} */
let later = null;
/** Whether somebody asked for it before. */
let isMissed = false;
/** @type {?Promise<void>} */
let coming = null;
/** @type {(isMissed: boolean) => void} */
let tell;

/** Fulfilled once the second block is unpacked: whether somebody asked for it before, and has to ask again.
 * @type {Promise<boolean>} */
export const arrival = new Promise((done) => tell = done);

/** Unpack the second block, once. */
export function fetchLater() {
  coming ??= Promise.resolve(read(LATER, unpackTexts)).then((value) => {
    later = open(/** @type {Later} */ (value));
    tell(isMissed);
  });
  return coming;
}

/** What the second block holds; nothing until it is unpacked, which then begins. */
function readLater() {
  if (!later) {
    isMissed = true;
    fetchLater();
  }
  return later || {};
}

/** @type {?Promise<PageData>} */
let opened = null;

/** The page's data. What the second block has is there once that is unpacked. @returns {Promise<PageData>} */
export function bundle() {
  opened ??= Promise.resolve(read(FIRST, unpack)).then((data) => {
    for (const name of data.later || []) {
      Object.defineProperty(data, name, { enumerable: true, get: () => readLater()[name] || {} });
    }
    return data;
  });
  return opened;
}
