/** The panels: layers in groups, the legend of what is on, and what the map is. */
import { profile } from '../profile.js';
import * as Dates from '../dates.js';
import * as View from '../view.js';
import { fill, focusedIn, h, link, picture } from '../dom.js';
import { eventPath, glyphPath, hatch } from '../map/symbols.js';
import { sentence } from '../title.js';

/** @import { Child } from '../dom.js' */
/** @import { Atlas } from '../atlas.js' */
/** @import { Chrome } from '../chrome.js' */
/** @import { LegendEntry, Swatch } from '../layers/layer.js' */

/** The frame of a panel. @param {Chrome} chrome @param {string} title @param {...Child} children */
export function panelFrame(chrome, title, ...children) {
  return h(
    'section.gl-panel',
    { 'aria-label': title },
    h(
      'header',
      {},
      h('h2', {}, title),
      h('button.gl-close', { type: 'button', 'aria-label': chrome.t('close'), onclick: () => chrome.open(null) }, '×'),
    ),
    ...children,
  );
}

export class LayerPanel {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.body = h('div.gl-body');
    this.box = panelFrame(chrome, chrome.t('tool.layers'), this.body);
  }

  update() {
    const { atlas } = this.chrome;
    /** @param {string} key */
    const t = (key) => atlas.t(key);
    const focused = focusedIn(this.body);
    const groups = atlas.data.groups.map(([group, names]) => {
      const own = names.filter((name) => atlas.layers.has(name));
      return own.length && h('fieldset', {}, h('legend', {}, t('group.' + group)), own.map((name) => this._box(name)));
    });
    const types = atlas.layers.has('events') &&
      h(
        'fieldset',
        {},
        h('legend', {}, t('group.eventTypes')),
        View.TYPES.map((type) =>
          this._check('gl-type-' + type, t('event.' + type), atlas.view.eventTypes.includes(type), (on) =>
            atlas.set({
              eventTypes: View.TYPES.filter((one) => (one === type ? on : atlas.view.eventTypes.includes(one))),
            }))
        ),
      );
    fill(this.body, groups.map((group) => group || null), types || null, this._window(), this._tiles());
    if (focused) document.getElementById(focused)?.focus();
  }

  /** @param {string} name */
  _box(name) {
    const { atlas } = this.chrome;
    return this._check(
      'gl-layer-' + name,
      atlas.t('layer.' + name),
      atlas.shows(name),
      (on) => atlas.set({ layers: View.LAYERS.filter((one) => (one === name ? on : atlas.shows(one))) }),
    );
  }

  /** @param {string} id @param {string} text @param {boolean} on @param {(on: boolean) => void} run */
  _check(id, text, on, run) {
    return h(
      'label.gl-check',
      {},
      h('input', { type: 'checkbox', id, checked: on, onchange: (event) => run(event.target.checked) }),
      h('span', {}, text),
    );
  }

  _window() {
    const { atlas } = this.chrome;
    if (!atlas.layers.has('events')) return null;
    /** @type {[number, string][]} */
    const choices = [[30, 'window.30'], [90, 'window.90'], [365, 'window.365'], [1826, 'window.1826'], [0, 'window.0']];
    return h(
      'label.gl-field',
      {},
      h('span', {}, atlas.t('window')),
      h(
        'select',
        { id: 'gl-window', onchange: (event) => atlas.set({ window: Number(event.target.value) }) },
        choices.map(([days, key]) => h('option', { value: days, selected: atlas.view.window === days }, atlas.t(key))),
      ),
    );
  }

  /** Online tiles are a choice, offered only where the file was made to allow them. */
  _tiles() {
    const { atlas, options } = this.chrome;
    if (!options.tiles) return null;
    return this._check('gl-tiles', atlas.t('tiles'), atlas.view.tiles, (on) => atlas.set({ tiles: on }));
  }
}

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
    const { atlas } = this.chrome;
    const groups = atlas.data.groups.map((
      [group, names],
    ) => /** @type {[string, LegendEntry[]]} */ ([
      group,
      names.filter((name) => atlas.layers.has(name) && atlas.shows(name)).flatMap((name) =>
        atlas.layers.get(name)?.legend?.() || []
      ),
    ]));
    const key = JSON.stringify(groups);
    if (key === this.key) return;
    this.key = key;
    this.body.replaceChildren(
      ...groups.filter(([, entries]) => entries.length).flatMap(([group, entries]) => [
        h('h3', {}, atlas.t('group.' + group)),
        h('ul.gl-legend', {}, entries.map((entry) => h('li', {}, swatch(entry.swatch), h('span', {}, entry.text)))),
      ]),
    );
  }
}

/** @type {Map<string, HTMLImageElement>} */
const samples = new Map();

/** A sample of how a thing is drawn. @param {?Swatch} [what] */
export function swatch(what) {
  const key = JSON.stringify(what || null);
  const known = samples.get(key) || picture(26, 16, (ctx) => {
    if (what) sample(ctx, what);
  });
  samples.set(key, known);
  const image = /** @type {HTMLImageElement} */ (known.cloneNode());
  image.className = 'gl-swatch';
  return image;
}

/** @param {CanvasRenderingContext2D} ctx @param {Swatch} what */
function sample(ctx, what) {
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

/** How to cite what is shown. @param {Atlas} atlas */
export function citation(atlas) {
  const { date, version } = atlas.data.about;
  return atlas.t('about.citation', {
    what: sentence(atlas),
    date: Dates.words(Dates.known(date), atlas.view.language),
    version,
  });
}

/** Languages of the page by their own names. @type {Record<string, string>} */
const NAMES = { en: 'English', ar: 'العربية', ckb: 'کوردی' };

export class AboutPanel {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.body = h('div.gl-body.gl-about');
    this.box = panelFrame(chrome, chrome.t('tool.about'), this.body);
  }

  update() {
    const { atlas } = this.chrome;
    const { view } = atlas;
    const { about } = atlas.data;
    /** @param {string} key @param {Record<string, string | number>} [values] */
    const t = (key, values) => atlas.t(key, values);
    const control = atlas.layers.get('control');
    this.body.replaceChildren(
      h('p', {}, h('strong', {}, sentence(atlas))),
      h(
        'p',
        {},
        t('about.data', { date: Dates.words(Dates.known(about.date), view.language), version: about.version }),
      ),
      h('p', {}, t('about.cite'), h('br'), h('cite', {}, citation(atlas))),
      h('h3', {}, t('perspective')),
      h(
        'dl',
        {},
        (control ? control.perspectives : []).flatMap((
          row,
        ) => [h('dt', {}, atlas.nameOf(row)), h('dd', {}, atlas.translated(row, 'text') || row.text_en)]),
      ),
      h('p', {}, t('about.front')),
      h('p', {}, t('about.neutral')),
      h('h3', {}, t('about.licences')),
      h(
        'ul',
        {},
        about.licences.map(([what, licence, address]) =>
          h('li', {}, what + ': ', address ? link(address, licence) : licence)
        ),
      ),
      h(
        'label.gl-field',
        {},
        h('span', {}, t('language')),
        h(
          'select',
          { id: 'gl-language', onchange: (event) => atlas.set({ language: event.target.value }) },
          profile.languages.map((code) =>
            h('option', { value: code, lang: code, selected: view.language === code }, NAMES[code] || code)
          ),
        ),
      ),
      h('p.gl-keys', {}, t('about.keys')),
    );
  }
}
