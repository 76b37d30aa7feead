/** What a card says of ground: who held it on the day shown, since when, how certain that is and what its sources say. */
import * as Dates from '../data/dates.ts';
import { type Estimate, People } from '../data/people.ts';
import { otherNames, profile } from '../data/profile.ts';
import { paint } from '../map/symbols.ts';
import { cited, sumBy } from '../data/rows.ts';
import type { Verdict } from '../data/certainty.ts';
import type { Dated, State } from '../data/samples.ts';
import type { Administration, Spell } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { Control } from './control.ts';
import type { CardContent, CardRow, Listed, Share } from './layer.ts';

const LISTED = 6;

type Position = { lon: number; lat: number };

type GroundParts = 'headline' | 'shares' | 'sure' | 'claims' | 'key' | 'evidence' | 'lists';

/** The ground of a card: the parts of a card that say who held and who administered it, together.
 * @param isPart whether the thing is less than its sub-district
 * @param place where it is a point */
export function ofGround(
  atlas: Scene,
  units: number[],
  isPart = false,
  place?: Position,
): Pick<CardContent, GroundParts> {
  const control = atlas.layers.get('control');
  return control && units.length ? new Ground(atlas, control, units).describe(isPart, place) : {};
}

/** Ids of the sources of a card on ground: its own, and those of who administers it.
 * @param cited its own, joined by ; */
export function sourcesOf(atlas: Scene, units: number[], cited?: string | null) {
  const control = atlas.layers.get('control');
  return [cited, control && new Ground(atlas, control, units).administrationSources()].filter(Boolean).join(';');
}

/** A word with the year of the census; empty where the atlas has none. */
export function censusWords(atlas: Scene, key: 'census.people' | 'census.other') {
  const day = People.of(atlas)?.day;
  return day === undefined ? '' : atlas.t(key, { year: Dates.digits(Dates.year(day), atlas.view.language) });
}

/** The first line of a card: who holds a thing, and since when. @param date in words */
export function heldFrom(atlas: Scene, text: string, date: string) {
  return text + atlas.t('sentence.comma') + atlas.t('since.day', { date });
}

/** When a row began, in words; what began with the atlas may be older. */
export function sinceWords(atlas: Scene, { start, precision }: { start: number; precision: string }) {
  const { language } = atlas.view;
  if (start > Dates.FIRST) return Dates.words(start, language, precision);
  return atlas.t('since.before', { year: Dates.digits(Dates.year(Dates.FIRST), language) });
}

/** Who else may have held a thing on the day shown, and between which days that changed. */
function otherHolders(
  atlas: Scene,
  { others, earliest, latest }: State<Dated>,
  say = (other: string) => atlas.heldBy(other, atlas.day),
): CardRow[] {
  if (!others.length) return [];
  const holder = others.map(say).join(atlas.t('sentence.comma'));
  const [from, to] = [earliest, latest].map((end) => Dates.words(end, atlas.view.language));
  return [[atlas.t('unsure.perhaps'), atlas.t('unsure.between', { holder, from, to })]];
}

/** How sure it is who has a field or crossing on the day shown, and what the sources of the change say.
 * @param change the period with which it came to be so */
export function sureOf(
  atlas: Scene,
  state: State<Dated & { evidence: string }>,
  change: Pick<Spell, 'evidence' | 'publishers' | 'source' | 'says'>,
  say?: (other: string) => string,
): CardRow[] {
  const verdict = atlas.layers.get('control')?.certainty.judge(state, atlas.day);
  return [
    ...(verdict ? certainty(atlas, verdict, state) : []),
    ...otherHolders(atlas, state, say),
    atlas.proof(change),
  ];
}

function certainty(atlas: Scene, { grade, reason }: Verdict, { earliest, latest }: State<Dated>): CardRow[] {
  const [from, to] = [earliest, latest].map((day) => Dates.words(day, atlas.view.language));
  const why = reason && `: ${atlas.t('why.' + reason, { from, to })}`;
  return [[atlas.t('details.certainty'), atlas.t('certainty.' + grade) + why]];
}

