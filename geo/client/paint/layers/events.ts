/** Events up to the day shown: marks that are full where the place is known, hollow where only the area is. */
import { dotsOf } from '../map/dots.ts';
import * as Dates from '../data/dates.ts';
import { cited, rowsOf } from '../data/rows.ts';
import { type Badge, Stacks } from '../map/stacks.ts';
import { eventPath } from '../map/symbols.ts';
import type { AtlasEvent, Tables } from '../data/tables.ts';
import type { Placed } from '../map/points.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, LegendEntry, Listed, Swatch } from './layer.ts';
import { atZoom, type Context2D } from '../map/frame.ts';

/** Radius of the mark of one event, and of several, and within how many pixels several are one: on small maps of the
 * country, whose towns have names beside them, and on others. */
const [SMALL, LARGE, NEAR] = [[4, 5.5], [6.5, 8], [30, 19]];

export class Events extends Stacks<AtlasEvent> {
  constructor(atlas: Scene, layers: Tables) {
    super(atlas, () => rowsOf(layers.events));
    this.uses = new Set(['date', 'window', 'eventTypes', 'selection', 'compare', 'compareMode', 'against']);
  }

  isChosen({ type }: AtlasEvent) {
    return this.atlas.view.eventTypes.includes(type);
  }

  sizeOf(rows: Placed<AtlasEvent>[]) {
    return this._atZoom(rows.length > 1 ? LARGE : SMALL);
  }

  _atZoom([small, large]: number[]) {
    const { frame } = this.atlas;
    return frame ? atZoom(frame, small, large) : large;
  }

  /** One that it would cover. */
  takesIn(mark: Badge<AtlasEvent>, other: Badge<AtlasEvent>) {
    return Math.max(Math.abs(mark.x - other.x), Math.abs(mark.y - other.y)) < this._atZoom(NEAR);
  }

  override part(rows: Placed<AtlasEvent>[]) {
    return rows[rows.length - 1].type;
  }

  drawBadge(ctx: Context2D, badge: Badge<AtlasEvent>) {
    const { x, y, rows, radius } = badge;
    const { style } = this.atlas;
    const { type } = rows[rows.length - 1];
    const colour = style.events[type];
    const vague = rows.every((row) => !['exact', 'place'].includes(row.position_precision));
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
      ctx.stroke(shape);
    }
    this.number(ctx, badge, vague ? colour : '#fff');
  }

  override title(row: AtlasEvent) {
    return Dates.words(row.start, this.atlas.view.language, row.precision);
  }

  kind(row: AtlasEvent) {
    return row.text;
  }

  swatch(type: string): Swatch {
    const { eventEdge, eventShapes, events } = this.atlas.style;
    return { shape: eventShapes[type], fill: events[type], size: 13, edge: eventEdge };
  }

  legend(): LegendEntry[] {
    const { frame } = this.atlas;
    const last = this.rowsShown().findLast((row) => !frame || frame.sees(...row.xy));
    if (!last) return [];
    return [{ swatch: this.swatch(last.type), text: this.atlas.t('layer.events') }];
  }

  _about(row: AtlasEvent) {
    const { layers, t } = this.atlas;
    const records = [
      ...layers.get('fields')?.all || [],
      ...layers.get('crossings')?.all || [],
      ...layers.get('airports')?.all || [],
      ...layers.get('pipelines')?.rows || [],
      ...dotsOf(this.atlas).flatMap((layer) => layer.all),
    ];
    return (row.about || '').split(';').filter(Boolean).map((id) => {
      const record = records.find((candidate) => candidate.id === id);
      return record ? this.atlas.nameOf(record) : id;
    }).join(t('sentence.comma'));
  }

  _recorded({ same_as }: AtlasEvent): Listed[] {
    const layer = this.atlas.layers.get('conflict');
    const rows = same_as.split(';').flatMap((id) => layer?.byId.get(id) || []);
    if (!layer || !rows.length) return [];
    const items = rows.map((row) => ({
      selection: 'conflict:' + row.id,
      title: layer.title(row),
      text: layer.kind(row),
    }));
    return [{ title: this.atlas.t('layer.conflict'), items, more: 0 }];
  }

  card(row: AtlasEvent): CardContent {
    const { t, view } = this.atlas;
    const { deaths_best: best, deaths_low: low, deaths_high: high } = row;
    return {
      title: this.atlas.dataText(row.place),
      subtitle: t('event.' + row.type),
      headline: [{
        colour: this.atlas.style.events[row.type],
        text: Dates.words(row.start, view.language, row.precision) +
          (row.end !== null ? ' – ' + Dates.words(row.end, view.language) : ''),
      }],
      lead: row.text,
      sure: [this.atlas.proof(row), [t('details.position'), t('precision.' + row.position_precision)]],
      key: [
        [
          t('details.actors'),
          [row.actor_a, row.actor_b].filter(Boolean).map((actor) => this.atlas.dataText(actor)).join(' → '),
        ],
        [t('details.deaths'), Dates.count({ best, low, high }, view.language)],
        [t('details.from'), row.from_holder && this.atlas.heldBy(row.from_holder, row.start - 1)],
        [t('details.to'), row.to_holder && this.atlas.heldBy(row.to_holder, row.start)],
        [t('details.about'), this._about(row)],
      ],
      rows: [],
      text: row.note,
      lists: this._recorded(row),
      sources: cited(row),
      action: { text: t('details.goToDate'), change: { date: Math.max(row.start, Dates.FIRST) } },
    };
  }
}
