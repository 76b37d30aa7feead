/** The bytes of a container, read piece by piece: from base64 in the page, or from a buffer of the app's. */

/** @param {string} text base64 without line breaks */
function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
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
    const nodes = [...element.childNodes];
    // A browser may cut a long text into several nodes.
    const slice = (from, to) => {
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

  /** @param {ArrayBuffer|Uint8Array} buffer */
  static ofBuffer(buffer) {
    const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
    return new Bytes((from, to) => bytes.subarray(from, to));
  }
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function inflate(bytes) {
  const { readable, writable } = new DecompressionStream('deflate');
  const writer = writable.getWriter();
  // What goes wrong is told by the reading side.
  for (const done of [writer.write(bytes), writer.close()]) done.catch(() => {});
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
