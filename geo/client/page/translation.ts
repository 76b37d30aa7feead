/** Texts of the data in the reader's language: how they come, and how a page marks them. */
import { direction } from '../paint/data/profile.ts';
import { type Child, h } from './dom.ts';
import type { Translations } from '../paint/data/translations.ts';
import type { Atlas } from './page.ts';

/** Fetch the texts of a language that lie elsewhere; English is the data's own.
 * @returns whether they came; null where there is nothing to wait for */
export function fetchTexts(translations: Translations, language: string): Promise<boolean> | null {
  const { byLanguage } = translations;
  const address = byLanguage[language];
  // A page that was opened from disk may fetch nothing.
  if (typeof address !== 'string' || globalThis.location?.protocol === 'file:') return null;
  byLanguage[language] = {};
  return fetch(address).then((answer) => answer.json()).then((texts) => {
    byLanguage[language] = texts;
    return true;
  }).catch(() => {
    byLanguage[language] = address;
    return false;
  });
}

/** A text of the data for the reader: its translation, else the English, marked as what it is. What is neither, a
 * word in the reader's language or a figure, stays as it is. */
export function textElement(atlas: Atlas, text: string): Child {
  const { language } = atlas.view;
  const translated = atlas.translations.of(text, language);
  if (translated) {
    return h('bdi.gl-translated', { lang: language, dir: direction(language), title: text }, translated);
  }
  const foreign = direction(language) === 'rtl' && /[A-Za-z]/.test(text) && !/[\u0600-\u06ff]/.test(text);
  return foreign ? h('bdi', { lang: 'en', dir: 'ltr' }, text) : text;
}

/** Say at the end of a box that holds translations whose they are. */
export function translator(atlas: Atlas, box: Element) {
  if (box.querySelector('.gl-translated')) box.append(h('p.gl-translator', atlas.t('translation.by')));
}
