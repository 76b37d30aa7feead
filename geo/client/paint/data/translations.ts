/** Texts of the data in the reader's language: translations by the fingerprint of their English. */

/** Translations of one language: by the fingerprint of the English, in the order of the fingerprints that all
 * languages of a page share (`of`), or the address where they lie. */
export type Texts = Record<string, string> | Array<string | null> | string;

const REMAINDERS = Uint32Array.from({ length: 256 }, (_, remainder) => {
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

export function crc32(bytes: Iterable<number>) {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ REMAINDERS[(remainder ^ byte) & 255];
  return ~remainder >>> 0;
}

/** The CRC-32 of a text in UTF-8 as eight hex digits, as `geo/atlas/translations.py` has it; where pictures are
 * painted there is no TextEncoder. */
export function fingerprint(text: string) {
  const signs = encodeURIComponent(text.toWellFormed()).matchAll(/%(..)|./g);
  const bytes = signs.map(([sign, hex]) => hex ? parseInt(hex, 16) : sign.charCodeAt(0));
  return crc32(bytes).toString(16).padStart(8, '0');
}

export class Translations {
  constructor(readonly data: { translations?: Record<string, Texts> }) {}

  get byLanguage(): Record<string, Texts> {
    return this.data.translations || {};
  }

  /** A text of the data in another language, where somebody translated it. @param text the English */
  of(text: string, language: string): string | undefined | null {
    const { of: shared, [language]: texts } = this.byLanguage;
    if (typeof texts !== 'object') return undefined;
    const key = fingerprint(text);
    return Array.isArray(texts) ? texts[(shared as Array<string | null>).indexOf(key)] : texts[key];
  }
}
