/**
 * Types of the tables of oil and of the ways across the border, rows as `rowsOf` makes them. Days are whole numbers
 * since 1970-01-01.
 */
import type { Columns } from './tables.ts';

/** A pipeline. */
export interface Pipeline {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  kind: string;
  commodity: string;
  flow: string;
  operator: string;
  capacity_bpd: number | null;
  capacity_note: string;
  diameter_in: string;
  opened: string;
  position_confidence: string;
  position_source: string;
  position_note: string;
  source: string; // ids of sources, joined by ;
  note: string;
}

/** Kilometres of a pipeline in a unit. */
export interface PipelineLength {
  id: string;
  at: number; // place of its unit in the list of units, -1 outside
  km: number;
}

/** Whether a pipeline was open. */
export interface PipelineState {
  pipeline: string;
  start: number; // day
  end: number | null; // day after the last one, null where it lasts
  precision: string;
  state: string;
  text: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
  evidence: string; // what its sources say of it
  publishers: number; // independent ones that say so
}

/** An oil or gas field. */
export interface Field {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  alt_names: string;
  kind: string;
  lon: number;
  lat: number;
  position_confidence: string;
  position_source: string;
  position_note: string;
  discovered: string;
  first_production: string;
  reserves_mmbbl: number | null;
  reserves_note: string;
  status: string;
  disputed: string;
  disputed_basis: string;
  source: string; // ids of sources, joined by ;
  note: string;
  at: number; // place of its unit in the list of units, -1 outside
}

/** Who held a field, and who operated it. */
export interface FieldPeriod {
  field: string;
  start: number; // day
  end: number | null; // day after the last one, null where it lasts
  precision: string;
  operator: string;
  run_by: string;
  holder: string;
  text: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
  evidence: string; // what its sources say of it
  publishers: number; // independent ones that say so
  earliest: number; // first day on which it may have begun
  latest: number; // first day on which it is certain to have begun
}

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
export interface Figure {
  subject: string;
  start: number; // day
  end: number; // day after the last one, null where it lasts
  value: number;
  unit: string;
  qualifier: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
  evidence: string; // what its sources say of it
  publishers: number; // independent ones that say so
  note: string;
}

/** What fields produced. */
export interface ProductionData {
  periods: Columns<FieldPeriod>;
  output: Columns<OutputStep>;
  production: Columns<Figure>;
  doubted: string[]; // qualifiers of figures that are not relied on
}

/** A refinery. */
export interface Refinery {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  lon: number | null;
  lat: number | null;
  at: number; // place of its unit in the list of units, -1 outside
  position_confidence: string;
  position_note: string;
  capacity_bpd: number;
  capacity_note: string;
  operator: string;
  control_note: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
  note: string;
}

/** A border crossing or an airport. */
export interface Crossing {
  id: string;
  name_en: string;
  name_ar: string;
  name_ckb: string;
  alt_names: string;
  kind: string;
  neighbour: string;
  governorate: string;
  lon: number | null;
  lat: number | null;
  position_confidence: string;
  position_note: string;
  official: string;
  source: string; // ids of sources, joined by ;
  note: string;
  at: number; // place of its unit in the list of units, -1 outside
}

/** Who ran a crossing and whether it was open. */
export interface CrossingPeriod {
  crossing: string;
  start: number; // day
  end: number | null; // day after the last one, null where it lasts
  precision: string;
  run_by: string;
  state: string;
  text: string;
  source: string; // ids of sources, joined by ;
  says: string; // what each of them says of it
  evidence: string; // what its sources say of it
  publishers: number; // independent ones that say so
  note: string;
}
