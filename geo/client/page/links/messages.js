/**
 * Messages between the map of a site and the page that embeds it, version 1 (docs/reference.md).
 * Only the page that holds the frame is heard, only from the site's own origin and those that the site names;
 * it reads and sets the view, which is all that an address can say too.
 */
import * as View from '../../paint/data/view.js';

/** @import { Atlas } from '../atlas.js' */

/** What every message carries, so that others' are passed over. */
export const VERSION = 'v1';
/** Milliseconds that a view has to rest before it is sent. */
const REST = 180;

/**
 * Whether a page of an origin may talk to the map.
 * @param {string} origin @param {string} ownOrigin origin of the map, "null" for a file @param {string[]} named
 */
export function isAllowed(origin, ownOrigin, named) {
  return named.includes('*') || (origin !== 'null' && (origin === ownOrigin || named.includes(origin)));
}

export class Messages {
  /** @param {Atlas} atlas @param {string[]} origins @param {(query: string) => void} set */
  constructor(atlas, origins, set) {
    this.atlas = atlas;
    this.set = set;
    /** Origins that want to know of each change. @type {Set<string>} */
    this.watching = new Set();
    addEventListener('message', (event) => {
      if (event.source !== parent || !isAllowed(event.origin, location.origin, origins)) return;
      if (event.data && event.data.greenline === VERSION) this._do(event.data, event.origin);
    });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    atlas.on('view', () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.watching.forEach((origin) => this._tell(origin)), REST);
    });
  }

  /** @param {{do?: unknown, query?: unknown}} message @param {string} origin */
  _do(message, origin) {
    if (message.do === 'get') this._tell(origin);
    else if (message.do === 'set') this.set(String(message.query || ''));
    else if (message.do === 'watch') this.watching.add(origin);
    else this._post({ is: 'error', text: 'do: expected get, set or watch' }, origin);
  }

  /** Tell the view. @param {string} origin */
  _tell(origin) {
    this._post({ is: 'view', query: View.write(this.atlas.view) }, origin);
  }

  /** @param {Record<string, string>} message @param {string} origin */
  _post(message, origin) {
    parent.postMessage({ greenline: VERSION, ...message }, origin === 'null' ? '*' : origin);
  }
}
