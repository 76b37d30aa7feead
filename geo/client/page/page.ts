/** What the parts of a live page know of one another: types only. */
export type { PageAtlas as Atlas } from './atlas.ts';
export type { PageChrome as Chrome } from './chrome.ts';

/** What a page is given as it opens (geo/draw/map.py). */
export interface Options {
  query?: string; // the view that it opens with
  framed?: boolean; // whether the app holds the page in a frame and talks to it
  address?: string; // of the published map that a file names, up to the view
  hash?: boolean; // false where the page must not write its address
  origins?: string[]; // of pages that may read and set the view of a map that they embed
  tiles?: { url: string; attribution: string } | null; // online tiles that the reader may switch on
}

/** What covers the map, as paddings of a frame. */
export type Room = { paddingTopLeft: [number, number]; paddingBottomRight: [number, number] };

/** What a frame is for: whether a card counts as cover, whether a place alone is to be seen, and how many times as
 * wide as high the ground is. */
export type Purpose = { card?: boolean; place?: boolean; aspect?: number };
