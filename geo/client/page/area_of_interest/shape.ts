/** Area of interest: areas by name or a polygon, and how many km² of each unit lie in it. */
import * as World from '../../paint/map/world.ts';
import { rowsOf } from '../../paint/data/rows.ts';
import { boundsOf, L } from '../leaflet.ts';
import { crosses, pathOf, Topology } from '../../paint/map/topology.ts';
import type { Named, PipelineLength, Tables } from '../../paint/data/tables.ts';
import type { DrawnPipeline } from '../../paint/layers/pipelines.ts';
import type { Scene } from '../../paint/scene.ts';
import type { LatLngBounds } from 'leaflet';

const TURN = Math.PI / 180;
// WGS 84, for areas between parallels.
const AXIS = 6378.137;
const ECCENTRICITY = 0.00669437999014;
const LINES = 600; // lines of latitude that a polygon is swept by; km² are then right to a thousandth or so

/** km² of a strip one degree of longitude wide, of a height in degrees, at a latitude. */
function strip(lat: number, height: number) {
  const sine = Math.sin(lat * TURN);
  return ((AXIS * AXIS * (1 - ECCENTRICITY) * Math.cos(lat * TURN)) / (1 - ECCENTRICITY * sine * sine) ** 2) *
    height *
    TURN * TURN;
}

export type Corner = [number, number];

export type AreaKind = 'areas' | 'districts' | 'governorates' | 'subdistricts';

export type Area = { id: string; record: Named & { list_number?: number | null }; units: number[] };

export class Shape {
  ring: Corner[] | null = null; // corners of a polygon; null where areas are named
  flat: number[] = []; // the same, longitude and latitude in turn
  units: Set<number> = new Set(); // units of the areas that are named
  records: Named[] = [];
  missing: string[] = [];
  areas: Map<number, number> | null = null;
  outline: Path2D | null = null;
  topology: Topology;

  /** @param text as the view's key a has it */
  constructor(readonly atlas: Scene, readonly text: string) {
    this.topology = Topology.of(atlas.data.layers);
    if (text.includes(':')) this._addNamed(text);
    else this.ring = text.split(';').map((pair) => pair.split(',').map(Number) as Corner);
    this.flat = this.ring?.flat() || [];
  }

  _addNamed(text: string) {
    for (const { kind, id } of Shape.keys(text)) {
      const match = Shape.areas(this.atlas)[kind].find((area) => area.id === id);
      if (!match) this.missing.push(id);
      else {
        this.records.push(match.record);
        for (const unit of match.units) this.units.add(unit);
      }
    }
  }

  names() {
    return this.records.map((record) => this.atlas.nameOf(record));
  }

  km2(): Map<number, number> {
    if (this.areas) return this.areas;
    const { km2 } = this.atlas.data.layers.units;
    this.areas = this.ring
      ? sweep(this.ring, this.topology, km2)
      : new Map([...this.units].map((unit) => [unit, km2[unit]]));
    return this.areas;
  }

  /** Whether a row lies here: by the unit it belongs to, or by its position in a polygon.
   * @param row at: place of its unit, -1 for none */
  holds(row: { at: number; lon: number | null; lat: number | null }) {
    if (!this.ring) return this.units.has(row.at);
    return row.lon !== null && row.lat !== null && crosses(this.flat, row.lon, row.lat);
  }

  km(row: DrawnPipeline, lengths: PipelineLength[]) {
    if (!this.ring) {
      return lengths.filter((piece) => piece.id === row.id && this.units.has(piece.at)).reduce(
        (sum, piece) => sum + piece.km,
        0,
      );
    }
    return within(this.flat, row, this.topology);
  }

  path(): Path2D {
    if (this.outline) return this.outline;
    return this.outline = this.ring
      ? pathOf([this.ring.flatMap(([lon, lat]) => World.of(lon, lat))], true)
      : this.topology.lines((a, b) => this.units.has(a) !== this.units.has(b));
  }

  bounds(): LatLngBounds | null {
    if (this.ring) return L.latLngBounds(this.ring.map(([lon, lat]) => [lat, lon]));
    return this.units.size ? boundsOf(this.topology.bounds([...this.units])) : null;
  }

  /** Prepare while the reader still draws what the first answer would have to wait for. */
  static warm(atlas: Scene) {
    const topology = Topology.of(atlas.data.layers);
    degrees(topology);
    for (const row of atlas.layers.get('pipelines')?.rows || []) samplePipeline(row, topology);
  }

  static keys(text: string): Array<{ kind: AreaKind; id: string }> {
    return text.split(',').flatMap((part) => {
      const [kind, ids] = part.split(':');
      return ids.split('.').map((id) => ({ kind: kind as AreaKind, id }));
    });
  }

  static areas(atlas: Scene): Record<AreaKind, Area[]> {
    const { layers } = atlas.data;
    if (choices?.layers !== layers) choices = { layers, areas: areasOf(layers) };
    return choices.areas;
  }
}

let choices: { layers: Tables; areas: Record<AreaKind, Area[]> } | null = null;

function areasOf(layers: Tables): Record<AreaKind, Area[]> {
  const subdistricts: Map<string, Area> = new Map();
  rowsOf(layers.units).forEach((unit, i) => {
    const subdistrict = subdistricts.get(unit.pcode);
    if (subdistrict) subdistrict.units.push(i);
    else subdistricts.set(unit.pcode, { id: unit.pcode, record: unit, units: [i] });
  });
  return {
    areas: layers.disputed ? rowsOf(layers.disputed.areas).map((record) => area(record.id, record)) : [],
    districts: layers.districts ? rowsOf(layers.districts).map((record) => area(record.pcode, record)) : [],
    governorates: layers.governorates ? rowsOf(layers.governorates).map((record) => area(record.iso, record)) : [],
    subdistricts: [...subdistricts.values()],
  };
}

