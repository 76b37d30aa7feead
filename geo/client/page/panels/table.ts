/** What is on the map as tables, for readers who do not see it: who holds the disputed areas, the fields, the crossings. */
import * as Dates from '../../paint/data/dates.ts';
import { fill, h } from '../dom.ts';
import { chip, numberHead, rowHead, table } from '../form.ts';
import { boundsOf } from '../leaflet.ts';
import { newestSource } from '../../paint/layers/ground.ts';
import { paint } from '../../paint/map/symbols.ts';
import { Production } from '../../paint/data/production.ts';
import { Panel } from './panel.ts';
import type { Scene } from '../../paint/scene.ts';
import type { Chrome } from '../page.ts';

type Row = [id: string, name: string, holder: string, colour: string, ...cells: string[]];

export function unitsOfAreas(scene: Scene) {
  return [...new Set(scene.layers.get('disputed')?.rows.flatMap((row) => row.units))];
}

export class TablePanel extends Panel {
  key = '';

  constructor(chrome: Chrome) {
    super(chrome, 'table');
    Object.assign(this.body, { id: 'gl-table-body', tabIndex: 0 }); // keeps the keys' place when all is built anew
  }

  override update() {
    const { atlas: { number }, t } = this;
    const [units, fields, ways] = [this._units(), this._fields(), this._ways()];
    const { perspective } = this.atlas.view;
    const key = JSON.stringify([perspective, units, fields, ways]);
    if (key === this.key) return;
    this.key = key;
    fill(
      this.body,
      h('p.gl-note', t('table.frame')),
      this._table('control', t('table.units', { n: number(units.length) }), [
        'table.unit',
        perspective === 'held' ? 'details.control' : 'perspective.' + perspective,
        'compare.km2',
      ], units),
      this._table('fields', t('table.fields', { n: number(fields.length) }), [
        'table.field',
        'details.control',
        'unit.bpd',
      ], fields),
      this._table('crossings', t('table.ways', { n: number(ways.length) }), [
        'kind.crossing',
        'details.status',
        'details.since',
        'details.newest',
      ], ways),
    );
  }

  _units(): Row[] {
    const control = this.atlas.layers.get('control');
    const disputed = this.atlas.layers.get('disputed');
    if (!control || !disputed) return [];
    const frame = this.atlas.map.getBounds();
    const units = unitsOfAreas(this.atlas).filter((unit) =>
      frame.intersects(boundsOf(control.topology.bounds([unit])))
    );
    const rows = units.map((unit): Row => [
      control.units[unit].unit,
      this.atlas.nameOf(control.units[unit]),
      this.atlas.overDays((day) => this.atlas.sideName(control.classOf(unit, day), day)),
      control.classOf(unit, this.atlas.day),
      this.atlas.number(control.units[unit].km2),
    ]);
    return rows.sort((a, b) => a[1].localeCompare(b[1], Dates.locale(this.atlas.view.language)));
  }

  _fields(): Row[] {
    const fields = this.atlas.layers.get('fields');
    if (!fields) return [];
    const frame = this.atlas.map.getBounds();
    const seen = fields.rows.filter((row) => frame.contains([row.lat, row.lon]));
    const rows = seen.map((row) => ({ row, figure: fields.production.on(row.id, this.atlas.day) }));
    return rows.sort((a, b) => (b.figure?.best || 0) - (a.figure?.best || 0)).map(({ row, figure }) => [
      row.id,
      this.atlas.nameOf(row),
      fields.sideWords(row.id, 'holder'),
      fields.production.side(row.id, this.atlas.day, 'holder'),
      figure === null ? '–' : Production.best(this.atlas, figure),
    ]);
  }

  _ways(): Row[] {
    const { atlas } = this;
    const layer = atlas.layers.get('crossings');
    return (layer?.all || []).map((row) => {
      const period = layer?.periods.at(row.id, atlas.day);
      return [
        row.id,
        atlas.nameOf(row),
        layer?.stateWords(row.id),
        period?.run_by || 'unknown',
        period ? Dates.words(period.start, atlas.view.language, period.precision) : '–',
        period ? newestSource(atlas, period.source)[0][1] : '–',
      ] as Row;
    });
  }

  _table(layer: string, caption: string, heads: string[], rows: Row[]) {
    const { atlas } = this;
    const button = (id: string, name: string) => {
      const onclick = () => atlas.goTo(layer, id);
      return h('button.gl-text', { id: `gl-row-${layer}-${id}`, dir: 'auto', onclick }, name);
    };
    return table(
      {},
      caption,
      heads.map((key, i) => i === heads.length - 1 && i < 3 ? numberHead(atlas.t(key)) : atlas.t(key)),
      rows.map(([id, name, holder, colour, ...cells]) => [
        rowHead(atlas.layers.get(layer)?.locate?.(id) ? button(id, name) : name),
        h('td', chip(paint(atlas.style, colour)), holder),
        ...cells.map((cell) => h(cells.length > 1 ? 'td' : 'td.gl-n', cell)),
      ]),
    );
  }
}
