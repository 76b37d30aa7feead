/** Names of what is drawn, for hosts that write them down; a canvas has no use for them. */

/** @type {WeakMap<Path2D, string>} */
const ids = new WeakMap();

/** Say which feature a path is. @template {Path2D} P @param {P} path @param {string} id @returns {P} */
export function identify(path, id) {
  ids.set(path, id);
  return path;
}

/** The feature that a path is. @param {Path2D} path */
export function featureOf(path) {
  return ids.get(path);
}

/** Say what is drawn from here on: a part of the layer, and of it a feature.
 * @param {CanvasRenderingContext2D} ctx @param {string} part @param {string} [feature] */
export function name(ctx, part, feature) {
  /** @type {{name?: (part: string, feature?: string) => void}} */ (/** @type {unknown} */ (ctx)).name?.(part, feature);
}
