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

/** The ground of a card: the parts of a card that say who held and who administered it, together.
 * @param inferred whether the thing is less than its sub-district
 * @param place where it is a point */
export function ofGround(
  atlas: Scene,
  units: number[],
  inferred = false,
  place?: { lon: number; lat: number },
): Pick<CardContent, 'headline' | 'shares' | 'sure' | 'claims' | 'key' | 'evidence' | 'lists'> {
  const control = atlas.layers.get('control');
  if (!control || !units.length) return {};
  const shares = sharesOf(control, units, (unit) => control.classOf(unit, atlas.day, 'held'));
  return {
    headline: headline(atlas, control, units, shares),
    shares: shares.length > 1 ? shares : undefined,
    claims: claims(atlas, control, units),
    key: [[residentsTitle(atlas), People.words(atlas, units)], [atlas.t('ask.barrels'), outputHeld(atlas, units)]],
    ...evidence(atlas, control, units, place, administration(atlas, control, units, inferred)),
    lists: [fields(atlas, units), events(atlas, units)].flatMap((list) => (list ? [list] : [])),
  };
}

/** Ids of the sources of a card on ground: its own, and those of who administers it.
 * @param cited its own, joined by ; */
export function sourcesOf(atlas: Scene, units: number[], cited?: string | null) {
  const control = atlas.layers.get('control');
  return [cited, control && administrationSources(atlas, control, units)].filter(Boolean).join(';');
}

export function residentsTitle(atlas: Scene) {
  const day = People.of(atlas)?.day;
  return day === undefined
    ? ''
    : atlas.t('census.people', { year: Dates.digits(Dates.year(day), atlas.view.language) });
}

/** What the people of a comparison are: those of the census, whatever the days. */
export function censusNote(atlas: Scene) {
  const day = People.of(atlas)?.day;
  return day === undefined ? '' : atlas.t('census.other', { year: Dates.digits(Dates.year(day), atlas.view.language) });
}

export function ofSpell(atlas: Scene, spell: Spell): CardRow[] {
  if (spell.context) return newestSource(atlas, spell.source);
  return [
    [atlas.t('details.heldSince'), sinceExactly(atlas, spell)],
    ...newestSource(atlas, spell.source),
    [atlas.t('details.forces'), spell.forces],
  ];
}

/** What the card says of ground that is told of as a whole only. */
function context(atlas: Scene): CardRow {
  return [atlas.t('details.detail'), atlas.t('details.context')];
}

/** The first line of a card: who holds a thing, and since when. @param date in words */
export function heldFrom(atlas: Scene, text: string, date: string) {
  return text + atlas.t('sentence.comma') + atlas.t('since.day', { date });
}

/** The first spell of the hold that a spell belongs to: those of one holder that follow one another are one. */
function arrival(atlas: Scene, current: Spell) {
  return atlas.layers.get('control')?.history.arrival(current.unit, current, 'holder') ?? current;
}

/** When the holder of a spell came, in words. */
function since(atlas: Scene, current: Spell) {
  const { language } = atlas.view;
  const spell = arrival(atlas, current);
  return spell.start <= Dates.FIRST
    ? atlas.t('since.before', { year: Dates.digits(Dates.year(Dates.FIRST), language) })
    : Dates.words(spell.start, language, spell.precision);
}

/** The same, with the days between which it was where only they are known. */
function sinceExactly(atlas: Scene, current: Spell) {
  const { language } = atlas.view;
  const spell = arrival(atlas, current);
  const day = since(atlas, current);
  if (spell.start <= Dates.FIRST || spell.precision !== 'inferred' || spell.earliest === spell.latest) return day;
  const [from, to] = [spell.earliest, spell.latest].map((end) => Dates.words(end, language));
  return `${day} (${atlas.t('unsure.since', { from, to })})`;
}

/** Who else may have held a thing on the day shown, and between which days that changed. */
export function perhaps(
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
  return [...(verdict ? certainty(atlas, verdict, state) : []), ...perhaps(atlas, state, say), atlas.proof(change)];
}

function groundHeld(atlas: Scene, control: Control, units: number[], shares: Share[]): CardRow[] {
  const km2 = new Map(units.map((unit) => [unit, control.units[unit].km2]));
  const bands = control.doubt.bands([atlas.day], km2);
  const parts = (figure: (share: Share) => string) =>
    shares.map((share) => `${atlas.heldBy(share.holder, atlas.day)}: ${figure(share)}`).join(' · ');
  const residents = residentsByHolder(atlas, control, km2);
  const people = ({ holder }: Share) => {
    return Dates.rounded(residents.get(holder) || { low: 0, best: 0, high: 0 }, atlas.view.language);
  };
  return [
    [
      `${atlas.t('unsure.ground')} (${atlas.t('compare.km2')})`,
      parts((share) => control.ground(share.km2, bands.get(share.holder) ?? [0, share.km2])),
    ],
    [atlas.t('unsure.people'), residents.size ? parts(people) : ''],
  ];
}

