/** The legend: first what the view that is shown needs, then, unfolded, every other mark of its layers. */
import { fill, focusedIn, h, picture } from '../dom.js';
import { eventPath, glyphPath, hatch } from '../map/symbols.js';
import { panelFrame } from './panels.js';

/** @import { Chrome, Panel } from '../chrome.js' */
/** @import { LegendEntry, Swatch } from '../layers/layer.js' */

/** Entries of a group of layers. @typedef {[group: string, entries: LegendEntry[]]} Group */

export class LegendPanel {
  /** The legend as it is written. */
  key = '';
  /** Whether the reader unfolded the rest. */
  unfolded = false;

  /** @param {Chrome} chrome @param {boolean} [whole] whether all stands open, as on paper
   * @param {Panel} [last] the panel before, in another language */
  constructor(chrome, whole = false, last = undefined) {
    this.chrome = chrome;
    this.whole = whole;
    if (last instanceof LegendPanel) this.unfolded = last.unfolded;
    this.body = h('div.gl-body', { tabindex: '0' });
    this.box = panelFrame(chrome, chrome.t('tool.legend'), this.body);
  }

  /** @returns {Group[]} */
  _groups() {
    const { atlas } = this.chrome;
    return atlas.data.groups.map(([group, names]) => [
      group,
      names.filter((name) => atlas.layers.has(name) && atlas.shows(name)).flatMap((name) =>
        (atlas.layers.get(name)?.legend?.() || []).filter((one) => !atlas.covered(name) || one.swatch?.line)
      ),
    ]);
  }

  update() {
    const groups = this._groups();
    const key = JSON.stringify(groups);
    if (key === this.key) return;
    this.key = key;
    const focused = focusedIn(this.body);
    if (this.whole) return fill(this.body, this._lists(groups));
    /** @param {boolean} more @returns {Group[]} */
    const part = (more) =>
      groups.map(([group, entries]) => [group, entries.filter((one) => Boolean(one.more) === more)]);
    const rest = this._lists(part(true));
    fill(
      this.body,
      this._lists(part(false)),
      rest.length
        ? h(
          'details.gl-more',
          {
            open: this.unfolded,
            ontoggle: (/** @type {{target: HTMLDetailsElement}} */ event) => {
              this.unfolded = event.target.open;
            },
          },
          h('summary', { id: 'gl-legend-more' }, this.chrome.t('legend.more')),
          rest,
        )
        : null,
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  /** @param {Group[]} groups @returns {HTMLElement[]} */
  _lists(groups) {
    return groups.filter(([, entries]) => entries.length).flatMap(([group, entries]) => [
      h('h3', {}, this.chrome.t('group.' + group)),
      h(
        'ul.gl-legend',
        {},
        entries.map((one) =>
          one.swatch === undefined
            ? h('li.gl-legend-says', {}, h('span', {}, one.text))
            : h('li', {}, swatch(one.swatch), h('span', {}, one.text))
        ),
      ),
    ]);
  }
}

/** @type {Map<string, HTMLImageElement>} */
const samples = new Map();

/** A sample of how a thing is drawn. @param {?Swatch} [what] */
export function swatch(what) {
  const key = JSON.stringify(what || null);
  // A circle that is as large as on the map needs more than a line.
  const [wide, tall] = [26, 16].map((side) => Math.max(side, (what?.dot ? what.size || 0 : 0) + 2));
  const known = samples.get(key) || picture(wide, tall, (ctx) => {
    ctx.translate((wide - 26) / 2, (tall - 16) / 2);
    if (what) sample(ctx, what);
  });
  samples.set(key, known);
  const image = /** @type {HTMLImageElement} */ (known.cloneNode());
  image.className = what?.toScale ? 'gl-swatch gl-to-scale' : 'gl-swatch';
  if (wide > 26 || tall > 16) Object.assign(image.style, { width: `${wide}px`, height: `${tall}px` });
  return image;
}

/** Draw such a sample, 26 pixels by 16. @param {CanvasRenderingContext2D} ctx @param {Swatch} what */
export function sample(ctx, what) {
  const shape = new Path2D();
  if (what.line) {
    ctx.fillStyle = what.band || 'transparent';
    ctx.fillRect(0, 8, 26, (what.line.band || 0) / 2);
    shape.moveTo(0, 8);
    shape.lineTo(26, 8);
  } else if (what.dot) shape.arc(13, 8, (what.size || 9) / 2, 0, 2 * Math.PI);
  else if (what.square) shape.rect(9, 4, 8, 8);
  else if (what.shape) shape.addPath(new Path2D(eventPath(what.shape, 13, 8, (what.size || 11) / 2.4)));
  else if (what.glyph) shape.addPath(new Path2D(glyphPath(what.glyph, 13, 8)));
  else shape.rect(1, 2, 24, 12);
  if (!what.line) {
    ctx.fillStyle = what.dot || what.square || what.fill || 'transparent';
    ctx.globalAlpha = what.faint ? 0.6 : 1;
    ctx.fill(shape);
    ctx.globalAlpha = 1;
  }
  if (what.hatch) {
    ctx.fillStyle = hatch(ctx, what.hatch, { ratio: 2 });
    ctx.fill(shape);
  }
  if (what.hole || what.ring) return ringed(ctx, what, shape);
  const line = what.line || { colour: what.edge || 'rgba(0,0,0,.3)', width: what.width || 0.8, dash: what.dash || [] };
  ctx.setLineDash(line.dash);
  Object.assign(ctx, { strokeStyle: line.colour, lineWidth: line.width });
  if (!what.glyph && (!what.square || what.edge)) ctx.stroke(shape);
  if (what.arrow && what.line) {
    ctx.setLineDash([]);
    ctx.fillStyle = what.line.colour;
    ctx.fill(new Path2D('M18 8 L11 3.5 L11 12.5 Z'));
  }
}

/** A disc in a ring of another colour, as fields are drawn. @param {CanvasRenderingContext2D} ctx
 * @param {Swatch} what @param {Path2D} shape */
function ringed(ctx, what, shape) {
  /** @param {number} radius @param {string} colour @param {number} width */
  const circle = (radius, colour, width) => {
    ctx.beginPath();
    ctx.arc(13, 8, radius, 0, 2 * Math.PI);
    Object.assign(ctx, { strokeStyle: colour, lineWidth: width, fillStyle: colour });
    if (width) ctx.stroke();
    else ctx.fill();
  };
  const radius = (what.size || 9) / 2;
  if (what.hole) circle(radius * 0.45, what.hole, 0);
  ctx.setLineDash(what.dash || []);
  circle(radius - 2.6, '#fff', 1.2);
  circle(radius - 0.6, what.ring || '#fff', 2.6);
  return shape;
}
