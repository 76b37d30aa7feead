/** The history of a front: each day on which it moved, who held both sides, by which spells, sources and corrections. */
import * as Dates from '../data/dates.js';

/** @import { Control } from './control.js' */
/** @import { CardContent, CardRow, Hit, Statement } from './layer.js' */
/** @import { Position, Spell } from '../data/tables.js' */

/** A side of a front on a day on which it moved. @typedef {{unit: number, before: string, spell: Spell}} Side */

/** A day on which a front began, turned or ended. @typedef {{day: number, kind: string, sides: [Side, Side]}} Move */

/** Between the ids of the two units of a front. */
const BETWEEN = '|';

/** Pixels from a front within which a click is one at it. */
const REACH = 5;

/** The stretch of a front that a position is at. @param {Control} control @param {Position} latlng @returns {Hit[]} */
export function frontsAt(control, latlng) {
  const { atlas, topology } = control;
  if (atlas.view.perspective !== 'held') return [];
  const { classes } = control.picture();
  const reach = REACH / (atlas.frame?.k || 1);
  const units = topology.borderAt(latlng, reach, (left, right) => classes[left] !== classes[right]);
  if (!units) return [];
  const [text, other] = units.map((unit) => atlas.nameOf(control.units[unit]));
  const id = units.map((unit) => control.units[unit].unit).sort().join(BETWEEN);
  return [{ id, title: atlas.t('front.title', { one: text, other }), text: atlas.t('front.hint'), order: 90 }];
}

/** What versions of the data did to a spell. @param {Control} control @param {Spell} spell */
function correctionsOf(control, spell) {
  const { versions, reasons } = control.atlas.data.layers.control.corrections;
  return spell.corrected.map(([version, isNew, reason]) => {
    const [name, day] = versions[version];
    return { version: name, day, kind: isNew ? 'added' : 'corrected', reason: reason < 0 ? '' : reasons[reason] };
  });
}

/** The two units of a front; null where an id is none of a front. @param {Control} control @param {string} id
 * @returns {?[number, number]} */
export function frontUnits(control, id) {
  const units = id.split(BETWEEN).map((name) => control.index.get(name) ?? -1);
  return units.length === 2 && units.every((unit) => unit >= 0) ? [units[0], units[1]] : null;
}

/** The days on which the front between two units moved, in order, as geo/ask/front_history.py has them.
 * @param {Control} control @param {[number, number]} units @returns {Move[]} */
export function traceFront(control, units) {
  const days = new Set(units.flatMap((unit) => control.history.all(unit).map((row) => row.start)));
  return [...days].sort((a, b) => a - b).flatMap((day) => {
    const sides = units.flatMap((unit) => sideOn(control, unit, day) || []);
    if (sides.length < 2 || sides.every((side) => side.before === side.spell.holder)) return [];
    const [item, other] = sides;
    const was = item.before !== other.before;
    const is = item.spell.holder !== other.spell.holder;
    const kind = was && is ? 'turned' : is ? 'began' : 'ended';
    return was || is ? [{ day, kind, sides: /** @type {[Side, Side]} */ ([item, other]) }] : [];
  });
}

/** @param {Control} control @param {number} unit @param {number} day @returns {?Side} */
function sideOn(control, unit, day) {
  const rows = control.history.all(unit);
  const at = rows.findLastIndex((row) => row.start <= day);
  if (at < 0) return null;
  const before = rows[at].start === day && at ? rows[at - 1].holder : rows[at].holder;
  return { unit, before, spell: rows[at] };
}

/** The card of a front, the latest move first; null where an id is none of a front. @param {Control} control
 * @param {string} id @returns {?CardContent} */
export function describeFront(control, id) {
  const { atlas } = control;
  const units = frontUnits(control, id);
  if (!units) return null;
  const [text, other] = units.map((unit) => atlas.nameOf(control.units[unit]));
  const moves = traceFront(control, units).reverse();
  return {
    title: atlas.t('front.title', { one: text, other }),
    subtitle: atlas.t('front.subtitle'),
    rows: [],
    statementsTitle: atlas.t('front.moves'),
    statements: moves.map((move) => statement(control, move)),
  };
}

/** @param {Control} control @param {Move} move @returns {Statement} */
function statement(control, { day, kind, sides }) {
  const { atlas } = control;
  const changed = sides.filter((side) => side.before !== side.spell.holder);
  const { precision } = changed[0].spell;
  return {
    title: `${Dates.words(day, atlas.view.language, precision)}: ${atlas.t('front.' + kind)}`,
    rows: sides.flatMap((side) => rowsOfSide(control, side, day)),
    sources: [...new Set(changed.flatMap((side) => side.spell.source.split(';')))].join(';'),
  };
}

/** @param {Control} control @param {Side} side @param {number} day @returns {CardRow[]} */
function rowsOfSide(control, { unit, before, spell }, day) {
  const { atlas } = control;
  const { language } = atlas.view;
  const name = atlas.nameOf(control.units[unit]);
  if (before === spell.holder) {
    return [[
      name,
      `${atlas.heldBy(before, day)} (${atlas.t('details.since')} ${
        Dates.words(spell.start, language, spell.precision)
      })`,
    ]];
  }
  const [from, to] = [spell.earliest, spell.latest].map((end) => Dates.words(end, language));
  const sure = [
    atlas.t('confidence.' + spell.confidence),
    spell.earliest < spell.latest ? atlas.t('unsure.since', { from, to }) : '',
  ].filter(Boolean).join(atlas.t('sentence.comma'));
  const change = atlas.t('sentence.change', {
    from: atlas.heldBy(before, day - 1),
    to: atlas.heldBy(spell.holder, day),
  });
  return [
    [name, `${change} (${sure})`],
    ...correctionsOf(control, spell).map((correction) => /** @type {CardRow} */ ([
      atlas.t('front.version', { version: correction.version, day: correction.day }),
      correction.reason ? atlas.dataText(correction.reason) : atlas.t('front.version.' + correction.kind),
    ])),
  ];
}
