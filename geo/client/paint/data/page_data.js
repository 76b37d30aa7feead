/**
 * Types of the rest of the page's data as `geo/draw` writes it: styles, words, stories, an article.
 * Days are whole numbers since 1970-01-01.
 */

/** @import { Box, Named, Tables, Text } from './tables.js' */

/** A line of the map, in pixels of the screen. @typedef {{colour: string, width: number, dash: number[], band?: number}} LineStyle */

/** Stripes over a fill. @typedef {{colour: string, step: number, width: number}} Hatch */

/** Marks in three sizes by a sum (`Stacks` of geo/layers/spec.py). @typedef {{colour: string, steps: number[], radii: number[], key: string}} StackStyle */

/**
 * Circles whose area grows with a figure (`Circles` of geo/layers/spec.py).
 * @typedef {Object} CircleStyle
 * @property {string} column of the figure
 * @property {number} unit of the figure that a pixel's square stands for
 * @property {string} colour
 * @property {number[]} samples figures that the legend shows
 * @property {string} key of the legend's words
 * @property {number} least pixels of the smallest radius
 */

/**
 * How things are drawn (geo/draw/style.py).
 * @typedef {Object} StyleTables
 * @property {Record<string, string>} holders fills
 * @property {Record<string, string>} strong darker fills for small marks
 * @property {Record<string, Hatch>} hatches
 * @property {Record<string, string>} events
 * @property {Record<string, string>} eventShapes shapes of their marks
 * @property {Record<string, LineStyle>} lines
 * @property {Record<string, CircleStyle> & {conflict: StackStyle}} marks by layer
 * @property {{states: string[], width: Record<string, number>, idle: number, halo: number}} pipelines
 */

/**
 * @typedef {'paper'|'land'|'sea'|'neighbour'|'neighbourLine'|'water'|'river'|'waterName'|'country'|'governorate'|'district'|'front'|'doubt'|'disputed'|'disputedBand'|'greenLine'|'oil'|'idle'|'oilName'|'ink'|'faint'|'adminName'|'halo'|'eventHalo'|'eventEdge'|'accent'|'window'|'bars'} Colour
 */

/** What of it is another on a dark screen stands under `night`. @typedef {StyleTables & Record<Colour, string> & {night?: Partial<StyleTables & Record<Colour, string>>}} Style */

/**
 * A claim of a story, and what the atlas has on it.
 * @typedef {Object} Check
 * @property {string} outcome
 * @property {Text} claim
 * @property {Text} [days] on which day it was tested, and which its words give
 * @property {Text[]} found
 * @property {Text[]} expected
 * @property {string[]} sources
 * @property {string[]} against
 * @property {string[]} rests
 */

/** What its writer drew on the map. @typedef {{kind: 'note' | 'arrow' | 'area', at: Array<[lon: number, lat: number]>, text: ?Text}} StoryMark */

/** @typedef {{id: string, view: string, title: Text, text: Text, sources: string[], checks: Check[], marks?: StoryMark[]}} StoryStep */

/** @typedef {{id: string, date: number, title: Text, summary: Text, sources: string[], references?: string[], steps: StoryStep[]}} StoryData */

/**
 * Something that an article names (geo/draw/article.py).
 * @typedef {Named & {id: string, key: string, kind: string, layer: ?string, in: ?Named, lon: number, lat: number, frame: ?Box}} Thing
 */

/** A name in a sentence, with the numbers of what it stands for, or may stand for where that is open.
 * @typedef {{text: string, things: number[], open: boolean}} NamePart */

/** @typedef {{day: number, parts: Array<string | NamePart>}} Sentence */

/** @typedef {{date: number, language: string, things: Thing[], frame: ?Box, sentences: Sentence[]}} ArticleData */

/**
 * A rights holder of what some layers show (geo/ask/contents/credits.py).
 * @typedef {Object} CreditRow
 * @property {string[]} layers
 * @property {Record<string, string>} lines the line that the licence asks for, by language
 * @property {string} licence
 * @property {string} url of the licence
 * @property {boolean} shareAlike
 */

/** `newest` is the version that followed that of an old page, empty where none had; `tables` has the table of the rows of each layer; `contact` is where reports of errors go, empty where none is known.
 * @typedef {{title: string, contact: string, audited: ?Record<string, number>, tables: Record<string, string>, credits: CreditRow[], date: string, version: string, release: string, detailSince: string, newest: string, licences: [string, string, string][]}} About */

/**
 * The page's data. What `later` names is unpacked once somebody reads it (page/bundle.js).
 * @typedef {Object} PageData
 * @property {Tables} layers
 * @property {Style} style
 * @property {Record<string, Record<string, string>>} words by language and key
 * @property {string[]} [later] names of what lies in the second block
 * @property {string[]} order layers from the ground up
 * @property {[string, string[]][]} groups of layers
 * @property {string[]} holders
 * @property {Record<string, [title: string, publisher: string, address: string, date: string, language?: string, archived?: string, dead?: string, captured?: string]>} sources
 * @property {Record<string, number>} ranks order of publishers where sources are listed; '' for one that is not here
 *   by id; the code of its language, empty where that is not known; the address of an archived copy and the days since when the address is known to be dead and on which it was last captured, where there are any
 * @property {StoryData[]} [stories]
 * @property {ArticleData} [article]
 * @property {About} about
 * @property {Record<string, import('./translations.js').Texts>} [translations] by language
 * @property {Box} home
 * @property {number[]} keyDates
 */

export {};
