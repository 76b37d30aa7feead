/** What unit tests have in place of a page: the profile and, drawn nowhere, what modules ask of a browser. To be
 * imported before any other module. `tests/fixtures` holds what Python answers to the same questions. */
import { readFileSync } from 'node:fs';
import type { PageData } from './paint/data/page_data.ts';
import type { Profile } from './paint/data/profile.ts';
import type { Scene } from './paint/scene.ts';

const FIXTURES = import.meta.dirname + '/../../tests/fixtures/';

/** What Python wrote for tests of both sides. */
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(FIXTURES + name + '.json', 'utf8'));
}

/** The lines and rings that a test has traced, as points. */
class Path {
  points: number[][] = [];

  moveTo(x: number, y: number) {
    this.points.push([x, y]);
  }

  lineTo(x: number, y: number) {
    this.points.push([x, y]);
  }

  closePath() {}

  addPath(other: Path) {
    this.points.push(...other.points);
  }
}

const leaflet = {
  Renderer: class {},
  latLng: (lat: number, lng: number) => ({ lat, lng }),
  latLngBounds: (first: [number, number], other: [number, number]) => ({ corners: [first, other] }),
};

const { profile }: { profile: Profile } = fixture('profile');
Object.assign(globalThis, { greenlineProfile: profile, Path2D: Path, L: leaflet });

/** A scene without a page around it: the data, its view and the layers that the data has. */
export async function sceneOf(data: PageData, query: string): Promise<Scene> {
  const { Scene: Kind } = await import('./paint/scene.ts');
  const { addLayer, openScene } = await import('./paint/open.ts');
  const View = await import('./paint/data/view.ts');
  const { isDrawn } = await import('./paint/layers/registry.ts');
  const scene = new Kind();
  scene.view = View.read(query, View.initial());
  openScene(scene, data);
  for (const name of data.order) if (isDrawn(name) && name !== 'user_events') addLayer(scene, name);
  return scene;
}
