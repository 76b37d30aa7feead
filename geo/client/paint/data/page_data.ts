/** Types of the rest of the page's data as `geo/draw` writes it: styles, words, stories, an article. Days are whole
 * numbers since 1970-01-01. */
import type { Box, Named, Tables, Text } from './tables.ts';
import type { Texts } from './translations.ts';

export type LineStyle = { colour: string; width: number; dash: number[]; band?: number };

/** Stripes that rise to the right, or fall. */
export type Hatch = { colour: string; step: number; width: number; falls?: boolean };

/** Marks in three sizes by a sum (`Stacks` of geo/layers/spec.py). */
export type StackStyle = { colour: string; steps: number[]; radii: number[]; key: string };

/** Circles whose area grows with a figure (`Circles` of geo/layers/spec.py). */
export interface CircleStyle {
  unit: number; // of the figure that a pixel's square stands for
  colour: string;
  samples: number[]; // figures that the legend shows
  key: string; // of the legend's words
  least: number; // pixels of the smallest radius
}

/** Points drawn alike (`Dots` of geo/layers/spec.py). */
export interface DotStyle {
  colour: string;
  shape: 'circle' | 'square';
  size: number; // half of a mark's width, in pixels
  names: number; // zoom from which on names are written
}

/** How things are drawn (geo/draw/style.py). */
interface StyleTables {
  holders: Record<string, string>; // fills
  strong: Record<string, string>; // darker fills for small marks
  hatches: Record<string, Hatch>;
  events: Record<string, string>;
  eventShapes: Record<string, string>; // shapes of their marks
  lines: Record<string, LineStyle>;
  marks: Record<string, CircleStyle | DotStyle> & { conflict: StackStyle }; // by layer
  pipelines: { states: string[]; width: Record<string, number>; idle: number; halo: number };
}

type Colour =
  | 'paper'
  | 'land'
  | 'sea'
  | 'neighbour'
  | 'neighbourLine'
  | 'water'
  | 'river'
  | 'waterName'
  | 'country'
  | 'governorate'
  | 'district'
  | 'front'
  | 'doubt'
  | 'disputed'
  | 'disputedBand'
  | 'greenLine'
  | 'oil'
  | 'idle'
  | 'oilName'
  | 'ink'
  | 'faint'
  | 'adminName'
  | 'halo'
  | 'eventHalo'
  | 'eventEdge'
  | 'accent'
  | 'window'
  | 'bars';

/** What of it is another on a dark screen stands under `night`. */
export type Style = StyleTables & Record<Colour, string> & { night?: Partial<StyleTables & Record<Colour, string>> };

export interface Check {
  outcome: string;
  claim: Text;
  days?: Text; // on which day it was tested, and which its words give
  found: Text[];
  expected: Text[];
  sources: string[];
  against: string[];
  rests: string[];
}

type StoryMark = { kind: 'note' | 'arrow' | 'area'; at: Array<[lon: number, lat: number]>; text: Text | null };

export type StoryStep = {
  id: string;
  view: string;
  title: Text;
  text: Text;
  sources: string[];
  checks: Check[];
  marks?: StoryMark[];
};

export type StoryData = {
  id: string;
  date: number;
  title: Text;
  summary: Text;
  sources: string[];
  references?: string[];
  steps: StoryStep[];
};

/** Something that an article names (geo/draw/side_texts.py). */
export type Thing = Named & {
  id: string;
  key: string;
  kind: string;
  layer: string | null;
  in: Named | null;
  lon: number;
  lat: number;
  frame: Box | null;
};

/** A name in a sentence, with the numbers of what it stands for, or may stand for where that is open. */
export type NamePart = { text: string; things: number[]; open: boolean };

export type Sentence = { day: number; parts: Array<string | NamePart> };

export type ArticleData = { date: number; language: string; things: Thing[]; frame: Box | null; sentences: Sentence[] };

/** A rights holder of what some layers show (geo/ask/credits.py). */
export interface CreditRow {
  layers: string[];
  lines: Record<string, string>; // the line that the licence asks for, by language
  licence: string;
  url: string; // of the licence
  shareAlike: boolean;
}

/** `newest` is the version that followed that of an old page, empty where none had; `tables` has the table of the
 * rows of each layer; `contact` is where reports of errors go, empty where none is known. */
type About = {
  title: string;
  contact: string;
  audited: Record<string, number> | null;
  tables: Record<string, string>;
  credits: CreditRow[];
  date: string;
  version: string;
  release: string;
  detailSince: string;
  newest: string;
  licences: [string, string, string][];
};

/** The page's data. What `later` names is unpacked once somebody reads it (page/bundle.ts). */
export interface PageData {
  layers: Tables;
  style: Style;
  words: Record<string, Record<string, string>>; // by language and key
  later?: string[]; // names of what lies in the second block
  order: string[]; // layers from the ground up
  groups: [string, string[]][]; // of layers
  holders: string[];
  sources: Record<
    string,
    [
      title: string,
      publisher: string,
      address: string,
      date: string,
      language?: string,
      archived?: string,
      dead?: string,
      captured?: string,
    ]
  >;
  /** order of publishers where sources are listed; '' for one that is not here by id; the code of its language, empty where that is not known; the address of an archived copy and the days since when the address is known to be dead and on which it was last captured, where there are any */
  ranks: Record<string, number>;
  stories?: StoryData[];
  article?: ArticleData;
  about: About;
  translations?: Record<string, Texts>; // by language
  home: Box;
  keyDates: number[];
}
