/** Events of the reader as a page has them: carried in an element, and shown by a popup where there are no panels. */
import * as World from '../../paint/map/world.ts';
import { Bytes, bytesOf } from '../../paint/data/packed.ts';
import { UserEvents } from '../../paint/user_events/layer.ts';
import { L, middleOf } from '../leaflet.ts';
import { Details } from '../panels/details.ts';
import type { Store } from '../../paint/user_events/store.ts';
import type { Popup as LeafletPopup } from 'leaflet';
import type { Atlas } from '../page.ts';

const MANY = 3000; // events in the frame above which they open as hexagons

export class PageEvents extends UserEvents {
  popup: Popup | null = null;

  constructor(readonly page: Atlas) {
    super(page);
  }

  override readCarried() {
    const element = document.getElementById('greenline-user-events');
    return element && ofElement(element);
  }

  /** Without an atlas around it there is no date to follow and no card: all days, and a popup. */
  override prepare() {
    if (this.popup || this.page.map.getContainer().closest('.gl-root')) return;
    this.popup = new Popup(this.page);
    this.page.map.attributionControl?.setPrefix(false);
    this.page.set({ window: 0 });
  }

  /** Many within the frame are drawn as hexagons, of the days shown or, where these have none, of all days, to which
   * the page then offers to go; later the reader chooses. */
  override choose({ x, y }: Store) {
    const { page, filter } = this;
    if (this.popup || page.view.drawnAs !== 'dots') return;
    const box = page.map.getBounds();
    const [west, south] = World.of(box.getWest(), box.getSouth());
    const [east, north] = World.of(box.getEast(), box.getNorth());
    const [from, to] = filter.to > filter.from ? [filter.from, filter.to] : [0, x.length];
    let count = 0;
    for (let i = from; i < to; i++) {
      if (x[i] >= west && x[i] <= east && y[i] >= north && y[i] <= south && (!filter.mask || filter.mask[i])) count++;
    }
    if (count > MANY) page.set({ drawnAs: 'hexagons' });
  }

  override drawnFirst() {
    performance.mark('user-events-drawn');
  }
}

/** Bytes that stand as base64 in an element: only what is read is ever decoded. */
function ofElement(element: Element) {
  const nodes = [...element.childNodes].flatMap((node) => (node instanceof Text ? [node] : []));
  // A browser may cut a long text into several nodes.
  const slice = (from: number, to: number) => {
    const parts: string[] = [];
    for (const node of nodes) {
      if (from < node.length && to > 0) {
        parts.push(node.substringData(Math.max(0, from), Math.min(node.length, to) - Math.max(0, from)));
      }
      from -= node.length;
      to -= node.length;
    }
    return parts.length === 1 ? parts[0] : parts.join('');
  };
  return new Bytes((from, to) => {
    const start = Math.floor(from / 3);
    const bytes = bytesOf(slice(start * 4, Math.ceil(to / 3) * 4));
    return bytes.subarray(from - start * 3, to - start * 3);
  });
}

export class Popup {
  details: Details;
  popup: LeafletPopup;

  constructor(readonly atlas: Atlas) {
    this.details = new Details({
      atlas,
      t: (key, values) => atlas.t(key, values),
      root: document.createElement('div'),
    });
    this.details.box.className = 'gl-popup';
    this.popup = L.popup({ maxWidth: 340, minWidth: 220, maxHeight: 300 }).setContent(this.details.box);
    this.popup.on('remove', () => atlas.set({ selection: null }));
    // Texts come a moment later and make the card taller.
    new MutationObserver(() => this.popup.isOpen() && this.popup.update()).observe(this.details.box, {
      childList: true,
    });
    atlas.on('view', (changed) => changed.has('selection') && this.show());
  }

  show() {
    const chosen = this.atlas.selected;
    const place = chosen && chosen.layer.locate?.(chosen.id);
    this.details.show();
    if (!place) return this.popup.remove();
    const open = this.popup.isOpen();
    this.popup.setLatLng(middleOf(place));
    if (!open) this.popup.openOn(this.atlas.map);
  }
}
