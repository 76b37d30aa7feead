/** How many people the census counted: a circle in each sub-district. */
import * as Dates from '../data/dates.ts';
import { rowsOf } from '../data/rows.ts';
import { Circles } from '../map/circles.ts';
import type { CensusRow, Tables } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { CardContent } from './layer.ts';

export class People extends Circles<CensusRow & { id: string }> {
  constructor(atlas: Scene, layers: Tables) {
    super(atlas, () => rowsOf(layers.people).map((row) => Object.assign(row, { id: row.pcode })), 'people');
  }

  override kind(row: CensusRow) {
    return `${this.number(row.people)} ${this.atlas.t('people.people')}`;
  }

  describe(id: string): CardContent | null {
    const row = this.byId.get(id);
    if (!row) return null;
    const { t, view } = this.atlas;
    return {
      title: this.atlas.nameOf(row),
      subtitle: t('layer.people'),
      headline: [{ colour: this.look.colour, text: this.kind(row) }],
      key: [
        [t('people.urban'), this.number(row.urban)],
        [t('people.rural'), this.number(row.rural)],
        [t('people.day'), Dates.words(row.date, view.language)],
      ],
      rows: [[t('details.pcode'), row.pcode]],
      text: row.note,
      sources: row.source,
    };
  }
}
