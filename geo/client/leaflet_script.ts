/** The page's first script: Leaflet, under the name by which folium's layers ask for it. Its modules are read in
 * half the time of the script that its package has for browsers, which stands in functions within functions. */
import * as leaflet from 'leaflet/dist/leaflet-src.esm.js';

Object.assign(globalThis, { L: { ...leaflet } });
