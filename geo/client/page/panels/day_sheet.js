/** Days side by side: maps of one frame with one legend and scale, each with its day, what changed since, and totals. */
import * as Dates from '../../paint/data/dates.js';
import { profile } from '../../paint/data/profile.js';
import { sharesOf } from '../../paint/layers/ground.js';
import { Frame } from '../../paint/map/frame.js';
import { paint } from '../../paint/map/symbols.js';
import { entriesOf, joinEntries } from '../../paint/marginalia/legend.js';
import { scaleBar } from '../../paint/marginalia/scale.js';
import { Scene } from '../../paint/scene.js';
import { fill, h, pen } from '../dom.js';
import { swatch } from './legend.js';

/** @import { Atlas } from '../atlas.js' */
/** @import { Chrome } from '../chrome.js' */
/** @import { LegendEntry } from '../../paint/layers/layer.js' */

/** Line around ground that changed hands: its edge, and the line itself, as on paper. */
const LINES = [{ colour: '#ffffff', width: 3.4, dash: [] }, { colour: '#16181c', width: 1.5, dash: [] }];
/** What a map of the sheet has none of, and layers of the reader's that it shows besides those that open the page. */
const ALONE = { compare: null, against: null, selection: null, days: [], byZoom: false };
const USER_LAYERS = ['user_events', 'user_areas'];
/** Shares of the ground that are too small to be written below a map. */
const SMALL = 0.005;
/** Height of a map as a share of its width: the flattest, the tallest. */
const [FLAT, TALL] = [0.55, 1.15];
/** Share of the window's height that a map takes at most. */
const MOST = 0.6;

/** The scene that the maps are drawn from, one after another. */
class SheetScene extends Scene {
  /** @param {Atlas} page */
  constructor(page) {
    super();
    this.page = page;
    this.open(page.data);
    for (const name of page.layers.keys()) this.addLayer(name);
    /** Units of the disputed areas; of the country where there are none. */
    this.units = [...new Set(this.layers.get('disputed')?.rows.flatMap((row) => row.units))];
  }

  get dark() {
    return this.page.dark;
  }
}

