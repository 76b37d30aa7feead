/**
 * Types of the page's data as `geo/draw` writes it: tables of the atlas, which travel as columns, and what is
 * said of all of them. Days are whole numbers since 1970-01-01.
 */
import type { UserAreaData } from '../user_areas/layer.ts';
import type {
  Crossing,
  CrossingPeriod,
  Field,
  Pipeline,
  PipelineLength,
  PipelineState,
  ProductionData,
  Refinery,
} from './oil_tables.ts';

/** A table as it travels: one list a column. `rowsOf` makes rows of it. */
export type Columns<T> = { [K in keyof T]: T[K][] };

/** Names of a record in the languages of the page; one of them at least is there. */
export interface Named {
  id?: string;
  name_en?: string | null;
  name_ar?: string | null;
  name_ckb?: string | null;
}

/** A text by language. */
export type Text = Record<string, string>;

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number];

/** Degrees. */
export type Position = { lat: number; lng: number };

/** Where a thing lies: a point, or the box around it. */
export type Place = Position | Box;

/** Start and end of something that lasts: [start, end) in days, end null where it lasts. */
export type Span = { start: number; end: number | null };

/** A unit of control: a sub-district, or a part of one. */
export interface Unit {
  unit: string;
  pcode: string;
  district: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  alt_names: string;
  km2: number;
  main: boolean;
}

/** A governorate. */
export interface Governorate {
  iso: string;
  since: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  alt_names: string;
  km2: number;
  lon: number;
  lat: number;
  units: number[]; // places of its units in the list of units
  source: string; // ids of sources, joined by ;
  note: string;
}

/** A district. */
export interface District {
  pcode: string;
  governorate: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  alt_names: string;
  km2: number;
  lon: number;
  lat: number;
  units: number[]; // places of its units in the list of units
  source: string; // ids of sources, joined by ;
  note: string;
}

/** Who held a unit from when to when. */
export interface Spell {
  unit: number;
  number: number; // of its id, which is the unit's and this one
  context: string | null; // code of the district or governorate that it is told of as a whole; null of the unit itself
  start: number; // day
  end: number | null; // day after the last one, null where it lasts
  precision: string;
  holder: string;
  forces: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
  evidence: string; // what its sources say of it
  publishers: number; // independent ones that say so
  earliest: number; // first day on which it may have begun
  latest: number; // last such day
  dated: number | null; // of the strata of its day, where that is in doubt
  strata: Strata; // of an error of its holder
  note: string;
}

/** The quantiles of a group of doubts: of sample j, (j * step + first) mod the number of samples. */
export type Strata = [step: number, first: number];

/** What the samples of who holds what are drawn from (geo/ask/uncertainty). */
export interface DoubtTables {
  samples: number; // how many there are
  ends: [low: number, high: number]; // of a band among the samples in order
  certainty: CertaintyTables;
  alone: string[]; // holders that hold ground alone
  dates: Strata[];
  beside: number[][]; // units beside each unit, the longest common border first
  /** by sub-district, for each step from a line, the ground that falls to another part where it lies elsewhere */
  cuts: { strata: Strata; steps: [unit: number, other: number, share: number][][] }[];
}

/** The rules of certainty (geo/ask/certainty.py). */
export interface CertaintyTables {
  grades: [least: number, grade: string][]; // the lowest probability of each
  undisputed: number; // probability where no rule has a doubt
  divided: string[]; // holders that are no side of their own
  sharesDivided: number; // probability where one of them is recorded
  denied: number; // probability where a page denies the row
  steps: [ratio: number, share: number][]; // from a line, the farthest first
}

/** A settlement by which ground is placed between holders. */
export type Settlement = { unit: number; lon: number; lat: number };

/** How near a line most of a unit's ground is, from a day on. */
export interface NearLine {
  unit: number;
  start: number; // day
  end: null;
  step: number; // of the steps from a line, -1 while no line cuts its sub-district
  doubt: number; // per cent of its ground that is in doubt for it
}

/** How a perspective classes a unit from when to when; as held, a spell says more. */
export interface Class {
  unit: number;
  start: number; // day
  end: number | null; // day after the last one, null where it lasts
  holder: string;
}

/** A perspective, in words. */
export interface Perspective {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  text_en: string;
  text_ar: string;
  text_ckb: string;
  source: string; // ids of sources, joined by ;
}

/** Somebody who may hold ground. */
interface Actor {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  text: string;
}

/** People that a census counted in a sub-district, or in a district of which no more is known. */
export interface Count {
  pcode: string;
  live: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  people: number;
  units: number[]; // places of its units in the list of units
  source: string; // ids of sources, joined by ;
}

/** Who administered a sub-district, or a part of it, by what was attested on a day. */
export interface Administration {
  pcode: string;
  part: string;
  date: number; // day
  precision: string;
  governorate: string;
  side: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
}

/** People that a census counted in a sub-district, as the layer of circles has them. */
export interface CensusRow {
  pcode: string;
  people: number;
  urban: number;
  rural: number;
  date: number; // day
  source: string; // ids of sources, joined by ;
  note: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  lon: number;
  lat: number;
}

