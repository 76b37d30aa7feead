/** A map in words: who holds what, what changed, what is uncertain. Its figures are those of `greenline at`. */
import * as Dates from '../data/dates.ts';
import { percent, sharesOf } from '../layers/ground.ts';
import { nameWithDay } from '../user_areas/days.ts';
import type { Town } from '../data/tables.ts';
import { type Control, pairs } from '../layers/control.ts';
import type { Scene } from '../scene.ts';
import type { CreditRow } from '../data/page_data.ts';

const AFTER = 7; // days after a key date on which a sentence still names it; `words.after.N` are its words
const LISTED = 3;
const HOLDERS = 4; // holders whose ground a sheet gives in figures
const STATES = ['contested', 'mixed', 'unknown']; // what ground may be that no single side holds

/** The sentence below the title: who held the largest disputed town and how much of the disputed ground. Empty where
 * the map shows a claim, two days, or no control. */
export function lead(scene: Scene) {
  const control = heldOn(scene);
  const { units, town } = disputedGround(scene);
  if (!control || scene.view.perspective !== 'held' || scene.view.compare !== null) return '';
  const shares = sharesOf(control, units, (unit) => control.classOf(unit, scene.day));
  const first = shares.find(({ holder }) => !STATES.includes(holder));
  if (!first) return '';
  const share = percent(scene, first);
  const values = { when: dayInWords(scene), who: forces(scene, first.holder), share };
  if (!town) return scene.t('words.share', values);
  const holder = control.classOf(town.at, scene.day);
  const place = scene.nameOf(town);
  if (holder === first.holder) return scene.t('words.both', { ...values, place });
  const kind = STATES.includes(holder) ? `words.${holder}` : 'words.apart';
  return scene.t(kind, { ...values, place, holder: forces(scene, holder) });
}

/** What is contested or shared on the day; empty where nothing is, or two days are compared. */
export function doubts(scene: Scene) {
  const control = scene.shows('control') && scene.layers.get('control');
  const { view } = scene;
  if (!control || view.compare !== null || (view.against !== null && view.compareMode !== 'change')) return '';
  const { groups } = control.picture();
  const n = ['mixed', 'contested'].reduce((sum, holder) => sum + (groups.get(holder)?.length ?? 0), 0);
  return n ? scene.t(n === 1 ? 'sentence.divided.one' : 'sentence.divided', { n: count(scene, n) }) : '';
}

/** How much ground of the country each side holds, with its band. Empty where the map shows a claim, two pictures,
 * or no control. */
export function groundHeld(scene: Scene) {
  const control = heldOn(scene);
  const bands = scene.view.compare === null && control?.rangesOf([scene.day]);
  if (!control || !bands) return '';
  const units = control.units.map((_, unit) => unit);
  const parts = sharesOf(control, units, (unit) => control.classOf(unit, scene.day)).slice(0, HOLDERS)
    .map(({ holder, km2 }) =>
      `${scene.sideName(holder, scene.day)} ${control.ground(km2, bands.get(holder) ?? [0, km2])}`
    );
  const comma = scene.t('sentence.comma');
  return `${scene.t('unsure.ground')} (${scene.t('country')}${comma}${scene.t('compare.km2')}): ${parts.join(comma)}`;
}

export function doubtSentence(scene: Scene) {
  const text = doubts(scene);
  return text && scene.t('words.sentence', { text: text[0].toUpperCase() + text.slice(1) });
}

export function mapInWords(scene: Scene): string[] {
  const control = heldOn(scene);
  const ground = control ? [totals(scene, control), changes(scene, control), doubt(scene, control)] : [];
  if (scene.before !== null) ground.splice(0, 2, ...ground.slice(0, 2).reverse()); // what changed is what it shows
  return [scene.t('words.sentence', { text: sentence(scene) }), lead(scene), ...ground].filter(Boolean);
}

/** The layer of control, where one map shows it by a single perspective. */
function heldOn(scene: Scene) {
  const { view } = scene;
  return scene.shows('control') && view.against === null && scene.layers.get('control') || null;
}

/** Units of the listed disputed areas, and the largest town on them. */
function disputedGround(scene: Scene): { units: number[]; town?: Town } {
  const rows = scene.layers.get('disputed')?.rows.filter((row) => row.list_number !== null) || [];
  const inside = new Set(rows.flatMap((row) => row.units));
  const towns: Town[] = (scene.layers.get('towns')?.rows || []).filter((row) => inside.has(row.at));
  const [town] = towns.sort((a, b) => a.rank - b.rank || (b.population || 0) - (a.population || 0));
  return { units: [...inside], town };
}

/** The day, and how long after a key date with a name it is. */
function dayInWords(scene: Scene) {
  const day = Dates.words(scene.day, scene.view.language);
  const last = scene.data.keyDates.filter((keyDate) => keyDate <= scene.day).at(-1);
  const key = `keyDate.${last === undefined ? '' : Dates.iso(last)}`;
  const event = scene.t(key);
  if (last === undefined || scene.day - last > AFTER || event === key) return scene.t('words.on', { day });
  return scene.t('words.onAfter', { day, after: scene.t(`words.after.${scene.day - last}`, { event }) });
}

function forces(scene: Scene, holder: string) {
  const key = `forces.${scene.namedOn(holder, scene.day)}`;
  const text = scene.t(key);
  return text === key ? scene.sideName(holder, scene.day) : text;
}

