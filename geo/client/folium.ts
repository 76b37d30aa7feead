/** The script of a page that holds elements of folium's: Leaflet's own picture for markers, and layers of the atlas
 * as Leaflet's controls and groups have them (geo/draw/folium_elements.py). */
import type { Atlas } from './page/page.ts';
import type { FeatureGroup, Layer, Map as LeafletMap } from 'leaflet';

/** What the scripts before this one left: the map may have no layer of the atlas, and then there is no Greenline. */
type Scripts = {
  L: typeof import('leaflet');
  Greenline: { on: (map: LeafletMap) => Atlas; View: typeof import('./paint/data/view.ts') };
};
const { L, Greenline } = globalThis as unknown as Scripts;

/** Leaflet's picture of a marker, which its style sheet holds as data; it has no shadow there. */
L.Icon.Default.include({
  _getIconUrl(name: string) {
    if (name !== 'icon') return '';
    const box = L.DomUtil.create('div', 'leaflet-default-icon-path', document.body);
    const address = getComputedStyle(box).backgroundImage.slice(5, -2);
    box.remove();
    return address;
  },
});

/** A layer of the atlas for Leaflet: on the map while the view shows it, and switched in the view by the map. */
class AtlasLayer extends L.Layer {
  isSilent = true; // whether the view is not to hear of it

  constructor(
    readonly atlas: Atlas,
    readonly name: string,
    readonly show: boolean | null,
    readonly group: FeatureGroup | null,
  ) {
    super();
    group?.addLayer(this);
    const begin = () => this._begin();
    atlas.add(name).then(begin);
    atlas.on('drawn', begin);
    atlas.on('view', (changed) => changed.has('layers') && this._follow());
  }

  override onAdd() {
    this._switch(true);
    return this;
  }

  override onRemove() {
    this._switch(false);
    return this;
  }

  _switch(on: boolean) {
    const { atlas, name, isSilent } = this;
    if (isSilent || atlas.shows(name) === on) return;
    atlas.set(Greenline.View.switchLayers(atlas.view, [name], on));
  }

  /** Open as the caller says, else as the view does; a layer of a group that is off is off. */
  _begin() {
    const { atlas, name, show, group } = this;
    this.isSilent = false;
    this._switch((show ?? atlas.shows(name)) && (!group || atlas.map.hasLayer(group)));
    this._follow();
  }

  /** Stand on the map while the view shows the layer. */
  _follow() {
    const { atlas, name } = this;
    const on = atlas.shows(name);
    if (on === atlas.map.hasLayer(this)) return;
    this.isSilent = true;
    if (on) atlas.map.addLayer(this);
    else atlas.map.removeLayer(this);
    this.isSilent = false;
  }
}

/** A layer of the atlas of a map.
 * @param show whether it is on when the map opens; null leaves it to the view
 * @param group that it belongs to */
function makeAtlasLayer(map: LeafletMap, name: string, show: boolean | null, group: FeatureGroup | null): Layer {
  return new AtlasLayer(Greenline.on(map), name, show, group);
}

Object.assign(globalThis, { makeAtlasLayer });
