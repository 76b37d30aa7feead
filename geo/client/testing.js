/**
 * What unit tests have in place of a page: the profile and, drawn nowhere, what modules ask of a browser.
 * To be imported before any other module. `tests/fixtures` holds what Python answers to the same questions.
 */
import { readFileSync } from 'node:fs';

/** @import { PageData } from './paint/data/page_data.js' */
/** @import { Profile } from './paint/data/profile.js' */
/** @import { Scene } from './paint/scene.js' */

const FIXTURES = import.meta.dirname + '/../../tests/fixtures/';

/** What Python wrote for tests of both sides. @template T @param {string} name @returns {T} */
export function fixture(name) {
  return JSON.parse(readFileSync(FIXTURES + name + '.json', 'utf8'));
}

/** The lines and rings that a test has traced, as points. */
class Path {
  /** @type {number[][]} */
  points = [];

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.points.push([x, y]);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.points.push([x, y]);
  }

  closePath() {}

  /** @param {Path} other */
  addPath(other) {
    this.points.push(...other.points);
  }
}

const leaflet = {
  Renderer: class {},
  /** @param {number} lat @param {number} lng */
  latLng: (lat, lng) => ({ lat, lng }),
  /** @param {[number, number]} first @param {[number, number]} other */
  latLngBounds: (first, other) => ({ corners: [first, other] }),
};

/** @type {{profile: Profile}} */
const { profile } = fixture('profile');
Object.assign(globalThis, { greenlineProfile: profile, Path2D: Path, L: leaflet });

/** A scene without a page around it: the data, its view and the layers that the data has.
 * @param {PageData} data @param {string} query @returns {Promise<Scene>} */
export async function sceneOf(data, query) {
  const { Scene: Kind } = await import('./paint/scene.js');
  const View = await import('./paint/data/view.js');
  const { LAYERS } = await import('./paint/layers/registry.js');
  await Promise.all(MODULES.map((name) => import(`./paint/layers/${name}`)));
  const scene = new Kind();
  scene.view = View.read(query, View.initial());
  scene.open(data);
  for (const name of data.order) if (name in LAYERS && name !== 'user_events') scene.addLayer(name);
  return scene;
}

const MODULES = [...Deno.readDirSync(import.meta.dirname + '/paint/layers')].map(({ name }) => name)
  .filter((name) => !name.endsWith('_test.js'));
