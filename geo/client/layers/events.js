/** Events up to the day shown: dots where the place is known, rings where only the area is. */
import * as Dates from '../dates.js';
import { rowsOf } from '../bundle.js';
import { Points } from '../map/points.js';
import { register } from './registry.js';

/** @import { Atlas } from '../atlas.js' */
/** @import { Placed } from '../map/points.js' */
/** @import { Frame } from '../map/stage.js' */
/** @import { AtlasEvent, Tables } from '../tables.js' */
/** @import { CardContent, LegendEntry, Painter, SearchItem } from './layer.js' */

/** @extends {Points<AtlasEvent>} */
export class Events extends Points {
  /** @param {Atlas} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    super(atlas, rowsOf(layers.events));
    this.z = 70;
    this.uses = new Set(['date', 'window', 'eventTypes', 'selection']);
    this.order = -0.5;
    this.rows.sort((a, b) => a.start - b.start);
  }

  /** Whether an event is in the view: of a kind shown, and in the days up to the date. @param {AtlasEvent} row */
  inView(row) {
    const { date, window, eventTypes } = this.atlas.view;
    if (!eventTypes.includes(row.type)) return false;
    return window === 0 || (row.start <= date && row.start > date - window);
  }

  shown() {
    return this.rows.filter((row) => this.inView(row));
  }

  /** Events at one spot are drawn once, with their count. @returns {Painter[]} */
  painters() {
    return [{ stage: 'marks', z: this.z, uses: this.uses, draw: (ctx, frame) => this._draw(ctx, frame) }];
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    /** @type {Map<string, Placed<AtlasEvent>[]>} */
    const spots = new Map();
    for (const row of this.shown()) {
      const spot = row.lon.toFixed(3) + ',' + row.lat.toFixed(3);
      const stack = spots.get(spot);
      if (stack) stack.push(row);
      else spots.set(spot, [row]);
    }
    const chosen = this.atlas.selected;
    for (const stack of spots.values()) {
      const row = stack[stack.length - 1];
      const [x, y] = frame.pixel(...row.xy);
      if (!frame.inside(x, y)) continue;
      this.atlas.labels.block(x, y, stack.length > 1 ? 8.5 : 6);
      this._mark(ctx, row, stack.length, x, y);
      if (chosen && chosen.layer === this && stack.some((one) => one.id === chosen.id)) this._ring(ctx, x, y, 11);
    }
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Placed<AtlasEvent>} row @param {number} count
   * @param {number} x @param {number} y */
  _mark(ctx, row, count, x, y) {
    const { style } = this.atlas;
    const colour = style.events[row.type];
    const vague = row.position_precision !== 'exact' && row.position_precision !== 'place';
    const radius = count > 1 ? 7.5 : 5;
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = vague ? style.paper : colour;
    ctx.strokeStyle = vague ? colour : style.halo;
    ctx.lineWidth = vague ? 2 : 1.5;
    if (vague) ctx.setLineDash([3, 2]);
    ctx.fill();
    ctx.stroke();
    ctx.setLineDash([]);
    if (count < 2) return;
    ctx.fillStyle = vague ? colour : '#fff';
    ctx.font = '600 9.5px system-ui, sans-serif';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(Dates.digits(count, this.atlas.view.language), x, y + 0.5);
  }

  /** @param {AtlasEvent} row */
  title(row) {
    return Dates.words(row.start, this.atlas.view.language, row.precision);
  }

  /** @param {AtlasEvent} row */
  kind(row) {
    return row.text;
  }

  /** Counts by month over the whole span, for the strip above the slider. */
  strip() {
    const counts = new Map();
    for (const row of this.byId.values()) {
      if (!this.atlas.view.eventTypes.includes(row.type)) continue;
      const month = Dates.iso(row.start).slice(0, 7);
      counts.set(month, (counts.get(month) || 0) + 1);
    }
    return counts;
  }

  /** @returns {SearchItem[]} */
  items() {
    return [];
  }

  /** @returns {LegendEntry[]} */
  legend() {
    const { style, view } = this.atlas;
    /** @type {LegendEntry[]} */
    const entries = view.eventTypes.map((type) => ({
      swatch: { dot: style.events[type], size: 10 },
      text: this.atlas.t('event.' + type),
    }));
    entries.push({
      swatch: { dot: style.paper, edge: style.ink, width: 2, dash: [3, 2], size: 10 },
      text: this.atlas.t('legend.vague'),
    });
    return entries;
  }

  /** Names of the fields, crossings, pipelines and refineries that an event concerns. @param {AtlasEvent} row */
  _about(row) {
    const { layers } = this.atlas;
    const records = [
      ...layers.get('fields')?.all || [],
      ...layers.get('crossings')?.all || [],
      ...layers.get('airports')?.all || [],
      ...layers.get('pipelines')?.all || [],
      ...layers.get('refineries')?.all || [],
    ];
    return (row.about || '').split(';').filter(Boolean)
      .map((id) => records.find((record) => record.id === id))
      .map((record, i) => (record ? this.atlas.nameOf(record) : row.about.split(';')[i])).join(', ');
  }

  /** @param {string} id @returns {?CardContent} */
  describe(id) {
    const row = this.byId.get(id);
    if (!row) return null;
    const { view } = this.atlas;
    /** @param {string} key */
    const t = (key) => this.atlas.t(key);
    const deaths = row.deaths_best === null
      ? null
      : row.deaths_low !== null && row.deaths_low !== row.deaths_high
      ? `${row.deaths_best} (${row.deaths_low}–${row.deaths_high})`
      : row.deaths_best;
    return {
      title: row.place,
      subtitle: t('event.' + row.type),
      headline: [{
        colour: this.atlas.style.events[row.type],
        text: Dates.words(row.start, view.language, row.precision) +
          (row.end !== null ? ' – ' + Dates.words(row.end, view.language) : ''),
      }],
      lead: row.text,
      rows: [
        [t('details.actors'), [row.actor_a, row.actor_b].filter(Boolean).join(' → ')],
        [t('details.deaths'), deaths],
        [t('details.from'), row.from_holder && t('holder.' + row.from_holder)],
        [t('details.to'), row.to_holder && t('holder.' + row.to_holder)],
        [t('details.about'), this._about(row)],
        [t('details.position'), t('precision.' + row.position_precision)],
        [t('details.confidence'), t('confidence.' + row.confidence)],
      ],
      text: row.note,
      sources: row.source,
      action: { text: t('details.goToDate'), run: () => this.atlas.set({ date: Math.max(row.start, Dates.FIRST) }) },
    };
  }
}

register('events', Events);
