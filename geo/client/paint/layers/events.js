/** Events up to the day shown: dots where the place is known, rings where only the area is. */
import * as Dates from '../data/dates.js';
import { rowsOf } from '../data/rows.js';
import { Points } from '../map/points.js';
import { eventPath, leader } from '../map/symbols.js';
import { register } from './registry.js';
import { name } from '../map/names.js';

/** @import { Scene } from '../scene.js' */
/** @import { Placed } from '../map/points.js' */
/** @import { Frame } from '../map/frame.js' */
/** @import { AtlasEvent, Position, Tables } from '../data/tables.js' */
/** @import { CardContent, Hit, LegendEntry, Painter, SearchItem } from './layer.js' */

/** @import { Counted } from '../user_events/screen.js' */

/**
 * Events drawn as one mark, in pixels: where the mark stands, and where the line begins that leads to it.
 * @typedef {{x: number, y: number, rows: Placed<AtlasEvent>[], radius: number, spot: [number, number]}} Badge
 */

/** Radius of the mark of one event, and of several, in pixels. */
const [SMALL, LARGE] = [5.5, 8];
/** Pixels between a badge and a reader's mark; how much farther a badge steps aside, and how often; directions tried. */
const [APART, STEP, STEPS, TURNS] = [3, 8, 10, 16];

/** @extends {Points<AtlasEvent>} */
export class Events extends Points {
  /** @param {Scene} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    super(atlas, rowsOf(layers.events));
    this.z = 70;
    this.uses = new Set(['date', 'window', 'eventTypes', 'selection', 'compare', 'compareMode', 'against']);
    this.order = -0.5;
    this.rows.sort((a, b) => a.start - b.start);
  }

  /** Whether an event is in the view: of a kind shown, and in the days up to the date or between two compared.
   * @param {AtlasEvent} row */
  inView(row) {
    return this.atlas.view.eventTypes.includes(row.type) && this.inDays(row);
  }

  /** @param {AtlasEvent} row */
  inDays(row) {
    const { atlas } = this;
    const { window } = atlas.view;
    if (atlas.before === null && window === 0) return true;
    return row.start <= atlas.day && row.start >= (atlas.before ?? atlas.day - window + 1);
  }

  rowsShown() {
    return this.rows.filter((row) => this.inView(row));
  }

  /** Events at one spot are drawn once, with their count. @returns {Painter[]} */
  painters() {
    return [{ stage: 'marks', z: this.z, uses: this.uses, draw: (ctx, frame) => this._draw(ctx, frame) }];
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    const chosen = this.atlas.selected;
    for (const { x, y, radius, rows, spot } of this._badges((row) => frame.pixel(...row.xy))) {
      if (!frame.inside(x, y)) continue;
      if (spot[0] !== x || spot[1] !== y) leader(ctx, this.atlas.style, spot, [x, y]); // it stepped aside
      this.atlas.labels.badge(x, y, radius + 1);
      name(ctx, rows[rows.length - 1].type, rows[rows.length - 1].id);
      this._mark(ctx, rows, x, y, radius);
      if (chosen && chosen.layer === this && rows.some((candidate) => candidate.id === chosen.id)) {
        this._ring(ctx, x, y, radius + 4);
      }
    }
  }

  /** Events as the map shows them: those of one spot are one badge, and a badge takes in those that it would cover.
   * It stands at the spot of most events. @param {(row: Placed<AtlasEvent>) => [number, number]} pixel
   * @returns {Badge[]} */
  _badges(pixel) {
    /** @type {Map<string, Placed<AtlasEvent>[]>} */
    const spots = new Map();
    for (const row of this.rowsShown()) {
      const point = row.lon.toFixed(3) + ',' + row.lat.toFixed(3);
      const stack = spots.get(point);
      if (stack) stack.push(row);
      else spots.set(point, [row]);
    }
    /** @type {Badge[]} */
    const badges = [];
    for (const rows of [...spots.values()].sort((a, b) => b.length - a.length)) {
      const [x, y] = pixel(rows[0]);
      const near = badges.find((candidate) =>
        Math.max(Math.abs(candidate.x - x), Math.abs(candidate.y - y)) < 2 * LARGE + 3
      );
      if (near) near.rows.push(...rows);
      else badges.push({ x, y, rows: [...rows], radius: LARGE, spot: [x, y] });
    }
    for (const badge of badges) {
      if (badge.rows.length < 2) badge.radius = SMALL;
      else badge.rows.sort((a, b) => a.start - b.start);
    }
    stepAside(badges, this.atlas.userEvents.countMarks());
    return badges;
  }

