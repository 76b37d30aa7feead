/** Borders and names of governorates, districts and sub-districts, drawn from the one topology. */
import { namesOf, otherNames } from '../data/profile.js';
import * as Dates from '../data/dates.js';
import * as World from '../map/world.js';
import { ofGround, sourcesOf } from './ground.js';
import { rowsOf } from '../data/rows.js';
import { Topology } from '../map/topology.js';
import { register } from './registry.js';
import { name } from '../map/names.js';

/** @import { Scene } from '../scene.js' */
/** @import { Label } from '../map/labels.js' */
/** @import { Frame } from '../map/frame.js' */
/** @import { LineStyle } from '../data/page_data.js' */
/** @import { District, Governorate, Tables } from '../data/tables.js' */
/** @import { CardContent, Painter, SearchItem } from './layer.js' */

/** Levels of an arc: 0 country, 1 governorate, 2 district, 3 sub-district, 4 a cut within one. */
/** @typedef {District | Governorate} AdminRow */

class Borders {
  /** @param {Scene} atlas @param {Tables} layers @param {number} level */
  constructor(atlas, layers, level) {
    this.atlas = atlas;
    this.topology = Topology.of(layers);
    this.path = this.topology.lines((_left, _right, ownLevel) => ownLevel === level);
    this.outer = this.topology.lines((_left, _right, ownLevel) => ownLevel === 0);
    this.level = level;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {LineStyle} line */
  stroke(ctx, frame, line) {
    frame.pen(ctx, line);
    ctx.stroke(this.path);
  }

  /** Ask for names, each at the middle of its ground or aside on it. @template {AdminRow} Row @param {Frame} frame
   * @param {Row[]} rows @param {(row: Row) => [layer: string, id: string, kind: string]} owned
   * @param {(text: string) => Omit<Label, 'x' | 'y'>} label */
  names(frame, rows, owned, label) {
    for (const row of rows) {
      const [x, y] = frame.pixel(...World.of(row.lon, row.lat));
      if (!frame.inside(x, y)) continue;
      const title = this.atlas.nameOf(row);
      const [layer, id, kind] = owned(row);
      const owner = { layer, id, title, text: this.atlas.t(kind) };
      this.atlas.labels.want({
        x,
        y,
        centred: true,
        ...this.topology.ground(frame, row.units),
        owner,
        ...label(title),
      });
    }
  }
}

export class Governorates extends Borders {
  /** @param {Scene} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    super(atlas, layers, 1);
    this.rows = rowsOf(layers.governorates);
  }

  /** @returns {Painter[]} */
  painters() {
    return [
      { stage: 'ground', uses: new Set(), state: () => '', draw: (ctx, frame) => this._draw(ctx, frame) },
      { stage: 'marks', uses: new Set(), draw: (_, frame) => this._names(frame) },
    ];
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    const { lines } = this.atlas.style;
    name(ctx, 'borders');
    this.stroke(ctx, frame, lines.governorate);
    name(ctx, 'country');
    frame.pen(ctx, lines.country);
    ctx.stroke(this.outer);
  }

  /** @param {Frame} frame */
  _names(frame) {
    if (frame.zoom > 10) return;
    this.names(
      frame,
      this.rows,
      (row) => ['governorates', row.iso, 'kind.governorate'],
      (text) => ({
        text: text.toUpperCase(),
        spaced: 2,
        weight: 500,
        size: 9.5,
        colour: this.atlas.style.adminName,
        rank: 420,
        alpha: 0.75,
      }),
    );
  }

  /** @returns {SearchItem[]} */
  items() {
    return this.rows.map((row) => ({
      id: row.iso,
      record: row,
      rank: 1,
      kind: this.atlas.t('kind.governorate'),
      names: [...namesOf(row), row.alt_names, row.iso],
    }));
  }

  /** @param {string} id */
  locate(id) {
    const row = this.rows.find((candidate) => candidate.iso === id);
    return row ? this.topology.bounds(row.units) : null;
  }

  /** @param {string} id @returns {?CardContent} */
  describe(id) {
    return describe(this.atlas, this.rows.find((row) => row.iso === id), 'kind.governorate', id);
  }
}

export class Districts extends Borders {
  /** @param {Scene} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    super(atlas, layers, 2);
    this.rows = rowsOf(layers.districts);
  }

  /** @returns {Painter[]} */
  painters() {
    return [
      {
        stage: 'ground',
        uses: new Set(),
        state: () => '',
        draw: (ctx, frame) => this.stroke(ctx, frame, this.atlas.style.lines.district),
      },
      { stage: 'marks', uses: new Set(), draw: (_, frame) => this._names(frame) },
    ];
  }

  /** @param {Frame} frame */
  _names(frame) {
    if (frame.zoom < 8.5 || frame.zoom > 11) return;
    this.names(
      frame,
      this.rows,
      (row) => ['districts', row.pcode, 'kind.district'],
      (text) => ({
        text,
        size: 10,
        spaced: 1,
        colour: this.atlas.style.adminName,
        rank: 430,
        alpha: 0.75,
      }),
    );
  }

  /** @returns {SearchItem[]} */
  items() {
    return this.rows.map((row) => ({
      id: row.pcode,
      record: row,
      rank: 2,
      kind: this.atlas.t('kind.district'),
      names: [...namesOf(row), row.alt_names, row.pcode],
    }));
  }

  /** @param {string} id */
  locate(id) {
    const row = this.rows.find((candidate) => candidate.pcode === id);
    return row ? this.topology.bounds(row.units) : null;
  }

  /** @param {string} id @returns {?CardContent} */
  describe(id) {
    return describe(this.atlas, this.rows.find((row) => row.pcode === id), 'kind.district', id);
  }
}

export class Subdistricts extends Borders {
  /** @param {Scene} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    super(atlas, layers, 3);
  }

  /** @returns {Painter[]} */
  painters() {
    return [{
      stage: 'ground',
      uses: new Set(),
      state: () => '',
      draw: (ctx, frame) => this.stroke(ctx, frame, this.atlas.style.lines.subdistrict),
    }];
  }
}

/** @param {Scene} atlas @param {AdminRow | undefined} row @param {string} kind @param {string} code */
function describe(atlas, row, kind, code) {
  if (!row) return null;
  const { t } = atlas;
  return {
    title: atlas.nameOf(row),
    subtitle: t(kind),
    ...ofGround(atlas, row.units),
    sources: sourcesOf(atlas, row.units, row.source),
    text: row.note,
    rows: [
      [t('details.names'), namesOf(row).join(' · ')],
      [t('details.alt'), otherNames(row)],
      [t('details.pcode'), code],
      [t('details.area'), Dates.number(row.km2, atlas.view.language) + ' ' + t('compare.km2')],
    ],
  };
}

register('governorates', Governorates);
register('districts', Districts);
register('subdistricts', Subdistricts);
