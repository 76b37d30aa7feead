/**
 * The map on paper: one sheet, landscape, with title, legend, scale, date and sources.
 * The map is laid out and drawn anew at the sheet's size before the browser prints, and set back after.
 */
import * as Dates from '../paint/data/dates.js';
import { reportPaper } from './app_paper.js';
import { h } from './dom.js';
import { L } from './leaflet.js';
import { boundsOf } from './map/place.js';
import { LegendPanel } from './panels/legend.js';
import { citation } from './panels/panels.js';
import { creditText } from '../paint/marginalia/credits.js';
import { sentence } from '../paint/marginalia/sentence.js';

/** @import { Chrome } from './chrome.js' */
/** @import { LatLng } from 'leaflet' */

/** Sources that a sheet names; the others are counted. */
const NAMED = 6;

/** Write what is longer than its box smaller until all of it is there, in a box of the same size: lines get longer as
 * letters shrink. @param {HTMLElement} box */
function shrink(box) {
  const { offsetWidth: wide, clientHeight: tall } = box;
  for (let zoom = 0.95; box.scrollHeight > box.clientHeight && zoom > 0.45; zoom -= 0.05) {
    Object.assign(box.style, { zoom: String(zoom), width: `${wide / zoom}px`, maxHeight: `${tall / zoom}px` });
    box.style.setProperty('--zoom', String(zoom));
  }
}

export class Print {
  /** The frame of the screen. @type {{center: LatLng, zoom: number}} */
  before;

  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.atlas = chrome.atlas;
    /** @type {?HTMLElement} */
    this.sheet = null;
    // In the app the browser prints the app's page, and the frame keeps its size.
    if (chrome.options.framed) reportPaper(chrome, this);
    const [before, after] = chrome.options.framed
      ? [() => this._paint(true), () => this._paint(false)]
      : [() => this.lay(), () => this.clear()];
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    matchMedia('print').addEventListener('change', (event) => (event.matches ? before() : after()));
  }

  /** Lay the sheet out and draw the map at its size. */
  lay() {
    if (this.sheet) return;
    const { map } = this.atlas;
    this.before = { center: map.getCenter(), zoom: map.getZoom() };
    const seen = this._visibleFrame();
    this.atlas.printing = true;
    this.sheet = h('div.gl-sheet', {}, this._head(), this.legend(), this.foot());
    this.chrome.root.append(this.sheet);
    document.documentElement.classList.add('gl-printing');
    this._measure(this.sheet);
    this._fit(() => map.fitBounds(seen, { animate: false }));
  }

  /** Bring the screen back as it was. */
  clear() {
    if (!this.sheet) return;
    this.sheet.remove();
    this.sheet = null;
    document.documentElement.classList.remove('gl-printing');
    for (const name of ['--top', '--foot']) this.chrome.root.style.removeProperty(name);
    const { center, zoom } = this.before;
    this._fit(() => this.atlas.map.setView(center, zoom, { animate: false }));
  }

  /** Give head and foot the height that their words take in the fonts of this machine; the map has what is left.
   * @param {HTMLElement} sheet */
  _measure(sheet) {
    for (const [part, name, gap] of /** @type {const} */ ([['header', '--top', 0], ['footer', '--foot', 8]])) {
      const box = sheet.querySelector(part);
      if (box) this.chrome.root.style.setProperty(name, `${box.scrollHeight + gap}px`);
    }
    const legend = /** @type {?HTMLElement} */ (sheet.querySelector('.gl-sheet-legend'));
    if (legend) shrink(legend);
  }

  /** The part of the map that no panel covers. */
  _visibleFrame() {
    const { map } = this.atlas;
    const { x, y } = map.getSize();
    const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = this.chrome.room();
    return L.latLngBounds(map.containerPointToLatLng([left, top]), map.containerPointToLatLng([x - right, y - bottom]));
  }

  /** @param {() => void} place */
  _fit(place) {
    for (const { map } of this._atlases) map.invalidateSize({ animate: false, pan: false });
    place();
    this._paint(Boolean(this.sheet));
  }

  /** The maps that stand side by side. */
  get _atlases() {
    const { side } = this.chrome.compare;
    return side ? [this.atlas, side] : [this.atlas];
  }

  /** Paint the maps anew, in the colours of paper or of the screen. @param {boolean} isPaper */
  _paint(isPaper) {
    for (const atlas of this._atlases) {
      atlas.printing = isPaper;
      atlas.stage.follow();
      atlas.stage.paint();
    }
  }

  _head() {
    const { atlas } = this;
    const { title } = this.chrome;
    const perspective = atlas.t('perspective.' + atlas.view.perspective);
    const meaning = title.meaning.textContent;
    return h(
      'header',
      { 'data-meaning': meaning ? 'yes' : null },
      h('h2', {}, sentence(atlas)),
      h('p', {}, h('strong', {}, atlas.t('perspective') + ': ' + perspective), ' ', meaning),
    );
  }

  /** The whole legend. */
  legend() {
    const panel = new LegendPanel(this.chrome, true);
    panel.update();
    return h('div.gl-sheet-legend', {}, ...panel.body.childNodes);
  }

  /** Citation, credits, sources and what the map is not. */
  foot() {
    const { atlas } = this;
    const { t } = atlas;
    return h(
      'footer',
      {},
      h('p', {}, citation(atlas)),
      h('p', { dir: 'auto' }, creditText(atlas)),
      this._sources(),
      h('p', {}, t('about.front') + ' ' + t('about.neutral')),
    );
  }

  /** The sources that speak of most units on the day shown, by title; of a claim, its own. */
  _sources() {
    const { atlas } = this;
    const control = atlas.layers.get('control');
    /** @type {Map<string, number>} */
    const counts = new Map();
    const { perspective } = atlas.view;
    const claim = control && perspective !== 'held' &&
      control.perspectives.find((candidate) => candidate.id === perspective);
    if (claim) { for (const id of (claim.source || '').split(';').filter(Boolean)) counts.set(id, 1); }
    const frame = atlas.map.getBounds();
    for (let unit = 0; control && !claim && unit < control.units.length; unit++) {
      const row = frame.intersects(boundsOf(control.topology.bounds([unit]))) && control.spell(unit, atlas.day);
      for (const id of row && row.source ? row.source.split(';') : []) counts.set(id, (counts.get(id) || 0) + 1);
    }
    const ids = [...counts].sort(([, a], [, b]) => b - a).map(([id]) => id);
    const titles = ids.slice(0, NAMED).map((id) => (atlas.sources[id] || [id])[0]);
    const more = ids.length - NAMED;
    if (more > 0) titles.push(atlas.t('print.more', { n: Dates.number(more, atlas.view.language) }));
    return titles.length
      ? h(
        'p',
        {},
        (claim ? atlas.t('details.sources') + ':' : atlas.t('print.sources')) + ' ',
        titles.flatMap((title, i) => [i ? ' · ' : '', h('bdi', {}, title)]),
      )
      : null;
  }
}
