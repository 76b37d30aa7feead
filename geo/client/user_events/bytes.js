/** The bytes of a container, read piece by piece: from base64 in the page, or from a buffer of the app's. */

/** @import { Text } from '../tables.js' */

/** @param {string} text base64 without line breaks */
function fromBase64(text) {
  const { fromBase64: own } =
    /** @type {{fromBase64?: (text: string) => Uint8Array}} */ (/** @type {unknown} */ (Uint8Array));
  if (own) return own.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

export class Bytes {
  /** @param {(from: number, to: number) => Uint8Array} read */
  constructor(read) {
    this.read = read;
  }

  /** Bytes that stand as base64 in an element: only what is read is ever decoded. @param {Element} element */
  static ofElement(element) {
    const nodes = [...element.childNodes].flatMap((node) => (node instanceof Text ? [node] : []));
    // A browser may cut a long text into several nodes.
    /** @param {number} from @param {number} to */
    const slice = (from, to) => {
      /** @type {string[]} */
      const parts = [];
      for (const node of nodes) {
        if (from < node.length && to > 0) {
          parts.push(node.substringData(Math.max(0, from), Math.min(node.length, to) - Math.max(0, from)));
        }
        from -= node.length;
        to -= node.length;
      }
      return parts.length === 1 ? parts[0] : parts.join('');
    };
    return new Bytes((from, to) => {
      const start = Math.floor(from / 3);
      const bytes = fromBase64(slice(start * 4, Math.ceil(to / 3) * 4));
      return bytes.subarray(from - start * 3, to - start * 3);
    });
  }

  /** @param {ArrayBuffer | Uint8Array} buffer */
  static ofBuffer(buffer) {
    const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
    return new Bytes((from, to) => bytes.subarray(from, to));
  }
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function inflate(bytes) {
  const { readable, writable } = new DecompressionStream('deflate');
  const writer = writable.getWriter();
  // The reading side reports what goes wrong.
  for (const done of [writer.write(/** @type {Uint8Array<ArrayBuffer>} */ (bytes)), writer.close()]) {
    done.catch(() => {});
  }
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
