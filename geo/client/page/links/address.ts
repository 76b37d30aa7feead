/** Where the map stands, as an address that names the version of the data that it was made with. */
import * as View from '../../paint/data/view.ts';
import { h } from '../dom.ts';
import { profile } from '../../paint/data/profile.ts';
import type { Atlas } from '../page.ts';

export function query(atlas: Atlas) {
  const { release } = atlas.data.about;
  return [View.write(atlas.view), release && 'v=' + encodeURIComponent(release)].filter(Boolean).join('&');
}

/** The address of what is shown: of the app that holds the page, of the page itself, or of the published map that a
 * file names; from a file that names none, what is to be appended to one. */
export function address(atlas: Atlas) {
  const { framed, address: published } = atlas.options;
  if (framed) return (atlas.appAddress || document.referrer.split(/[?#]/)[0]) + '?' + query(atlas);
  const page = /^https?:/.test(location.href) ? location.href.split('#')[0] + '#' : published || '#';
  return page + query(atlas);
}

/** Where the view stands on the web, with the version that it was made with; empty for a file without an address. */
export function publishedAddress(atlas: Atlas) {
  const result = address(atlas);
  return /^https?:/.test(result) ? result : '';
}

/** The version that an address says that it was made with; empty where it says none. @param text a query */
export function versionOf(text: string) {
  const version = new URLSearchParams(text).get('v') || '';
  return /^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/.test(version) ? version : '';
}

export function copier(atlas: Atlas) {
  const status = h('span.gl-told', { role: 'status' });
  const copy = async (text: string, note = 'card.copied') => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = atlas.t(note);
    } catch (_) {
      // A page may not write to the clipboard everywhere: the text is shown to be copied by hand.
      status.replaceChildren(h('textarea', { readonly: true, rows: 3, 'aria-label': atlas.t('card.copy') }, text));
      status.querySelector('textarea')?.select();
    }
  };
  return { status, copy };
}

/** The language of the profile that the reader's browser prefers; the first where it names none of them.
 * @param languages of the browser, as en-GB */
export function preferredLanguage(languages: readonly string[] = globalThis.navigator?.languages || []) {
  const codes = languages.map((code) => code.toLowerCase().replace(/^ku-arab\b/, 'ckb').split('-')[0]);
  return codes.find((code) => profile.languages.includes(code)) || profile.languages[0];
}

/** The view that an address begins from: in the language of the browser. */
export function welcome(query: string): View.View {
  return { ...View.base(query), language: preferredLanguage() };
}

/** What the page's own address says besides, where the reader chose the first language against that of the browser. */
export function languageOf(view: View.View) {
  return view.language === profile.languages[0] && preferredLanguage() !== view.language
    ? '&lang=' + view.language
    : '';
}
