/** Types of the page's data as `geo/draw` writes it: tables of the atlas, which travel as columns, and what is said
 * of all of them. Days are whole numbers since 1970-01-01. */
import type { AtlasTables } from './atlas_tables.ts';

/** A table as it travels: one list a column. `rowsOf` makes rows of it. */
export type Columns<T> = { [K in keyof T]: T[K][] };

/** Names of a record in the languages of the page; one of them at least is there. */
export interface Named {
  id?: string;
  name_en?: string | null;
  name_ar?: string | null;
  name_ckb?: string | null;
}

export type Text = Record<string, string>;

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number];

export type Position = { lat: number; lng: number };

/** Where a thing lies: a point, or the box around it. */
export type Place = Position | Box;

/** Start and end of something that lasts: [start, end) in days, end null where it lasts. */
export type Span = { start: number; end: number | null };

type Point = { lon: number; lat: number };

/** A thing on the map; `at` is the place of its unit in the list of units, -1 outside. */
type Within = { at: number };

/** A thing whose ground is that of units: their places in the list of units, and where its name stands. */
type Outlined = Point & { km2: number; units: number[] };

/** A unit of control: a sub-district, or a part of one. */
export type Unit =
  & Pick<AtlasTables['subdistricts'], 'pcode' | 'district' | 'name_en' | 'name_ar' | 'name_ckb' | 'alt_names'>
  & { unit: string; km2: number; main: boolean };

export type Governorate = Omit<AtlasTables['governorates'], 'pcode' | 'formed_from'> & Outlined;

export type District = AtlasTables['districts'] & Outlined;

export type Spell = Omit<AtlasTables['spells'], 'id' | 'unit' | 'earliest' | 'latest' | 'newest' | 'checked'> & {
  unit: number;
  number: number; // of its id, which is the unit's and this one
  context: string | null; // code of the district or governorate that it is told of as a whole; null of the unit itself
  earliest: number; // first day on which it may have begun
  latest: number; // last such day
  dated: number | null; // of the strata of its day, where that is in doubt
  strata: Strata; // of an error of its holder
};

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
export type Class = Span & { unit: number; holder: string };

export type Perspective = Omit<AtlasTables['perspectives'], 'note'>;

type Actor = Pick<AtlasTables['actors'], 'id' | 'name_en' | 'name_ar' | 'name_ckb' | 'text'>;

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
export type Administration = Omit<AtlasTables['administration'], 'id' | 'district' | 'note' | 'checked'>;

/** People that a census counted in a sub-district, as the layer of circles has them. */
export type CensusRow = Named & Point & Pick<AtlasTables['census'], 'pcode' | 'date' | 'source' | 'note'> & {
  people: number;
  urban: number;
  rural: number;
};

export type Neighbour = Named & Point;

export type River = Neighbour & { rank: number };

export type Lake = Neighbour & { kind: string; position: string };

export type DisputedArea = AtlasTables['areas'] & Outlined;

export type Basis = Omit<AtlasTables['bases'], 'id' | 'checked'>;

export type Line = Named & { id: string; source: string };

export type Pipeline = Omit<AtlasTables['pipelines'], 'wkt'>;

export interface PipelineLength {
  id: string;
  at: number; // place of its unit in the list of units, -1 outside
  km: number;
}

export type PipelineState = Omit<AtlasTables['pipeline_states'], 'id' | 'newest' | 'note' | 'checked'>;

export type Field = AtlasTables['fields'] & Within;

export type FieldPeriod = Omit<AtlasTables['field_periods'], 'id' | 'newest' | 'note' | 'checked'> & {
  earliest: number; // first day on which it may have begun
  latest: number; // first day on which it is certain to have begun
};

/** What a field produced over a stretch of days, in barrels a day: from `best` on the first to `last` on the last. */
export interface OutputStep {
  field: string;
  start: number; // day
  end: number; // day
  low: number;
  best: number;
  high: number;
  last: number;
  kind: string;
  since: number;
  until: number | null;
  source: string; // ids of sources, joined by ;
  low_source: string;
  high_source: string;
  measured: boolean;
}

/** A figure of production as a source gives it. */
export type Figure = Omit<AtlasTables['production'], 'id' | 'period' | 'newest' | 'checked'>;

export interface ProductionData {
  periods: Columns<FieldPeriod>;
  output: Columns<OutputStep>;
  production: Columns<Figure>;
  doubted: string[]; // qualifiers of figures that are not relied on
}

export type Crossing = AtlasTables['crossings'] & Within;

export type CrossingPeriod = Omit<AtlasTables['crossing_periods'], 'id' | 'newest' | 'checked'> & {
  holder: string; // who ran it and its state, divided by ;
  earliest: number; // first day on which it may have begun
  latest: number; // first day on which it is certain to have begun
};

export type AtlasEvent = AtlasTables['events'] & Within;

/** An armed conflict event, by the name of its place. */
export type ConflictEvent = AtlasTables['conflict'] & Within & Required<Named>;

export type Town = Omit<AtlasTables['places'], 'position_confidence' | 'checked'> & Within;

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

/** An area: `units` are the places of its units; `shape` that of its outline, -1 where it is the ground of its
 * units. */
export interface UserArea {
  title: string;
  key: string;
  value: number | null;
  km2: number;
  start: number | null;
  end: number | null;
  units: number[];
  shape: number;
}

type AreaClass = { key: string; colour: string; text: string; low: number | null; high: number | null };

/** What `geo/user_areas/areas.py` writes. */
export interface UserAreaData {
  layer: string;
  name: string;
  style: 'control' | 'values' | 'plain';
  value: string; // what the numbers are, and of which rows
  title: string;
  several: number; // most rows of an area that are summed
  rows: Columns<UserArea>;
  shapes: Shapes;
  cells: Array<[name: string, cells: Array<string | number | null>]>;
  classes: AreaClass[];
}

/** How far a front between two parts was inferred over (geo/ask/uncertainty/fronts.py). */
type FrontWidth = { unit: number; other: number; km: number };

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
  crossings: { rows: Columns<Crossing>; periods: Columns<CrossingPeriod> };
  events: Columns<AtlasEvent>;
  conflict: { rows: Columns<ConflictEvent>; sides: Columns<Named & { id: string }> };
  towns: Columns<Town>;
  user_areas?: UserAreaData;
  user_control?: UserAreaData;
}
