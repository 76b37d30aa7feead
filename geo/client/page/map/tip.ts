/** What lies under the pointer, in two lines. */
import { h } from '../dom.ts';
import { textElement } from '../translation.ts';
import type { Chrome } from '../chrome.ts';

export class Tip {
  box: HTMLDivElement;

  constructor(chrome: Chrome) {
    this.box = h('div.gl-box.gl-tip', { hidden: true });
    chrome.atlas.on('hover', (hits) => {
      const hit = hits && hits.hit;
      this.box.hidden = !hit || chrome.atlas.asking;
      chrome.atlas.map.getContainer().style.cursor = hit && hit.order < 100 ? 'pointer' : '';
      if (!hit) return;
      this.box.replaceChildren(h('strong', hit.title), h('span', textElement(chrome.atlas, hit.text || '')));
      const width = chrome.over.clientWidth;
      const flip = hits.point.x > width - 260;
      Object.assign(this.box.style, {
        left: flip ? 'auto' : hits.point.x + 14 + 'px',
        right: flip ? width - hits.point.x + 14 + 'px' : 'auto',
        top: hits.point.y + 14 + 'px',
      });
    });
  }
}
