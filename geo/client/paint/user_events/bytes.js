/** The bytes of a container, read piece by piece. */
import { inflate as stream } from '../data/packed.js';

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

/** @param {Uint8Array} bytes */
export async function inflate(bytes) {
  return new Uint8Array(await new Response(stream(/** @type {Uint8Array<ArrayBuffer>} */ (bytes))).arrayBuffer());
}
