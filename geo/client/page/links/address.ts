/** Where the map stands, as an address that names the version of the data that it was made with. */
import * as View from '../../paint/data/view.ts';
import type { Atlas } from '../atlas.ts';

/** What is shown as a query, with the version of the data. */
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
