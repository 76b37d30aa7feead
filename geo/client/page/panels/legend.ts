/** The legend: a key for each thing that is in the frame. */
import { fill, focusedIn, h } from '../dom.ts';
import { swatch } from '../swatch.ts';
import { entriesOf } from '../../paint/marginalia/legend.ts';
import { panelFrame } from './panels.ts';
import type { Chrome } from '../chrome.ts';

export class LegendPanel {
  /** The legend as it is written. */
  key = '';
  body: HTMLDivElement;
  box: HTMLElement;

  constructor(readonly chrome: Chrome) {
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
