/** The figures of an area of interest in words, each with what it counts and who says so. */
import * as Dates from '../../paint/data/dates.ts';
import { People } from '../../paint/data/people.ts';
import { profile } from '../../paint/data/profile.ts';
import { Production } from '../../paint/data/production.ts';
import { cited } from '../../paint/data/rows.ts';
import type { AtlasEvent, Named, OutputStep } from '../../paint/data/tables.ts';
import type { Scene } from '../../paint/scene.ts';
import { type Exposure, figure, type Totals } from './exposure.ts';

const LISTED = 200; // armed conflict events that are listed

/** A thing that a figure counts: what is written of it, and the sources that say so. */
type Counted = { layer: string; row: Named & { id: string }; name?: string; text: string; sources: string };

export type Figure = { name: string; value: string; small: string; list: Counted[] };

type Texts = Array<string | undefined | null>;

function count(layer: string, row: Counted['row'], text: Texts, sources: Texts, name?: string): Counted {
  return { layer, row, name, text: text.filter(Boolean).join(' · '), sources: sources.filter(Boolean).join(';') };
}

export function figures(atlas: Scene, answer: Exposure): Figure[] {
  const { totals } = answer;
  const { number, t, view: { language } } = atlas;
  const total = (name: 'barrels' | 'deaths' | 'conflict_deaths' | 'residents') => {
    const [low, best, high] = (['low', 'best', 'high'] as const).map((end) => totals[`${name}_${end}`]);
    const range = { low, best, high };
    return name.endsWith('deaths') ? Dates.count(range, language) ?? '–' : Dates.rounded(range, language);
  };
  const line = (name: string, value: string, small: string, list: Counted[]) => ({ name, value, small, list });
  const side = (holder: string) => atlas.sideName(holder || 'unknown', atlas.day);
  const when = (row: AtlasEvent) => Dates.words(row.start, language, row.precision) + ' · ' + atlas.dataText(row.place);
  const ways = (layer: 'crossings' | 'airports') =>
    line(
      layer,
      t('ask.open', { n: number(totals[`${layer}_open`]), of: number(totals[layer]) }),
      '',
      answer.crossings.filter(({ airport }) => airport === (layer === 'airports')).map((
        { row, period, state, holder },
      ) => count(layer, row, [side(holder), t('state.' + state), period?.text], [period && cited(period), row.source])),
    );
  const output = (figure: OutputStep | null) =>
    figure ? `${Production.words(atlas, figure)} ${t('unit.bpd')}, ${Production.kind(atlas, figure)}` : t('oil.none');
  const pipes = answer.pipelines.filter(({ state }) => ['open', 'partial'].includes(state)).length;
  const holders = answer.barrels.map((sum) => `${side(sum.holder)}: ${Dates.rounded(sum, language)}`);
  return [
    line(
      'barrels',
      total('barrels'),
      [
        Production.figuresCounted(atlas, totals.fields_with_figure, totals.fields),
        ...(holders.length > 1 ? holders : []),
      ].join(' · '),
      answer.fields.map(({ row, holder, figure, period }) =>
        count(
          'fields',
          row,
          [side(holder), period && atlas.dataText(period.operator), output(figure)],
          [figure?.source, period && cited(period), row.source],
        )
      ),
    ),
    line(
      'reserves',
      totals.reserves_mmbbl === null ? '–' : number(totals.reserves_mmbbl),
      t('ask.reserves.of', { n: number(totals.fields_with_reserves) }),
      answer.fields.flatMap(({ row }) => {
        const { reserves_mmbbl: size, reserves_note: note } = row;
        return size === null ? [] : [count('fields', row, [number(size), atlas.dataText(note)], [cited(row)])];
      }),
    ),
    line(
      'pipelines',
      t('ask.open', { n: number(pipes), of: number(totals.pipelines) }),
      t('ask.km', { n: number(totals.km_open + totals.km_partial), of: number(totals.km_shut + totals.km_unknown) }),
      answer.pipelines.map(({ row, km, state }) =>
        count('pipelines', row, [t('state.' + state), number(km) + ' ' + t('unit.km')], [cited(row)])
      ),
    ),
    ...answer.points.map(({ layer, rows }) => {
      const [[total, column] = []] = Object.entries(profile.points[layer].totals);
      const unit = (profile.columns[layer] || []).find(({ name }) => name === column)?.unit;
      const say = (value: number | null) => (value === null ? '' : number(value) + (unit ? ' ' + t(unit) : ''));
      return line(
        layer,
        number(rows.length),
        total ? say(answer.counts[total]) : '',
        rows.map(({ row, ground }) =>
          count(layer, row, [side(ground), column && say(figure(row, column))], [cited(row)])
        ),
      );
    }),
    ways('crossings'),
    ways('airports'),
    line(
      'events',
      number(totals.events),
      span(atlas, totals),
      answer.events.map(({ row, vague }) =>
        count('events', row, [vague ? t('ask.vague') : '', atlas.dataText(row.text)], [cited(row)], when(row))
      ),
    ),
    line(
      'deaths',
      total('deaths'),
      t('ask.of', { n: number(totals.events_with_deaths) }),
      answer.events.flatMap(({ row, vague, later }) => {
        const { deaths_best: best, deaths_low: low, deaths_high: high } = row;
        const deaths = Dates.count({ best, low, high }, language);
        return vague || !later || best === null
          ? []
          : [count('events', row, [deaths, atlas.dataText(row.note)], [cited(row)], when(row))];
      }),
    ),
    ...conflictLines(atlas, answer, total('conflict_deaths')),
    line(
      'people',
      Dates.rounded({ low: totals.people, best: totals.people, high: totals.people }, language),
      t('ask.towns', { n: number(totals.towns) }),
      [...answer.towns].sort((a, b) => b.row.population - a.row.population)
        .map(({ row }) => count('towns', row, [number(row.population)], [cited(row)])),
    ),
    ...residentLines(atlas, answer, total('residents'), side),
  ];
}