function totals(scene: Scene, control: Control) {
  const units = control.units.map((_, unit) => unit);
  const list = sharesOf(control, units, (unit) => control.classOf(unit, scene.day))
    .map(({ holder, km2 }) =>
      scene.t('words.holds', { who: scene.sideName(holder, scene.day), km2: area(scene, km2) })
    );
  const key = scene.view.perspective === 'held' ? 'words.totals' : 'words.classes';
  return scene.t(key, { list: joinTexts(scene, list) });
}

/** What passed from whom to whom between the days compared, or on the last day of change. */
function changes(scene: Scene, control: Control) {
  const { before, day } = scene;
  if (scene.view.compare !== null && before === null) return ''; // two maps
  const last = before === null ? control.changeDays.filter((changeDay) => changeDay <= day).at(-1) : day;
  if (last === undefined || (before === null && scene.view.perspective !== 'held')) return '';
  const earlier = before ?? last - 1;
  const changed = pairs(control, (unit) => control.classOf(unit, earlier), (unit) => control.classOf(unit, last));
  const listed = changed.length === LISTED + 1 ? changed.length : LISTED; // a last one is named rather than counted
  const unlistedKm2 = changed.slice(listed).reduce((sum, { km2 }) => sum + km2, 0);
  const list = changed.slice(0, listed).map(({ from, to, km2 }) =>
    scene.t('words.passed', {
      km2: area(scene, km2),
      from: scene.sideName(from, earlier),
      to: scene.sideName(to, last),
    })
  );
  if (unlistedKm2) list.push(scene.t('words.rest', { km2: area(scene, unlistedKm2) }));
  if (before !== null && !list.length) return scene.t('words.unchanged');
  if (before !== null) return scene.t('words.changed', { list: joinTexts(scene, list) });
  return list.length
    ? scene.t('words.lastChange', { day: Dates.words(last, scene.view.language), list: joinTexts(scene, list) })
    : '';
}

function doubt(scene: Scene, control: Control) {
  const { view } = scene;
  if (view.perspective !== 'held' || view.compare !== null) return '';
  const km2 = control.units.reduce((sum, { km2 }, unit) => sum + km2 * control.certainty.doubtful(unit, scene.day), 0);
  const list = [doubts(scene), km2 && scene.t('words.inDoubt', { km2: area(scene, km2) })].filter(Boolean);
  return scene.t('words.uncertain', { list: list.length ? list.join(scene.t('sentence.and')) : scene.t('words.none') });
}

function joinTexts(scene: Scene, texts: string[]) {
  return texts.join(scene.t('words.then'));
}

function area(scene: Scene, km2: number) {
  return `${Dates.number(km2, scene.view.language)} ${scene.t('compare.km2')}`;
}

/** A count, spelled where the language has a word for it. */
function count(scene: Scene, n: number) {
  return scene.t('words.numbers').split(' ')[n] || Dates.number(n, scene.view.language);
}

export function sentence(atlas: Scene) {
  const { t, view } = atlas;
  const words = (day: number) => Dates.words(day, view.language);
  const where = t('map.place');
  if (atlas.userControl.isApart) {
    const ours = t('sentence.' + view.perspective) + t('sentence.comma') + words(view.date);
    return t('sentence.swipe', {
      one: ours,
      other: nameWithDay(atlas, atlas.userControl.title, atlas.userControl.days, view.date),
    });
  }
  const { isChoropleth, subject } = atlas.userAreas;
  if (view.against !== null && !isChoropleth) return against(atlas, where);
  const what = isChoropleth ? subject : t('sentence.' + view.perspective);
  const title = view.perspective === 'held' && !isChoropleth ? 'map.title.held' : 'map.title';
  if (view.compare === null) return t(title, { what, where, when: words(view.date) });
  const [first, last] = [Math.min(view.compare, view.date), Math.max(view.compare, view.date)];
  const mode = { change: 'sentence.compare', side: 'sentence.side', swipe: 'sentence.swiped' }[view.compareMode];
  return t('map.title', { what, where, when: t(mode, { from: words(first), to: words(last) }) });
}

/** The title of two perspectives: one striped over the other, or one beside the other. */
function against(atlas: Scene, where: string) {
  const { view } = atlas;
  const first = atlas.t('sentence.' + view.perspective);
  const other = atlas.t('sentence.' + view.against);
  const day = Dates.words(view.date, view.language);
  const second = view.compare === null ? '' : atlas.t('sentence.comma') + Dates.words(view.compare, view.language);
  const comma = atlas.t('sentence.comma');
  if (view.compareMode !== 'change') {
    return atlas.t('sentence.swipe', { one: first + comma + day, other: other + (second || comma + day) });
  }
  const what = atlas.t('sentence.against', { what: first, other: other + second });
  return atlas.t('map.title', { what, where, when: day });
}

export function creditsOf(scene: Scene): CreditRow[] {
  return scene.data.about.credits.filter(({ layers }) => layers.some((name) => scene.shows(name)));
}

export function creditLine({ view }: Scene, { lines }: CreditRow) {
  return lines[view.language] || Object.values(lines)[0];
}

export function creditText(scene: Scene) {
  const lines = creditsOf(scene).map((credit) => creditLine(scene, credit));
  return [...scene.ofReader.map(({ credit }) => credit), ...lines].filter(Boolean).join(' · ');
}
