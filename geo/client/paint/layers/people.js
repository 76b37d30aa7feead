/** How many people the census counted: a circle in each sub-district. */
import * as Dates from '../data/dates.js';
import { rowsOf } from '../data/rows.js';
import { Circles } from '../map/circles.js';
import { register } from './registry.js';

/** @import { Scene } from '../scene.js' */
/** @import { CensusRow, Tables } from '../data/tables.js' */
/** @import { CardContent } from './layer.js' */

/** @extends {Circles<CensusRow & {id: string}>} */
export class People extends Circles {
  /** @param {Scene} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    super(atlas, rowsOf(layers.people).map((row) => Object.assign(row, { id: row.pcode })), 'people');
  }

  /** @param {CensusRow} row */
  kind(row) {
    return `${this.number(row.people)} ${this.atlas.t('people.people')}`;
  }

  /** @param {string} id @returns {?CardContent} */
  describe(id) {
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

register('people', People);
