/** What is at stake on the area of interest on the day shown: the figures of geo/ask/exposure.py, computed in the page. */
import { People } from '../../paint/data/people.js';

/** @import { Shape } from './shape.js' */
/** @import { Scene } from '../../paint/scene.js' */
/** @import { Output, Sum } from '../../paint/data/production.js' */
/** @import { Crossing, CrossingPeriod, Field, FieldPeriod, Pipeline, Refinery } from '../../paint/data/oil_tables.js' */
/** @import { Residents } from '../../paint/data/people.js' */
/** @import { AtlasEvent, ConflictEvent, Town } from '../../paint/data/tables.js' */

const VAGUE = ['governorate', 'country'];
const WORKING = ['open', 'partial'];

/**
 * What lies in an area of interest, each with who holds it.
 * @typedef {Object} Things
 * @property {Array<{holder: string, km2: number, band: ?[number, number]}>} ground
 * @property {Array<{row: Field, figure: ?Output, period: ?FieldPeriod, ground: string, holder: string}>} fields
 * @property {Array<Pick<Sum, 'low' | 'best' | 'high'> & {holder: string}>} barrels by who held the fields
 * @property {Array<{row: Pipeline, km: number, state: string}>} pipelines
 * @property {Array<{row: Refinery, ground: string}>} refineries
 * @property {Way[]} crossings
 * @property {Array<{row: AtlasEvent, ground: string, vague: boolean, later: boolean}>} events
 * @property {Array<{row: ConflictEvent, ground: string, apart: boolean}>} conflict
 * @property {Array<{row: Town & {population: number}, ground: string}>} towns
 * @property {Residents[]} residents
 */

/** A crossing or an airport. @typedef {{row: Crossing, period: ?CrossingPeriod, airport: boolean, state: string, holder: string}} Way */

/** Sums by name, null where nothing is known. @typedef {ReturnType<typeof totals> & ReturnType<typeof residents>} Totals */

/** @typedef {Things & {totals: Totals}} Exposure */

