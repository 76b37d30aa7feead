/** Events as points, of which many share a spot: those of one spot are one mark with their number. */
import * as Dates from '../data/dates.ts';
import { sumBy } from '../data/rows.ts';
import { type Placed, type PointRow, Points } from './points.ts';
import { type Context2D, type Frame, name } from './frame.ts';
import type { Position } from '../data/tables.ts';
import type { Hit, Painter, SearchItem } from '../layers/layer.ts';

type EventRow = PointRow & { start: number; position_precision: string };

/** Events drawn as one mark: where, in pixels, and how large. */
export type Badge<Row extends EventRow> = { x: number; y: number; rows: Placed<Row>[]; radius: number };

export abstract class Stacks<Row extends EventRow> extends Points<Row> {
  override order = -0.5;
  spots: Map<Placed<Row>, string> = new Map();

  override arrange(rows: Placed<Row>[]) {
    return rows.sort((a, b) => a.start - b.start);
  }

  spotOf(row: Placed<Row>) {
    return row.lon.toFixed(3) + ',' + row.lat.toFixed(3);
  }

  abstract isChosen(row: Row): boolean;

  abstract sizeOf(rows: Placed<Row>[]): number;

  /** Whether a mark stands for the events of another besides. */
  abstract takesIn(mark: Badge<Row>, other: Badge<Row>): boolean;

  abstract drawBadge(ctx: Context2D, badge: Badge<Row>): void;

  /** Whether an event is of the days shown: those up to the date, or between two compared. */
  inDays(row: Row) {
    const { atlas } = this;
    const { window } = atlas.view;
    if (atlas.before === null && window === 0) return true;
    return row.start <= atlas.day && row.start >= (atlas.before ?? atlas.day - window + 1);
  }

  override rowsShown() {
    return this.rows.filter((row) => this.isChosen(row) && this.inDays(row));
  }

  override painters(): Painter[] {
    return [{ stage: 'marks', uses: this.uses, draw: (ctx, frame) => this._draw(ctx, frame) }];
  }

  _draw(ctx: Context2D, frame: Frame) {
    const chosen = this.atlas.selectedOf(this);
    const { isPicture } = this.atlas;
    for (const badge of this.badges((row) => frame.pixel(...row.xy))) {
      if (!frame.inside(badge.x, badge.y, isPicture ? 0 : undefined)) continue;
      const { radius, rows } = badge;
      // In a picture, which nobody can move, it is seen whole.
      const within = (at: number, size: number) =>
        isPicture ? Math.min(Math.max(at, radius + 2), size - radius - 2) : at;
      const [x, y] = [within(badge.x, frame.width), within(badge.y, frame.height)];
      Object.assign(badge, { x, y });
      this.atlas.labels.badge(x, y, radius + 1, this.name, rows[rows.length - 1].id);
      name(ctx, this.part(rows), rows[rows.length - 1].id);
      ctx.globalAlpha = this.atlas.userEvents.fade;
      this.drawBadge(ctx, badge);
      ctx.globalAlpha = 1;
      if (chosen && rows.some(({ id }) => id === chosen)) this._ring(ctx, x, y, radius + 4);
    }
  }

  part(_rows: Placed<Row>[]) {
    return '';
  }

  /** Write the number of a mark's events. @param size pixels of its digits @param halo colour around them */
  number(ctx: Context2D, { x, y, rows }: Badge<Row>, colour: string, size = 9.5, halo = '') {
    if (rows.length < 2) return;
    const text = Dates.digits(rows.length, this.atlas.view.language);
    ctx.fillStyle = colour;
    ctx.font = `600 ${text.length > 3 ? 8 : size}px system-ui, sans-serif`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    if (halo) {
      Object.assign(ctx, { strokeStyle: halo, lineWidth: 3 });
      ctx.strokeText(text, x, y + 0.5);
    }
    ctx.fillText(text, x, y + 0.5);
  }

  /** Events as the map shows them: those of one spot are one mark, the fullest first. */
  badges(pixel: (row: Placed<Row>) => [number, number]): Badge<Row>[] {
    const spots: Map<string, Placed<Row>[]> = new Map();
    for (const row of this.rowsShown()) {
      let spot = this.spots.get(row);
      if (spot === undefined) this.spots.set(row, spot = this.spotOf(row));
      const stack = spots.get(spot);
      if (stack) stack.push(row);
      else spots.set(spot, [row]);
    }
    const badges: Badge<Row>[] = [];
    for (const rows of [...spots.values()].sort((a, b) => b.length - a.length)) {
      const [x, y] = pixel(rows[0]);
      const badge = { x, y, rows, radius: this.sizeOf(rows) };
      const near = badges.find((candidate) => this.takesIn(candidate, badge));
      if (!near) badges.push(badge);
      else {
        near.rows = [...near.rows, ...rows].sort((a, b) => a.start - b.start);
        near.radius = this.sizeOf(near.rows);
      }
    }
    return badges;
  }

  /** The events of the mark at a position, the latest first. */
  override pick(latlng: Position, glance?: boolean): Hit[] {
    const { frame } = this.atlas;
    if (!frame) return [];
    const at = frame.spot(latlng);
    return this.badges((row) => frame.spot({ lat: row.lat, lng: row.lon })).flatMap(({ x, y, radius, rows }) => {
      const distance = Math.hypot(at[0] - x, at[1] - y);
      if (distance > radius + 2) return [];
      const latest = [...rows].reverse();
      return (glance ? latest.slice(0, 1) : latest).map((row, i) => ({
        id: row.id,
        ...(glance && rows.length > 1 ? this.sum(rows) : { title: this.title(row), text: this.kind(row) }),
        order: this.order + (distance + i / rows.length) / 100,
      }));
    });
  }

  /** What a mark of several events stands for, in two lines. */
  sum(rows: Placed<Row>[]): { title: string; text?: string } {
    const latest = rows[rows.length - 1];
    return { title: this.title(latest), text: this.kind(latest) };
  }

  /** Counts by month over all days, for the strip above the slider. */
  strip() {
    return sumBy(this.all.filter((row) => this.isChosen(row)), ({ start }) => Dates.iso(start).slice(0, 7));
  }

  override items(): SearchItem[] {
    return [];
  }
}
