/** What is at stake on the area of interest on the day shown: the figures of geo/ask/exposure.py, computed in the page. */

import { People } from '../people.js';

const VAGUE = ['governorate', 'country'];
const WORKING = ['open', 'partial'];

/** @param {Object} atlas @param {Object} shape Shape @returns {Object} lists of what lies there, and totals */
export function exposure(atlas, shape) {
  const { view } = atlas;
  const control = atlas.layers.get('control');
  const side = (unit) => (unit >= 0 ? control.classOf(unit, view.date, view.perspective) : '');
  const found = {
    ground: ground(shape, side),
    fields: [],
    pipelines: [],
    refineries: [],
    crossings: [],
    events: [],
    towns: [],
    residents: [],
  };
  const held = view.perspective === 'held';
  const layer = (name) => atlas.layers.get(name);
  const rows = (name) => (layer(name) ? layer(name).all.filter((row) => shape.holds(row)) : []);
  for (const row of rows('fields')) {
    const period = layer('fields').periods.at(row.id, view.date);
    found.fields.push({
      row,
      figure: layer('fields').production.on(row.id, view.date),
      period,
      ground: side(row.at),
      holder: held ? (period ? period.holder : 'unknown') : side(row.at) || 'unknown',
    });
  }
  if (layer('pipelines')) {
    for (const row of layer('pipelines').standing()) {
      const km = shape.km(row, layer('pipelines').lengths);
      if (km > 0) found.pipelines.push({ row, km, state: layer('pipelines').state(row) });
    }
  }
  for (const row of rows('refineries')) found.refineries.push({ row, ground: side(row.at) });
  for (const name of ['crossings', 'airports']) {
    for (const row of rows(name)) {
      const period = layer(name).periods.at(row.id, view.date);
      found.crossings.push({
        row,
        period,
        airport: name === 'airports',
        state: period ? period.state : 'unknown',
        holder: held ? (period ? period.run_by : 'unknown') : side(row.at) || 'unknown',
      });
    }
  }
  for (const row of rows('events')) {
    const shown = row.at >= 0 && (view.window === 0 || (row.start <= view.date && row.start > view.date - view.window));
    if (shown) found.events.push({ row, ground: side(row.at), vague: VAGUE.includes(row.position_precision) });
  }
  for (const row of rows('towns')) {
    if (row.population !== null && row.at >= 0) found.towns.push({ row, ground: side(row.at) });
  }
  const people = People.of(atlas);
  if (people) found.residents = people.on(shape.km2(), side);
  found.totals = { ...totals(found), ...residents(people, shape) };
  return found;
}

/** People that the census counted, on all of the ground; null where it has none. */
function residents(people, shape) {
  const rows = people ? people.on(shape.km2()) : [];
  const sum = rows.length ? People.sum(rows) : { low: null, best: null, high: null };
  return { residents_low: sum.low, residents_best: sum.best, residents_high: sum.high };
}

/** km² by who holds the ground, the largest first. */
function ground(shape, side) {
  const sums = new Map();
  for (const [unit, km2] of shape.km2()) sums.set(side(unit), (sums.get(side(unit)) || 0) + km2);
  return [...sums].map(([holder, km2]) => ({ holder, km2 })).sort((a, b) => b.km2 - a.km2);
}

/** The same keys as the totals of `greenline exposure --json`; null where nothing is known. */
function totals(found) {
  const sum = (list, value) => {
    const known = list.map(value).filter((one) => one !== null && one !== undefined);
    return known.length ? known.reduce((a, b) => a + b, 0) : null;
  };
  const figures = found.fields.map((one) => one.figure).filter(Boolean);
  const kind = (name) => figures.filter((figure) => figure.kind === name).length;
  const km = (state) => sum(found.pipelines.filter((one) => one.state === state), (one) => one.km) || 0;
  const ways = (airport, open) =>
    found.crossings.filter((one) => one.airport === airport && (!open || WORKING.includes(one.state))).length;
  const events = found.events.filter((one) => !one.vague);
  return {
    km2: sum(found.ground, (one) => one.km2) || 0,
    fields: found.fields.length,
    fields_with_figure: figures.length,
    measured: kind('measured'),
    interpolated: kind('interpolated'),
    carried: kind('carried'),
    fields_with_reserves: found.fields.filter((one) => one.row.reserves_mmbbl !== null).length,
    pipelines: found.pipelines.length,
    km_open: km('open'),
    km_partial: km('partial'),
    km_shut: km('shut'),
    km_unknown: km('unknown'),
    refineries: found.refineries.length,
    crossings: ways(false, false),
    crossings_open: ways(false, true),
    airports: ways(true, false),
    airports_open: ways(true, true),
    events: events.length,
    events_vague: found.events.length - events.length,
    events_with_deaths: events.filter((one) => one.row.deaths_best !== null).length,
    towns: found.towns.length,
    barrels_low: sum(figures, (one) => one.low),
    barrels_best: sum(figures, (one) => one.best),
    barrels_high: sum(figures, (one) => one.high),
    reserves_mmbbl: sum(found.fields, (one) => one.row.reserves_mmbbl),
    refining_bpd: sum(found.refineries, (one) => one.row.capacity_bpd),
    deaths_low: sum(events, (one) => one.row.deaths_low),
    deaths_best: sum(events, (one) => one.row.deaths_best),
    deaths_high: sum(events, (one) => one.row.deaths_high),
    people: sum(found.towns, (one) => one.row.population),
  };
}
