/** Two days compared figure by figure: what each side held on the first and on the last, and the difference. */
import * as Dates from '../../paint/data/dates.ts';
import { h } from '../dom.ts';
import { chip, leads, numberHead, rowHead, table } from '../form.ts';
import { sumBy } from '../../paint/data/rows.ts';
import { paint } from '../../paint/map/symbols.ts';
import { Production } from '../../paint/data/production.ts';
import type { Estimate } from '../../paint/data/people.ts';
import type { Fields } from '../../paint/layers/oil.ts';
import type { Atlas } from '../page.ts';

/** A figure of one side on two days, with the ends of its band. */
type Difference = { side: string; figure: string; first: Estimate; last: Estimate };

const NONE: Estimate = { low: 0, best: 0, high: 0 };

/** km² and barrels of every side on two days; a perspective that is no holding has km² only. Sides together are all
 * ground of the map, and all fields with a figure of each of the two days. */
export function differences(atlas: Atlas, first: number, last: number): Difference[] {
  const control = atlas.layers.get('control');
  if (!control) return [];
  const ground = [first, last].map((day) => {
    const sums = sumBy(control.units.entries(), ([i]) => control.classOf(i, day), ([, { km2 }]) => km2);
    const bands = control.rangesOf([day]);
    return new Map([...sums].map(([side, best]) => {
      const [low, high] = bands?.get(side) ?? [best, best];
      return [side, { low: Math.min(low, best), best, high: Math.max(high, best) }];
    }));
  });
  const rows = pairs(ground).map((row) => ({ ...row, figure: 'km2' }));
  const fields = atlas.layers.get('fields');
  if (!fields || atlas.view.perspective !== 'held') return rows;
  const ids = fieldsOfBoth(fields, first, last);
  const output = [first, last].map((day) => fields.production.sums(ids, day, 'holder'));
  return [...rows, ...pairs(output).map((row) => ({ ...row, figure: 'bpd' }))];
}

/** Ids of the fields that have a figure of each of two days: only their sums may be compared. */
function fieldsOfBoth(fields: Fields, first: number, last: number) {
  const { production } = fields;
  return fields.all.map((row) => row.id)
    .filter((id) => [first, last].every((day) => production.on(id, day)?.kind === 'measured'));
}

function pairs([first, last]: Map<string, Estimate>[]) {
  const sides = [...new Set([...first.keys(), ...last.keys()])];
  return sides.map((side) => ({ side, first: first.get(side) || NONE, last: last.get(side) || NONE }))
    .sort((a, b) => b.last.best - a.last.best);
}

export function tables(atlas: Atlas, first: number, last: number) {
  const changes = differences(atlas, first, last);
  return ['km2', 'bpd'].flatMap((figure) => {
    const rows = changes.filter((row) => row.figure === figure);
    return rows.length ? [differenceTable(atlas, figure, rows, [first, last])] : [];
  });
}

/** The fields that another side held on the last day than on the first, each leading to its card; null where the
 * view has no fields or a perspective that is no holding. */
export function fieldsOfOthers(atlas: Atlas, first: number, last: number) {
  const fields = atlas.layers.get('fields');
  if (!fields || atlas.view.perspective !== 'held') return null;
  const sums = fields.production.changes(fields.all.map((row) => row.id), first, last);
  const pairs = [...sums].map(([key, sum]) => {
    const [from, to] = key.split('>').map((side, i) => atlas.sideName(side, [first, last][i]));
    return { sum, words: atlas.t('sentence.change', { from, to }) };
  }).sort((a, b) => b.sum.best - a.sum.best);
  const rows = pairs.flatMap(({ sum, words }) =>
    fields.all.filter((row) => sum.fields.some(({ field }) => field === row.id)).map((row) => ({ row, words }))
  );
  const { language } = atlas.view;
  return h(
    'section.gl-changed-fields',
    h('h3', atlas.t('compare.fields', { n: Dates.number(rows.length, language) })),
    pairs.filter(({ sum }) => sum.counted).map(({ sum, words }) =>
      h(
        'p',
        atlas.t('compare.barrels', {
          pair: words,
          n: Dates.rounded(sum, language),
          day: Dates.words(first, language),
          figures: Production.figuresCounted(atlas, sum.counted, sum.fields.length),
        }),
      )
    ),
    leads(
      'ul.gl-listed',
      rows.map(({ row, words }) => ({
        title: atlas.nameOf(row),
        text: words,
        run: () => atlas.goTo('fields', row.id),
      })),
    ),
  );
}

function differenceTable(atlas: Atlas, figure: string, rows: Difference[], days: number[]) {
  const { language } = atlas.view;
  const words = (estimate: Estimate) => {
    if (figure === 'bpd') return Dates.rounded(estimate, language);
    const { low, best, high } = estimate;
    return atlas.layers.get('control')?.ground(best, low === high ? null : [low, high]);
  };
  const cells = ({ first, last }: Pick<Difference, 'first' | 'last'>) => {
    // No finer than the figures that it is the difference of.
    const [before, after] = [first, last].map((end) => figure === 'bpd' ? Dates.roundEstimate(end) : end.best);
    const by = after - before;
    const sign = Math.round(by) > 0 ? '+' : Math.round(by) < 0 ? '−' : '';
    const size = Math.abs(by);
    return [
      ...[first, last].map((estimate) => h('td.gl-n.gl-wraps', words(estimate))),
      h('td.gl-n', { dir: 'ltr' }, sign + words({ low: size, best: size, high: size })),
    ];
  };
  /** All sides together: of that no band is known. */
  const sum = (end: 'first' | 'last') => {
    const best = rows.reduce((all, row) => all + row[end].best, 0);
    return { low: best, best, high: best };
  };
  const fields = atlas.layers.get('fields');
  const caption = figure === 'bpd' && fields
    ? atlas.t('compare.figures.bpd', {
      figures: Production.figuresCounted(atlas, fieldsOfBoth(fields, days[0], days[1]).length, fields.all.length),
    })
    : atlas.t('compare.figures.km2');
  const result = table(
    { 'data-figure': figure },
    caption,
    [
      atlas.t('compare.side'),
      ...[...days.map((day) => Dates.words(day, language)), atlas.t('compare.difference')]
        .map(numberHead),
    ],
    [
      ...rows.map((row) => [
        rowHead(chip(paint(atlas.style, row.side)), atlas.sideName(row.side, days[1])),
        ...cells(row),
      ]),
      [rowHead(atlas.t('compare.sum')), ...cells({ first: sum('first'), last: sum('last') })],
    ],
  );
  result.classList.add('gl-differences');
  result.tBodies[0].lastElementChild?.classList.add('gl-sum');
  return result;
}
