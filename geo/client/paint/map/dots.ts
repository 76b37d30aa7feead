/** Points that a layer's spec describes in full: one mark for all, a card of the declared columns. */
import { profile } from '../data/profile.ts';
import { cited, rowsOf } from '../data/rows.ts';
import { cardRows } from '../layers/ground.ts';
import { type Placed, type PointRow, Points } from './points.ts';
import type { DotStyle } from '../data/page_data.ts';
import type { Columns } from '../data/tables.ts';
import type { CardContent, LegendEntry } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';
import type { Context2D, Frame } from './frame.ts';

/** A row of the layer's table, with the place of its unit in the list of units, -1 outside. */
export type DotRow = PointRow & { at: number; source: string; says?: string; note?: string };

export class Dots extends Points<DotRow> {
  override order = 1;
  override searchRank = 6;
  override uses = new Set(['selection']);

  constructor(atlas: Scene, rows: Columns<DotRow>, name: string) {
    super(atlas, () => rowsOf(rows));
    this.name = name;
  }

  get look() {
    return this.atlas.style.marks[this.name] as DotStyle;
  }

  override radius() {
    return this.look.size + 0.5;
  }

  override mark(ctx: Context2D, row: Placed<DotRow>, x: number, y: number, frame: Frame) {
    const { colour, shape, size, names } = this.look;
    ctx.beginPath();
    if (shape === 'square') ctx.rect(x - size, y - size, 2 * size, 2 * size);
    else ctx.arc(x, y, size, 0, 2 * Math.PI);
    Object.assign(ctx, { fillStyle: colour, strokeStyle: this.atlas.style.halo, lineWidth: 1.2 });
    ctx.fill();
    ctx.stroke();
    if (frame.zoom >= names) this.label(row, x, y, { offset: size + 3, size: 10, rank: 620, colour });
  }

  kind() {
    return this.atlas.t(profile.points[this.name].kind);
  }

  legend(): LegendEntry[] {
    const { colour, shape } = this.look;
    return this.inSight ? [{ swatch: { [shape === 'square' ? 'square' : 'dot']: colour }, text: this.kind() }] : [];
  }

  card(row: DotRow): CardContent {
    return {
      title: this.atlas.nameOf(row),
      subtitle: this.kind(),
      key: cardRows(this.atlas, this.name, row, true),
      rows: cardRows(this.atlas, this.name, row),
      text: row.note,
      sources: cited(row),
    };
  }
}

export function dotsOf(scene: Scene): Dots[] {
  return Object.keys(profile.points).flatMap((name) => {
    const layer = scene.layers.get(name);
    return layer instanceof Dots ? [layer] : [];
  });
}
