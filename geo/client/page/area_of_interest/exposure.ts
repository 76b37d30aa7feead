/** What is at stake on the area of interest on the day shown: the figures of geo/ask/exposure.py, computed in the page. */
import { People, type Residents } from '../../paint/data/people.ts';
import type {
  AtlasEvent,
  ConflictEvent,
  Crossing,
  CrossingPeriod,
  Field,
  FieldPeriod,
  OutputStep,
  Pipeline,
  Town,
} from '../../paint/data/tables.ts';
import { sumBy } from '../../paint/data/rows.ts';
import { profile } from '../../paint/data/profile.ts';
import type { Sum } from '../../paint/data/production.ts';
import { type DotRow, dotsOf } from '../../paint/map/dots.ts';
import type { Scene } from '../../paint/scene.ts';
import type { Shape } from './shape.ts';

const VAGUE = ['governorate', 'country'];
const WORKING = ['open', 'partial'];

/** What lies in an area of interest, each with who holds it. */
interface Things {
  ground: Array<{ holder: string; km2: number; band: [number, number] | null }>;
  fields: Array<{ row: Field; figure: OutputStep | null; period: FieldPeriod | null; ground: string; holder: string }>;
  barrels: Array<Pick<Sum, 'low' | 'best' | 'high'> & { holder: string }>; // by who held the fields
  pipelines: Array<{ row: Pipeline; km: number; state: string }>;
  points: Array<{ layer: string; rows: Array<{ row: DotRow; ground: string }> }>; // of layers that a spec describes in full
  crossings: Array<{ row: Crossing; period: CrossingPeriod | null; airport: boolean; state: string; holder: string }>;
  events: Array<{ row: AtlasEvent; ground: string; vague: boolean; later: boolean }>;
  conflict: Array<{ row: ConflictEvent; ground: string; apart: boolean }>;
  towns: Array<{ row: Town & { population: number }; ground: string }>;
  residents: Residents[];
}

/** Sums by name, null where nothing is known. */
export type Totals = ReturnType<typeof totals> & ReturnType<typeof residents>;

export type Exposure = Things & { totals: Totals; counts: Record<string, number | null> };

/** What lies in an area on the day shown, and what it comes to. */
export function exposure(atlas: Scene, shape: Shape): Exposure {
  const { layers, view } = atlas;
  const control = layers.get('control');
  const isHeld = view.perspective === 'held';
  const side = (unit: number) => (control && unit >= 0 ? control.classOf(unit, atlas.day, view.perspective) : '');
  const people = People.of(atlas);
  const events = layers.get('events');
  const conflict = layers.get('conflict');
  const recorded = conflict ? conflict.lastDay : -Infinity;
  const inside = fields(atlas, shape);
  const things = {
    ground: ground(shape, side, control?.rangesOf([atlas.day], shape.km2()) ?? null),
    fields: inside.map((field) => {
      const ground = side(field.row.at);
      return { ...field, ground, holder: isHeld ? field.period?.holder || 'unknown' : ground || 'unknown' };
    }),
    barrels: isHeld ? barrels(atlas, inside.map(({ row }) => row.id)) : [],
    pipelines: pipelines(atlas, shape),
    points: dotsOf(atlas).map(({ name, all }) => ({
      layer: name,
      rows: all.filter((row) => shape.holds(row)).map((row) => ({ row, ground: side(row.at) })),
    })),
    crossings: ways(atlas, shape).map((way) => ({
      ...way,
      holder: isHeld ? way.period?.run_by || 'unknown' : side(way.row.at) || 'unknown',
    })),
    events: (events?.all || []).filter((row) => row.at >= 0 && events?.inDays(row) && shape.holds(row))
      .map((row) => ({
        row,
        ground: side(row.at),
        vague: VAGUE.includes(row.position_precision),
        later: row.start > recorded,
      })),
    conflict: (conflict?.all || []).filter((row) => row.at >= 0 && conflict?.isCounted(row) && shape.holds(row))
      .map((row) => ({ row, ground: side(row.at), apart: Boolean(conflict?.isApart(row)) })),
    towns: (layers.get('towns')?.all || []).filter((row) => row.at >= 0 && shape.holds(row))
      .flatMap((row) => {
        const { population } = row;
        return population === null ? [] : [{ row: { ...row, population }, ground: side(row.at) }];
      }),
    residents: people ? people.on(shape.km2(), side) : [],
  };
  return { ...things, totals: { ...totals(things), ...residents(people, shape) }, counts: counts(things.points) };
}

function residents(people: People | null, shape: Shape) {
  const rows = people ? people.on(shape.km2()) : [];
  const sum = rows.length ? People.sum(rows) : { low: null, best: null, high: null };
  return { residents_low: sum.low, residents_best: sum.best, residents_high: sum.high };
}

