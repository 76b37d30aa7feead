/** Towns and villages, shown by rank as the map comes closer. */
import * as Dates from '../dates.js';
import { rowsOf } from '../bundle.js';
import { L } from '../leaflet.js';
import { Points } from '../map/points.js';
import { paint } from '../map/symbols.js';
import { register } from './registry.js';

const FROM_ZOOM = { 1: 0, 2: 6.5, 3: 8, 4: 9, 5: 10.5 };

export class Towns extends Points {
  constructor(atlas, layers) {
    super(atlas, rowsOf(layers.towns));
    this.z = 40;
    this.uses = new Set(['selection']);
    this.order = 5;
    this.searchRank = 2;
    this.rows.sort((a, b) => a.rank - b.rank);
    this.reach = 5;
  }

  shown(frame) {
    return this.rows.filter((row) => frame.zoom >= FROM_ZOOM[row.rank]);
  }

  radius(row) {
    return row.rank === 1 ? 3.4 : row.rank < 4 ? 2.4 : 1.7;
  }

  mark(ctx, row, x, y) {
    const { style } = this.atlas;
    ctx.beginPath();
    ctx.arc(x, y, this.radius(row), 0, 2 * Math.PI);
    ctx.fillStyle = row.rank < 4 ? style.ink : style.faint;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = style.halo;
    ctx.stroke();
    const size = [0, 13.5, 12, 11.5, 11, 10][row.rank];
    this.label(row, x, y, {
      offset: 5,
      size,
      weight: row.rank < 3 ? 600 : 400,
      rank: row.rank * 100,
      colour: style.ink,
    });
  }

  kind(row) {
    return this.atlas.t('kind.' + row.kind);
  }

  items() {
    return super.items().map((item) => ({ ...item, rank: item.record.rank }));
  }

  describe(id) {
    const row = this.byId.get(id);
    if (!row) return null;
    const t = (key) => this.atlas.t(key);
    const control = this.atlas.layers.get('control');
    const unit = control ? control.topology.unitAt(L.latLng(row.lat, row.lon)) : -1;
    const held = unit >= 0 ? control.row(unit, this.atlas.view.date, 'held') : null;
    return {
      title: this.atlas.nameOf(row),
      subtitle: t('kind.' + row.kind) + (unit >= 0 ? ' · ' + control.lies(control.units[unit]) : ''),
      headline: held &&
        [{
          colour: paint(this.atlas.style, held.holder),
          text: t('details.heldOn') + ' ' + control.holderName(held.holder, this.atlas.view.date),
        }],
      rows: [
        [t('details.names'), [row.name_en, row.name_ar, row.name_ckb].filter(Boolean).join(' · ')],
        [t('details.alt'), row.alt_names],
        [
          t('details.population'),
          row.population === null ? null : Dates.number(row.population, this.atlas.view.language),
        ],
        [t('details.pcode'), row.pcode],
        [t('details.confidence'), t('confidence.' + row.confidence)],
      ],
      text: held ? held.note : row.note,
      sources: [row.source, held && held.source].filter(Boolean).join(';'),
      history: unit >= 0 ? control.timelines.held.all(unit) : null,
    };
  }
}

register('towns', Towns);