export function residentsByHolder(atlas: Scene, control: Control, km2: Map<number, number>): Map<string, Estimate> {
  const counts = People.of(atlas)?.on(km2, (unit) => control.classOf(unit, atlas.day, 'held')) || [];
  return new Map([...Map.groupBy(counts, (count) => count.ground)].map(([holder, rows]) => [holder, People.sum(rows)]));
}

export function newestSource(atlas: Scene, ids: string): CardRow[] {
  const date = ids.split(';').map((id) => atlas.sources[id]?.[3] || '').reduce((a, b) => (b > a ? b : a), '');
  return [[atlas.t('details.newest'), date ? Dates.stampWords(date, atlas.view.language) : atlas.t('holder.unknown')]];
}

/** Shares of the ground's km² by what holds, or claims, each unit, the largest first; together 100 %. */
export function sharesOf(control: Control, units: number[], side: (unit: number) => string): Share[] {
  const sums = sumBy(units, side, (unit) => control.units[unit].km2);
  const all = [...sums.values()].reduce((a, b) => a + b, 0);
  return wholePercents(
    [...sums].sort((a, b) => b[1] - a[1]).map(([holder, km2]) => ({ holder, km2, part: km2 / all })),
  );
}

/** Parts of one as whole percents that add up to a hundred, as geo/words/locale.py has them: what rounding leaves goes
 * to the largest remainders, and a part that is not everything is never a hundred. */
export function wholePercents<T extends { part: number }>(parts: T[]): Array<T & { percent: number }> {
  const shares = parts.map((part) => ({ ...part, percent: Math.floor(part.part * 100) }));
  const missing = 100 - shares.reduce((sum, share) => sum + share.percent, 0);
  const order = shares.filter((share) => share.percent < 99).sort((a, b) =>
    b.part * 100 - b.percent - (a.part * 100 - a.percent)
  );
  for (const share of order.slice(0, Math.max(0, missing))) share.percent += 1;
  return shares;
}

export function percent(atlas: Scene, { percent }: { percent: number }) {
  return atlas.t(percent ? 'unit.percent' : 'unit.percent.less', {
    n: Dates.number(percent || 1, atlas.view.language),
  });
}

/** The ground of some units on the day shown. */
class Ground {
  inside: Set<number>;

  constructor(readonly atlas: Scene, readonly control: Control, readonly units: number[]) {
    this.inside = new Set(units);
  }

  describe(isPart: boolean, place?: Position): Pick<CardContent, GroundParts> {
    const { atlas, units } = this;
    const shares = this._sharesOn(atlas.day);
    return {
      headline: this._headline(shares),
      shares: shares.length > 1 ? shares : undefined,
      claims: this._claims(),
      key: [
        [censusWords(atlas, 'census.people'), People.words(atlas, units)],
        [atlas.t('ask.barrels'), atlas.layers.get('fields')?.outputBySide(this._fields().map((row) => row.id))],
      ],
      ...this._evidence(shares, this._administration(isPart), place),
      lists: this._lists(),
    };
  }

  /** @param perspective of a claim, by default who holds it */
  _sharesOn(day: number, perspective = 'held') {
    return sharesOf(this.control, this.units, (unit) => this.control.classOf(unit, day, perspective));
  }

  /** Who holds it; between two days compared, also who held it before. */
  _headline(shares: Share[]) {
    const { atlas, control, units: [first, ...others] } = this;
    const { before, day, style } = atlas;
    if (!others.length) {
      const holder = atlas.overDays((day) => atlas.heldBy(control.classOf(first, day, 'held'), day));
      const text = atlas.t('details.held', { holder });
      const spell = control.history.at(first, day);
      const isDated = spell && !spell.context && shares[0].holder !== 'unknown';
      const line = isDated ? heldFrom(atlas, text, sinceWords(atlas, this._arrival(spell))) : text;
      return [{ colour: paint(style, shares[0].holder), text: line }];
    }
    const lines = (shares: Share[], day: number) =>
      shares.map((share) => {
        const holder = atlas.heldBy(share.holder, day);
        const text = shares.length > 1 ? `${holder}: ${percent(atlas, share)}` : atlas.t('details.held', { holder });
        return { colour: paint(style, share.holder), text };
      });
    if (before === null) return lines(shares, day);
    const earlier = this._sharesOn(before);
    if (JSON.stringify(earlier) === JSON.stringify(shares)) return lines(shares, day);
    const title = (day: number) => ({ text: Dates.words(day, atlas.view.language) + ':' });
    return [title(before), ...lines(earlier, before), title(day), ...lines(shares, day)];
  }

