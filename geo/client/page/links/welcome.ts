/** The language that a page opens in, where its address names none. */
import { profile } from '../../paint/data/profile.ts';
import { base, type View } from '../../paint/data/view.ts';

/** The language of the profile that the reader's browser prefers; the first where it names none of them.
 * @param wanted languages of the browser, as en-GB */
export function preferredLanguage(wanted: readonly string[] = globalThis.navigator?.languages || []) {
  const known = wanted.map((code) => code.toLowerCase().replace(/^ku-arab\b/, 'ckb').split('-')[0]);
  return known.find((code) => profile.languages.includes(code)) || profile.languages[0];
}

/** The view that an address begins from: in the language of the browser. */
export function welcome(query: string): View {
  return { ...base(query), language: preferredLanguage() };
}

/** What the page's own address says besides, where the reader chose the first language against that of the browser. */
export function languageOf(view: View) {
  return view.language === profile.languages[0] && preferredLanguage() !== view.language
    ? '&lang=' + view.language
    : '';
}
