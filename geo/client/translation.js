/** Texts of the data in the reader's language: translations by the fingerprint of their English, and how a page marks them. */
import { direction, h } from './dom.js';

/** @import { Atlas } from './atlas.js' */
/** @import { Child } from './dom.js' */

/** Translations of one language by the fingerprint of the English, or the address where they lie.
 * @typedef {Record<string, string> | string} Texts */

const POLYNOMIAL = 0xedb88320;
/** Remainders of CRC-32 by byte. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/** The CRC-32 of a text in UTF-8 as eight hex digits, as `geo/atlas/translations.py` has it. @param {string} text */
export function fingerprint(text) {
  let rest = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) rest = (rest >>> 8) ^ REMAINDERS[(rest ^ byte) & 255];
  return (~rest >>> 0).toString(16).padStart(8, '0');
}

export class Translations {
  /** @param {Record<string, Texts>} [known] by language */
  constructor(known = {}) {
    this.known = { ...known };
  }

  /** A text of the data in another language, where somebody translated it. @param {string} text the English
   * @param {string} language @returns {string | undefined} */
  of(text, language) {
    const texts = this.known[language];
    return texts && typeof texts !== 'string' ? texts[fingerprint(text)] : undefined;
  }

  /** Fetch the texts of a language that lie elsewhere. @param {string} language
   * @returns {?Promise<boolean>} whether they came; null where there is nothing to wait for */
  fetch(language) {
    const address = this.known[language];
    // A page that was opened from disk may fetch nothing.
    if (typeof address !== 'string' || globalThis.location?.protocol === 'file:') return null;
    this.known[language] = {};
    return fetch(address).then((answer) => answer.json()).then((texts) => {
      this.known[language] = texts;
      return true;
    }).catch(() => {
      this.known[language] = address;
      return false;
    });
  }
}

/** A text of the data for the reader: its translation, else the English, marked as what it is. What is neither, a
 * word in the reader's language or a figure, stays as it is. @param {Atlas} atlas @param {string} text @returns {Child} */
export function textElement(atlas, text) {
  const { language } = atlas.view;
  const translated = atlas.translations.of(text, language);
  if (translated !== undefined) {
    return h('bdi.gl-translated', { lang: language, dir: direction(language), title: text }, translated);
  }
  const foreign = direction(language) === 'rtl' && /[A-Za-z]/.test(text) && !/[\u0600-\u06ff]/.test(text);
  return foreign ? h('bdi', { lang: 'en', dir: 'ltr' }, text) : text;
}

/** Say at the end of a box that holds translations whose they are. @param {Atlas} atlas @param {Element} box */
export function translator(atlas, box) {
  if (box.querySelector('.gl-translated')) box.append(h('p.gl-translator', {}, atlas.t('translation.by')));
}