  /** The first spell of the hold that a spell belongs to: those of one holder that follow one another are one. */
  _arrival(spell: Spell) {
    return this.control.history.arrival(spell.unit, spell, 'holder');
  }

  _evidence(shares: Share[], administered: CardRow[], place?: Position): Pick<CardContent, 'sure' | 'evidence'> {
    const { atlas, control, units } = this;
    const { day, t, view: { language } } = atlas;
    const all = units.flatMap((unit) => control.history.at(unit, day) || []);
    if (!all.length) return { evidence: administered };
    const spells = all.filter((spell) => !spell.context);
    const newest = newestSource(atlas, (spells.length ? spells : all).map((spell) => spell.source).join(';'));
    if (!spells.length) { // it is told of as a whole only
      return { sure: [[t('details.detail'), t('details.context')]], evidence: [...administered, ...newest] };
    }
    if (units.length === 1) {
      const [[unit], [spell]] = [units, spells];
      const verdict = place ? control.certainty.at(unit, day, place.lon, place.lat) : control.certainty.of(unit, day);
      const state = control.doubt.state(unit, day);
      return {
        sure: [...certainty(atlas, verdict, state), ...otherHolders(atlas, state), atlas.proof(spell)],
        evidence: [
          ...administered,
          [t('details.heldSince'), this._sinceExactly(spell)],
          ...newest,
          [t('details.forces'), spell.forces],
        ],
      };
    }
    const last = spells.reduce((a, b) => (b.start - a.start || Number(b.precision < a.precision)) > 0 ? b : a);
    const km2 = units.reduce((sum, unit) => sum + control.units[unit].km2 * control.certainty.doubtful(unit, day), 0);
    return {
      sure: [[t('details.inDoubt'), km2 ? `${Dates.number(km2, language)} ${t('compare.km2')}` : '']],
      evidence: [
        ...administered,
        ...this._held(shares),
        [t('details.lastChange'), Dates.words(last.start, language, last.precision)],
        ...newest,
      ],
    };
  }

  /** When the holder came, with the days between which it was where only they are known. */
  _sinceExactly(spell: Spell) {
    const { atlas } = this;
    const { earliest, latest, precision, start } = this._arrival(spell);
    const day = sinceWords(atlas, { start, precision });
    if (start <= Dates.FIRST || precision !== 'inferred' || earliest === latest) return day;
    const [from, to] = [earliest, latest].map((end) => Dates.words(end, atlas.view.language));
    return `${day} (${atlas.t('unsure.since', { from, to })})`;
  }

  /** Ground and people by who holds them. */
  _held(shares: Share[]): CardRow[] {
    const { atlas, control } = this;
    const { day, t, view: { language } } = atlas;
    const km2 = new Map(this.units.map((unit) => [unit, control.units[unit].km2]));
    const bands = control.doubt.bands([day], km2);
    const residents = residentsByHolder(atlas, control, km2);
    const parts = (figure: (share: Share) => string) =>
      shares.map((share) => `${atlas.heldBy(share.holder, day)}: ${figure(share)}`).join(' · ');
    return [
      [
        `${t('unsure.ground')} (${t('compare.km2')})`,
        parts((share) => control.ground(share.km2, bands.get(share.holder) ?? [0, share.km2])),
      ],
      [
        t('unsure.people'),
        residents.size
          ? parts(({ holder }) => Dates.rounded(residents.get(holder) || { low: 0, best: 0, high: 0 }, language))
          : '',
      ],
    ];
  }

  _claims(): CardRow[] {
    const { atlas } = this;
    return profile.perspectives.slice(1).map((name) => {
      const shares = this._sharesOn(atlas.day, name);
      const parts = shares.map((share) => {
        const text = atlas.sideName(share.holder, atlas.day, name);
        return shares.length > 1 ? `${text}: ${percent(atlas, share)}` : text;
      });
      return [atlas.t('perspective.' + name), parts.join(' · ')];
    });
  }

  _fields() {
    return (this.atlas.layers.get('fields')?.all || []).filter((row) => this.inside.has(row.at));
  }

