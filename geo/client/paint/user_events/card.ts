/** What is written about one event: the card of the event selected, its line in a list, and the legend. */
import * as Dates from '../data/dates.ts';
import { percent } from '../layers/ground.ts';
import { colourOfShare } from './heat.ts';
import { LEAST } from './hexagons.ts';
import { colourOf, COLOURS, type Mark } from './screen.ts';
import type { Named } from '../data/tables.ts';
import type { DrawnAs } from '../data/view.ts';
import type { CardContent, CardRow, Layer, LegendEntry } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';
import type { Deaths, Store, UserEvent } from './store.ts';

/** Columns that attribution adds, in the order shown. */
const ATTRIBUTED = ['governorate', 'district', 'subdistrict', 'area', 'holder', 'field'];
/** Layers whose rows attribution names by their ids. */
const LAYER_OF: Record<string, string> = {
  area: 'disputed',
  field: 'fields',
  governorate: 'governorates',
  district: 'districts',
  subdistrict: 'subdistricts',
};

type WithRows = Layer & { rows?: Coded[]; all?: Coded[] };

type Coded = Named & { pcode?: string; iso?: string };

export class Card {
  t: Scene['t'];

  constructor(readonly atlas: Scene, readonly store: Store) {
    this.t = atlas.t;
  }

  get language() {
    return this.atlas.view.language;
  }

  kind(kind: string) {
    return kindName(kind) || this.t('userEvents.noKind');
  }

  /** The days of an event, as exactly as they are known. */
  days(record: UserEvent) {
    const exact = ['month', 'year'].includes(record.date_precision) ? record.date_precision : 'day';
    const first = Dates.words(record.start, this.language, exact);
    const last = Dates.words(record.end, this.language, exact);
    const days = first === last ? first : `${first} – ${last}`;
    return record.date_precision === 'unknown' ? this.t('userEvents.aboutDay', { day: days }) : days;
  }

  deaths(deaths: Deaths) {
    return Dates.count(deaths, this.language);
  }

  line(row: number) {
    const record = this.store.row(row);
    const deaths = record.best ? this.t('userEvents.deaths', { n: Dates.number(record.best, this.language) }) : '';
    return { title: this.days(record), text: [this.kind(record.type), deaths].filter(Boolean).join(' · ') };
  }

  kindOf(row: number, mark: Mark) {
    const record = this.store.row(row);
    return mark.area
      ? this.t('userEvents.position.' + record.position_precision)
      : this.t('userEvents.latest', { day: this.days(record) });
  }

  /** Everything about an event; its texts follow when their chunk is open. */
  describe(row: number): CardContent {
    const record = this.store.row(row);
    const texts = this.store.texts.now(row);
    const cells: Record<string, string | undefined> = texts || {};
    return {
      title: cells.place || this.kind(record.type),
      subtitle: cells.place ? this.kind(record.type) : '',
      headline: [{
        colour: colourOf(this.atlas.userEvents.ink, this.store.kinds.indexOf(record.type)),
        text: this.days(record),
      }],
      lead: cells.text,
      later: texts || !this.store.texts.any ? null : this.store.texts.of(row),
      key: [
        [this.t('details.actors'), [record.actor_a, record.actor_b].filter(Boolean).join(' → ')],
        [this.t('details.deaths'), this.deaths(record)],
        [this.t('userEvents.people'), record.people === undefined ? null : Dates.number(record.people, this.language)],
        [this.t('details.position'), this.t('userEvents.position.' + record.position_precision)],
        [this.t('userEvents.source'), cells.source || record.source],
        [this.t('userEvents.id'), cells.id],
        ...this._attribution(record),
        ...this.store.texts.more.map((name) => [name.slice(1), cells[name]]) as CardRow[],
      ],
      rows: [],
    };
  }

  /** Where the event lies and who held the ground, where that was worked out. */
  _attribution(record: UserEvent): CardRow[] {
    const byName = record as unknown as Record<string, string | undefined>;
    const rows: CardRow[] = ATTRIBUTED.flatMap((name) => {
      const id = name === 'holder' && byName.holders ? byName.holders : byName[name];
      return id ? [[this.t('userEvents.' + name), this._name(name, id, record)]] : [];
    });
    if (record.field_km !== null && record.field_km !== undefined) {
      rows.push([
        this.t('userEvents.field_km'),
        `${Dates.number(record.field_km, this.language, 1)} ${this.t('unit.km')}`,
      ]);
    }
    return rows;
  }

  /** Who held the ground of an event, or what share each had of the area that its position stands for.
   * @param text an id, or ids with whole percents */
  _holders(text: string, { start }: UserEvent) {
    const parts = text.split(';').map((part) => part.split(':'));
    return parts.map(([id, share]) => {
      const name = this.atlas.heldBy(id, start);
      return share === undefined ? name : `${name}: ${percent(this.atlas, { percent: Number(share) })}`;
    }).join(this.t('sentence.comma'));
  }

  _name(name: string, id: string, record: UserEvent) {
    if (name === 'holder') return this._holders(id, record);
    const layer = this.atlas.layers.get(LAYER_OF[name]) as WithRows | undefined;
    const row = (layer?.rows || layer?.all || []).find((record) => [record.id, record.pcode, record.iso].includes(id));
    return row ? this.atlas.nameOf(row) : id;
  }
}

export function legend({ store, atlas }: Card, areas: boolean): LegendEntry[] {
  const { number, t, userEvents: { former, ink }, view: { drawnAs } } = atlas;
  const dot = (kind: number, text: string) => ({ swatch: { dot: colourOf(ink, kind), size: 8 }, text });
  const ring = (edge: string, width: number, size: number, key: string) => ({
    swatch: { dot: ink.paper, edge, width, size },
    text: t('userEvents.legend.' + key),
  });
  const kinds = [
    ...store.kinds.slice(0, COLOURS.length).map((kind, i) => dot(i, kindName(kind) || t('userEvents.noKind'))),
    ...store.kinds.length > COLOURS.length ? [dot(COLOURS.length, t('userEvents.legend.other'))] : [],
  ];
  const ways: Record<DrawnAs, () => LegendEntry[]> = {
    dots: () => [...kinds, ...store.unsaid ? [ring(colourOf(ink, 0), 1.2, 8, 'unsaid')] : []],
    clusters: () => [...kinds, ring(colourOf(ink, 0), 1.2, 13, 'cluster')],
    heat: () =>
      [0.1, 0.5, 1].map((share, i) => ({
        swatch: { fill: colourOfShare(ink, share) },
        text: t('userEvents.legend.heat.' + i),
      })),
    hexagons: () =>
      LEAST.map((least, i) => ({
        swatch: { fill: ink.shades[i] },
        text: i + 1 < LEAST.length
          ? `${number(least)}–${number(LEAST[i + 1] - 1)}`
          : t('userEvents.legend.more', { n: number(least) }),
      })),
  };
  return [
    ...store.name ? [{ text: store.name }] : [],
    ...former ? [{ text: t('userEvents.legend.former') }] : [],
    ...ways[drawnAs](),
    ...areas ? [ring(ink.area, 1.1, 13, 'area')] : [],
  ];
}

function kindName(kind: string) {
  return kind.replace(/_/g, ' ');
}
