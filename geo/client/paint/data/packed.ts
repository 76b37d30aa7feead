/** What a page holds packed. */

export function bytesOf(text: string) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text); // browsers before 2025 lack it
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

export function inflateStream(bytes: Uint8Array<ArrayBuffer>) {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter(); // a Blob's bytes would take a way through other processes of the browser
  for (const done of [writer.write(bytes), writer.close()]) done.catch(() => {}); // who reads hears of it
  return readable;
}

/** The bytes of a container, read piece by piece. */
export class Bytes {
  constructor(readonly read: (from: number, to: number) => Uint8Array) {}

  static ofBuffer(buffer: ArrayBuffer | Uint8Array) {
    const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
    return new Bytes((from, to) => bytes.subarray(from, to));
  }
}

export async function inflate(bytes: Uint8Array) {
  return new Uint8Array(await new Response(inflateStream(bytes as Uint8Array<ArrayBuffer>)).arrayBuffer());
}
