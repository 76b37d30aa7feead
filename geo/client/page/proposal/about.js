/** What a proposal begins at: the card that is open, with its place, its row and the day shown. */
import * as Dates from '../../paint/data/dates.js';
import { middleOf } from '../map/place.js';

/** @import { Atlas } from '../atlas.js' */
/** @import { Ask } from './file.js' */

/**
 * What a card is about; days as ISO text, degrees in WGS 84. In a frame the app takes it as it is
 * (geo/web/proposal/fields.py).
 * @typedef {Object} About
 * @property {string} selection layer:id
 * @property {string} name what the card calls it
 * @property {string} unit the unit of control that it is or lies in; empty where there is none
 * @property {string} day
 * @property {number} [lon]
 * @property {number} [lat]
 */

/** A card of what is selected. @param {Atlas} atlas @param {string} name what it calls it @returns {About} */
export function ofCard(atlas, name) {
  const { selected, view } = atlas;
  const result = selected?.layer.locate?.(selected.id);
  const place = result && middleOf(result);
  const control = atlas.layers.get('control');
  const unit = selected?.name === 'control' ? selected.id : (place && control?.pick(place)[0]?.id) || '';
  const where = place ? { lon: round(place.lng), lat: round(place.lat) } : {};
  return { selection: view.selection || '', name, unit, day: Dates.iso(view.date), ...where };
}

/** @param {number} degrees */
const round = (degrees) => Math.round(degrees * 1e4) / 1e4;

/** The table and the id of the row that a card shows; a unit's is its spell on the day.
 * @param {Atlas} atlas @param {About} about @returns {{table: string, row: string}} */
export function rowOf(atlas, { selection, unit }) {
  const [layer, ...parts] = selection.split(':');
  const table = atlas.data.proposal.tables[layer] || '';
  const control = atlas.layers.get('control');
  if (table !== 'units') {
    return atlas.data.proposal.cells[table] ? { table, row: parts.join(':') } : { table: '', row: '' };
  }
  const spell = control?.spell(control.index.get(unit) ?? -1, atlas.view.date);
  return spell ? { table: 'spells', row: `${spell.context || unit}-${spell.number}` } : { table: '', row: '' };
}

/** What can be proposed at a card, what fits it best first. @param {Atlas} atlas @param {About} about @returns {Ask[]} */
export function asks(atlas, about) {
  const { table } = rowOf(atlas, about);
  /** @type {Ask[]} */
  const kinds = about.unit ? ['held', 'spell', 'event', 'source'] : ['event', 'source'];
  if (table && table !== 'spells') kinds.splice(table === 'events' || !about.unit ? 0 : 2, 0, 'row');
  if (table !== 'spells' && atlas.data.proposal.spans[table]) kinds.unshift('period');
  return kinds;
}