function fields(atlas: Scene, shape: Shape) {
  const layer = atlas.layers.get('fields');
  if (!layer) return [];
  return layer.all.filter((row) => shape.holds(row)).map((row) => ({
    row,
    figure: layer.production.on(row.id, atlas.day),
    period: layer.periods.at(row.id, atlas.day),
  }));
}

function barrels(atlas: Scene, ids: string[]) {
  const sums = atlas.layers.get('fields')?.production.sums(ids, atlas.day, 'holder') || new Map();
  return [...sums.values()].filter((sum) => sum.counted)
    .map(({ side, low, best, high }) => ({ holder: side, low, best, high }))
    .sort((a, b) => b.best - a.best);
}

function pipelines({ layers }: Scene, shape: Shape) {
  const layer = layers.get('pipelines');
  if (!layer) return [];
  return layer.standing().map((row) => ({ row, km: shape.km(row, layer.lengths), state: layer.state(row) }))
    .filter(({ km }) => km > 0);
}

function ways(atlas: Scene, shape: Shape) {
  return [atlas.layers.get('crossings'), atlas.layers.get('airports')].flatMap((layer) => layer || []).flatMap((
    layer,
  ) =>
    layer.all.filter((row) => shape.holds(row)).map((row) => {
      const period = layer.periods.at(row.id, atlas.day);
      return { row, period, airport: layer.airport, state: period ? period.state : 'unknown' };
    })
  );
}

function ground(shape: Shape, side: (unit: number) => string, bands: Map<string, [number, number]> | null) {
  const sums = sumBy(shape.km2(), ([unit]) => side(unit), ([, km2]) => km2);
  return [...sums].map(([holder, km2]) => ({ holder, km2, band: bands && (bands.get(holder) ?? [0, km2]) }))
    .sort((a, b) => b.km2 - a.km2);
}

/** The same keys as the totals of `greenline exposure --json`; null where nothing is known. */
function totals(answer: Things) {
  const ofDay = answer.fields.flatMap(({ figure }) => figure?.kind === 'measured' ? [figure] : []);
  const km = (state: string) =>
    sum(answer.pipelines.filter((pipeline) => pipeline.state === state), (entry) => entry.km) || 0;
  const ways = (airport: boolean, open: boolean) =>
    answer.crossings.filter((crossing) => crossing.airport === airport && (!open || WORKING.includes(crossing.state)))
      .length;
  const events = answer.events.filter((item) => !item.vague);
  const later = events.filter((item) => item.later);
  const conflict = answer.conflict.filter((item) => !item.apart);
  return {
    km2: sum(answer.ground, (entry) => entry.km2) || 0,
    fields: answer.fields.length,
    fields_with_figure: ofDay.length,
    fields_with_reserves: answer.fields.filter((field) => field.row.reserves_mmbbl !== null).length,
    pipelines: answer.pipelines.length,
    km_open: km('open'),
    km_partial: km('partial'),
    km_shut: km('shut'),
    km_unknown: km('unknown'),
    crossings: ways(false, false),
    crossings_open: ways(false, true),
    airports: ways(true, false),
    airports_open: ways(true, true),
    events: events.length,
    events_vague: answer.events.length - events.length,
    conflict: conflict.length,
    conflict_apart: answer.conflict.length - conflict.length,
    conflict_deaths_low: sum(conflict, (entry) => entry.row.deaths_low),
    conflict_deaths_best: sum(conflict, (entry) => entry.row.deaths_best),
    conflict_deaths_high: sum(conflict, (entry) => entry.row.deaths_high),
    events_with_deaths: later.filter((item) => item.row.deaths_best !== null).length,
    towns: answer.towns.length,
    barrels_low: sum(ofDay, (entry) => entry.low),
    barrels_best: sum(ofDay, (entry) => entry.best),
    barrels_high: sum(ofDay, (entry) => entry.high),
    reserves_mmbbl: sum(answer.fields, (entry) => entry.row.reserves_mmbbl),
    deaths_low: sum(later, (entry) => entry.row.deaths_low),
    deaths_best: sum(later, (entry) => entry.row.deaths_best),
    deaths_high: sum(later, (entry) => entry.row.deaths_high),
    people: sum(answer.towns, (entry) => entry.row.population),
  };
}

function counts(points: Things['points']): Record<string, number | null> {
  const totals = (layer: string) => Object.entries(profile.points[layer].totals);
  const all = points.flatMap(({ layer, rows }) => [
    [layer, rows.length],
    ...totals(layer).map(([name, column]) => [name, sum(rows, ({ row }) => figure(row, column))]),
  ]);
  return Object.fromEntries(all);
}

export function figure(row: object, column: string): number | null {
  return (row as Record<string, number | null>)[column] ?? null;
}

/** The sum of what is known; null where nothing is. */
function sum<T>(list: T[], value: (item: T) => number | null): number | null {
  const numbers = list.map(value).filter((number) => number !== null);
  return numbers.length ? numbers.reduce((a, b) => a + b, 0) : null;
}
