/**
 * The map inside somebody else's page: `embed=1` in the address leaves away the tools that need room
 * and offers the whole atlas. It is no part of the view: nothing that a reader changes, and no link has it unasked.
 */
import { query } from './address.js';
import { h } from '../dom.js';

/** @import { Chrome } from '../chrome.js' */

export class Embed {
  /** @param {Chrome} chrome @param {string} query what stands behind the # of the page's own address */
  constructor(chrome, query) {
    this.chrome = chrome;
    /** Address of the whole atlas, where it stands in another page. */
    this.base = '';
    /** What stands between it and a view. */
    this.sign = '';
    /** @type {?HTMLAnchorElement} */
    this.link = null;
    if (Embed.isRequested(query)) this.on(location.href.replace(/#.*$/, ''), '#');
    chrome.atlas.on('view', () => this._point());
  }

  /** Whether an address requests it. @param {string} query */
  static isRequested(query) {
    return ['1', 'true'].includes(new URLSearchParams(query).get('embed') || '');
  }

  /** Leave tools away and lead to the whole. @param {string} base address of the whole atlas
   * @param {string} sign what stands between it and a view, ? or # */
  on(base, sign) {
    if (!/^(https?|file):/.test(base)) return;
    Object.assign(this, { base, sign });
    this.chrome.root.classList.add('gl-embed');
    this.show();
  }

  /** What an address keeps of it. */
  get kept() {
    return this.base && this.sign === '#' ? '&embed=1' : '';
  }

  /** Put the two small links over the map; anew when the language changes. */
  show() {
    if (!this.base) return;
    const { chrome } = this;
    this.link = h('a', { target: '_blank', rel: 'noopener' }, chrome.t('embed.whole'));
    const about = h('button.gl-text', {
      onclick: () => chrome.open(chrome.opened === 'about' ? null : 'about'),
    }, chrome.t('embed.about'));
    chrome.over.querySelector('.gl-embed-links')?.remove();
    chrome.over.append(h('p.gl-box.gl-embed-links', {}, about, this.link));
    this._point();
  }

  /** The whole atlas opens where the reader is. */
  _point() {
    if (this.link) this.link.href = this.base + this.sign + query(this.chrome.atlas);
  }
}
