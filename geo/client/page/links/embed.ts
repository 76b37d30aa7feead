/** The map inside somebody else's page: `embed=1` in the address shows the map with its title and legend,
 * `controls=1` with it the time bar and the buttons that have room, and both offer the whole atlas. It is no part of
 * the view: nothing that a reader changes, and no link has it unasked. */
import { query } from './address.ts';
import { h } from '../dom.ts';
import type { Chrome } from '../page.ts';

export class Embed {
  base = ''; // address of the whole atlas, where it stands in another page
  sign = ''; // what stands between it and a view
  isStill = false; // whether it has neither time bar nor buttons
  link: HTMLAnchorElement | null = null;

  /** @param query what stands behind the # of the page's own address */
  constructor(readonly chrome: Chrome, query: string) {
    if (isOn(query, 'embed')) this.on(location.href.replace(/#.*$/, ''), '#', query);
    chrome.atlas.on('view', () => this._point());
  }

  /** Leave tools away and lead to the whole.
   * @param base address of the whole atlas
   * @param sign what stands between it and a view, ? or #
   * @param query of the address */
  on(base: string, sign: string, query: string) {
    if (!/^(https?|file):/.test(base)) return;
    Object.assign(this, { base, sign, isStill: !isOn(query, 'controls') });
    this.chrome.root.classList.add('gl-embed');
    this.chrome.root.classList.toggle('gl-still', this.isStill);
    this.show();
    if (this.isStill && this.chrome.panels?.legend) this.chrome.open('legend');
  }

  get part() {
    return this.base && this.sign === '#' ? '&embed=1' + (this.isStill ? '' : '&controls=1') : '';
  }

  show() {
    if (!this.base) return;
    const { chrome } = this;
    this.link = h('a', { target: '_blank', rel: 'noopener' }, chrome.t('embed.whole'));
    const about = h('button.gl-text', {
      onclick: () => chrome.open(chrome.opened === 'about' ? null : 'about'),
    }, chrome.t('embed.about'));
    chrome.over.querySelector('.gl-embed-links')?.remove();
    chrome.over.append(h('p.gl-box.gl-embed-links', about, this.link));
    this._point();
  }

  _point() {
    if (this.link) this.link.href = this.base + this.sign + query(this.chrome.atlas);
  }
}

function isOn(query: string, key: string) {
  return ['1', 'true'].includes(new URLSearchParams(query).get(key) || '');
}
