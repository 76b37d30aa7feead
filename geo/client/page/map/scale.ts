/** The bar of scale on the map, as pictures have it. */
import { scaleBar } from '../../paint/marginalia/scale.ts';
import { h } from '../dom.ts';
import { L } from '../leaflet.ts';
import type { Atlas } from '../atlas.ts';

/** Put the bar on the map. @returns draws it anew */
export function addScale(atlas: Atlas): () => void {
  const { map } = atlas;
  const line = h('div.leaflet-control-scale-line');
  const control = new L.Control({ position: 'bottomleft' });
  control.onAdd = () => h('div.leaflet-control-scale', line);
  const draw = () => {
    const { width, text } = scaleBar(atlas, map.getZoom(), map.getCenter().lat);
    line.style.width = `${width}px`;
    line.textContent = text;
  };
  map.addControl(control).on('move', draw).whenReady(draw);
  return draw;
}
