/** A map that nobody has moved: in a window of another size it shows the whole of what it opened with again. */
import type { LatLng } from 'leaflet';
import type { Atlas } from '../page.ts';

/** Milliseconds after a new size of the map within which Leaflet, which waits 200, says that it moved. */
const SETTLED = 250;

export class Standing {
  place: { center: LatLng; zoom: number } | null = null; // where the map stands as long as nobody moves it
  /** Whether the map has just got another size and the reader has done nothing since: that is nobody's act. */
  resized = false;
  settling: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly atlas: Atlas) {}

  watch() {
    this.atlas.map.on('resize', () => this._resize());
    for (const kind of ['pointerdown', 'wheel', 'keydown']) {
      addEventListener(kind, () => (this.resized = false), true);
    }
  }

  remember() {
    const { map } = this.atlas;
    this.place = { center: map.getCenter(), zoom: map.getZoom() };
  }

  /** Go back to what the map opened with, which is reached when it has stopped moving. */
  begin() {
    this.place = null;
    this.atlas.map.once('moveend', () => this.remember());
  }

  _resize() {
    const { atlas, place } = this;
    const { map } = atlas;
    this.resized = true;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => (this.resized = false), SETTLED);
    if (!place || atlas.printing) return;
    const off = map.latLngToContainerPoint(place.center).distanceTo(map.getSize().divideBy(2));
    if (off > 2 || map.getZoom() !== place.zoom) return;
    atlas.chromeBox.story.flight.still(() => atlas.chromeBox.frame(atlas.data.home, false));
    this.remember();
  }
}