/** A country around. */
export interface Neighbour {
  name_en: string;
  name_ar: string;
  name_ckb: string;
  lon: number;
  lat: number;
}

/** A river. */
export interface River {
  name_en: string;
  name_ar: string;
  name_ckb: string;
  lon: number;
  lat: number;
  rank: number;
}

/** A lake. */
export interface Lake {
  name_en: string;
  name_ar: string;
  name_ckb: string;
  lon: number;
  lat: number;
  kind: string;
  position: string;
}

/** An area that somebody says is disputed. */
export interface DisputedArea {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  level: string;
  pcodes: string;
  list_number: number | null;
  km2: number;
  lon: number;
  lat: number;
  units: number[]; // places of its units in the list of units
  source: string; // ids of sources, joined by ;
  note: string;
}

/** Who says that an area is disputed. */
export interface Basis {
  area: string;
  basis: string;
  said_by: string;
  claimant: string;
  since: number;
  precision: string;
  text: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
  note: string;
}

/** A line of separation. */
export interface Line {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  source: string; // ids of sources, joined by ;
}

/** An event of the atlas. */
export interface AtlasEvent {
  id: string;
  start: number; // day
  end: number | null; // day after the last one, null where it lasts
  precision: string;
  place: string;
  lon: number;
  lat: number;
  position_precision: string;
  type: string;
  actor_a: string;
  actor_b: string;
  deaths_best: number | null;
  deaths_low: number | null;
  deaths_high: number | null;
  from_holder: string;
  to_holder: string;
  about: string;
  same_as: string; // ids of armed conflict events, joined by ;
  text: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
  evidence: string; // what its sources say of it
  publishers: number; // independent ones that say so
  note: string;
  checked: number; // day
  at: number; // place of its unit in the list of units, -1 outside
}

/** An armed conflict event, by the name of its place. */
export interface ConflictEvent {
  id: string;
  start: number; // day
  end: number | null; // last day, null where it is the first
  kind: string;
  side_a: string;
  side_b: string;
  spelling: string;
  lon: number;
  lat: number;
  position_precision: string;
  deaths_low: number;
  deaths_best: number;
  deaths_high: number;
  reports: number | null;
  source: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  at: number; // place of its unit in the list of units, -1 outside
}

/** A town or village. */
export interface Town {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  alt_names: string;
  kind: string;
  rank: number;
  lon: number;
  lat: number;
  at: number; // place of its unit in the list of units, -1 outside
  population: number | null;
  pcode: string;
  source: string; // ids of sources, joined by ;
  note: string;
}

/** Lines or rings as steps from a corner, in whole multiples of `scale` degrees. */
export interface Shapes {
  scale: number;
  x0: number;
  y0: number;
  closed: boolean;
  parts: number[][][]; // for each record its lines, each a flat list of steps
}

/** All borders of the units, each once. */
export interface TopologyData {
  scale: number;
  x0: number;
  y0: number;
  arcs: number[][]; // flat lists of steps
  left: number[]; // for each arc the unit on its left, -1 outside
  right: number[];
  level: number[]; // 0 country, 1 governorate, 2 district, 3 sub-district, 4 a cut within one
  rings: number[][][]; // for each unit its rings of arcs; ~i is arc i from its end
}

/** What the sources of a spell say of it. */
export type Evidence = Span & { unit: number; evidence: string };

/** How far a front between two parts was inferred over (geo/ask/uncertainty/fronts.py). */
type FrontWidth = { unit: number; other: number; km: number };

/** The tables of the layers that a page carries. */
export interface Tables {
  topology: TopologyData;
  units: Columns<Unit>;
  residents?: { day: number; counts: Columns<Count>; administration: Columns<Administration> };
  people: Columns<CensusRow>;
  districts: Columns<District>;
  governorates: Columns<Governorate>;
  neighbours: { rows: Columns<Neighbour>; shapes: Shapes };
  control: {
    spells: Columns<Spell>;
    views: Record<string, Columns<Class>>;
    perspectives: Columns<Perspective>;
    actors: Columns<Actor>;
    widths: Columns<FrontWidth>;
    lines: Columns<NearLine>;
    settlements: Columns<Settlement>;
    doubt: DoubtTables;
  };
  evidence: { spells: Columns<Evidence>; fills: Record<string, string> };
  water: { rivers: { rows: Columns<River>; shapes: Shapes }; lakes: { rows: Columns<Lake>; shapes: Shapes } };
  disputed: { areas: Columns<DisputedArea>; bases: Columns<Basis> };
  lines: { rows: Columns<Line>; shapes: Shapes };
  pipelines: {
    rows: Columns<Pipeline>;
    shapes: Shapes;
    lengths: Columns<PipelineLength>;
    states: Columns<PipelineState>;
  };
  fields: ProductionData & { rows: Columns<Field> };
  refineries: Columns<Refinery>;
  crossings: { rows: Columns<Crossing>; periods: Columns<CrossingPeriod> };
  events: Columns<AtlasEvent>;
  conflict: { rows: Columns<ConflictEvent>; sides: Columns<Named & { id: string }> };
  towns: Columns<Town>;
  user_areas?: UserAreaData;
}
