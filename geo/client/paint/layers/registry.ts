/** The layers of the map by name. Every module of this folder registers its own; the build loads all of them. */
import type { Tables } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { Layer } from './layer.ts';

/** What makes a layer for a map. */
export type LayerClass = new (atlas: Scene, tables: Tables) => Layer;

export const LAYERS: Record<string, LayerClass> = {};

/** Say which class draws a layer. */
export function register(name: string, kind: LayerClass) {
  if (LAYERS[name]) throw new Error(`layer ${name} is registered twice`);
  LAYERS[name] = kind;
}
