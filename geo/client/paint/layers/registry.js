/** The layers of the map by name. Every module of this folder registers its own; the build loads all of them. */

/** @import { Scene } from '../scene.js' */
/** @import { Tables } from '../data/tables.js' */
/** @import { Layer } from './layer.js' */

/** What makes a layer for a map. @typedef {new (atlas: Scene, tables: Tables) => Layer} LayerClass */

/** @type {Record<string, LayerClass>} */
export const LAYERS = {};

/** Say which class draws a layer. @param {string} name @param {LayerClass} kind */
export function register(name, kind) {
  if (LAYERS[name]) throw new Error(`layer ${name} is registered twice`);
  LAYERS[name] = kind;
}
