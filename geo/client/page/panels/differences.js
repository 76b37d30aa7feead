/** Two days compared figure by figure: what each side held on the first and on the last, and the difference. */
import * as Dates from '../../paint/data/dates.js';
import { h } from '../dom.js';
import * as form from '../form.js';
import { paint } from '../../paint/map/symbols.js';
import { roundFigure } from '../../paint/data/production.js';

/** @import { Atlas } from '../atlas.js' */

/** A figure of one side on two days. @typedef {{side: string, figure: string, first: number, last: number}} Difference */

/** km² and barrels of every side on two days; a perspective that is no holding has km² only. Sides together are all
 * ground of the map, and all fields with a figure. @param {Atlas} atlas @param {number} first @param {number} last
 * @returns {Difference[]} */
export function differences(atlas, first, last) {
  const control = atlas.layers.get('control');
  if (!control) return [];
  const ground = [first, last].map((day) => {
    /** @type {Map<string, number>} */
    const sums = new Map();
    control.units.forEach((unit, i) => {
      const side = control.classOf(i, day);
      sums.set(side, (sums.get(side) || 0) + unit.km2);
    });
    return sums;
  });
  const rows = pairs(ground).map((row) => ({ ...row, figure: 'km2' }));
  const fields = atlas.layers.get('fields');
  if (!fields || atlas.view.perspective !== 'held') return rows;
  const ids = fields.all.map((row) => row.id);
  const output = [first, last].map((day) =>
    new Map([...fields.production.sums(ids, day, 'holder')].map(([side, sum]) => [side, sum.best]))
  );
  return [...rows, ...pairs(output).map((row) => ({ ...row, figure: 'bpd' }))];
}

/** @param {Map<string, number>[]} days */
function pairs([first, last]) {
  const sides = [...new Set([...first.keys(), ...last.keys()])];
  return sides.map((side) => ({ side, first: first.get(side) || 0, last: last.get(side) || 0 }))
    .sort((a, b) => b.last - a.last);
}

/** Tables of the differences, one a figure, each with the sum of all sides. @param {Atlas} atlas
 * @param {number} first @param {number} last */
export function tables(atlas, first, last) {
  const changes = differences(atlas, first, last);
  return ['km2', 'bpd'].flatMap((figure) => {
    const rows = changes.filter((row) => row.figure === figure);
    return rows.length ? [table(atlas, figure, rows, [first, last])] : [];
  });
}

/** The fields that another side held on the last day than on the first, each leading to its card; null where the view
 * has no fields or a perspective that is no holding. @param {Atlas} atlas @param {number} first @param {number} last */
export function fieldsOfOthers(atlas, first, last) {
  const fields = atlas.layers.get('fields');
  if (!fields || atlas.view.perspective !== 'held') return null;
  const rows = fields.all.flatMap((row) => {
    const [from, to] = [first, last].map((day) => fields.production.side(row.id, day, 'holder'));
    return from === to ? [] : [{ row, from, to }];
  });
  const { language } = atlas.view;
  return h(
    'section.gl-changed-fields',
    {},
    h('h3', {}, atlas.t('compare.fields', { n: Dates.number(rows.length, language) })),
    form.leads(
      'ul.gl-listed',
      rows.map(({ row, from, to }) => ({
        title: atlas.nameOf(row),
        text: atlas.t('sentence.change', { from: atlas.sideName(from, first), to: atlas.sideName(to, last) }),
        run: () => atlas.goTo('fields', row.id),
      })),
    ),
  );
}

/** @param {Atlas} atlas @param {string} figure @param {Difference[]} rows @param {number[]} days */
function table(atlas, figure, rows, days) {
  const { language } = atlas.view;
  // Barrels are partly worked out from figures of other days: none is written finer than two significant digits.
  /** @param {number} value */
  const number = (value) => Dates.number(figure === 'bpd' ? roundFigure(value) : Math.round(value), language);
  /** @param {Pick<Difference, 'first' | 'last'>} row */
  const cells = ({ first, last }) => {
    const by = last - first;
    const sign = Math.round(by) > 0 ? '+' : Math.round(by) < 0 ? '−' : '';
    return [number(first), number(last), sign + number(Math.abs(by))].map((text) => h('td.gl-n', { dir: 'ltr' }, text));
  };
  /** @param {'first' | 'last'} end */
  const sum = (end) => rows.reduce((all, row) => all + row[end], 0);
  const result = form.table(
    { 'data-figure': figure },
    atlas.t('compare.figures.' + figure),
    [
      atlas.t('compare.side'),
      ...[...days.map((day) => Dates.words(day, language)), atlas.t('compare.difference')]
        .map((text) => h('th.gl-n', { scope: 'col' }, text)),
    ],
    [
      ...rows.map((row) => [
        h(
          'th',
          { scope: 'row' },
          h('i.gl-chip', { style: { background: paint(atlas.style, row.side) } }),
          atlas.sideName(row.side, days[1]),
        ),
        ...cells(row),
      ]),
      [h('th', { scope: 'row' }, atlas.t('compare.sum')), ...cells({ first: sum('first'), last: sum('last') })],
    ],
  );
  result.classList.add('gl-differences');
  result.tBodies[0].lastElementChild?.classList.add('gl-sum');
  return result;
}