function outputHeld(atlas: Scene, units: number[]) {
  const layer = atlas.layers.get('fields');
  const inside = new Set(units);
  const ids = (layer?.all || []).filter((row) => inside.has(row.at)).map((row) => row.id);
  return layer && ids.length ? layer.outputBySide(ids) : '';
}

export function residentsByHolder(atlas: Scene, control: Control, km2: Map<number, number>): Map<string, Estimate> {
  const counts = People.of(atlas)?.on(km2, (unit) => control.classOf(unit, atlas.day, 'held')) || [];
  const holders = [...new Set(counts.map(({ ground }) => ground))];
  return new Map(holders.map((holder) => [holder, People.sum(counts.filter(({ ground }) => ground === holder))]));
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
  const left = 100 - shares.reduce((sum, share) => sum + share.percent, 0);
  const order = shares.filter((share) => share.percent < 99).sort((a, b) =>
    b.part * 100 - b.percent - (a.part * 100 - a.percent)
  );
  for (const share of order.slice(0, Math.max(0, left))) share.percent += 1;
  return shares;
}

export function percent(atlas: Scene, { percent }: { percent: number }) {
  return atlas.t(percent ? 'unit.percent' : 'unit.percent.less', {
    n: Dates.number(percent || 1, atlas.view.language),
  });
}

/** Who holds ground; between two days compared, also who held it before. */
function headline(atlas: Scene, control: Control, units: number[], shares: Share[]) {
  const { before } = atlas;
  if (units.length === 1) {
    const holder = atlas.overDays((day) => atlas.heldBy(control.classOf(units[0], day, 'held'), day));
    const text = atlas.t('details.held', { holder });
    const spell = control.spell(units[0], atlas.day);
    const first = spell && !spell.context && shares[0].holder !== 'unknown' && since(atlas, spell);
    return [{ colour: paint(atlas.style, shares[0].holder), text: first ? heldFrom(atlas, text, first) : text }];
  }
  const lines = linesOf(atlas, shares, atlas.day);
  if (before === null) return lines;
  const earlier = sharesOf(control, units, (unit) => control.classOf(unit, before, 'held'));
  const same = JSON.stringify(earlier) === JSON.stringify(shares);
  return same ? lines : [
    { text: dayTitle(atlas, before) },
    ...linesOf(atlas, earlier, before),
    { text: dayTitle(atlas, atlas.day) },
    ...lines,
  ];
}

function linesOf(atlas: Scene, shares: Share[], day: number) {
  return shares.map((share) => {
    const holder = atlas.heldBy(share.holder, day);
    return {
      colour: paint(atlas.style, share.holder),
      text: shares.length > 1 ? `${holder}: ${percent(atlas, share)}` : atlas.t('details.held', { holder }),
    };
  });
}

function dayTitle(atlas: Scene, day: number) {
  return Dates.words(day, atlas.view.language) + ':';
}

function evidence(
  atlas: Scene,
  control: Control,
  units: number[],
  place: { lon: number; lat: number } | undefined,
  administered: CardRow[],
): Pick<CardContent, 'sure' | 'evidence'> {
  const { day } = atlas;
  const { language } = atlas.view;
  const all = units.flatMap((unit) => control.spell(unit, day) || []);
  if (!all.length) return { evidence: administered };
  const spells = all.filter((spell) => !spell.context);
  const newest = newestSource(atlas, (spells.length ? spells : all).map((spell) => spell.source).join(';'));
  if (!spells.length) return { sure: [context(atlas)], evidence: [...administered, ...newest] };
  if (units.length === 1) {
    const [unit] = units;
    const verdict = place ? control.certainty.at(unit, day, place.lon, place.lat) : control.certainty.of(unit, day);
    const state = control.doubt.state(unit, day);
    return {
      sure: [...certainty(atlas, verdict, state), ...perhaps(atlas, state), atlas.proof(spells[0])],
      evidence: [...administered, ...ofSpell(atlas, spells[0])],
    };
  }
  const last = spells.reduce((a, b) => (b.start - a.start || Number(b.precision < a.precision)) > 0 ? b : a);
  const doubtful = units.map((unit) => ({ unit, share: control.certainty.doubtful(unit, day) }));
  const km2 = doubtful.reduce((sum, { unit, share }) => sum + control.units[unit].km2 * share, 0);
  return {
    sure: [[atlas.t('details.inDoubt'), km2 ? `${Dates.number(km2, language)} ${atlas.t('compare.km2')}` : '']],
    evidence: [
      ...administered,
      ...groundHeld(atlas, control, units, sharesOf(control, units, (unit) => control.classOf(unit, day, 'held'))),
      [atlas.t('details.lastChange'), Dates.words(last.start, language, last.precision)],
      ...newest,
    ],
  };
}

