/** What layers of points have in common: where the points lie, which one is under the pointer. */
import * as World from './world.js';
import { L } from '../leaflet.js';

export class Points {
  /** @param {Object} atlas @param {Array<Object>} rows with id, lon, lat */
  constructor(atlas, rows) {
    this.atlas = atlas;
    this.all = rows;
    this.rows = rows.filter((row) => row.lon !== null && row.lat !== null);
    this.byId = new Map(rows.map((row) => [row.id, row]));
    for (const row of this.rows) row.xy = World.of(row.lon, row.lat);
    this.reach = 9;
  }

  /** Rows on the map in the view shown; layers with dates narrow it. */
  shown() {
    return this.rows;
  }

  painters() {
    return [{
      stage: 'marks',
      z: this.z,
      uses: this.uses,
      draw: (ctx, frame) => {
        const chosen = this.atlas.selected;
        for (const row of this.shown(frame)) {
          const [x, y] = frame.pixel(...row.xy);
          if (!frame.inside(x, y)) continue;
          this.mark(ctx, row, x, y, frame);
          if (chosen && chosen.layer === this && chosen.id === row.id) {
            this._ring(ctx, x, y, this.radius(row, frame) + 4);
          }
        }
      },
    }];
  }

  _ring(ctx, x, y, radius) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.strokeStyle = this.atlas.style.accent;
    ctx.lineWidth = 2.5;
    ctx.stroke();
  }

  radius() {
    return 5;
  }

  /** Name a point; its rank decides who gives way. */
  label(row, x, y, label) {
    this.atlas.labels.want({ text: this.atlas.nameOf(row), x, y, size: 11, ...label });
  }

  pick(latlng) {
    const map = this.atlas.map;
    const point = map.latLngToLayerPoint(latlng);
    const zoom = { zoom: map.getZoom() };
    const found = [];
    for (const row of this.shown(zoom)) {
      const distance = map.latLngToLayerPoint([row.lat, row.lon]).distanceTo(point);
      if (distance <= Math.max(this.reach, this.radius(row, zoom) + 2)) {
        found.push({ id: row.id, title: this.title(row), text: this.kind(row), order: distance + this.order });
      }
    }
    return found;
  }

  title(row) {
    return this.atlas.nameOf(row);
  }

  locate(id) {
    const row = this.byId.get(id);
    return row && row.lat !== null ? L.latLng(row.lat, row.lon) : null;
  }

  items() {
    return this.rows.map((row) => ({
      id: row.id,
      record: row,
      rank: this.searchRank,
      kind: this.kind(row),
      names: [row.name_en, row.name_ar, row.name_ckb, row.alt_names],
    }));
  }

  /** Words for how sure a position is. */
  position(row) {
    return this.atlas.t('position.' + (row.position_confidence || 'none'));
  }
}
