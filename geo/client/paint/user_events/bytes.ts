/** The bytes of a container, read piece by piece. */
import { inflate as stream } from '../data/packed.ts';

export class Bytes {
  constructor(readonly read: (from: number, to: number) => Uint8Array) {}

  static ofBuffer(buffer: ArrayBuffer | Uint8Array) {
    const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
    return new Bytes((from, to) => bytes.subarray(from, to));
  }
}

export async function inflate(bytes: Uint8Array) {
  return new Uint8Array(await new Response(stream(bytes as Uint8Array<ArrayBuffer>)).arrayBuffer());
}
