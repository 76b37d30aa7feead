/** What is written about an area of the reader: its name, what it says, and its card. */
import * as Dates from '../data/dates.ts';
import { censusWords, ofGround, sourcesOf } from '../layers/ground.ts';
import { cited } from '../data/rows.ts';
import type { CardContent, CardRow } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';
import type { UserArea } from '../data/tables.ts';

/** Columns of the table of areas that are no file's: what a card calls them, empty where it leaves them out. */
const CALLED = { code: 'details.pcode', level: '', rows: 'userAreas.rows', people: 'people' } as Record<string, string>;

export class AreaCard {
  constructor(readonly atlas: Scene, readonly at: 'userAreas' | 'userControl') {}

  get areas() {
    return this.atlas[this.at];
  }

  title(row: UserArea, i: number) {
    const control = this.atlas.layers.get('control');
    if (!control) return row.title;
    if (this.areas.data?.style === 'control') return this.atlas.nameOf(control.units[row.units[0]]);
    const code = String(this.areas.data?.cells.find(([column]) => column === 'code')?.[1][i] ?? '');
    const record = row.units.length && (control.districts.get(code) || control.governorates.get(code) ||
      control.units.find((unit) => unit.pcode === code && unit.unit === code));
    return record ? this.atlas.nameOf(record) : row.title;
  }

  says(row: UserArea) {
    if (this.areas.data?.style === 'control') return this.atlas.heldBy(row.key, this.atlas.day);
    if (row.value !== null) return [this.number(row.value), this.areas.data?.value].filter(Boolean).join(' ');
    return this.areas.data?.classes.find((className) => className.key === row.key)?.text || '';
  }

  number(value: number) {
    const size = Math.abs(value);
    const digits = size >= 100 || Number.isInteger(value) ? 0 : Math.max(2, 1 - Math.floor(Math.log10(size)));
    return Dates.number(value, this.atlas.view.language, Math.min(20, digits));
  }

  describe(row: UserArea, i: number): CardContent {
    const control = this.areas.data?.style === 'control';
    const ground = ofGround(this.atlas, row.units);
    const theirs = { colour: this.areas.colour(row.key), text: `${this.areas.data?.name}: ${this.says(row)}` };
    const area = `${Dates.number(row.km2, this.atlas.view.language)} ${this.atlas.t('compare.km2')}`;
    return {
      title: this.title(row, i),
      subtitle: this.atlas.t('userAreas.' + this.areas.data?.style),
      headline: [theirs, ...(control ? ground.headline || [] : [])],
      shares: control ? undefined : ground.shares,
      sure: control ? ground.sure : undefined,
      claims: control ? ground.claims : undefined,
      key: this._cells(i),
      evidence: control ? ground.evidence : undefined,
      rows: [[this.atlas.t('details.area'), area]],
      ...(control ? this._spells(row.units[0]) : {}),
    };
  }

  _spells(unit: number): Pick<CardContent, 'text' | 'sources' | 'history'> {
    const control = this.atlas.layers.get('control');
    if (!control) return {};
    const spell = control.history.at(unit, this.atlas.day);
    return {
      text: spell?.note,
      sources: sourcesOf(this.atlas, [unit], spell && cited(spell)),
      history: control.history.all(unit),
    };
  }

  _cells(i: number): CardRow[] {
    const named = this.areas.rows[i].units.length > 0;
    return (this.areas.data?.cells || []).flatMap(([column, cells]) => {
      const cell = cells[i];
      const text = named ? CALLED[column] : undefined;
      if (cell === null || cell === '' || text === '') return [];
      const title = text === undefined
        ? column
        : text === 'people'
        ? censusWords(this.atlas, 'census.people')
        : this.atlas.t(text);
      return [[title, typeof cell === 'number' ? this.number(cell) : cell] as CardRow];
    });
  }
}
