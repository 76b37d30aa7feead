/** Borders and names of governorates, districts and sub-districts, drawn from the one topology. */
import * as Dates from '../data/dates.ts';
import * as World from '../map/world.ts';
import { namesOf, otherNames } from '../data/profile.ts';
import { ofGround, sourcesOf } from './ground.ts';
import { rowsOf } from '../data/rows.ts';
import { Topology } from '../map/topology.ts';
import { type Context2D, type Frame, name as nameDrawn } from '../map/frame.ts';
import type { DisputedArea, District, Governorate, Tables } from '../data/tables.ts';
import type { Label } from '../map/labels.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, Painter, SearchItem } from './layer.ts';

/** How names are written: letters of a name, and zooms between which it stands. */
type Look = Pick<Label, 'size' | 'spaced' | 'weight' | 'rank'> & { least: number; most: number; capitals?: boolean };

/** By layer: levels of an arc are 0 country, 1 governorate, 2 district, 3 sub-district, 4 a cut within one. */
const LEVELS: Record<string, { level: number; code: string; line: string; look: Look }> = {
  governorates: {
    level: 1,
    code: 'iso',
    line: 'governorate',
    look: { least: 0, most: 10, capitals: true, spaced: 2, weight: 500, size: 9.5, rank: 420 },
  },
  districts: {
    level: 2,
    code: 'pcode',
    line: 'district',
    look: { least: 8.5, most: 11, size: 10, spaced: 1, rank: 430 },
  },
};

/** Areas whose ground is that of units: how they are named and found. */
export abstract class Areas<Row extends District | Governorate | DisputedArea> {
  topology: Topology;
  abstract readonly kind: string;

  /** @param code the column of their codes @param rank among what is found */
  constructor(
    readonly atlas: Scene,
    layers: Tables,
    readonly layer: string,
    readonly rows: Row[],
    readonly code: string,
    readonly rank: number,
  ) {
    this.topology = Topology.of(layers);
  }

  idOf(row: Row) {
    return (row as unknown as Record<string, string>)[this.code];
  }

  find(id: string) {
    return this.rows.find((row) => this.idOf(row) === id);
  }

  /** Ask for the name of an area, at the middle of its ground or aside on it. @param others see `Topology.ground` */
  want(row: Row, frame: Frame, label: Omit<Label, 'x' | 'y' | 'text'> & { text?: string }, others?: Set<number>) {
    const [x, y] = frame.pixel(...World.of(row.lon, row.lat));
    if (!frame.inside(x, y)) return;
    const title = this.atlas.nameOf(row);
    const owner = { layer: this.layer, id: this.idOf(row), title, text: this.kind };
    const ground = this.topology.ground(frame, row.units, others);
    this.atlas.labels.want({ text: title, x, y, centred: true, ...ground, owner, ...label });
  }

  namesOf(row: Row): SearchItem['names'] {
    return namesOf(row);
  }

  items(): SearchItem[] {
    const { kind, rank } = this;
    return this.rows.map((row) => ({ id: this.idOf(row), record: row, rank, kind, names: this.namesOf(row) }));
  }

  locate(id: string) {
    const row = this.find(id);
    return row ? this.topology.bounds(row.units) : null;
  }

  card(row: Row, source: string): Omit<CardContent, 'rows'> {
    return {
      title: this.atlas.nameOf(row),
      subtitle: this.kind,
      ...ofGround(this.atlas, row.units),
      sources: sourcesOf(this.atlas, row.units, source),
      text: row.note,
    };
  }

  size({ km2 }: Row) {
    return [
      this.atlas.t('details.area'),
      `${Dates.number(km2, this.atlas.view.language)} ${this.atlas.t('compare.km2')}`,
    ];
  }
}

export class Grounds extends Areas<District | Governorate> {
  path: Path2D;
  outer: Path2D;

  constructor(atlas: Scene, layers: Tables, name: string) {
    const { code, level } = LEVELS[name];
    const rows = name === 'districts' ? rowsOf(layers.districts) : rowsOf(layers.governorates);
    super(atlas, layers, name, rows, code, level);
    this.path = this.topology.lines((_left, _right, ownLevel) => ownLevel === level);
    this.outer = this.topology.lines((_left, _right, ownLevel) => ownLevel === 0);
  }

  get kind() {
    return this.atlas.t('kind.' + this.layer.slice(0, -1));
  }

  override namesOf(row: District | Governorate) {
    return [...namesOf(row), row.alt_names, this.idOf(row)];
  }

  painters(): Painter[] {
    return [
      { stage: 'ground', uses: new Set(), state: () => '', draw: (ctx, frame) => this._draw(ctx, frame) },
      { stage: 'marks', uses: new Set(), draw: (_, frame) => this._names(frame) },
    ];
  }

  _draw(ctx: Context2D, frame: Frame) {
    const { lines } = this.atlas.style;
    const isOuter = this.layer === 'governorates';
    if (isOuter) nameDrawn(ctx, 'borders');
    frame.pen(ctx, lines[LEVELS[this.layer].line]);
    ctx.stroke(this.path);
    if (!isOuter) return;
    nameDrawn(ctx, 'country');
    frame.pen(ctx, lines.country);
    ctx.stroke(this.outer);
  }

  _names(frame: Frame) {
    const { least, most, capitals, ...look } = LEVELS[this.layer].look;
    if (frame.zoom < least || frame.zoom > most) return;
    const colour = this.atlas.style.adminName;
    for (const row of this.rows) {
      const text = this.atlas.nameOf(row);
      this.want(row, frame, { text: capitals ? text.toUpperCase() : text, colour, ...look });
    }
  }

  describe(id: string): CardContent | null {
    const row = this.find(id);
    const { t } = this.atlas;
    return row
      ? {
        ...this.card(row, row.source),
        rows: [
          [t('details.names'), namesOf(row).join(' · ')],
          [t('details.alt'), otherNames(row)],
          [t('details.pcode'), id],
          this.size(row),
        ],
      }
      : null;
  }
}

export class Subdistricts {
  path: Path2D;

  constructor(readonly atlas: Scene, layers: Tables) {
    this.path = Topology.of(layers).lines((_left, _right, level) => level === 3);
  }

  painters(): Painter[] {
    const draw = (ctx: Context2D, frame: Frame) => {
      frame.pen(ctx, this.atlas.style.lines.subdistrict);
      ctx.stroke(this.path);
    };
    return [{ stage: 'ground', uses: new Set(), state: () => '', draw }];
  }
}
