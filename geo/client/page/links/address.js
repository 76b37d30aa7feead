/** Where the map stands, as an address that names the version of the data that it was made with. */
import * as View from '../../paint/data/view.js';

/** @import { Atlas } from '../atlas.js' */

/** What is shown as a query, with the version of the data. @param {Atlas} atlas */
export function query(atlas) {
  const { release } = atlas.data.about;
  return [View.write(atlas.view), release && 'v=' + encodeURIComponent(release)].filter(Boolean).join('&');
}

/** The address of what is shown: of the app that holds the page, or of the page itself. @param {Atlas} atlas */
export function address(atlas) {
  return here(atlas) + (atlas.options.framed ? '?' : '#') + query(atlas);
}

/** The address of the app that holds the page, or of the page itself, without what is shown. @param {Atlas} atlas */
export function here(atlas) {
  return atlas.options.framed ? atlas.appAddress || document.referrer.split(/[?#]/)[0] : location.href.split('#')[0];
}

/** The version that an address says that it was made with; empty where it says none. @param {string} text a query */
export function versionOf(text) {
  const version = new URLSearchParams(text).get('v') || '';
  return /^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/.test(version) ? version : '';
}
