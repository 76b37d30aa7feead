/** Every layer of the map by its name, as geo/model.py lists them. */
import { Districts, Governorates, Subdistricts } from './admin.js';
import { Neighbours, Water } from './context.js';
import { Control } from './control.js';
import { Airports, BorderCrossings } from './crossings.js';
import { Disputed, Lines } from './disputed.js';
import { Events } from './events.js';
import { Fields, Refineries } from './oil.js';
import { Pipelines } from './pipelines.js';
import { Towns } from './towns.js';
import { UserEventLayer } from '../user_events/layer.js';

export const LAYERS = {
  neighbours: Neighbours,
  control: Control,
  water: Water,
  disputed: Disputed,
  subdistricts: Subdistricts,
  districts: Districts,
  governorates: Governorates,
  lines: Lines,
  user_events: UserEventLayer,
  pipelines: Pipelines,
  fields: Fields,
  refineries: Refineries,
  crossings: BorderCrossings,
  airports: Airports,
  events: Events,
  towns: Towns,
};
