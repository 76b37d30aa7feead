/** The layers of the map by name. Every module of this folder registers its own; the build loads all of them. */
import { profile } from '../data/profile.ts';
import type { Tables } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { Layer } from './layer.ts';

export type LayerClass = new (atlas: Scene, tables: Tables) => Layer;

export const LAYERS: Record<string, LayerClass> = {};

export function register(name: string, kind: LayerClass) {
  if (LAYERS[name]) throw new Error(`layer ${name} is registered twice`);
  LAYERS[name] = kind;
}

/** Whether a layer has a class, or a specification that describes its points in full. */
export function isDrawn(name: string) {
  return name in LAYERS || name in profile.points;
}
