/**
 * Leaflet as the page has it: under the name by which folium and every layer of folium's ask for it. The page carries
 * it as a script of its own (leaflet_script.js), since a map without our layers needs nothing else.
 */

/** @import * as Leaflet from 'leaflet' */
/** @import { Box, Place, Position } from '../paint/data/tables.js' */

/** @type {typeof Leaflet} */
export const L = globalThis.L;

/** A box of degrees. @param {Box} box */
export function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/** A place, or the middle of its box. @param {Place} place @returns {Position} */
export function middleOf(place) {
  return Array.isArray(place) ? { lat: (place[1] + place[3]) / 2, lng: (place[0] + place[2]) / 2 } : place;
}
