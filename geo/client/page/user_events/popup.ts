/** The card of an event in Leaflet's own popup, for maps that have no panels of an atlas around them. */
import { L, middleOf } from '../leaflet.ts';
import { Details } from '../panels/details.ts';
import type { Atlas } from '../atlas.ts';
import type { Popup as LeafletPopup } from 'leaflet';

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

  /** Whether a map stands alone. */
  static isWanted(atlas: Atlas) {
    return !atlas.map.getContainer().closest('.gl-root');
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
