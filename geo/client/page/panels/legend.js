/** The legend: first what the view that is shown needs, then, unfolded, every other mark of its layers. */
import { fill, focusedIn, h, picture } from '../dom.js';
import { centredSample, entriesOf, sizeOf } from '../../paint/marginalia/legend.js';
import { panelFrame } from './panels.js';

/** @import { Chrome, Panel } from '../chrome.js' */
/** @import { Swatch } from '../../paint/layers/layer.js' */
/** @import { Group } from '../../paint/marginalia/legend.js' */

export class LegendPanel {
  /** The legend as it is written. */
  key = '';
  /** Whether the reader unfolded the rest. */
  unfolded = false;

  /** @param {Chrome} chrome @param {boolean} [full] whether all stands open, as on paper
   * @param {Panel} [last] the panel before, in another language */
  constructor(chrome, full = false, last = undefined) {
    this.chrome = chrome;
    this.isFull = full;
    if (last instanceof LegendPanel) this.unfolded = last.unfolded;
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
    if (this.isFull) return fill(this.body, this._lists(groups));
    /** @param {boolean} more @returns {Group[]} */
    const part = (more) =>
      groups.map(([title, entries]) => [title, entries.filter((entry) => Boolean(entry.more) === more)]);
    const others = this._lists(part(true));
    fill(
      this.body,
      this._lists(part(false)),
      others.length
        ? h(
          'details.gl-more',
          {
            open: this.unfolded,
            ontoggle: (/** @type {{target: HTMLDetailsElement}} */ event) => {
              this.unfolded = event.target.open;
            },
          },
          h('summary', { id: 'gl-legend-more' }, this.chrome.t('legend.more')),
          others,
        )
        : null,
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  /** @param {Group[]} groups @returns {HTMLElement[]} */
  _lists(groups) {
    return groups.filter(([, entries]) => entries.length).flatMap(([title, entries]) => [
      h('h3', {}, title),
      h(
        'ul.gl-legend',
        {},
        entries.map((entry) => {
          const says = entry.swatch === undefined;
          return h(
            says ? 'li.gl-legend-says' : 'li',
            {},
            says ? null : swatch(entry.swatch),
            h('span', {}, entry.text),
          );
        }),
      ),
    ]);
  }
}

/** @type {Map<string, HTMLImageElement>} */
const samples = new Map();

/** A sample of how a thing is drawn. @param {?Swatch} [what] */
export function swatch(what) {
  const key = JSON.stringify(what || null);
  const [wide, tall] = sizeOf(what);
  const known = samples.get(key) || picture(wide, tall, (ctx) => centredSample(ctx, what));
  samples.set(key, known);
  const image = /** @type {HTMLImageElement} */ (known.cloneNode());
  image.className = what?.toScale ? 'gl-swatch gl-to-scale' : 'gl-swatch';
  if (wide > 26 || tall > 16) Object.assign(image.style, { width: `${wide}px`, height: `${tall}px` });
  return image;
}