export class DaySheet {
  /** What is shown. */
  key = '';
  /** @type {?HTMLDialogElement} */
  box = null;
  /** @type {?SheetScene} */
  scene = null;

  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.atlas = chrome.atlas;
  }

  /** Show the days of the view, or none. */
  update() {
    const { atlas } = this;
    const { view } = atlas;
    const key = view.days.length ? JSON.stringify([{ ...view, date: 0, selection: null }, atlas.dark]) : '';
    if (key === this.key) return;
    this.key = key;
    this.box?.remove();
    this.box = null;
    if (!key) return;
    /** @param {number} day */
    const words = (day) => Dates.words(day, view.language);
    const when = [view.days[0], view.days[view.days.length - 1]].map(words).join(' – ');
    const title = atlas.t('map.title', {
      what: atlas.t('sentence.' + view.perspective),
      where: atlas.t('map.place'),
      when,
    });
    const maps = view.days.map((day) => ({
      day,
      canvas: h('canvas', { 'aria-hidden': 'true' }),
      totals: h('span.gl-days-totals'),
    }));
    const legend = h('ul.gl-legend');
    this.box = h(
      'dialog.gl-days',
      { 'aria-label': title },
      h(
        'header',
        {},
        h('h2', {}, title),
        h('button.gl-close', { 'aria-label': atlas.t('close'), onclick: () => this.box?.close() }, '×'),
      ),
      h(
        'div.gl-days-maps',
        {},
        maps.map(({ day, canvas, totals }) =>
          h(
            'button',
            { 'data-day': Dates.iso(day), onclick: () => atlas.set({ date: day, days: [] }) },
            h('strong', {}, words(day)),
            canvas,
            totals,
          )
        ),
      ),
      legend,
    );
    this.box.addEventListener('close', () => atlas.set({ days: [] }));
    this.chrome.root.append(this.box);
    this.box.showModal();
    this._draw(maps, legend);
  }

  /** Draw one map after another, and let the page work between two.
   * @param {Array<{day: number, canvas: HTMLCanvasElement, totals: HTMLElement}>} maps @param {HTMLElement} legend */
  async _draw(maps, legend) {
    const { atlas, key } = this;
    const scene = this.scene = this.scene || new SheetScene(atlas);
    scene.userAreas.follow(atlas.userAreas);
    scene.labels.places = new Map();
    const frame = this._frame(maps[0].canvas);
    const layers = atlas.view.layers.filter((name) => [...profile.opens, ...USER_LAYERS].includes(name));
    /** @type {LegendEntry[]} */
    let entries = [];
    /** @type {?number} */
    let before = null;
    for (const { day, canvas, totals } of maps) {
      await new Promise((done) => setTimeout(done));
      if (key !== this.key) return;
      scene.set({ ...atlas.view, ...ALONE, date: day, layers });
      Object.assign(canvas, { width: frame.width * frame.ratio, height: frame.height * frame.ratio });
      this._paint(scene, pen(canvas), frame, before);
      this._write(scene, totals, before);
      entries = joinEntries(entries, entriesOf(scene).flatMap(([, group]) => group));
      before = day;
    }
    const bar = scaleBar(scene, frame, 80);
    fill(
      legend,
      entries.filter((entry) => entry.swatch && !entry.more).map((entry) =>
        h('li', {}, swatch(entry.swatch), entry.text)
      ),
      h('li', {}, swatch({ fill: 'transparent', edge: atlas.style.ink, width: 1.5 }), atlas.t('days.changed')),
      h('li', {}, atlas.t('days.totals')),
      h('li', {}, h('i.gl-days-scale', { style: { width: `${bar.width}px` } }), bar.text),
    );
    this.box?.setAttribute('data-drawn', String(maps.length));
  }

  /** The frame of all maps, as wide as the first. @param {HTMLCanvasElement} canvas */
  _frame(canvas) {
    const { data, view } = this.atlas;
    const box = view.bounds || data.home;
    const [west, south, east, north] = box;
    const rise = (north - south) / ((east - west) * Math.cos((south + north) * Math.PI / 360));
    const width = canvas.clientWidth;
    const height = Math.min(width * Math.min(TALL, Math.max(FLAT, rise)), innerHeight * MOST);
    return Frame.around(box, width, Math.round(height), Math.min(devicePixelRatio || 1, 2));
  }

  /** @param {SheetScene} scene @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {?number} before */
  _paint(scene, ctx, frame, before) {
    const control = scene.layers.get('control');
    ctx.fillStyle = scene.style.sea;
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    scene.draw(ctx, frame, (painter, draw) => {
      if (painter === scene.labels && before !== null && control) {
        /** @param {number} unit */
        const differs = (unit) => unit >= 0 && control.classOf(unit, before) !== control.classOf(unit, scene.day);
        const outline = control.topology.lines((a, b) => differs(a) !== differs(b));
        for (const line of LINES) {
          frame.pen(ctx, line);
          ctx.stroke(outline);
        }
        frame.screen(ctx);
      }
      draw();
    });
  }

  /** Say who held what of the disputed areas, and how much changed hands. @param {SheetScene} scene
   * @param {HTMLElement} totals @param {?number} before */
  _write(scene, totals, before) {
    const control = scene.layers.get('control');
    if (!control) return;
    const units = scene.units.length ? scene.units : control.units.map((_, unit) => unit);
    const { data: { holders: order }, number } = scene;
    const shares = sharesOf(control, units, (unit) => control.classOf(unit, scene.day)).filter(({ part }) =>
      part >= SMALL
    )
      .sort((a, b) => order.indexOf(a.holder) - order.indexOf(b.holder));
    const changed = before !== null && units.reduce((sum, unit) => {
      const same = control.classOf(unit, before) === control.classOf(unit, scene.day);
      return same ? sum : sum + control.units[unit].km2;
    }, 0);
    fill(
      totals,
      shares.map(({ holder, km2 }) =>
        h(
          'span',
          {},
          h('i.gl-chip', { style: { background: paint(scene.style, holder) } }),
          h('span.gl-hidden', {}, scene.sideName(holder, scene.day)),
          ' ',
          number(km2),
        )
      ),
      changed === false ? null : h('em', {}, scene.t('days.changedBy', { n: number(changed) })),
    );
  }
}
