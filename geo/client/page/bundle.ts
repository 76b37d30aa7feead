/** The page's data, in columns: what the map is drawn of, in one packed block that all layers share, and in a second
 * one what cards and panels tell besides, which is unpacked once the map stands. */
import { expand, fillRows } from '../paint/data/rows.ts';
import { bytesOf, inflateStream } from '../paint/data/packed.ts';
import type { PageData } from '../paint/data/page_data.ts';

/** The second block: columns of layers, sources by column and what else cards tell. */
type Later = { columns?: unknown[][]; sources?: { id: string[]; cells: string[][] } } & Record<string, unknown>;

const [FIRST, LATER] = ['greenline-data', 'greenline-later']; // ids of the blocks (geo/draw/bundle.py)

export async function unpack(text: string): Promise<unknown> {
  return JSON.parse(await new Response(inflateStream(bytesOf(text))).text());
}

/** Signs of the second block, of which two are thirteen bits (geo/draw/bundle.py). */
const SIGNS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((sign) =>
  !'<&\\'.includes(sign)
);

function bytesOfPairs(text: string, length: number) {
  const values = new Uint8Array(128);
  SIGNS.forEach((sign, value) => values[sign.charCodeAt(0)] = value);
  const bytes = new Uint8Array(length + 1); // the last bits fill up a pair
  for (let at = 0, bits = 0, buffer = 0, i = 0; i + 1 < text.length; i += 2) {
    buffer = (buffer << 13) | (values[text.charCodeAt(i)] * SIGNS.length + values[text.charCodeAt(i + 1)]);
    for (bits += 13; bits >= 8; bits -= 8) bytes[at++] = buffer >> (bits - 8);
    buffer &= (1 << bits) - 1;
  }
  return bytes.slice(0, length);
}

/** Unpack gzipped JSON in which bytes above ASCII's are letters, which the first line names; the second one has the
 * number of bytes. */
export async function unpackTexts(text: string): Promise<unknown> {
  const [letters, length, signs] = text.split('\n');
  const content = new Response(inflateStream(bytesOfPairs(signs, Number(length))));
  const codes = new Uint8Array(await content.arrayBuffer());
  const units = new Uint16Array(codes.length);
  for (let i = 0; i < codes.length; i++) units[i] = codes[i] < 128 ? codes[i] : letters.charCodeAt(codes[i] - 128);
  return JSON.parse(new TextDecoder('utf-16le').decode(units));
}

function read<T>(id: string, unpack: (text: string) => T) {
  const block = document.getElementById(id);
  const text = block?.textContent || '';
  return block?.getAttribute('type') === 'application/json' ? JSON.parse(text) : unpack(text);
}

/** Put the columns of the second block into the rows, with the ids that their cells cite.
 * @returns what it holds besides */
function open({ columns = [], sources, ...others }: Later): Record<string, unknown> {
  expand(columns);
  expand(sources?.cells || []);
  const ids = sources?.id || [];
  const cite = (cell: unknown): unknown =>
    typeof cell === 'number' ? ids[cell] : Array.isArray(cell) ? cell.map(cite).join(';') : cell;
  fillRows(columns.map((column) => column.map(cite)));
  const cells = ids.map((id, i) => [id, sources?.cells.map((column) => column[i])]);
  return { ...others, ...sources && { sources: Object.fromEntries(cells) } };
}

let later: Record<string, unknown> | null = null; // what the second block holds, once it is unpacked
let isMissed = false; // whether somebody asked for it before
let coming: Promise<void> | null = null;
let tell: (isMissed: boolean) => void;

/** Fulfilled once the second block is unpacked: whether somebody asked for it before, and has to ask again. */
export const arrival: Promise<boolean> = new Promise((done) => tell = done);

export function fetchLater() {
  coming ??= Promise.resolve(read(LATER, unpackTexts)).then((value) => {
    later = open(value as Later);
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

let opened: Promise<PageData> | null = null;

/** The page's data. What the second block has is there once that is unpacked. */
export function bundle(): Promise<PageData> {
  opened ??= Promise.resolve(read(FIRST, unpack)).then((data) => {
    for (const name of data.later || []) {
      Object.defineProperty(data, name, { enumerable: true, get: () => readLater()[name] || {} });
    }
    return data;
  });
  return opened;
}
