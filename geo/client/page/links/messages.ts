/** Messages between the map of a site and the page that embeds it, version 1 (docs/reference.md). Only the page that
 * holds the frame is heard, only from the site's own origin and those that the site names; it reads and sets the view,
 * which is all that an address can say too. */
import * as View from '../../paint/data/view.ts';
import type { Atlas } from '../page.ts';

export const VERSION = 'v1'; // what every message carries, so that others' are passed over
const REST = 180; // milliseconds that a view has to rest before it is sent

/** Whether a page of an origin may talk to the map. @param ownOrigin origin of the map, "null" for a file */
export function isAllowed(origin: string, ownOrigin: string, named: string[]) {
  return named.includes('*') || (origin !== 'null' && (origin === ownOrigin || named.includes(origin)));
}

export class Messages {
  watching: Set<string> = new Set(); // origins that want to know of each change

  constructor(readonly atlas: Atlas, origins: string[], readonly set: (query: string) => void) {
    addEventListener('message', (event) => {
      if (event.source !== parent || !isAllowed(event.origin, location.origin, origins)) return;
      if (event.data && event.data.greenline === VERSION) this._do(event.data, event.origin);
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    atlas.on('view', () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.watching.forEach((origin) => this._tell(origin)), REST);
    });
  }

  _do(message: { do?: unknown; query?: unknown }, origin: string) {
    if (message.do === 'get') this._tell(origin);
    else if (message.do === 'set') this.set(String(message.query || ''));
    else if (message.do === 'watch') this.watching.add(origin);
    else this._post({ is: 'error', text: 'do: expected get, set or watch' }, origin);
  }

  _tell(origin: string) {
    this._post({ is: 'view', query: View.write(this.atlas.view) }, origin);
  }

  _post(message: Record<string, string>, origin: string) {
    parent.postMessage({ greenline: VERSION, ...message }, origin === 'null' ? '*' : origin);
  }
}
