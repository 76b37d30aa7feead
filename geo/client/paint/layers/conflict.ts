/** Armed conflict events of the UCDP: one mark a spot, sized by the dead of its events together. */
import * as Dates from '../data/dates.ts';
import { rowsOf } from '../data/rows.ts';
import { type Badge, Stacks } from '../map/stacks.ts';
import type { StackStyle } from '../data/page_data.ts';
import type { ConflictEvent, Named, Tables } from '../data/tables.ts';
import type { Placed } from '../map/points.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, LegendEntry } from './layer.ts';
import type { Context2D } from '../map/frame.ts';

const LONGEST = 31; // days that an event may last to be shown on each of them, as in geo/ask/stakes.py
const VAGUE = ['district', 'governorate']; // positions that stand for a district or a governorate, drawn as rings

export class Conflict extends Stacks<ConflictEvent> {
  look: StackStyle;
  sides: Map<string, Named>;

  constructor(atlas: Scene, layers: Tables) {
    super(atlas, () => rowsOf(layers.conflict.rows));
    this.uses = new Set(['date', 'window', 'violence', 'side', 'selection', 'compare', 'compareMode', 'against']);
    this.look = atlas.data.style.marks.conflict;
    this.sides = new Map(rowsOf(layers.conflict.sides).map((row) => [row.id, row]));
  }

  /** Rings and dots of one point stand apart. */
  override spotOf(row: Placed<ConflictEvent>) {
    return (VAGUE.includes(row.position_precision) ? row.position_precision : '') + super.spotOf(row);
  }

  isChosen({ kind, side_a, side_b }: ConflictEvent) {
    const { violence, side } = this.atlas.view;
    return violence.includes(kind) && (!side || side === side_a || side === side_b);
  }

  /** On each of its days; a longer one only where all its days are shown. */
  override inDays(row: ConflictEvent) {
    const { before, day, view } = this.atlas;
    if (before === null && view.window === 0) return true;
    const [first, last] = [before ?? day - view.window + 1, row.end ?? row.start];
    if (this.isLong(row)) return row.start >= first && last <= day;
    return row.start <= day && last >= first;
  }

  /** Whether it begins on the days shown, and if it is long ends on them. */
  isCounted(row: ConflictEvent) {
    return super.inDays(row) && (!this.isLong(row) || this.inDays(row));
  }

  isLong({ start, end }: ConflictEvent) {
    return (end ?? start) - start >= LONGEST;
  }

  /** Whether it counts in no sum by ground. */
  isApart(row: ConflictEvent) {
    return VAGUE.includes(row.position_precision) || this.isLong(row);
  }

  /** The last day of the years that they cover. */
  get lastDay() {
    return Dates.of(Dates.year(this.rows[this.rows.length - 1]?.start ?? Dates.FIRST) + 1, 1) - 1;
  }

  sizeOf(rows: Placed<ConflictEvent>[]) {
    const dead = rows.reduce((sum, row) => sum + row.deaths_best, 0);
    const { steps, radii } = this.look;
    return radii[steps.filter((step) => dead >= step).length] + (rows.length > 1 ? 1.5 : 0);
  }

  /** One that it would cover by a quarter or more. */
  takesIn(mark: Badge<ConflictEvent>, other: Badge<ConflictEvent>) {
    if (Math.hypot(mark.x - other.x, mark.y - other.y) >= 0.75 * (mark.radius + other.radius)) return false;
    const [a, b] = [mark, other].map(({ rows }) => VAGUE.includes(rows[0].position_precision));
    return a === b;
  }

  override badges(pixel: (row: Placed<ConflictEvent>) => [number, number]) {
    const dot = ({ rows }: Badge<ConflictEvent>) => (VAGUE.includes(rows[0].position_precision) ? 0 : 1);
    return super.badges(pixel).sort((a, b) => dot(a) - dot(b));
  }