  /** Fields and events on the ground, those that come first. */
  _lists(): Listed[] {
    const { atlas } = this;
    const [fields, events] = [atlas.layers.get('fields'), atlas.layers.get('events')];
    const list = <Row>(key: string, rows: Row[], item: (row: Row) => Listed['items'][number]) => {
      const title = atlas.t(key, { n: atlas.number(rows.length) });
      return rows.length ? [{ title, items: rows.slice(0, LISTED).map(item), more: rows.length - LISTED }] : [];
    };
    return [
      ...fields
        ? list(
          'details.oil',
          this._fields().sort((a, b) => (fields.barrels(b) || 0) - (fields.barrels(a) || 0)),
          (row) => ({ selection: 'fields:' + row.id, title: atlas.nameOf(row), text: fields.kind(row) }),
        )
        : [],
      ...events && atlas.shows('events')
        ? list(
          'details.events',
          events.rowsShown().filter((row) => this.inside.has(row.at)).reverse(),
          (row) => ({ selection: 'events:' + row.id, title: events.title(row), text: events.kind(row) }),
        )
        : [],
    ];
  }

  /** Who administers it; a place or a part has the administration of its sub-district, and the row says so. */
  _administration(isPart: boolean): CardRow[] {
    const { atlas } = this;
    const rows = this._attestations();
    if (!rows.length) return [];
    const title = atlas.t(isPart ? 'details.administered.inferred' : 'details.administered');
    const days = rows.sort((a, b) => a.date - b.date)
      .map((row) => Dates.words(row.date, atlas.view.language, row.precision));
    const asOf = (day: string) => atlas.t('details.asOf', { day });
    const administrators = (unit: number, isDated = false) =>
      this._attestationsOf(unit).map((row) => {
        const day = isDated && asOf(Dates.words(row.date, atlas.view.language, row.precision));
        return [...this._administrator(row), day].filter(Boolean).join(' · ');
      }).join(atlas.t('list.break'));
    if (this.units.length === 1) return [[title, administrators(this.units[0], true)]];
    const shares = sharesOf(this.control, this.units, (unit) => administrators(unit) || atlas.t('holder.unknown'));
    const parts = shares.map((share) => shares.length > 1 ? `${share.holder}: ${percent(atlas, share)}` : share.holder);
    const span = asOf([...new Set([days[0], days[days.length - 1]])].join(' – '));
    return [[title, [...parts, span].join(atlas.t('sentence.and'))]];
  }

  administrationSources() {
    return [...new Set(this._attestations().flatMap((row) => cited(row).split(';')))].join(';');
  }

  _attestations() {
    return this.units.flatMap((unit) => this._attestationsOf(unit));
  }

  _attestationsOf(unit: number) {
    return People.of(this.atlas)?.administration(this.control.units[unit].pcode, this.atlas.day) || [];
  }

  /** Who administers a sub-district or a part of it, from where and for whom. */
  _administrator(row: Administration) {
    const { atlas } = this;
    const governorate = this.control.governorates.get(row.governorate);
    const place = [atlas.dataText(row.part), governorate && atlas.nameOf(governorate)].filter(Boolean).join(': ');
    return [place, row.side && atlas.heldBy(row.side, row.date)];
  }
}

/** What the declared columns of a record say. @param lead those before the line that opens */
export function cardRows(scene: Scene, layer: string, record: object, lead = false): CardRow[] {
  const { t, view } = scene;
  const cells: Record<string, string | number> = { ...record };
  const columns = (profile.columns[layer] || []).filter((column) => Boolean(column.lead) === lead);
  return columns.map(({ name, heading, kind, unit, words, none }) => {
    const value = cells[name] || cells[name] === 0 ? cells[name] : none;
    if (value === undefined) return [t(heading), null];
    if (kind === 'number') return [t(heading), scene.number(Number(value)) + (unit ? ' ' + t(unit) : '')];
    if (kind === 'code') return [t(heading), t(`${words}.${value}`)];
    if (kind === 'stamp') return [t(heading), Dates.writeStamp(String(value), view.language)];
    if (kind === 'names') return [t(heading), otherNames({ alt_names: String(value) })];
    return [t(heading), kind === 'day' ? Dates.words(Number(value), view.language) : value];
  });
}
