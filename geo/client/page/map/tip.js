/** What lies under the pointer, in two lines. */
import { h } from '../dom.js';
import { textElement } from '../translation.js';

/** @import { Chrome } from '../chrome.js' */

export class Tip {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.box = h('div.gl-box.gl-tip', { hidden: true });
    chrome.atlas.on('hover', (found) => {
      const hit = found && found.hit;
      this.box.hidden = !hit || chrome.atlas.measuring || chrome.atlas.asking;
      chrome.atlas.map.getContainer().style.cursor = hit && hit.order < 100 ? 'pointer' : '';
      if (!hit) return;
      this.box.replaceChildren(h('strong', {}, hit.title), h('span', {}, textElement(chrome.atlas, hit.text || '')));
      const width = chrome.over.clientWidth;
      const flip = found.point.x > width - 260;
      Object.assign(this.box.style, {
        left: flip ? 'auto' : found.point.x + 14 + 'px',
        right: flip ? width - found.point.x + 14 + 'px' : 'auto',
        top: found.point.y + 14 + 'px',
      });
    });
  }
}
