/** What every layer of the map offers: types only. */
import type { LAYERS } from './registry.ts';
import type { Hatch, LineStyle } from '../data/page_data.ts';
import type { Box, Named, Place, Position, Spell } from '../data/tables.ts';
import type { View } from '../data/view.ts';
import type { Context2D, Frame } from '../map/frame.ts';
import type { Pieces } from '../map/pieces.ts';

export interface Painter {
  stage: 'ground' | 'marks'; // the ground is kept while only marks change
  z?: number; // painters with more stand above; by default that of its layer in the profile's order
  above?: string; // the layer right above which it stands, where that is not its own
  uses: Set<string>; // keys of the view after whose change it draws anew
  draw: (ctx: Context2D, frame: Frame) => Pieces | void; // in pieces where it takes long
  state?: () => string; // the picture stays the same until what this returns changes
  /** boxes, in world pixels, of what it would draw otherwise than it did last; null where that may be all */
  differs?: () => Box[] | null;
  alone?: boolean; // whether it changes often without the other marks, which are then kept as pictures
  layer?: string; // the layer that it belongs to
}

export interface Hit {
  id: string;
  title: string;
  text?: string;
  order: number; // nearest and smallest first
  more?: number; // how many lie there that are not listed
}

export type LayerHit = Hit & { layer: string };

export interface Swatch {
  fill?: string;
  hatch?: Hatch;
  edge?: string;
  line?: LineStyle;
  band?: string;
  arrow?: boolean;
  dot?: string;
  square?: string;
  glyphs?: string[]; // beside one another
  shape?: string; // the mark of a kind of events
  ring?: string;
  faint?: boolean;
  size?: number;
  sizes?: number[]; // several of it beside one another
  toScale?: boolean; // whether the size says how much: it is the same on the map, the screen and paper
  width?: number;
}

/** A line of the legend; `under` is the line that says what it means, `dated` has figures of the day shown. */
export type LegendEntry = { swatch?: Swatch | null; text: string; under?: string; dated?: boolean };

/** A line of a card: its name and its value, left out where there is none. */
export type CardRow = Array<string | number | null | undefined>;

export type Statement = { title: string; text?: string | null; rows: CardRow[]; sources?: string | null };

export type Share = { holder: string; km2: number; part: number; percent: number };

/** Things that a card leads to; `more` are not listed. */
export type Listed = { title: string; items: Array<{ selection: string; title: string; text: string }>; more: number };

/** Everything about one thing, in the order of the card: what answers first, and the others behind a line that opens
 * them. */
export interface CardContent {
  title?: string | null;
  subtitle: string;
  headline?: Array<{ colour?: string; text: string }> | null; // who holds it on the day shown, and since when
  shares?: Share[]; // where several do
  lead?: string;
  sure?: CardRow[]; // how sure
  claims?: CardRow[]; // whether it is disputed, and by whom
  key?: CardRow[]; // oil or people, each on one line
  evidence?: CardRow[]; // what the answer rests on
  rows: CardRow[]; // further figures
  lists?: Listed[]; // what lies there
  text?: string | null;
  sources?: string | null; // ids joined by ;
  history?: Spell[] | null;
  statements?: Statement[];
  statementsTitle?: string;
  /** a change of the view, and the panel that it leads to */
  action?: { text: string; change: Partial<View>; panel?: string } | false | null;
  later?: Promise<unknown> | null; // texts that are being fetched
}

export interface SearchItem {
  id: string;
  record: Named;
  rank: number;
  kind: string;
  names: Array<string | undefined | null>;
  where?: string;
}

type Classes = typeof LAYERS;

export type LayerOf<Name> = Name extends keyof Classes ? InstanceType<Classes[Name]> : Layer;

export interface Layer {
  name?: string;
  shownAs?: string; // the layer with which it is switched on and off, where that is another one
  painters: () => Painter[];
  pick?: (latlng: Position, glance?: boolean) => Hit[];
  legend?: () => LegendEntry[];
  locate?: (id: string) => Place | null;
  describe?: (id: string) => CardContent | null;
  items?: () => SearchItem[];
}