  drawBadge(ctx: Context2D, badge: Badge<ConflictEvent>) {
    const { atlas } = this;
    const { x, y, radius, rows } = badge;
    const { colour } = atlas.style.marks.conflict;
    const is = new Set(rows.map((row) => row.position_precision));
    const ring = VAGUE.includes(rows[0].position_precision);
    const full = is.has('exact');
    ctx.beginPath();
    for (const wider of is.has('governorate') ? [0, 3.5] : [0]) {
      ctx.moveTo(x + radius + wider, y);
      ctx.arc(x, y, radius + wider, 0, 2 * Math.PI);
    }
    Object.assign(ctx, { strokeStyle: atlas.style.halo, lineWidth: ring ? 5 : 3 });
    ctx.stroke();
    if (!ring) {
      ctx.fillStyle = full ? colour : atlas.style.paper;
      ctx.fill();
    }
    Object.assign(ctx, { strokeStyle: colour, lineWidth: ring ? 1.8 : 1.4 });
    if (!full) ctx.stroke();
    const [ink, size] = [full ? atlas.style.paper : ring ? atlas.style.ink : colour, radius > 9 ? 9.5 : 9];
    this.number(ctx, badge, ink, size, ring ? atlas.style.halo : '');
  }

  sideName(id: string) {
    return this.atlas.nameOf(this.sides.get(id) || { id });
  }

  override title(row: ConflictEvent) {
    const { language } = this.atlas.view;
    const days = [row.start, row.end].flatMap((day) => (day === null ? [] : [Dates.words(day, language)]));
    return days.join(' – ');
  }

  kind(row: ConflictEvent) {
    return [this._between(row), `${this.atlas.t('details.deaths')} ${this.atlas.number(row.deaths_best)}`].join(
      ' · ',
    );
  }

  override sum(rows: Placed<ConflictEvent>[]) {
    const { number, t } = this.atlas;
    const dead = rows.reduce((sum, row) => sum + row.deaths_best, 0);
    const n = number(rows.length);
    return { title: t('conflict.count', { n }), text: t('conflict.dead', { n: number(dead) }) };
  }

  _between({ side_a, side_b }: ConflictEvent) {
    return [side_a, side_b].map((id) => this.sideName(id)).join(' – ');
  }

  legend(): LegendEntry[] {
    const { style, t } = this.atlas;
    if (!this.inSight) return [];
    return [{ swatch: { dot: style.marks.conflict.colour, edge: style.halo, size: 11 }, text: t(this.look.key) }];
  }

  card(row: ConflictEvent, id: string): CardContent {
    const { number, t } = this.atlas;
    const place = this.atlas.nameOf(row);
    const { deaths_low: low, deaths_best: best, deaths_high: high } = row;
    const outside = best < low || best > high;
    const milestones = (this.atlas.layers.get('events')?.all || []).filter((event) =>
      event.same_as.split(';').includes(id)
    );
    return {
      title: row.position_precision === 'near' ? t('conflict.near', { place }) : place,
      subtitle: t('violence.' + row.kind),
      headline: [{ colour: this.atlas.style.marks.conflict.colour, text: this.title(row) }],
      lead: this._between(row),
      sure: [[t('details.position'), t('userEvents.position.' + row.position_precision)]],
      key: [
        [
          t('details.deaths'),
          low === high && !outside
            ? number(best)
            : t('conflict.range', { best: number(best), low: number(low), high: number(high) }),
        ],
      ],
      rows: [
        [t('conflict.spelling'), row.spelling],
        [t('conflict.record'), row.reports ? t('conflict.reports', { n: number(row.reports) }) : t('conflict.ucdp')],
        [t('conflict.id'), id],
      ],
      text: [outside ? t('conflict.outside') : '', t('conflict.how')].filter(Boolean).join(' '),
      lists: milestones.length
        ? [{
          title: t('layer.events'),
          items: milestones.map((event) => ({
            selection: 'events:' + event.id,
            title: this.atlas.dataText(event.place),
            text: event.text,
          })),
          more: 0,
        }]
        : [],
      sources: row.source,
      action: { text: t('details.goToDate'), change: { date: Math.max(row.start, Dates.FIRST) } },
    };
  }
}
