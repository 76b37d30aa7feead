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
}

/** Ground of one level, with names. */
class Grounds<Row extends AdminRow> extends Borders {
  /** @param code the column of their codes */
  constructor(
    atlas: Scene,
    layers: Tables,
    level: number,
    readonly layer: string,
    readonly rows: Row[],
    readonly code: keyof Row,
  ) {
    super(atlas, layers, level);
  }

  get kind() {
    return this.atlas.t('kind.' + this.layer.slice(0, -1));
  }

  /** Ask for names, each at the middle of its ground or aside on it. */
  names(frame: Frame, label: (text: string) => Omit<Label, 'x' | 'y'>) {
    for (const row of this.rows) {
      const [x, y] = frame.pixel(...World.of(row.lon, row.lat));
      if (!frame.inside(x, y)) continue;
      const title = this.atlas.nameOf(row);
      const owner = { layer: this.layer, id: String(row[this.code]), title, text: this.kind };
      const ground = this.topology.ground(frame, row.units);
      this.atlas.labels.want({ x, y, centred: true, ...ground, owner, ...label(title) });
    }
  }

  items(): SearchItem[] {
    const { code, kind, level: rank } = this;
    return this.rows.map((row) => {
      const id = String(row[code]);
      return { id, record: row, rank, kind, names: [...namesOf(row), row.alt_names, id] };
    });
  }

  _row(id: string) {
    return this.rows.find((row) => row[this.code] === id);
  }

  locate(id: string) {
    const row = this._row(id);
    return row ? this.topology.bounds(row.units) : null;
  }

  describe(id: string): CardContent | null {
    const row = this._row(id);
    if (!row) return null;
    const { atlas } = this;
    const { t } = atlas;
    return {
      title: atlas.nameOf(row),
      subtitle: this.kind,
      ...ofGround(atlas, row.units),
      sources: sourcesOf(atlas, row.units, row.source),
      text: row.note,
      rows: [
        [t('details.names'), namesOf(row).join(' · ')],
        [t('details.alt'), otherNames(row)],
        [t('details.pcode'), id],
        [t('details.area'), Dates.number(row.km2, atlas.view.language) + ' ' + t('compare.km2')],
      ],
    };
  }
}

export class Governorates extends Grounds<Governorate> {
  constructor(atlas: Scene, layers: Tables) {
    super(atlas, layers, 1, 'governorates', rowsOf(layers.governorates), 'iso');
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
    const colour = this.atlas.style.adminName;
    this.names(frame, (text) => ({ text: text.toUpperCase(), spaced: 2, weight: 500, size: 9.5, colour, rank: 420 }));
  }
}

export class Districts extends Grounds<District> {
  constructor(atlas: Scene, layers: Tables) {
    super(atlas, layers, 2, 'districts', rowsOf(layers.districts), 'pcode');
  }

  painters(): Painter[] {
    const draw = (ctx: Context2D, frame: Frame) => this.stroke(ctx, frame, this.atlas.style.lines.district);
    return [
      { stage: 'ground', uses: new Set(), state: () => '', draw },
      { stage: 'marks', uses: new Set(), draw: (_, frame) => this._names(frame) },
    ];
  }

  _names(frame: Frame) {
    if (frame.zoom < 8.5 || frame.zoom > 11) return;
    const colour = this.atlas.style.adminName;
    this.names(frame, (text) => ({ text, size: 10, spaced: 1, colour, rank: 430 }));
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

register('governorates', Governorates);
register('districts', Districts);
register('subdistricts', Subdistricts);