function area(id: string, record: Named & { units: number[] }): Area {
  return { id, record, units: record.units };
}

/** Longitudes at which closed rings cross the lines of latitude.
 * @param rings flat lists of lon, lat
 * @returns one list for each line that is crossed */
function crossings(rings: ArrayLike<number>[], south: number, height: number): Array<number[]> {
  const points: number[][] = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      let [lon, lat, lon2, lat2] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
      if (lat === lat2) continue;
      if (lat > lat2) [lon, lat, lon2, lat2] = [lon2, lat2, lon, lat];
      const first = Math.max(0, Math.ceil((lat - south) / height - 0.5));
      const last = Math.min(LINES - 1, Math.ceil((lat2 - south) / height - 0.5) - 1);
      for (let line = first; line <= last; line++) {
        const share = (south + (line + 0.5) * height - lat) / (lat2 - lat);
        (points[line] = points[line] || []).push(lon + share * (lon2 - lon));
      }
    }
  }
  for (const line of points) if (line) line.sort((a, b) => a - b);
  return points;
}

function degrees(topology: Topology) {
  topology.degrees = topology.degrees || topology.rings.map((rings) =>
    rings.map((ring) => {
      const flat = new Float64Array(ring.length);
      for (let i = 0; i < ring.length; i += 2) {
        const [lat, lon] = World.position(ring[i], ring[i + 1]);
        flat[i] = lon;
        flat[i + 1] = lat;
      }
      return flat;
    })
  );
  return topology.degrees;
}

/** km² of each unit within a ring: both are cut by lines of latitude, and the stretches shared are summed; a unit
 * that lies in it as a whole has its own km². */
function sweep(ring: Corner[], topology: Topology, areas: number[]) {
  const lats = ring.map((corner) => corner[1]);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const height = (north - south) / LINES;
  const hits = new Map();
  if (!(height > 0)) return hits;
  const flat = ring.flat();
  const lines = crossings([flat], south, height);
  const weights = Array.from({ length: LINES }, (_, line) => strip(south + (line + 0.5) * height, height));
  const world = ring.map(([lon, lat]) => World.of(lon, lat));
  const box = [0, 1].map((
    axis,
  ) => [Math.min(...world.map((at) => at[axis])), Math.max(...world.map((at) => at[axis]))]);
  const rings = degrees(topology);
  for (let unit = 0; unit < topology.count; unit++) {
    const [left, top, right, bottom] = topology.boxes[unit];
    if (right < box[0][0] || left > box[0][1] || bottom < box[1][0] || top > box[1][1]) continue;
    let sum = 0;
    crossings(rings[unit], south, height).forEach((line, i) => {
      if (lines[i]) sum += weights[i] * sharedLength(lines[i], line);
    });
    if (sum > 0) hits.set(unit, sum > 0.5 * areas[unit] && covers(flat, rings[unit]) ? areas[unit] : sum);
  }
  return hits;
}

function covers(ring: number[], rings: Float64Array[]) {
  return rings.every((flat) => {
    for (let i = 0; i < flat.length; i += 2) if (!crosses(ring, flat[i], flat[i + 1])) return false;
    return true;
  });
}

/** Length that two sorted lists of crossings (in, out, in, out) have in common. */
function sharedLength(a: number[], b: number[]) {
  let sum = 0;
  for (let i = 0, j = 0; i + 1 < a.length && j + 1 < b.length;) {
    sum += Math.max(0, Math.min(a[i + 1], b[j + 1]) - Math.max(a[i], b[j]));
    if (a[i + 1] < b[j + 1]) i += 2;
    else j += 2;
  }
  return sum;
}

const samples: WeakMap<DrawnPipeline, number[]> = new WeakMap();

/** A pipeline as points a kilometre or less apart that lie in the country: flat lon, lat, km; made on first use. */
function samplePipeline(row: DrawnPipeline, topology: Topology) {
  const former = samples.get(row);
  if (former) return former;
  const points: number[] = [];
  for (const line of row.lines) {
    for (let i = 2; i < line.length; i += 2) {
      const [lat, lon] = World.position(line[i - 2], line[i - 1]);
      const [lat2, lon2] = World.position(line[i], line[i + 1]);
      const km = away(lon, lat, lon2, lat2);
      const steps = Math.ceil(km);
      for (let step = 0; step < steps; step++) {
        const share = (step + 0.5) / steps;
        const [x, y] = [lon + share * (lon2 - lon), lat + share * (lat2 - lat)];
        if (topology.unitAt({ lat: y, lng: x }) >= 0) points.push(x, y, km / steps);
      }
    }
  }
  samples.set(row, points);
  return points;
}

function within(ring: number[], row: DrawnPipeline, topology: Topology) {
  const points = samplePipeline(row, topology);
  let sum = 0;
  for (let i = 0; i < points.length; i += 3) if (crosses(ring, points[i], points[i + 1])) sum += points[i + 2];
  return sum;
}

/** Kilometres between two near positions on the ellipsoid. */
function away(lon: number, lat: number, lon2: number, lat2: number) {
  const sine = Math.sin(((lat + lat2) / 2) * TURN);
  const bend = Math.sqrt(1 - ECCENTRICITY * sine * sine);
  const east = (lon2 - lon) * TURN * (AXIS / bend) * Math.cos(((lat + lat2) / 2) * TURN);
  const north = (lat2 - lat) * TURN * ((AXIS * (1 - ECCENTRICITY)) / bend ** 3);
  return Math.hypot(east, north);
}
