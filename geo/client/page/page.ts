/** What the parts of a live page know of one another: types only. */
import type { StoryData } from '../paint/data/page_data.ts';
import type { Box } from '../paint/data/tables.ts';
import type { View } from '../paint/data/view.ts';
import type { CardContent } from '../paint/layers/layer.ts';
import type { Context2D } from '../paint/map/frame.ts';
import type { Scene } from '../paint/scene.ts';
import type { Shape } from './area_of_interest/shape.ts';
import type { LatLng, Map as LeafletMap, Point } from 'leaflet';

/** What a page is given as it opens (geo/draw/map.py). */
export interface Options {
  query?: string; // the view that it opens with
  framed?: boolean; // whether the app holds the page in a frame and talks to it
  address?: string; // of the published map that a file names, up to the view
  hash?: boolean; // false where the page must not write its address
  origins?: string[]; // of pages that may read and set the view of a map that they embed
  tiles?: { url: string; attribution: string } | null; // online tiles that the reader may switch on
}

/** One map of the page. */
export interface Atlas extends Scene {
  map: LeafletMap;
  stage: {
    canvas: Context2D['canvas'];
    corner: Point; // of the canvas on the map's plane, in pixels
    ratio: number; // pixels of the canvas for one of the page
    pending: boolean; // whether a picture is being painted, or will be in the next frame
    follow(): void;
    paint(): void;
    requestPaint(): void;
  };
  options: Options;
  chromeBox: Chrome;
  asking: boolean; // whether the reader draws an area; clicks then set points
  printing: boolean; // whether the map is laid out for a sheet of paper
  standing: { resized: boolean; begin(): void };
  removed: string; // the key of the words that say what a link leads to, where what it names is gone
  appAddress: string; // where the app stands that holds the page in a frame
  ready: Promise<void>;
  add(layer: string): Promise<void>;
  beside(map: LeafletMap): Atlas;
  choose(latlng: LatLng, layer?: string): void;
  goTo(layer: string, id: string): void;
  settle(view: View): View;
}

export type Panel = { box: HTMLElement; update: (changed?: Set<string>) => void };

/** What covers the map, as paddings of a frame. */
export type Room = { paddingTopLeft: [number, number]; paddingBottomRight: [number, number] };

/** What a frame is for: whether a card counts as cover, whether a place alone is to be seen, and how many times as
 * wide as high the ground is. */
export type Wanted = { card?: boolean; place?: boolean; aspect?: number };

/** What stands around a map. */
export interface Chrome {
  atlas: Atlas;
  options: Options;
  t: Atlas['t'];
  root: HTMLElement; // the page's own element, in it the maps and what stands over them
  maps: HTMLElement;
  over: HTMLElement;
  notices: HTMLElement; // what stands above the time bar for a while
  panels: Record<string, Panel>;
  buttons: Record<string, HTMLElement>;
  opened: string | undefined | null; // panel
  article: { close(): void; show(data: unknown): void };
  compare: { side: Atlas | null };
  details: { box: HTMLElement; clear(): void; sourceLinks(ids?: string | null): HTMLElement | null };
  drawing: { shape: Shape | null; start(): void };
  embed: { base: string; isStill: boolean; kept: string; on(base: string, sign: string, query: string): void };
  link: { linked: string; ask(what: 'side' | 'past' | 'tables', table?: string): void };
  report: { open(what: CardContent): void };
  search: { box: HTMLElement; input: HTMLInputElement };
  story: {
    byId: Map<string, StoryData>;
    flight: { still(run: () => void): void };
    now: StoryData | null;
    leave(): void;
    open(id: string): void;
    say(text: Record<string, string>): string;
  };
  table: { body: HTMLElement } | undefined;
  timebar: { box: HTMLElement; stop(): void };
  title: { box: HTMLElement; meaning: HTMLElement };
  build(): void;
  finely(move: () => void): void;
  frame(box: Box, animate: boolean): void;
  makeRoom(card?: boolean): void;
  open(panel: string | undefined | null): void;
  room(wanted?: Wanted): Room;
}
