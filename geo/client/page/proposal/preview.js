/** A proposal on the map before anybody accepts it: the unit with the holder that is proposed, the mark of an event. */
import * as Dates from '../../paint/data/dates.js';
import { h } from '../dom.js';
import { L } from '../leaflet.js';

/** @import { Marker } from 'leaflet' */
/** @import { Atlas } from '../atlas.js' */
/** @import { Said } from './file.js' */

export class Preview {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    /** @type {?Marker} */
    this.marker = null;
  }

  /** Show what a proposal would change, on its first day. @param {Said} proposal
   * @returns {boolean} whether there is anything of it that the map can show */
  show(proposal) {
    this.clear();
    const day = Dates.day(proposal.start);
    if (day === null) return false;
    if (proposal.ask === 'event') return this._event(proposal, day);
    const control = this.atlas.layers.get('control');
    const unit = proposal.table === 'spells' && proposal.ask !== 'source'
      ? control?.index.get(proposal.about)
      : undefined;
    if (!control || unit === undefined || !proposal.cells.holder) return false;
    control.propose({
      unit,
      start: day,
      end: proposal.end ? Dates.day(proposal.end) : null,
      holder: proposal.cells.holder,
    });
    this.atlas.set({ date: day, perspective: 'held', compare: null, against: null });
    return true;
  }

  /** @param {Said} said @param {number} day */
  _event({ cells }, day) {
    const [lon, lat] = [Number(cells.lon), Number(cells.lat)];
    if (!cells.lon || !cells.lat) return false;
    const colour = this.atlas.style.events[cells.type] || this.atlas.style.accent;
    const html = h('i.gl-proposed', { title: cells.text || cells.place, style: { background: colour } });
    this.marker = L.marker([lat, lon], { icon: L.divIcon({ html, className: '', iconSize: [18, 18] }) });
    this.marker.addTo(this.atlas.map);
    this.atlas.set({ date: day });
    return true;
  }

  /** Show the map as it stands. */
  clear() {
    this.atlas.layers.get('control')?.propose(null);
    this.marker?.remove();
    this.marker = null;
  }
}
