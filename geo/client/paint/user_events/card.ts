/** What is written about one event: the card of the event selected, its line in a list, and the legend. */
import * as Dates from '../data/dates.ts';
import { percent } from '../layers/ground.ts';
import { colourOfShare } from './heat.ts';
import { LEAST } from './hexagons.ts';
import { colourOf, COLOURS, type Ink, type Mark } from './screen.ts';
import type { Named } from '../data/tables.ts';
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
    const given: Record<string, string | undefined> = texts || {};
    return {
      title: given.place || this.kind(record.type),
      subtitle: given.place ? this.kind(record.type) : '',
      headline: [{
        colour: colourOf(this.atlas.userEvents.ink, this.store.kinds.indexOf(record.type)),
        text: this.days(record),
      }],
      lead: given.text,
      later: texts || !this.store.texts.any ? null : this.store.texts.of(row),
      key: [
        [this.t('details.actors'), [record.actor_a, record.actor_b].filter(Boolean).join(' → ')],
        [this.t('details.deaths'), this.deaths(record)],
        [this.t('userEvents.people'), record.people === undefined ? null : Dates.number(record.people, this.language)],
        [this.t('details.position'), this.t('userEvents.position.' + record.position_precision)],
        [this.t('userEvents.source'), given.source || record.source],
        [this.t('userEvents.id'), given.id],
        ...this._attribution(record),
        ...this.store.texts.more.map((name) => [name.slice(1), given[name]]) as CardRow[],
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
  const { drawnAs } = atlas.view;
  const { ink } = atlas.userEvents;
  const { t } = atlas;
  const entries: LegendEntry[] = store.name ? [{ text: store.name }] : [];
  if (atlas.userEvents.former) entries.push({ text: t('userEvents.legend.former') });
  if (['dots', 'clusters'].includes(drawnAs)) entries.push(...kinds(store, ink, t));
  if (drawnAs === 'dots' && store.unsaid) {
    entries.push({
      swatch: { dot: ink.paper, edge: colourOf(ink, 0), width: 1.2, size: 8 },
      text: t('userEvents.legend.unsaid'),
    });
  }
  if (drawnAs === 'clusters') {
    entries.push({
      swatch: { dot: ink.paper, edge: colourOf(ink, 0), width: 1.2, size: 13 },
      text: t('userEvents.legend.cluster'),
    });
  }
  if (drawnAs === 'heat') {
    entries.push(
      ...[0.1, 0.5, 1].map((share, i) => ({
        swatch: { fill: colourOfShare(ink, share) },
        text: t('userEvents.legend.heat.' + i),
      })),
    );
  }
  if (drawnAs === 'hexagons') entries.push(...shades(atlas));
  if (areas) {
    entries.push({
      swatch: { dot: ink.paper, edge: ink.area, width: 1.1, size: 13 },
      text: t('userEvents.legend.area'),
    });
  }
  return entries;
}

function kinds(store: Store, ink: Ink, t: (key: string) => string): LegendEntry[] {
  const named = COLOURS.length;
  const shown = store.kinds.slice(0, named).map((kind, i) => ({
    swatch: { dot: colourOf(ink, i), size: 8 },
    text: kindName(kind) || t('userEvents.noKind'),
  }));
  if (store.kinds.length > named) {
    shown.push({ swatch: { dot: colourOf(ink, named), size: 8 }, text: t('userEvents.legend.other') });
  }
  return shown;
}

function shades(atlas: Scene) {
  const { number } = atlas;
  return LEAST.map((least, i) => ({
    swatch: { fill: atlas.userEvents.ink.shades[i] },
    text: i + 1 < LEAST.length
      ? `${number(least)}–${number(LEAST[i + 1] - 1)}`
      : atlas.t('userEvents.legend.more', { n: number(least) }),
  }));
}

function kindName(kind: string) {
  return kind.replace(/_/g, ' ');
}
