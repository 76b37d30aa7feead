/** Points drawn as circles whose area grows with a figure, as a layer's spec says (`Circles` of geo/layers/spec.py). */
import { type Placed, type PointRow, Points } from './points.ts';
import { circle } from './symbols.ts';
import type { CircleStyle } from '../data/page_data.ts';
import type { LegendEntry } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';
import type { Context2D } from './frame.ts';

export class Circles<Row extends PointRow> extends Points<Row> {
  number: (value: number) => string;
  look: CircleStyle;

  constructor(atlas: Scene, read: () => Row[], name: string) {
    super(atlas, read);
    this.number = atlas.number;
    this.look = atlas.style.marks[name] as CircleStyle;
    this.uses = new Set(['selection']);
    this.order = 6;
    this.reach = 4;
  }

  override arrange(rows: Placed<Row>[]) {
    return rows.filter((row) => this.figure(row) !== null)
      .sort((a, b) => (this.figure(b) || 0) - (this.figure(a) || 0));
  }

  figure(row: Row): number | null {
    return (row as unknown as Record<string, number | null>)[this.look.column];
  }

  _size(value: number) {
    return Math.max(this.look.least, Math.sqrt(value / this.look.unit));
  }

  override radius(row: Row) {
    return this._size(this.figure(row) || 0);
  }

  override mark(ctx: Context2D, row: Placed<Row>, x: number, y: number) {
    const { colour } = this.look;
    circle(ctx, x, y, this.radius(row), { fill: colour + '73', edge: colour, width: 0.9 });
  }

  legend(): LegendEntry[] {
    const { colour, key, samples } = this.look;
    if (!this.inSight) return [];
    return samples.map((value) => ({
      swatch: { dot: colour + '73', edge: colour, width: 0.9, size: 2 * this._size(value), toScale: true },
      text: this.atlas.t(key, { n: this.number(value) }),
    }));
  }

  /** The names lead to the ground itself, which other layers list. */
  override items() {
    return [];
  }
}
