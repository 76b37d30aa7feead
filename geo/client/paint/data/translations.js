/** Texts of the data in the reader's language: translations by the fingerprint of their English. */

/** Translations of one language: by the fingerprint of the English, in the order of the fingerprints that all languages
 * of a page share (`of`), or the address where they lie. @typedef {Record<string, string> | Array<?string> | string} Texts */

const POLYNOMIAL = 0xedb88320;
/** Remainders of CRC-32 by byte. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/** The CRC-32 of a text in UTF-8 as eight hex digits, as `geo/atlas/translations.py` has it; where pictures are painted
 * there is no TextEncoder. @param {string} text */
export function fingerprint(text) {
  let remainder = 0xffffffff;
  for (const [sign, hex] of encodeURIComponent(text.toWellFormed()).matchAll(/%(..)|./g)) {
    const byte = hex ? parseInt(hex, 16) : sign.charCodeAt(0);
    remainder = (remainder >>> 8) ^ REMAINDERS[(remainder ^ byte) & 255];
  }
  return (~remainder >>> 0).toString(16).padStart(8, '0');
}

export class Translations {
  /** @param {{translations?: Record<string, Texts>}} data read when a text is asked for */
  constructor(data) {
    this.data = data;
  }

  /** Texts by language. @returns {Record<string, Texts>} */
  get known() {
    return this.data.translations || {};
  }

  /** A text of the data in another language, where somebody translated it. @param {string} text the English
   * @param {string} language @returns {?string | undefined} */
  of(text, language) {
    const { of: shared, [language]: texts } = this.known;
    if (typeof texts !== 'object') return undefined;
    const key = fingerprint(text);
    return Array.isArray(texts) ? texts[/** @type {Array<?string>} */ (shared).indexOf(key)] : texts[key];
  }
}