  /** The events of the badge at a position. @param {Position} latlng @returns {Hit[]} */
  pick(latlng) {
    const { frame } = this.atlas;
    if (!frame) return [];
    const at = frame.spot(latlng);
    return this._badges((row) => frame.spot({ lat: row.lat, lng: row.lon })).flatMap(({ x, y, radius, rows }) => {
      const distance = Math.hypot(at[0] - x, at[1] - y);
      if (distance > radius + 2) return [];
      return rows.map((row, i) => ({
        id: row.id,
        title: this.title(row),
        text: this.kind(row),
        order: this.order + (distance - i / rows.length) / 100,
      }));
    });
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Placed<AtlasEvent>[]} rows @param {number} x @param {number} y
   * @param {number} radius */
  _mark(ctx, rows, x, y, radius) {
    const { style } = this.atlas;
    const { type } = rows[rows.length - 1];
    const colour = style.events[type];
    const vague = rows.every(({ position_precision: known }) => known !== 'exact' && known !== 'place');
    const shape = new Path2D(eventPath(style.eventShapes[type], x, y, radius));
    ctx.lineJoin = 'round';
    ctx.fillStyle = vague ? '#fbf9f4' : colour;
    ctx.strokeStyle = style.eventHalo;
    ctx.lineWidth = vague ? 4.5 : 3;
    ctx.stroke(shape);
    ctx.fill(shape);
    if (vague) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = 2;
      ctx.setLineDash([3, 2]);
      ctx.stroke(shape);
      ctx.setLineDash([]);
    }
    if (rows.length < 2) return;
    ctx.fillStyle = vague ? colour : '#fff';
    ctx.font = '600 9.5px system-ui, sans-serif';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(Dates.digits(rows.length, this.atlas.view.language), x, y + 0.5);
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
    const present = new Set(this.rowsShown().map((row) => row.type));
    /** @type {LegendEntry[]} */
    const entries = view.eventTypes.map((type) => ({
      swatch: { shape: style.eventShapes[type], fill: style.events[type], size: 13, edge: style.eventEdge },
      text: this.atlas.t('event.' + type),
      more: !present.has(type),
      part: type,
    }));
    entries.push({ text: this.atlas.t('legend.badge'), more: true });
    entries.push({
      swatch: { dot: '#fbf9f4', edge: '#23262b', width: 2, dash: [3, 2], size: 10 },
      text: this.atlas.t('legend.vague'),
      more: true,
    });
    return entries;
  }

  /** Names of the fields, crossings, pipelines and refineries that an event concerns. @param {AtlasEvent} row */
  _about(row) {
    const { layers, t } = this.atlas;
    const records = [
      ...layers.get('fields')?.all || [],
      ...layers.get('crossings')?.all || [],
      ...layers.get('airports')?.all || [],
      ...layers.get('pipelines')?.all || [],
      ...layers.get('refineries')?.all || [],
    ];
    return (row.about || '').split(';').filter(Boolean)
      .map((id) => records.find((record) => record.id === id))
      .map((record, i) => (record ? this.atlas.nameOf(record) : row.about.split(';')[i])).join(t('sentence.comma'));
  }

  /** @param {string} id @returns {?CardContent} */
  describe(id) {
    const row = this.byId.get(id);
    if (!row) return null;
    const { t, view } = this.atlas;
    /** @param {?number} value */
    const n = (value) => (value === null ? '' : Dates.number(value, view.language));
    const deaths = row.deaths_low !== null && row.deaths_low !== row.deaths_high
      ? `${n(row.deaths_best)} (${n(row.deaths_low)}–${n(row.deaths_high)})`
      : n(row.deaths_best);
    return {
      title: this.atlas.dataText(row.place),
      subtitle: t('event.' + row.type),
      headline: [{
        colour: this.atlas.style.events[row.type],
        text: Dates.words(row.start, view.language, row.precision) +
          (row.end !== null ? ' – ' + Dates.words(row.end, view.language) : ''),
      }],
      lead: row.text,
      rows: [
        [
          t('details.actors'),
          [row.actor_a, row.actor_b].filter(Boolean).map((actor) => this.atlas.dataText(actor)).join(' → '),
        ],
        [t('details.deaths'), deaths],
        [t('details.from'), row.from_holder && this.atlas.heldBy(row.from_holder, row.start - 1)],
        [t('details.to'), row.to_holder && this.atlas.heldBy(row.to_holder, row.start)],
        [t('details.about'), this._about(row)],
        [t('details.position'), t('precision.' + row.position_precision)],
        this.atlas.proof(row),
      ],
      text: row.note,
      sources: row.source,
      action: { text: t('details.goToDate'), change: { date: Math.max(row.start, Dates.FIRST) } },
    };
  }
}

/** Whether two round marks stand apart. @param {Counted} badge @param {Counted} other */
function apart(badge, other) {
  return Math.max(Math.abs(badge.x - other.x), Math.abs(badge.y - other.y)) >= badge.radius + other.radius + APART;
}

/** Move badges off the marks of a reader's events: to the nearest free place around the mark that they would cover.
 * @param {Badge[]} badges @param {Counted[]} counted */
function stepAside(badges, counted) {
  for (const badge of badges) {
    const mark = counted.find((candidate) => !apart(badge, candidate));
    if (!mark) continue;
    const { radius } = badge;
    // None farther than this from the mark can lie where the badge may go.
    const reach = { ...mark, radius: mark.radius + 2 * radius + APART + STEP * STEPS };
    const near = [...counted, ...badges].filter((other) => other !== badge && !apart(reach, other));
    const start = Math.atan2(badge.y - mark.y, badge.x - mark.x);
    const free = Array.from({ length: STEPS * TURNS }, (_, i) => {
      const away = mark.radius + radius + APART + STEP * Math.floor(i / TURNS);
      const turn = i % TURNS;
      const angle = start + (turn % 2 ? -1 : 1) * Math.ceil(turn / 2) * (2 * Math.PI / TURNS);
      return { x: mark.x + away * Math.cos(angle), y: mark.y + away * Math.sin(angle), radius };
    }).find((at) => near.every((other) => apart(at, other)));
    if (!free) continue;
    const rim = mark.radius / Math.hypot(free.x - mark.x, free.y - mark.y);
    Object.assign(badge, {
      x: free.x,
      y: free.y,
      spot: [mark.x + rim * (free.x - mark.x), mark.y + rim * (free.y - mark.y)],
    });
  }
}

register('events', Events);
