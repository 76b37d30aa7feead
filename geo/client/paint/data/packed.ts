/** What a page holds packed. */

export function bytesOf(text: string) {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** What gzip holds. */
export function inflate(bytes: Uint8Array<ArrayBuffer>) {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter(); // a Blob's bytes would take a way through other processes of the browser
  for (const done of [writer.write(bytes), writer.close()]) done.catch(() => {}); // who reads hears of it
  return readable;
}
