/** What every layer of the map offers: types only. */

/** @import { Frame } from '../map/frame.js' */
/** @import { Pieces } from '../map/pieces.js' */
/** @import { Hatch, LineStyle } from '../data/page_data.js' */
/** @import { Box, Named, Place, Position, Spell } from '../data/tables.js' */
/** @import { View } from '../data/view.js' */
/** @import { Conflict } from './conflict.js' */
/** @import { Control } from './control.js' */
/** @import { Airports, BorderCrossings } from './crossings.js' */
/** @import { Disputed } from './disputed.js' */
/** @import { Events } from './events.js' */
/** @import { Fields, Refineries } from './oil.js' */
/** @import { Pipelines } from './pipelines.js' */
/** @import { Towns } from './towns.js' */

/**
 * What draws on the stage.
 * @typedef {Object} Painter
 * @property {'ground' | 'marks'} stage the ground is kept while only marks change
 * @property {number} [z] painters with more stand above; by default that of its layer in the profile's order
 * @property {string} [above] the layer right above which it stands, where that is not its own
 * @property {Set<string>} uses keys of the view after whose change it draws anew
 * @property {(ctx: CanvasRenderingContext2D, frame: Frame) => Pieces | void} draw in pieces where it takes long
 * @property {() => string} [state] the picture stays the same until what this returns changes
 * @property {() => ?Box[]} [differs] boxes, in world pixels, of what it would draw otherwise than it did last; null
 *   where that may be all
 * @property {boolean} [alone] whether it changes often without the other marks, which are then kept as pictures
 * @property {string} [layer] the layer that it belongs to
 */

/**
 * Something that lies at a position.
 * @typedef {Object} Hit
 * @property {string} id
 * @property {string} title
 * @property {string} [text]
 * @property {number} order nearest and smallest first
 * @property {number} [more] how many lie there that are not listed
 */

/** @typedef {Hit & {layer: string}} LayerHit */

/**
 * How a thing is drawn, for a sample of it.
 * @typedef {Object} Swatch
 * @property {string} [fill]
 * @property {Hatch} [hatch]
 * @property {string} [edge]
 * @property {LineStyle} [line]
 * @property {string} [band]
 * @property {boolean} [arrow]
 * @property {string} [dot]
 * @property {string} [square]
 * @property {string[]} [glyphs] beside one another
 * @property {string} [shape] the mark of a kind of events
 * @property {string} [ring]
 * @property {boolean} [faint]
 * @property {number} [size]
 * @property {number[]} [sizes] several of it beside one another
 * @property {boolean} [toScale] whether the size says how much: it is the same on the map, the screen and paper
 * @property {number} [width]
 */

/** A line of the legend; `under` is the line that says what it means, `dated` has figures of the day shown.
 * @typedef {{swatch?: ?Swatch, text: string, under?: string, dated?: boolean}} LegendEntry */

/** A line of a card: its name and its value, left out where there is none. @typedef {Array<string | number | null | undefined>} CardRow */

/** @typedef {{title: string, text?: ?string, rows: CardRow[], sources?: ?string}} Statement */

/** A part of a ground by what holds it. @typedef {{holder: string, km2: number, part: number, percent: number}} Share */

/** Things that a card leads to; `more` are not listed. @typedef {{title: string, items: Array<{selection: string, title: string, text: string}>, more: number}} Listed */

/**
 * Everything about one thing, in the order of the card: what answers first, and the others behind a line that opens them.
 * @typedef {Object} CardContent
 * @property {?string} [title]
 * @property {string} subtitle
 * @property {?Array<{colour?: string, text: string}>} [headline] who holds it on the day shown, and since when
 * @property {Share[]} [shares] where several do
 * @property {string} [lead]
 * @property {CardRow[]} [sure] how sure
 * @property {CardRow[]} [claims] whether it is disputed, and by whom
 * @property {CardRow[]} [key] oil or people, each on one line
 * @property {CardRow[]} [evidence] what the answer rests on
 * @property {CardRow[]} rows further figures
 * @property {Listed[]} [lists] what lies there
 * @property {?string} [text]
 * @property {?string} [sources] ids joined by ;
 * @property {?Spell[]} [history]
 * @property {Statement[]} [statements]
 * @property {string} [statementsTitle]
 * @property {?{text: string, change: Partial<View>, panel?: string} | false} [action] a change of the view, and the panel that it leads to
 * @property {?Promise<unknown>} [later] texts that are being fetched
 */

/**
 * Something that a search can find.
 * @typedef {Object} SearchItem
 * @property {string} id
 * @property {Named} record
 * @property {number} rank
 * @property {string} kind
 * @property {Array<?string | undefined>} names
 * @property {string} [where]
 */

/**
 * A layer of the map.
 * @typedef {Object} Layer
 * @property {string} [name]
 * @property {string} [shownAs] the layer with which it is switched on and off, where that is another one
 * @property {() => Painter[]} painters
 * @property {(latlng: Position, glance?: boolean) => Hit[]} [pick]
 * @property {() => LegendEntry[]} [legend]
 * @property {(id: string) => ?Place} [locate]
 * @property {(id: string) => ?CardContent} [describe]
 * @property {() => SearchItem[]} [items]
 */

/**
 * The layers of a map by name.
 * @typedef {{
 *   get(name: 'control'): Control | undefined,
 *   get(name: 'disputed'): Disputed | undefined,
 *   get(name: 'pipelines'): Pipelines | undefined,
 *   get(name: 'fields'): Fields | undefined,
 *   get(name: 'refineries'): Refineries | undefined,
 *   get(name: 'crossings'): BorderCrossings | undefined,
 *   get(name: 'airports'): Airports | undefined,
 *   get(name: 'events'): Events | undefined,
 *   get(name: 'conflict'): Conflict | undefined,
 *   get(name: 'towns'): Towns | undefined,
 * } & Map<string, Layer>} Layers
 */

export {};
