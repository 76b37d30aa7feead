/** Opening a scene: it takes the data and what is drawn of any data, then its layers one by one. */
import { expand } from './data/rows.ts';
import { Translations } from './data/translations.ts';
import { classOf } from './layers/registry.ts';
import { type DotRow, Dots } from './map/dots.ts';
import { Labels } from './map/labels.ts';
import { bareGround } from './map/topology.ts';
import { UserAreas } from './user_areas/layer.ts';
import { UserEvents } from './user_events/layer.ts';
import type { PageData } from './data/page_data.ts';
import type { Columns } from './data/tables.ts';
import type { Scene } from './scene.ts';

export function openScene<S extends Scene>(
  scene: S,
  data: PageData,
  Events: new (scene: S) => UserEvents = UserEvents,
) {
  expand(data.layers);
  scene.data = data;
  scene.translations = new Translations(data);
  scene.night = { ...data.style, ...data.style.night };
  scene.labels = new Labels(scene);
  scene.addPainter(scene.labels);
  scene.addPainter(bareGround(scene, data.layers));
  scene.userEvents = new Events(scene);
  scene.userAreas = new UserAreas(scene, 'userAreas');
  scene.userControl = new UserAreas(scene, 'userControl');
}

export function addLayer(scene: Scene, name: string) {
  const kind = classOf(name);
  const tables = scene.data.layers as unknown as Record<string, Columns<DotRow>>;
  const layer = kind ? new kind(scene, scene.data.layers, name) : new Dots(scene, tables[name], name);
  layer.name = name;
  scene.layers.set(name, layer);
  for (const painter of layer.painters()) scene.addPainter(Object.assign(painter, { layer: name }));
  scene.emit('layer', name);
}
