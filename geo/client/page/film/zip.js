/** A zip of files that are packed already, such as PNG: its members are stored as they are. */

/** @type {?Uint32Array} */
let table = null;

/** CRC-32 of some bytes (ISO 3309). @param {Uint8Array} bytes */
export function crc32(bytes) {
  table = table || Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c;
  });
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Numbers as bytes, the lowest first: [value, how many bytes]. @param {Array<[number, number]>} fields */
const pack = (fields) =>
  Uint8Array.from(fields.flatMap(([value, size]) => Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 255)));

/** The first of January 1980, as a zip writes it: no clock goes into the file. */
const DAY = 0x21;

/** A zip. @param {Array<[name: string, content: Uint8Array]>} members @returns {Uint8Array[]} its parts in order */
export function zip(members) {
  /** @type {Uint8Array[]} */
  const parts = [];
  /** @type {Uint8Array[]} */
  const index = [];
  let at = 0;
  for (const [text, content] of members) {
    const name = new TextEncoder().encode(text);
    /** @type {Array<[number, number]>} */
    const shared = [
      [20, 2],
      [0x0800, 2],
      [0, 2],
      [0, 2],
      [DAY, 2],
      [crc32(content), 4],
      [content.length, 4],
      [
        content.length,
        4,
      ],
      [name.length, 2],
      [0, 2],
    ];
    const head = pack([[0x04034b50, 4], ...shared]);
    index.push(pack([[0x02014b50, 4], [20, 2], ...shared, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]), name);
    parts.push(head, name, content);
    at += head.length + name.length + content.length;
  }
  const size = index.reduce((sum, part) => sum + part.length, 0);
  const count = members.length;
  const tail = pack([[0x06054b50, 4], [0, 4], [count, 2], [count, 2], [size, 4], [at, 4], [0, 2]]);
  return [...parts, ...index, tail];
}
