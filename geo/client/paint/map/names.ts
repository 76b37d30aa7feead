/** Names of what is drawn, for hosts that write them down; a canvas has no use for them. */
import type { Context2D } from './frame.ts';

const ids: WeakMap<Path2D, string> = new WeakMap();

/** Say which feature a path is. */
export function identify<P extends Path2D>(path: P, id: string): P {
  ids.set(path, id);
  return path;
}

export function featureOf(path: Path2D) {
  return ids.get(path);
}

/** Say what is drawn from here on: a part of the layer, and of it a feature. */
export function name(ctx: Context2D, part: string, feature?: string) {
  (ctx as unknown as { name?: (part: string, feature?: string) => void }).name?.(part, feature);
}
