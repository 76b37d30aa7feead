/** The legend: a key for each thing that is in the frame. */
import { fill, focusedIn, h } from '../dom.js';
import { swatch } from '../swatch.js';
import { entriesOf } from '../../paint/marginalia/legend.js';
import { panelFrame } from './panels.js';

/** @import { Chrome } from '../chrome.js' */

export class LegendPanel {
  /** The legend as it is written. */
  key = '';

  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.body = h('div.gl-body', { tabindex: '0' });
    this.box = panelFrame(chrome, chrome.t('tool.legend'), this.body);
  }

  update() {
    const { atlas, compare } = this.chrome;
    const groups = entriesOf(atlas, compare.side?.data && compare.side);
    const key = JSON.stringify(groups);
    if (key === this.key) return;
    this.key = key;
    const focused = focusedIn(this.body);
    fill(
      this.body,
      groups.flatMap(([title, entries]) => [
        title ? h('h3', title) : null,
        h(
          'ul.gl-legend',
          entries.map(({ swatch: what, text }) =>
            h(
              what === undefined ? 'li.gl-legend-says' : 'li',
              what === undefined ? null : swatch(what),
              h('span', text),
            )
          ),
        ),
      ]),
    );
    if (focused) document.getElementById(focused)?.focus();
  }
}