/** What lies in an area on the day shown, and what it comes to. @param {Scene} atlas @param {Shape} shape @returns {Exposure} */
export function exposure(atlas, shape) {
  const { layers, view } = atlas;
  const control = layers.get('control');
  const held = view.perspective === 'held';
  /** @param {number} unit */
  const side = (unit) => (control && unit >= 0 ? control.classOf(unit, atlas.day, view.perspective) : '');
  const people = People.of(atlas);
  const events = layers.get('events');
  const conflict = layers.get('conflict');
  const recorded = conflict ? conflict.lastDay : -Infinity;
  const inside = fields(atlas, shape);
  const things = {
    ground: ground(shape, side, control?.rangesOf([atlas.day], shape.km2()) ?? null),
    fields: inside.map((field) => {
      const ground = side(field.row.at);
      return { ...field, ground, holder: held ? field.period?.holder || 'unknown' : ground || 'unknown' };
    }),
    barrels: held ? barrels(atlas, inside.map(({ row }) => row.id)) : [],
    pipelines: pipelines(atlas, shape),
    refineries: (layers.get('refineries')?.all || []).filter((row) => shape.holds(row))
      .map((row) => ({ row, ground: side(row.at) })),
    crossings: ways(atlas, shape).map((way) => ({
      ...way,
      holder: held ? way.period?.run_by || 'unknown' : side(way.row.at) || 'unknown',
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
  return { ...things, totals: { ...totals(things), ...residents(people, shape) } };
}

/** People that the census counted, on all of the ground; null where it has none. @param {?People} people @param {Shape} shape */
function residents(people, shape) {
  const rows = people ? people.on(shape.km2()) : [];
  /** @type {{low: ?number, best: ?number, high: ?number}} */
  const sum = rows.length ? People.sum(rows) : { low: null, best: null, high: null };
  return { residents_low: sum.low, residents_best: sum.best, residents_high: sum.high };
}

/** Fields in an area with what they produce. @param {Scene} atlas @param {Shape} shape */
function fields(atlas, shape) {
  const layer = atlas.layers.get('fields');
  if (!layer) return [];
  return layer.all.filter((row) => shape.holds(row)).map((row) => ({
    row,
    figure: layer.production.on(row.id, atlas.day),
    period: layer.periods.at(row.id, atlas.day),
  }));
}

/** Barrels of each holder of some fields. @param {Scene} atlas @param {string[]} ids */
function barrels(atlas, ids) {
  const sums = atlas.layers.get('fields')?.production.sums(ids, atlas.day, 'holder') || new Map();
  return [...sums.values()].filter((sum) => sum.counted)
    .map(({ side, low, best, high }) => ({ holder: side, low, best, high }))
    .sort((a, b) => b.best - a.best);
}

/** Pipelines in an area with their kilometres there. @param {Scene} atlas @param {Shape} shape */
function pipelines({ layers }, shape) {
  const layer = layers.get('pipelines');
  if (!layer) return [];
  return layer.standing().map((row) => ({ row, km: shape.km(row, layer.lengths), state: layer.state(row) }))
    .filter(({ km }) => km > 0);
}

/** Crossings and airports in an area. @param {Scene} atlas @param {Shape} shape */
function ways(atlas, shape) {
  return [atlas.layers.get('crossings'), atlas.layers.get('airports')].flatMap((layer) => {
    if (!layer) return [];
    return layer.all.filter((row) => shape.holds(row)).map((row) => {
      const period = layer.periods.at(row.id, atlas.day);
      return { row, period, airport: layer.airport, state: period ? period.state : 'unknown' };
    });
  });
}

/** km² by who holds the ground, the largest first, with their bands. @param {Shape} shape
 * @param {(unit: number) => string} side @param {?Map<string, [number, number]>} bands */
function ground(shape, side, bands) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const [unit, km2] of shape.km2()) sums.set(side(unit), (sums.get(side(unit)) || 0) + km2);
  return [...sums].map(([holder, km2]) => ({ holder, km2, band: bands && (bands.get(holder) ?? [0, km2]) }))
    .sort((a, b) => b.km2 - a.km2);
}

/** The same keys as the totals of `greenline exposure --json`; null where nothing is known. @param {Things} answer */
function totals(answer) {
  const figures = answer.fields.flatMap(({ figure }) => (figure ? [figure] : []));
  const ofDay = figures.filter((figure) => figure.kind === 'measured');
  /** @param {string} name */
  const kind = (name) => figures.filter((figure) => figure.kind === name).length;
  /** @param {string} state */
  const km = (state) => sum(answer.pipelines.filter((pipeline) => pipeline.state === state), (entry) => entry.km) || 0;
  /** @param {boolean} airport @param {boolean} open */
  const ways = (airport, open) =>
    answer.crossings.filter((crossing) => crossing.airport === airport && (!open || WORKING.includes(crossing.state)))
      .length;
  const events = answer.events.filter((item) => !item.vague);
  const later = events.filter((item) => item.later);
  const conflict = answer.conflict.filter((item) => !item.apart);
  return {
    km2: sum(answer.ground, (entry) => entry.km2) || 0,
    fields: answer.fields.length,
    fields_with_figure: ofDay.length,
    measured: ofDay.length,
    interpolated: kind('interpolated'),
    carried: kind('carried'),
    fields_with_reserves: answer.fields.filter((field) => field.row.reserves_mmbbl !== null).length,
    pipelines: answer.pipelines.length,
    km_open: km('open'),
    km_partial: km('partial'),
    km_shut: km('shut'),
    km_unknown: km('unknown'),
    refineries: answer.refineries.length,
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
    refining_bpd: sum(answer.refineries, (entry) => entry.row.capacity_bpd),
    deaths_low: sum(later, (entry) => entry.row.deaths_low),
    deaths_best: sum(later, (entry) => entry.row.deaths_best),
    deaths_high: sum(later, (entry) => entry.row.deaths_high),
    people: sum(answer.towns, (entry) => entry.row.population),
  };
}

/** The sum of what is known; null where nothing is.
 * @template T @param {T[]} list @param {(one: T) => ?number} value @returns {?number} */
function sum(list, value) {
  const known = list.map(value).filter((number) => number !== null);
  return known.length ? known.reduce((a, b) => a + b, 0) : null;
}
