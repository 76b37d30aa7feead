/**
 * What unit tests have in place of a page: the profile and, drawn nowhere, what modules ask of a browser.
 * To be imported before any other module. `tests/fixtures` holds what Python answers to the same questions.
 */
import { readFileSync } from 'node:fs';

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