function certainty(atlas: Scene, { grade, reason }: Verdict, { earliest, latest }: State<Dated>): CardRow[] {
  const [from, to] = [earliest, latest].map((day) => Dates.words(day, atlas.view.language));
  const why = reason && `: ${atlas.t('why.' + reason, { from, to })}`;
  return [[atlas.t('details.certainty'), atlas.t('certainty.' + grade) + why]];
}

function claims(atlas: Scene, control: Control, units: number[]): CardRow[] {
  const { day } = atlas;
  return profile.perspectives.slice(1).map((name) => {
    const shares = sharesOf(control, units, (unit) => control.classOf(unit, day, name));
    const parts = shares.map((share) => {
      const text = atlas.sideName(share.holder, day, name);
      return shares.length > 1 ? `${text}: ${percent(atlas, share)}` : text;
    });
    return [atlas.t('perspective.' + name), parts.join(' · ')];
  });
}

function fields(atlas: Scene, units: number[]): Listed | null {
  const layer = atlas.layers.get('fields');
  const inside = new Set(units);
  const rows = (layer?.all || []).filter((row) => inside.has(row.at));
  if (!layer || !rows.length) return null;
  const sorted = [...rows].sort((a, b) => (layer.barrels(b) || 0) - (layer.barrels(a) || 0));
  return listRows(atlas, 'details.oil', sorted, (row) => ({
    selection: 'fields:' + row.id,
    title: atlas.nameOf(row),
    text: layer.kind(row),
  }));
}

function events(atlas: Scene, units: number[]): Listed | null {
  const layer = atlas.layers.get('events');
  const inside = new Set(units);
  const rows = layer && atlas.shows('events') ? layer.rowsShown().filter((row) => inside.has(row.at)) : [];
  if (!layer || !rows.length) return null;
  return listRows(atlas, 'details.events', [...rows].reverse(), (row) => ({
    selection: 'events:' + row.id,
    title: layer.title(row),
    text: layer.kind(row),
  }));
}

function listRows<Row>(atlas: Scene, key: string, rows: Row[], item: (row: Row) => Listed['items'][number]): Listed {
  const n = Dates.number(rows.length, atlas.view.language);
  return { title: atlas.t(key, { n }), items: rows.slice(0, LISTED).map(item), more: rows.length - LISTED };
}

/** Who administers some units; a place or a part has the administration of its sub-district, and the row says so. */
export function administration(atlas: Scene, control: Control, units: number[], inferred: boolean): CardRow[] {
  if (!People.of(atlas)) return [];
  const title = atlas.t(inferred ? 'details.administered.inferred' : 'details.administered');
  if (!units.some((unit) => attestation(atlas, control, unit).length)) return [];
  const nobody = atlas.t('holder.unknown');
  if (units.length === 1) {
    return [[
      title,
      attestation(atlas, control, units[0]).map((row) => inWords(atlas, control, row, true)).join(
        atlas.t('list.break'),
      ),
    ]];
  }
  const shares = sharesOf(
    control,
    units,
    (unit) =>
      attestation(atlas, control, unit).map((row) => inWords(atlas, control, row, false)).join(atlas.t('list.break')) ||
      nobody,
  );
  const parts = shares.map((share) => shares.length > 1 ? `${share.holder}: ${percent(atlas, share)}` : share.holder);
  return [[title, [...parts, asOf(atlas, control, units)].join(atlas.t('sentence.and'))]];
}

export function administrationSources(atlas: Scene, control: Control, units: number[]) {
  const rows = units.flatMap((unit) => attestation(atlas, control, unit));
  return [...new Set(rows.flatMap((row) => cited(row).split(';')))].join(';');
}

function asOf(atlas: Scene, control: Control, units: number[]) {
  const rows = units.flatMap((unit) => attestation(atlas, control, unit)).sort((a, b) => a.date - b.date);
  const words = [rows[0], rows[rows.length - 1]].map((row) =>
    Dates.words(row.date, atlas.view.language, row.precision)
  );
  return atlas.t('details.asOf', { day: [...new Set(words)].join(' – ') });
}

function attestation(atlas: Scene, control: Control, unit: number) {
  return People.of(atlas)?.administration(control.units[unit].pcode, atlas.day) || [];
}

/** Who administers a sub-district or a part of it, from where and for whom. @param exactly with the day */
function inWords(atlas: Scene, control: Control, row: Administration, exactly: boolean) {
  const governorate = control.governorates.get(row.governorate);
  const place = [atlas.dataText(row.part), governorate && atlas.nameOf(governorate)].filter(Boolean).join(': ');
  const side = row.side ? atlas.heldBy(row.side, row.date) : '';
  const day = Dates.words(row.date, atlas.view.language, row.precision);
  return [place, side, exactly ? atlas.t('details.asOf', { day }) : ''].filter(Boolean).join(' · ');
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
