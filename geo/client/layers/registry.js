/** The layers of the map by name. Every module of this folder registers its own; the build loads all of them. */

/** A layer: `painters()`, and as it needs `pick(latlng)`, `describe(id)`, `legend()`, `items()`, `locate(id)`.
 * @typedef {new (atlas: any, layers: any, options?: any) => any} LayerClass */

/** @type {Object<string, LayerClass>} */
export const LAYERS = {};

/** Say which class draws a layer. @param {string} name @param {LayerClass} kind */
export function register(name, kind) {
  if (LAYERS[name]) throw new Error(`layer ${name} is registered twice`);
  LAYERS[name] = kind;
}
