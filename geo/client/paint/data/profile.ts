/** The profile of the dispute: what Python's `geo/profile` says of it, which the host reads before anything else runs. */

/** what `language/spelling.json` of the data folder says */
export interface Rules {
  letters: Record<string, string>; // what kinds of one letter are made -> those kinds
  articles: string[];
  article_prefix: string; // the article that is written onto the word behind it
  sounds: [string, string][]; // forms of Latin transcriptions, and what each is made
  letter_sounds: Record<string, string>;
  words: Record<string, string[]>;
}

interface Writing {
  name: string; // what the language is called in itself
  rtl: boolean; // whether it is written from right to left
  digits: string; // from 0 to 9
  months: string[]; // for browsers that do not know the language
  monthNames?: Record<string, number>; // numbers of months by the names that people write
  today?: string[]; // words for today
}

/** A field of the view: its key in an address, its kind, its default as an address has it, and what the kind
 * accepts. */
export interface Field {
  name: string;
  key: string;
  kind: string;
  default: string | null;
  trims: boolean; // whether signs that end its value come from a mail or chat program
  optional?: boolean;
  options?: string[]; // what can be chosen
  elsewhere?: string[]; // names of other disputes, for which this one has no data
  former?: Record<string, string>; // names that addresses had before
  most?: number; // figure, or characters
  longest?: [number, number]; // characters of names, and of corners
  corners?: number;
  crossings?: number; // of the edges of a polygon
  first?: string; // day
  last?: string; // day
}

/** A column of a layer's features (geo/layers/spec.py). */
type CardColumn = {
  name: string;
  heading: string;
  kind: string;
  unit?: string;
  words?: string;
  none?: string;
  lead?: boolean;
};

export interface Profile {
  country: string; // ISO 3166-1 code of two letters
  /** ISO 8601: days that the data covers, that of a view that names none, and the one that later days are compared with until a reader chooses another */
  days: { first: string; last: string; opening: string; comparison: string };
  languages: string[]; // the first is the default
  writing: Record<string, Writing>; // how each of them is written
  perspectives: string[]; // `held` first
  /** its fields, other keys of an address, and those of them that ended */
  view: { fields: Field[]; marks: string[]; gone: string[] };
  layers: string[]; // from the ground up
  apart: string[]; // layers whose keys stand in a group of their own in the legend
  near: Record<string, number>; // by layer: km across of a frame from which on down it comes by itself
  columns: Record<string, CardColumn[]>; // by layer: what its cards say of a feature behind a line that opens it
  /** Layers of points that need no class: the word of what one is, and totals with the columns that they sum up */
  points: Record<string, { kind: string; totals: Record<string, string> }>;
  covers: Record<string, string[]>; // by layer: those whose fills lie unseen below its own
  namedBefore: Record<string, [string, string][]>; // by holder: until each day it goes by another name
  foremost: string[]; // ids of the places whose names are the largest words of the map
  mixed: [string, string]; // the two actors who hold ground jointly
  centre: [number, number]; // longitude and latitude
  north: number | null; // latitude from which on fields are of the north
  region: [number, number, number, number]; // west, south, east, north in degrees
  spelling: Partial<Rules>; // how names are written
}

export const profile = Object.freeze((globalThis as unknown as { greenlineProfile: Profile }).greenlineProfile);

/** A value as it stands in a text: between marks that keep a date or a Latin word from being turned around, where
 * the text runs from right to left. */
export function isolate(value: string, language: string) {
  return direction(language) === 'rtl' && /[A-Za-z0-9]/.test(value) ? `\u2068${value}\u2069` : value;
}

export function direction(language: string): 'ltr' | 'rtl' {
  return profile.writing[language]?.rtl ? 'rtl' : 'ltr';
}

export function namesOf(record: object): string[] {
  const cells = record as Record<string, string>;
  return profile.languages.map((code) => cells['name_' + code]).filter(Boolean);
}

/** Other spellings of a record's name as a reader sees them, which its cell joins by bars. */
export function otherNames({ alt_names: cell = '' }: { alt_names?: string }) {
  return cell.split(' | ').join(' · ');
}
