/** The figures of an area of interest in words, each with what it counts and who says so. */
import * as Dates from '../../paint/data/dates.ts';
import { People } from '../../paint/data/people.ts';
import { profile } from '../../paint/data/profile.ts';
import { Production } from '../../paint/data/production.ts';
import { cited } from '../../paint/data/rows.ts';
import type { AtlasEvent, Named } from '../../paint/data/tables.ts';
import type { Scene } from '../../paint/scene.ts';
import { type Exposure, figure, type Totals, type Way } from './exposure.ts';

const LISTED = 200; // armed conflict events that are listed

type Counted = {
  layer: string;
  row: Named & { id: string };
  name?: string;
  text: Array<string | undefined | null>;
  source: Array<string | undefined | null>;
};

export type Figure = { name: string; value: string; small: string; list: Counted[] };

export function figures(atlas: Scene, answer: Exposure): Figure[] {
  const { totals } = answer;
  const { number, t } = atlas;
  const total = (name: 'barrels' | 'deaths' | 'conflict_deaths' | 'residents') => {
    const [low, best, high] = (['low', 'best', 'high'] as const).map((end) => totals[`${name}_${end}`]);
    return Dates[name.endsWith('deaths') ? 'range' : 'rounded']({ low, best, high }, atlas.view.language);
  };
  const line = (name: string, value: string, small: string, list: Counted[]) => ({ name, value, small, list });
  const side = (holder: string) => atlas.sideName(holder || 'unknown', atlas.day);
  const when = (row: AtlasEvent) =>
    Dates.words(row.start, atlas.view.language, row.precision) + ' · ' + atlas.dataText(row.place);
  const ways = (airport: boolean) =>
    answer.crossings.filter((crossing) => crossing.airport === airport).map((crossing) => way(atlas, crossing, side));
  const pipes = answer.pipelines.filter((pipeline) => ['open', 'partial'].includes(pipeline.state)).length;
  return [
    line(
      'barrels',
      total('barrels'),
      [
        Production.figuresCounted(atlas, totals.fields_with_figure, totals.fields),
        ...(answer.barrels.length > 1
          ? answer.barrels.map((sum) => `${side(sum.holder)}: ${Dates.rounded(sum, atlas.view.language)}`)
          : []),
      ].join(' · '),
      answer.fields.map(({ row, holder, figure, period }) => ({
        layer: 'fields',
        row,
        text: [
          side(holder),
          period && atlas.dataText(period.operator),
          figure
            ? `${Production.words(atlas, figure)} ${t('unit.bpd')}, ${Production.kind(atlas, figure)}`
            : t('oil.none'),
        ],
        source: [figure && figure.source, period && cited(period), row.source],
      })),
    ),
    line(
      'reserves',
      totals.reserves_mmbbl === null ? '–' : number(totals.reserves_mmbbl),
      t('ask.reserves.of', { n: number(totals.fields_with_reserves) }),
      answer.fields.flatMap(({ row }) =>
        row.reserves_mmbbl === null ? [] : [{
          layer: 'fields',
          row,
          text: [number(row.reserves_mmbbl), atlas.dataText(row.reserves_note)],
          source: [cited(row)],
        }]
      ),
    ),
    line(
      'pipelines',
      t('ask.open', { n: number(pipes), of: number(totals.pipelines) }),
      t('ask.km', { n: number(totals.km_open + totals.km_partial), of: number(totals.km_shut + totals.km_unknown) }),
      answer.pipelines.map(({ row, km, state }) => ({
        layer: 'pipelines',
        row,
        text: [t('state.' + state), number(km) + ' ' + t('unit.km')],
        source: [cited(row)],
      })),
    ),
    ...answer.points.map(({ layer, rows }) => {
      const [[total, column] = []] = Object.entries(profile.points[layer].totals);
      const unit = (profile.columns[layer] || []).find(({ name }) => name === column)?.unit;
      const say = (value: number | null) => (value === null ? '' : number(value) + (unit ? ' ' + t(unit) : ''));
      return line(
        layer,
        number(rows.length),
        total ? say(answer.counts[total]) : '',
        rows.map(({ row, ground }) => ({
          layer,
          row,
          text: [side(ground), column ? say(figure(row, column)) : ''],
          source: [cited(row)],
        })),
      );
    }),
    line(
      'crossings',
      t('ask.open', { n: number(totals.crossings_open), of: number(totals.crossings) }),
      '',
      ways(false),
    ),
    line(
      'airports',
      t('ask.open', { n: number(totals.airports_open), of: number(totals.airports) }),
      '',
      ways(true),
    ),
    line(
      'events',
      number(totals.events),
      span(atlas, totals),
      answer.events.map(({ row, vague }) => ({
        layer: 'events',
        row,
        name: when(row),
        text: [vague ? t('ask.vague') : '', atlas.dataText(row.text)],
        source: [cited(row)],
      })),
    ),
    line(
      'deaths',
      total('deaths'),
      t('ask.of', { n: number(totals.events_with_deaths) }),
      answer.events.flatMap(({ row, vague, later }) => {
        const { deaths_best: best, deaths_low: low, deaths_high: high } = row;
        return vague || !later || best === null ? [] : [{
          layer: 'events',
          row,
          name: when(row),
          text: [Dates.count({ best, low, high }, atlas.view.language), atlas.dataText(row.note)],
          source: [cited(row)],
        }];
      }),
    ),
    ...conflictLines(atlas, answer, total('conflict_deaths')),
    line(
      'people',
      Dates.rounded({ low: totals.people, best: totals.people, high: totals.people }, atlas.view.language),
      t('ask.towns', { n: number(totals.towns) }),
      [...answer.towns].sort((a, b) => b.row.population - a.row.population).map(({ row }) => ({
        layer: 'towns',
        row,
        text: [number(row.population)],
        source: [cited(row)],
      })),
    ),
    ...peopleCounted(atlas, answer, side).map(({ day, list }) =>
      line('residents', total('residents'), t('ask.counted', { day }), list)
    ),
  ];
}

