/**
 * What unit tests have in place of a page: the profile and, drawn nowhere, what modules ask of a browser.
 * To be imported before any other module. `tests/fixtures` holds what Python answers to the same questions.
 */
import { readFileSync } from 'node:fs';

/** @import { Atlas } from './atlas.js' */
/** @import { PageData } from './page_data.js' */
/** @import { Profile } from './profile.js' */

const FIXTURES = new URL('../../tests/fixtures/', import.meta.url);

/** What Python wrote for tests of both sides. @template T @param {string} name @returns {T} */
export function fixture(name) {
  return JSON.parse(readFileSync(new URL(name + '.json', FIXTURES), 'utf8'));
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
  /** @param {[number, number]} one @param {[number, number]} other */
  latLngBounds: (one, other) => ({ corners: [one, other] }),
};

/** @type {{profile: Profile}} */
const { profile } = fixture('profile');
Object.assign(globalThis, { greenlineProfile: profile, Path2D: Path, L: leaflet });

/** An atlas without a page around it: its data, its view and the layers that the data has.
 * @param {PageData} data @param {string} query @returns {Promise<Atlas>} */
export async function atlasOf(data, query) {
  const { Atlas: Kind } = await import('./atlas.js');
  const View = await import('./view.js');
  const { LAYERS } = await import('./layers/registry.js');
  await Promise.all(MODULES.map((name) => import(`./layers/${name}.js`)));
  const view = View.read(query, View.initial());
  const atlas = /** @type {Atlas} */ (Object.create(Kind.prototype));
  Object.assign(atlas, { data, view, layers: new Map() });
  for (const name of data.order) {
    if (name in LAYERS && name !== 'user_events') atlas.layers.set(name, new LAYERS[name](atlas, data.layers));
  }
  return atlas;
}

const MODULES = [...Deno.readDirSync(new URL('layers/', import.meta.url))].map(({ name }) => name.replace('.js', ''))
  .filter((name) => !name.endsWith('_test'));
