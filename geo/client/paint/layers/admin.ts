/** Borders and names of governorates, districts and sub-districts, drawn from the one topology. */
import * as Dates from '../data/dates.ts';
import * as World from '../map/world.ts';
import { namesOf, otherNames } from '../data/profile.ts';
import { ofGround, sourcesOf } from './ground.ts';
import { rowsOf } from '../data/rows.ts';
import { Topology } from '../map/topology.ts';
import { register } from './registry.ts';
import { type Context2D, type Frame, name } from '../map/frame.ts';
import type { LineStyle } from '../data/page_data.ts';
import type { District, Governorate, Tables } from '../data/tables.ts';
import type { Label } from '../map/labels.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, Painter, SearchItem } from './layer.ts';

/** Levels of an arc: 0 country, 1 governorate, 2 district, 3 sub-district, 4 a cut within one. */
type AdminRow = District | Governorate;

class Borders {
  topology: Topology;
  path: Path2D;
  outer: Path2D;

  constructor(readonly atlas: Scene, layers: Tables, readonly level: number) {
    this.topology = Topology.of(layers);
    this.path = this.topology.lines((_left, _right, ownLevel) => ownLevel === level);
    this.outer = this.topology.lines((_left, _right, ownLevel) => ownLevel === 0);
  }

  stroke(ctx: Context2D, frame: Frame, line: LineStyle) {
    frame.pen(ctx, line);
    ctx.stroke(this.path);
  }

  /** Ask for names, each at the middle of its ground or aside on it. */
  names<Row extends AdminRow>(
    frame: Frame,
    rows: Row[],
    owned: (row: Row) => [layer: string, id: string, kind: string],
    label: (text: string) => Omit<Label, 'x' | 'y'>,
  ) {
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
  rows: Governorate[];

  constructor(atlas: Scene, layers: Tables) {
    super(atlas, layers, 1);
    this.rows = rowsOf(layers.governorates);
  }

  painters(): Painter[] {
    return [
      { stage: 'ground', uses: new Set(), state: () => '', draw: (ctx, frame) => this._draw(ctx, frame) },
      { stage: 'marks', uses: new Set(), draw: (_, frame) => this._names(frame) },
    ];
  }

  _draw(ctx: Context2D, frame: Frame) {
    const { lines } = this.atlas.style;
    name(ctx, 'borders');
    this.stroke(ctx, frame, lines.governorate);
    name(ctx, 'country');
    frame.pen(ctx, lines.country);
    ctx.stroke(this.outer);
  }

  _names(frame: Frame) {
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
      }),
    );
  }

  items(): SearchItem[] {
    return this.rows.map((row) => ({
      id: row.iso,
      record: row,
      rank: 1,
      kind: this.atlas.t('kind.governorate'),
      names: [...namesOf(row), row.alt_names, row.iso],
    }));
  }

  locate(id: string) {
    const row = this.rows.find((candidate) => candidate.iso === id);
    return row ? this.topology.bounds(row.units) : null;
  }

  describe(id: string): CardContent | null {
    return describe(this.atlas, this.rows.find((row) => row.iso === id), 'kind.governorate', id);
  }
}

export class Districts extends Borders {
  rows: District[];

  constructor(atlas: Scene, layers: Tables) {
    super(atlas, layers, 2);
    this.rows = rowsOf(layers.districts);
  }

  painters(): Painter[] {
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

  _names(frame: Frame) {
    if (frame.zoom < 8.5 || frame.zoom > 11) return;
    this.names(
      frame,
      this.rows,
      (row) => ['districts', row.pcode, 'kind.district'],
      (text) => ({ text, size: 10, spaced: 1, colour: this.atlas.style.adminName, rank: 430 }),
    );
  }

  items(): SearchItem[] {
    return this.rows.map((row) => ({
      id: row.pcode,
      record: row,
      rank: 2,
      kind: this.atlas.t('kind.district'),
      names: [...namesOf(row), row.alt_names, row.pcode],
    }));
  }

  locate(id: string) {
    const row = this.rows.find((candidate) => candidate.pcode === id);
    return row ? this.topology.bounds(row.units) : null;
  }

  describe(id: string): CardContent | null {
    return describe(this.atlas, this.rows.find((row) => row.pcode === id), 'kind.district', id);
  }
}

export class Subdistricts extends Borders {
  constructor(atlas: Scene, layers: Tables) {
    super(atlas, layers, 3);
  }

  painters(): Painter[] {
    return [{
      stage: 'ground',
      uses: new Set(),
      state: () => '',
      draw: (ctx, frame) => this.stroke(ctx, frame, this.atlas.style.lines.subdistrict),
    }];
  }
}

function describe(atlas: Scene, row: AdminRow | undefined, kind: string, code: string) {
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