/** Armed conflict events and their dead, where the map has them; the latest are listed. */
function conflictLines(atlas: Scene, { conflict, totals }: Exposure, deaths: string): Figure[] {
  const layer = atlas.layers.get('conflict');
  if (!layer) return [];
  const { number, t } = atlas;
  const list = conflict.filter(({ apart }) => !apart).reverse().slice(0, LISTED).map(({ row }) => ({
    layer: 'conflict',
    row,
    name: `${layer.title(row)} · ${atlas.nameOf(row)}`,
    text: [layer.kind(row)],
    source: [row.source],
  }));
  const apart = totals.conflict_apart ? t('ask.conflictApart', { n: number(totals.conflict_apart) }) : '';
  return [
    { name: 'conflict', value: number(totals.conflict), small: apart, list },
    { name: 'conflictDeaths', value: deaths, small: t('ask.conflictHow'), list: [] },
  ];
}

function way(atlas: Scene, { row, period, state, holder, airport }: Way, side: (holder: string) => string): Counted {
  return {
    layer: airport ? 'airports' : 'crossings',
    row,
    text: [side(holder), atlas.t('state.' + state), period && period.text],
    source: [period && cited(period), row.source],
  };
}

function span(atlas: Scene, totals: Totals) {
  const days = atlas.view.window;
  const span = days ? atlas.t('ask.days', { n: Dates.number(days, atlas.view.language) }) : atlas.t('window.0');
  return totals.events_vague
    ? `${span} · ${atlas.t('ask.more', { n: Dates.number(totals.events_vague, atlas.view.language) })}`
    : span;
}

/** People by the census, where the atlas has one: by sub-district, and of whom no more than the district is known.
 * @returns one where there is a census */
function peopleCounted(
  atlas: Scene,
  answer: Exposure,
  side: (holder: string) => string,
): Array<{ day: string; list: Counted[] }> {
  const people = People.of(atlas);
  const control = atlas.layers.get('control');
  if (!people || !control) return [];
  const { language } = atlas.view;
  const rows = [...answer.residents].sort((a, b) => b.best - a.best);
  const list = rows.map((row) => {
    const first = control.units[row.units[0]];
    const oneUnit = first.pcode === row.pcode;
    return {
      layer: oneUnit ? 'control' : 'districts',
      row: { ...row, id: oneUnit ? first.unit : row.pcode },
      text: [Dates.rounded(row, language), side(row.ground)],
      source: [cited(row)],
    };
  });
  return [{ day: Dates.words(people.day, language), list }];
}
