/** What layers of points have in common: where the points lie, which one is under the pointer. */
import * as World from './world.ts';
import { namesOf } from '../data/profile.ts';
import { type Context2D, type Frame, name } from './frame.ts';
import { circle } from './symbols.ts';
import type { Named, Position } from '../data/tables.ts';
import type { CardContent, Hit, Painter, SearchItem } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';
import type { Label } from './labels.ts';

export type PointRow = Named & {
  id: string;
  lon: number | null;
  lat: number | null;
  position_confidence?: string;
  alt_names?: string;
};

export type Placed<Row extends PointRow> = Row & { lon: number; lat: number; xy: [number, number] };

/** The rows of a layer, those of them that have a place, and all by id. */
type Opened<Row extends PointRow> = { all: Row[]; rows: Placed<Row>[]; byId: Map<string, Row> };

export abstract class Points<Row extends PointRow> {
  _table: Opened<Row> | null = null;
  reach = 9;
  name = '';
  order = 0;
  searchRank = 9;
  fades = true; // whether its marks recede below a reader's events
  uses: Set<string> = new Set();

  /** @param read the rows, which is done when one is asked for: most layers are off when a map opens */
  constructor(readonly atlas: Scene, readonly read: () => Row[]) {}

  _open(): Opened<Row> {
    if (this._table) return this._table;
    const all = this.read();
    const rows = this.arrange(all.flatMap((row) => place(row)));
    return this._table = { all, rows, byId: new Map(all.map((row) => [row.id, row])) };
  }

  get all() {
    return this._open().all;
  }

  get rows() {
    return this._open().rows;
  }

  get byId() {
    return this._open().byId;
  }

  arrange(rows: Placed<Row>[]) {
    return rows;
  }

  mark(_ctx: Context2D, _row: Placed<Row>, _x: number, _y: number, _frame: Frame) {}

  /** What a row is, in a word or a line. */
  abstract kind(row: Row): string;

  abstract card(row: Row, id: string): CardContent;

  describe(id: string): CardContent | null {
    const row = this.byId.get(id);
    return row ? this.card(row, id) : null;
  }

  get inSight() {
    const { frame } = this.atlas;
    return !frame || this.rowsShown(frame).some((row) => frame.sees(...row.xy));
  }

  /** Rows on the map in the view shown; layers with dates narrow it. */
  rowsShown(_frame?: { zoom: number }) {
    return this.rows;
  }

  painters(): Painter[] {
    return [{
      stage: 'marks',
      uses: this.uses,
      draw: (ctx, frame) => {
        const chosen = this.atlas.selectedOf(this);
        for (const row of this.rowsShown(frame)) {
          if (this.atlas.leftOut.has(`${this.name}:${row.id}`)) continue;
          const [x, y] = frame.pixel(...row.xy);
          if (!frame.inside(x, y, 0)) continue; // half a mark at the edge has no name
          this.atlas.labels.block(x, y, this.radius(row, frame), this.name, row.id);
          name(ctx, '', row.id);
          ctx.globalAlpha = this.fades ? this.atlas.userEvents.fade : 1;
          this.mark(ctx, row, x, y, frame);
          ctx.globalAlpha = 1;
          if (chosen === row.id) {
            this._ring(ctx, x, y, this.radius(row, frame) + 4);
            // What is selected is named at every zoom.
            this.label(row, x, y, { rank: 0, offset: this.radius(row, frame) + 7, size: 11.5 });
          }
        }
      },
    }];
  }

  _ring(ctx: Context2D, x: number, y: number, radius: number) {
    circle(ctx, x, y, radius, { edge: this.atlas.style.accent, width: 2.5 });
  }

  radius(_row: Row, _frame: { zoom: number }) {
    return 5;
  }

  /** Name a point; its rank decides who gives way. */
  label(row: Row, x: number, y: number, label: Pick<Label, 'rank'> & Partial<Label>) {
    const owner = { layer: this.name, id: row.id, title: this.title(row), text: this.kind(row) };
    this.atlas.labels.want({ text: this.atlas.nameOf(row), x, y, size: 11, owner, ...label });
  }

  pick(latlng: Position, _glance?: boolean): Hit[] {
    const { frame } = this.atlas;
    if (!frame) return [];
    const [x, y] = frame.spot(latlng);
    const hits = [];
    for (const row of this.rowsShown(frame)) {
      const [px, py] = frame.spot({ lat: row.lat, lng: row.lon });
      const distance = Math.hypot(px - x, py - y);
      if (distance <= Math.max(this.reach, this.radius(row, frame) + 2)) {
        hits.push({ id: row.id, title: this.title(row), text: this.kind(row), order: distance + this.order });
      }
    }
    return hits;
  }

  title(row: Row): string {
    return this.atlas.nameOf(row);
  }

  locate(id: string): Position | null {
    const row = this.byId.get(id);
    return row && row.lat !== null && row.lon !== null ? { lat: row.lat, lng: row.lon } : null;
  }

  items(): SearchItem[] {
    return this.rows.map((row) => ({
      id: row.id,
      record: row,
      rank: this.searchRank,
      kind: this.kind(row),
      names: [...namesOf(row), row.alt_names],
    }));
  }
}

function place<Row extends PointRow>(row: Row): Placed<Row>[] {
  const { lon, lat } = row;
  return lon === null || lat === null ? [] : [Object.assign(row, { lon, lat, xy: World.of(lon, lat) })];
}
