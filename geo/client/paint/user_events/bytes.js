/** The bytes of a container, read piece by piece. */

export class Bytes {
  /** @param {(from: number, to: number) => Uint8Array} read */
  constructor(read) {
    this.read = read;
  }

  /** @param {ArrayBuffer | Uint8Array} buffer */
  static ofBuffer(buffer) {
    const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
    return new Bytes((from, to) => bytes.subarray(from, to));
  }
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function inflate(bytes) {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  // The reading side reports what goes wrong.
  for (const done of [writer.write(/** @type {Uint8Array<ArrayBuffer>} */ (bytes)), writer.close()]) {
    done.catch(() => {});
  }
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
