/** What painters ask of a browser, where there is none. */
import { Gunzip } from 'fflate';
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
    const parts = [];
    for (let i = 0; i < bytes.length; i += 8192) {
      parts.push(Array.from(bytes.subarray(i, i + 8192), (byte) => '%' + byte.toString(16).padStart(2, '0')).join(''));
    }
    return decodeURIComponent(parts.join(''));
  }
}

class Inflater {
  readable: Uint8Array<ArrayBufferLike>[];
  writable: { getWriter: () => { write: (bytes: Uint8Array) => Promise<void>; close: () => Promise<void> } };

  constructor() {
    const parts: Uint8Array[] = [];
    const stream = new Gunzip((part) => parts.push(part));
    this.readable = parts;
    this.writable = {
      getWriter: () => ({
        write: (bytes: Uint8Array) => Promise.resolve(stream.push(bytes, false)),
        close: () => Promise.resolve(stream.push(new Uint8Array(0), true)),
      }),
    };
  }
}

class Bytes {
  constructor(readonly parts: Uint8Array[]) {}

  arrayBuffer() {
    const bytes = new Uint8Array(this.parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return Promise.resolve(bytes.buffer);
  }
}

Object.assign(globalThis, {
  Path2D: Path,
  URLSearchParams: Pairs,
  TextDecoder: Decoder,
  DecompressionStream: Inflater,
  Response: Bytes,
});
