/** The layers of the map that have a class, by name; a specification describes the others in full. */
import { profile } from '../data/profile.ts';
import { UserAreaLayer } from '../user_areas/layer.ts';
import { UserEventLayer } from '../user_events/layer.ts';
import { Grounds, Subdistricts } from './admin.ts';
import { Conflict } from './conflict.ts';
import { Neighbours, Water } from './context.ts';
import { Control } from './control.ts';
import { Crossings } from './crossings.ts';
import { Disputed, Lines } from './disputed.ts';
import { Events } from './events.ts';
import { Evidence } from './evidence.ts';
import { Fields } from './oil.ts';
import { People } from './people.ts';
import { Pipelines } from './pipelines.ts';
import { Towns } from './towns.ts';
import type { Tables } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { Layer } from './layer.ts';

type LayerClass = new (atlas: Scene, tables: Tables, name: string) => Layer;

export const LAYERS = {
  neighbours: Neighbours,
  water: Water,
  control: Control,
  evidence: Evidence,
  governorates: Grounds,
  districts: Grounds,
  subdistricts: Subdistricts,
  disputed: Disputed,
  lines: Lines,
  pipelines: Pipelines,
  people: People,
  fields: Fields,
  crossings: Crossings,
  airports: Crossings,
  conflict: Conflict,
  events: Events,
  towns: Towns,
  user_areas: UserAreaLayer,
  user_control: UserAreaLayer,
  user_events: UserEventLayer,
} satisfies Record<string, LayerClass>;

export function classOf(name: string): LayerClass | undefined {
  return (LAYERS as Record<string, LayerClass>)[name];
}

export function isDrawn(name: string) {
  return name in LAYERS || name in profile.points;
}
