/** Places of the data as Leaflet has them. */
import { L } from '../leaflet.js';

/** @import { Box, Place, Position } from '../../paint/data/tables.js' */

/** A box of degrees. @param {Box} box */
export function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/** A place, or the middle of its box. @param {Place} place @returns {Position} */
export function middleOf(place) {
  return Array.isArray(place) ? { lat: (place[1] + place[3]) / 2, lng: (place[0] + place[2]) / 2 } : place;
}
