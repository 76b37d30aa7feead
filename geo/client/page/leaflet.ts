/** Leaflet as the page has it: under the name by which folium and every layer of folium's ask for it. The page
 * carries it as a script of its own (leaflet_script.ts), since a map without our layers needs nothing else. */
import type { Box, Place, Position } from '../paint/data/tables.ts';
import type * as Leaflet from 'leaflet';

export const { L } = globalThis as unknown as { L: typeof Leaflet };

export function boundsOf([west, south, east, north]: Box) {
  return L.latLngBounds([south, west], [north, east]);
}

export function middleOf(place: Place): Position {
  return Array.isArray(place) ? { lat: (place[1] + place[3]) / 2, lng: (place[0] + place[2]) / 2 } : place;
}
