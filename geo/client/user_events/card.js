/** What is said of one event: the card of the event selected, its line in a list, and the legend. */
import * as Dates from '../dates.js';
import { Heat } from './heat.js';
import { Hexagons } from './hexagons.js';
import { Screen } from './screen.js';

/** @import { Atlas } from '../atlas.js' */
/** @import { Named } from '../tables.js' */
/** @import { UserEvents } from './layer.js' */

/** Columns that attribution adds, in the order shown. */
const ATTRIBUTED = ['governorate', 'district', 'subdistrict', 'area', 'holder', 'field'];

export class Card {
  /** @param {UserEvents} userEvents */
  constructor(userEvents) {
    this.userEvents = userEvents;
    this.store = userEvents.store;
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  t(key, values) {
    return this.userEvents.atlas.t(key, values);
  }

  get language() {
    return this.userEvents.atlas.view.language;
  }

  /** A kind as the reader sees it. @param {string} kind */
  kind(kind) {
    return kind ? kind.replace(/_/g, ' ') : this.t('userEvents.noKind');
  }

  /** The days of an event, as exactly as they are known. @param {Named} record */
  days(record) {
    const exact = { month: 'month', year: 'year' }[record.date_precision] || 'day';
    const first = Dates.words(record.start, this.language, exact);
    const last = Dates.words(record.end, this.language, exact);
    const days = first === last ? first : `${first} – ${last}`;
    return record.date_precision === 'unknown' ? this.t('userEvents.aboutDay', { day: days }) : days;
  }

  /** Deaths as best (low–high), null where no figure is given. */
  deaths({ best, low, high }) {
    /** @param {number} value */
    const number = (value) => Dates.number(value, this.language);
    const range = low !== null && high !== null && low !== high ? `${number(low)}–${number(high)}` : null;
    if (best === null) return range;
    return range ? `${number(best)} (${range})` : number(best);
  }

  /** An event in one line of a list. @param {number} row */
  line(row) {
    const record = this.store.row(row);
    const deaths = record.best ? this.t('userEvents.deaths', { n: Dates.number(record.best, this.language) }) : '';
    return { title: this.days(record), text: [this.kind(record.type), deaths].filter(Boolean).join(' · ') };
  }

  /** What a mark of several events says at a glance. */
  kindOf(row, mark) {
    const record = this.store.row(row);
    return mark.area
      ? this.t('userEvents.position.' + record.position_precision)
      : this.t('userEvents.latest', { day: this.days(record) });
  }

  /** Everything about an event; its texts follow when their chunk is open. @param {number} row */
  describe(row) {
    const record = this.store.row(row);
    const texts = this.store.texts.now(row);
    const said = texts || {};
    return {
      title: said.place || this.kind(record.type),
      subtitle: said.place ? this.kind(record.type) : '',
      headline: [{ colour: Screen.colour(this.store.kinds.indexOf(record.type)), text: this.days(record) }],
      lead: said.text,
      later: texts || !this.store.texts.any ? null : this.store.texts.of(row),
      rows: [
        [this.t('details.actors'), [record.actor_a, record.actor_b].filter(Boolean).join(' → ')],
        [this.t('details.deaths'), this.deaths(record)],
        [this.t('details.position'), this.t('userEvents.position.' + record.position_precision)],
        [this.t('userEvents.source'), said.source || record.source],
        [this.t('userEvents.id'), said.id],
        ...this._attributed(record),
      ],
    };
  }

  /** Where the event lies and who held the ground, where that was worked out. @param {Named} record */
  _attributed(record) {
    const rows = ATTRIBUTED.filter((name) => record[name]).map((
      name,
    ) => [this.t('userEvents.' + name), this._name(name, record[name])]);
    if (record.field_km !== null && record.field_km !== undefined) {
      rows.push([
        this.t('userEvents.field_km'),
        `${Dates.number(record.field_km, this.language, 1)} ${this.t('unit.km')}`,
      ]);
    }
    return rows;
  }

  /** The reader's name of what attribution names by its id. @param {string} name @param {string} id */
  _name(name, id) {
    if (name === 'holder') return this.t('holder.' + id);
    const { layers } = this.userEvents.atlas;
    const layer = layers.get(
      {
        area: 'disputed',
        field: 'fields',
        governorate: 'governorates',
        district: 'districts',
        subdistrict: 'subdistricts',
      }[name],
    );
    const found = layer &&
      (layer.rows || layer.all || []).find((record) => [record.id, record.pcode, record.iso].includes(id));
    return found ? this.userEvents.atlas.nameOf(found) : id;
  }
}

/** How the events are drawn, for the legend. @param {UserEvents} userEvents */
export function legend(userEvents) {
  const { store, atlas } = userEvents;
  const { drawnAs } = atlas.view;
  /** @param {string} key @param {Record<string, string | number>} [values] */
  const t = (key, values) => atlas.t(key, values);
  const entries = store.name ? [{ swatch: null, text: store.name }] : [];
  if (drawnAs === 'dots' || drawnAs === 'clusters') entries.push(...kinds(userEvents, t));
  if (drawnAs === 'dots' && store.unsaid) {
    entries.push({
      swatch: { dot: '#fdfcf8', edge: Screen.colour(0), width: 1.2, size: 8 },
      text: t('userEvents.legend.unsaid'),
    });
  }
  if (drawnAs === 'clusters') {
    entries.push({
      swatch: { dot: '#fdfcf8', edge: Screen.colour(0), width: 1.2, size: 13 },
      text: t('userEvents.legend.cluster'),
    });
  }
  if (drawnAs === 'heat') {
    entries.push(
      ...[0.1, 0.5, 1].map((share, i) => ({
        swatch: { fill: Heat.colour(share) },
        text: t('userEvents.legend.heat.' + i),
      })),
    );
  }
  if (drawnAs === 'hexagons') entries.push(...shades(atlas));
  if (userEvents.areas.rows.length) {
    entries.push({
      swatch: { square: '#fdfcf8', edge: '#45413c', width: 1.1, dash: [2.5, 2] },
      text: t('userEvents.legend.area'),
    });
  }
  return entries;
}

function kinds({ store, card }, t) {
  const named = Screen.COLOURS.length;
  const shown = store.kinds.slice(0, named).map((kind, i) => ({
    swatch: { dot: Screen.colour(i), size: 8 },
    text: card.kind(kind),
  }));
  if (store.kinds.length > named) {
    shown.push({ swatch: { dot: Screen.OTHER, size: 8 }, text: t('userEvents.legend.other') });
  }
  return shown;
}

/** @param {Atlas} atlas */
function shades(atlas) {
  const { LEAST, INKS } = Hexagons;
  /** @param {number} value */
  const number = (value) => Dates.number(value, atlas.view.language);
  return LEAST.map((least, i) => ({
    swatch: { fill: INKS[i] },
    text: i + 1 < LEAST.length
      ? `${number(least)}–${number(LEAST[i + 1] - 1)}`
      : atlas.t('userEvents.legend.more', { n: number(least) }),
  }));
}
