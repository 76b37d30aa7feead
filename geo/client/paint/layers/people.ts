/** How many people the census counted: in each sub-district a circle whose area grows with them. */
import * as Dates from '../data/dates.ts';
import { rowsOf } from '../data/rows.ts';
import { type Placed, Points } from '../map/points.ts';
import { circle } from '../map/symbols.ts';
import type { CircleStyle } from '../data/page_data.ts';
import type { CensusRow, Tables } from '../data/tables.ts';
import type { Context2D } from '../map/frame.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, LegendEntry } from './layer.ts';

export class People extends Points<CensusRow & { id: string }> {
  override order = 6;
  override reach = 4;
  override uses = new Set(['selection']);
  look: CircleStyle;

  constructor(atlas: Scene, layers: Tables) {
    super(atlas, () => rowsOf(layers.people).map((row) => Object.assign(row, { id: row.pcode })));
    this.look = atlas.style.marks.people as CircleStyle;
  }

  override arrange(rows: Placed<CensusRow & { id: string }>[]) {
    return rows.sort((a, b) => b.people - a.people);
  }

  _size(people: number) {
    return Math.max(this.look.least, Math.sqrt(people / this.look.unit));
  }

  override radius(row: CensusRow) {
    return this._size(row.people);
  }

  override mark(ctx: Context2D, row: CensusRow, x: number, y: number) {
    const { colour } = this.look;
    circle(ctx, x, y, this.radius(row), { fill: colour + '73', edge: colour, width: 0.9 });
  }

  legend(): LegendEntry[] {
    const { colour, key, samples } = this.look;
    if (!this.inSight) return [];
    return samples.map((value) => ({
      swatch: { dot: colour + '73', edge: colour, width: 0.9, size: 2 * this._size(value), toScale: true },
      text: this.atlas.t(key, { n: this.atlas.number(value) }),
    }));
  }

  /** The names lead to the ground itself, which other layers list. */
  override items() {
    return [];
  }

  kind(row: CensusRow) {
    return `${this.atlas.number(row.people)} ${this.atlas.t('people.people')}`;
  }

  card(row: CensusRow): CardContent {
    const { number, t, view } = this.atlas;
    return {
      title: this.atlas.nameOf(row),
      subtitle: t('layer.people'),
      headline: [{ colour: this.look.colour, text: this.kind(row) }],
      key: [
        [t('people.urban'), number(row.urban)],
        [t('people.rural'), number(row.rural)],
        [t('people.day'), Dates.words(row.date, view.language)],
      ],
      rows: [[t('details.pcode'), row.pcode]],
      text: row.note,
      sources: row.source,
    };
  }
}
