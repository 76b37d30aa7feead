/** What painters ask of a browser, where there is none. */
import { gunzipSync, strFromU8 } from 'fflate';
import { Path } from './path.ts';

class Pairs {
  pairs: string[][];

  constructor(text: string) {
    const decodePart = (part: string) => {
      const plain = part.replace(/\+/g, ' ');
      try {
        return decodeURIComponent(plain);
      } catch {
        return plain; // a sign that is no escape stands for itself
      }
    };
    this.pairs = text.split('&').filter(Boolean).map((pair) => {
      const cut = pair.indexOf('=');
      return cut < 0 ? [decodePart(pair), ''] : [decodePart(pair.slice(0, cut)), decodePart(pair.slice(cut + 1))];
    });
  }

  [Symbol.iterator]() {
    return this.pairs[Symbol.iterator]();
  }
}

class Decoder {
  decode(bytes: Uint8Array) {
    return strFromU8(bytes);
  }
}

/** It is written to once, all of it. */
class Inflater {
  readable: Uint8Array[] = [];
  writable = {
    getWriter: () => ({
      write: (bytes: Uint8Array) => Promise.resolve(void this.readable.push(gunzipSync(bytes))),
      close: () => Promise.resolve(),
    }),
  };
}

class Content {
  constructor(readonly parts: Uint8Array[]) {}

  arrayBuffer() {
    return Promise.resolve(this.parts[0].slice().buffer);
  }
}

Object.assign(globalThis, {
  Path2D: Path,
  URLSearchParams: Pairs,
  TextDecoder: Decoder,
  DecompressionStream: Inflater,
  Response: Content,
});