/** Armed conflict events and their dead, where the map has them; the latest are listed. */
function conflictLines(atlas: Scene, { conflict, totals }: Exposure, deaths: string): Figure[] {
  const layer = atlas.layers.get('conflict');
  if (!layer) return [];
  const { number, t } = atlas;
  const list = conflict.filter(({ apart }) => !apart).reverse().slice(0, LISTED).map(({ row }) =>
    count('conflict', row, [layer.kind(row)], [row.source], `${layer.title(row)} · ${atlas.nameOf(row)}`)
  );
  const apart = totals.conflict_apart ? t('ask.conflictApart', { n: number(totals.conflict_apart) }) : '';
  return [
    { name: 'conflict', value: number(totals.conflict), small: apart, list },
    { name: 'conflictDeaths', value: deaths, small: t('ask.conflictHow'), list: [] },
  ];
}

function span(atlas: Scene, totals: Totals) {
  const days = atlas.view.window;
  const span = days ? atlas.t('ask.days', { n: Dates.number(days, atlas.view.language) }) : atlas.t('window.0');
  return totals.events_vague
    ? `${span} · ${atlas.t('ask.more', { n: Dates.number(totals.events_vague, atlas.view.language) })}`
    : span;
}

/** People by the census, where the atlas has one: by sub-district, and of whom no more than the district is known. */
function residentLines(atlas: Scene, answer: Exposure, value: string, side: (holder: string) => string): Figure[] {
  const people = People.of(atlas);
  const control = atlas.layers.get('control');
  if (!people || !control) return [];
  const { language } = atlas.view;
  const list = [...answer.residents].sort((a, b) => b.best - a.best).map((row) => {
    const first = control.units[row.units[0]];
    const [layer, id] = first.pcode === row.pcode ? ['control', first.unit] : ['districts', row.pcode];
    return count(layer, { ...row, id }, [Dates.rounded(row, language), side(row.ground)], [cited(row)]);
  });
  const small = atlas.t('ask.counted', { day: Dates.words(people.day, language) });
  return [{ name: 'residents', value, small, list }];
}
