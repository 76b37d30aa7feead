/**
 * Leaflet as the page has it: under the name by which folium and every layer of folium's ask for it. The page carries
 * it as a script of its own (leaflet_script.js), since a map without our layers needs nothing else.
 */

/** @import * as Leaflet from 'leaflet' */

/** @type {typeof Leaflet} */
export const L = globalThis.L;
