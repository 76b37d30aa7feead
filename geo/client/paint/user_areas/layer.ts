/** Areas of the reader: numbers by area or other polygons (`atlas.userAreas`), and a control map of his own
 * (`atlas.userControl`). All are rows with a key, which is a holder, a class or a kind. Both are there in every atlas,
 * and layers of the map once areas are loaded. A control map is laid over ours, and over numbers, as stripes where
 * the two differ; where ours is switched off it is shown alone. */
import * as World from '../map/world.ts';
import { rowsOf } from '../data/rows.ts';
import { type Context2D, type Frame, name } from '../map/frame.ts';
import { hatch } from '../map/symbols.ts';
import { bounds, crosses, decode, pathOf, Topology } from '../map/topology.ts';
import { AreaCard } from './card.ts';
import { mapDays, nameWithDay } from './days.ts';
import type { Place, Position, Tables, UserArea, UserAreaData } from '../data/tables.ts';
import type { CardContent, Hit, LegendEntry, Painter, Swatch } from '../layers/layer.ts';
import type { Pieces } from '../map/pieces.ts';
import type { Scene } from '../scene.ts';

const NAMES = { userAreas: 'user_areas', userControl: 'user_control' } as const;
const PLAIN = 0.5; // opacity of polygons that say nothing but that they are there
const OUTLINE = 1.6; // pixels of their lines
const LISTED = 4;

export class UserAreas {
  data: UserAreaData | null = null;
  rows: UserArea[] = [];
  outlines: Float64Array[][] = []; // rings of the outlines, in world pixels
  paths: Path2D[] = [];
  topology!: Topology;
  version = 0; // how often areas came or went
  cached: { state: string; groups: Map<string, UserArea[]>; paths: Map<string, Path2D> } | null = null;
  readonly name: typeof NAMES[keyof typeof NAMES];
  card: AreaCard;

  constructor(readonly atlas: Scene, at: keyof typeof NAMES) {
    this.name = NAMES[at];
    this.card = new AreaCard(atlas, at);
    atlas.addPainter(this._painter());
  }

  load(data: UserAreaData) {
    this.topology = Topology.of(this.atlas.data.layers);
    this.data = data;
    this.rows = rowsOf(data.rows);
    this.outlines = data.shapes.parts.map((rings) => rings.map((deltas) => decode(deltas, data.shapes)));
    this.paths = this.outlines.map((rings) => pathOf(rings, true));
    this.atlas.layers.set(this.name, this);
    this._refresh();
  }

  follow({ data }: UserAreas) {
    if (data === this.data) return;
    if (data) this.load(data);
    else this.unload();
  }

  unload() {
    this.data = null;
    this.rows = [];
    this.atlas.layers.delete(this.name);
    if ((this.atlas.view.selection || '').startsWith(this.name + ':')) this.atlas.set({ selection: null });
    this._refresh();
  }

  _refresh() {
    this.version += 1;
    this.cached = null;
    this.atlas.touch(new Set(['layers']));
    this.atlas.requestPaint();
    this.atlas.emit('layer', this.name);
  }

  /** They draw by themselves, so that they can come after the page. */
  painters(): Painter[] {
    return [];
  }

  _painter(): Painter {
    return {
      layer: this.name,
      stage: 'ground',
      uses: new Set(['date', 'compare', 'compareMode', 'perspective', 'against', 'layers', 'selection']),
      state: () => this._state(),
      draw: (ctx, frame) => this._draw(ctx, frame),
    };
  }

  _state() {
    if (!this.data) return ''; // else the ground would be painted anew each day
    const days = this.rows.map((row) => this._holds(row) ? 1 : 0).join('');
    return [this.version, this._key(), days, this.atlas.selectedOf(this), this.atlas.dark].join('|');
  }

  _key() {
    const { perspective } = this.atlas.view;
    return [this.version, this.atlas.day, perspective, this._isStriped(), this.isApart].join();
  }

  /** Whether a control map can be held against ours, which nothing else is. */
  get isRival() {
    const { compare, against } = this.atlas.view;
    return this._isStriped() && this.atlas.shows(this.name) && compare === null && against === null;
  }

  /** Whether numbers or kinds fill the ground, where holders are outlines. */
  get isChoropleth() {
    return this.data?.style === 'values' && this.atlas.shows(this.name);
  }

  /** What a map of numbers is of: their column, else the file. */
  get subject() {
    return this.data?.value || this.data?.name || '';
  }

  get credit() {
    const { data, atlas } = this;
    return data && atlas.shows(this.name) ? atlas.t('userAreas.credit', { name: data.title }) : '';
  }

  /** Whether it stands on a map of its own, beside ours. */
  get isApart() {
    return this.isRival && this.atlas.view.compareMode !== 'change';
  }

  get title() {
    return this.atlas.t('userAreas.yours', { name: this.data?.name || '' });
  }

  get days() {
    return mapDays(this.rows, this.atlas.day);
  }

  /** Days on which a map that is shown changes, in order. */
  get changeDays(): number[] {
    if (!this.data || !this.atlas.shows(this.name)) return [];
    const days = this.rows.flatMap(({ start, end }) => [start, end].filter((day) => day !== null));
    return [...new Set(days)].sort((a, b) => a - b);
  }

  /** Whether ours lies below and only what differs is drawn. */
  _isStriped() {
    return this.data?.style === 'control' && this.atlas.shows('control') && !this.atlas.isOverlaid('control');
  }

  /** Whether it is drawn as stripes, over ours or over numbers. */
  get isHatched() {
    return this._isStriped() || (this.data?.style === 'control' && this.atlas.userAreas.isChoropleth);
  }

  _holds(row: UserArea) {
    const { day } = this.atlas;
    return (row.start === null || row.start <= day) && (row.end === null || day < row.end);
  }

  _ours(row: UserArea) {
    return this.atlas.layers.get('control')?.classOf(row.units[0], this.atlas.day) || 'unknown';
  }

  picture() {
    const state = this._key();
    if (this.cached?.state === state) return this.cached;
    const striped = this._isStriped();
    const isDrawn = (row: UserArea) =>
      row.key && !this.isApart && this._holds(row) && !(striped && this._ours(row) === row.key);
    const groups = Map.groupBy(this.rows.filter(isDrawn), (row) => row.key);
    const paths = new Map([...groups].map(([key, rows]) => {
      const path = new Path2D();
      for (const row of rows) path.addPath(this._path(row));
      return [key, path] as const;
    }));
    return (this.cached = { state, groups, paths });
  }

  _path(row: UserArea) {
    return row.shape < 0 ? this.topology.area(row.units) : this.paths[row.shape];
  }

  pairs() {
    const result: Map<string, { ours: string; theirs: string; km2: number }> = new Map();
    for (const row of this.data?.style === 'control' ? this.rows.filter((item) => this._holds(item)) : []) {
      const ours = this._ours(row);
      const key = ours + '>' + row.key;
      const sum = result.get(key) || { ours, theirs: row.key, km2: 0 };
      sum.km2 += row.km2;
      result.set(key, sum);
    }
    return [...result.values()].sort((a, b) => b.km2 - a.km2);
  }

  colour(key: string): string {
    const { style } = this.atlas;
    if (this.data?.style === 'control') return style.holders[key] || style.holders.unknown;
    return this._class(key)?.colour || style.holders.unknown;
  }

  _class(key: string) {
    return this.data?.classes.find((className) => className.key === key);
  }

  _swatch(key: string): Swatch {
    const { style } = this.atlas;
    if (this.isHatched) { // other than ground that is divided
      return { fill: style.land, hatch: { ...style.hatches['over.' + key], falls: true } };
    }
    const control = this.data?.style === 'control';
    if (this.data?.style === 'plain' && this.atlas.shows('control')) {
      return { line: { colour: this.colour(key), width: OUTLINE, dash: [] } }; // a fill would tint holders
    }
    return {
      fill: this.colour(key),
      hatch: control ? style.hatches[key] : undefined,
      faint: this.data?.style === 'plain',
    };
  }

  *_draw(ctx: Context2D, frame: Frame): Pieces {
    if (!this.data) return;
    frame.world(ctx);
    for (const [key, path] of this.picture().paths) {
      const { fill, hatch: lines, faint } = this._swatch(key);
      name(ctx, key);
      if (fill && !this.isHatched) {
        ctx.globalAlpha = faint || this.atlas.view.tiles ? PLAIN : 1;
        ctx.fillStyle = fill;
        ctx.fill(path, 'nonzero');
        ctx.globalAlpha = 1;
      }
      if (lines) {
        ctx.fillStyle = hatch(ctx, lines, frame);
        ctx.fill(path, 'nonzero');
      }
      if (this.data.style !== 'control') {
        ctx.strokeStyle = this.data.style === 'plain' ? this.colour(key) : this.atlas.style.faint;
        ctx.lineWidth = (this.data.style === 'plain' ? OUTLINE : 0.6) / frame.k;
        ctx.stroke(path);
      }
      yield ctx;
    }
    const row = this._row(this.atlas.selectedOf(this));
    if (!row) return;
    name(ctx, 'selected');
    ctx.strokeStyle = this.atlas.style.accent;
    ctx.lineWidth = 2.5 / frame.k;
    ctx.stroke(this._path(row));
  }

  _row(id: string): UserArea | undefined {
    return /^\d+$/.test(id) ? this.rows[Number(id)] : undefined;
  }

  pick(latlng: Position): Hit[] {
    if (!this.data) return [];
    const unit = this.topology.unitAt(latlng);
    const [x, y] = World.of(latlng.lng, latlng.lat);
    return this.rows.flatMap((row, i) => {
      if (!row.key || !this._holds(row) || (row.shape < 0 && !row.units.includes(unit))) return [];
      if (row.shape >= 0 && this.outlines[row.shape].filter((ring) => crosses(ring, x, y)).length % 2 === 0) {
        return [];
      }
      return [{
        id: String(i),
        title: this.card.title(row, i),
        text: `${this.data?.name}: ${this.card.says(row)}`,
        order: 97,
      }];
    });
  }

  describe(id: string): CardContent | null {
    const row = this._row(id);
    return row && this.data ? this.card.describe(row, Number(id)) : null;
  }

  legend(): LegendEntry[] {
    const { data } = this;
    if (!data) return [];
    const { groups } = this.picture();
    const summed = data.classes.some(({ low }) => low !== null) ? 'userAreas.summed' : 'userAreas.ofMost';
    const keys = data.style === 'control' ? this.atlas.data.holders : data.classes.map((className) => className.key);
    return [
      ...(data.style === 'plain' // whose only entry is their name
        ? []
        : [{ text: data.style === 'control' ? nameWithDay(this.atlas, data.title, this.days) : data.title }]),
      ...(data.several ? [{ text: this.atlas.t(summed, { n: this.atlas.number(data.several) }) }] : []),
      ...keys.filter((key) => groups.get(key)?.some((row) => this._isSeen(row)))
        .map((key) => ({ swatch: this._swatch(key), text: this._entry(key) })),
      ...(this._lacksValues()
        ? [{ swatch: { fill: this.atlas.style.land }, text: this.atlas.t('userAreas.noValue') }]
        : []),
      ...(this._isStriped() && this.days.isKnown ? this._sums() : []),
    ];
  }

  /** Whether ground that the reader sees is of no class: its area has no number, or is not in the file. */
  _lacksValues() {
    if (this.data?.style !== 'values') return false;
    const rows = this.rows.filter((row) => this._holds(row));
    if (rows.some((row) => !row.key && this._isSeen(row))) return true;
    if (rows.some(({ shape }) => shape >= 0)) return false;
    const valued = new Set(rows.flatMap(({ units }) => units));
    const { frame } = this.atlas;
    const seen = frame ? this.topology.seen(frame) : new Set(this.topology.fills.keys());
    return !seen.isSubsetOf(valued);
  }

  _isSeen(row: UserArea) {
    const { frame } = this.atlas;
    if (!frame) return true;
    if (row.shape < 0) return row.units.some((unit) => this.topology.seen(frame).has(unit));
    const [left, top, right, bottom] = frame.seen;
    return this.outlines[row.shape].some((ring) =>
      frame.seesLine(ring) || crosses(ring, (left + right) / 2, (top + bottom) / 2)
    );
  }

  _entry(key: string) {
    const { atlas, data } = this;
    if (data?.style === 'control') {
      const holder = atlas.heldBy(key, atlas.day);
      const text = this._isStriped() ? atlas.t('userAreas.differs', { holder }) : holder;
      return text.charAt(0).toUpperCase() + text.slice(1);
    }
    const kind = this._class(key);
    if (!kind || kind.low === null || kind.high === null) return kind?.text || '';
    return [...new Set([kind.low, kind.high].map((number) => this.card.number(number)))].join('–');
  }

  /** Ground on which both say the same, in km², and the pairs of holders that differ. */
  agreement() {
    const all = this.pairs();
    const same = all.filter((item) => item.ours === item.theirs).reduce((sum, item) => sum + item.km2, 0);
    return { same, differ: all.filter((item) => item.ours !== item.theirs && Math.round(item.km2) > 0) };
  }

  /** How far a control map agrees with ours on the day shown, in a sentence; empty where it does not say. */
  summary() {
    if (!this._isStriped() || !this.days.isKnown) return '';
    const { same, differ } = this.agreement();
    const sum = differ.reduce((total, { km2 }) => total + km2, 0);
    return this.atlas.t('userAreas.sum', { same: this.atlas.number(same), differ: this.atlas.number(sum) });
  }

  _sums(): LegendEntry[] {
    const { atlas } = this;
    const { same, differ } = this.agreement();
    return [
      { text: atlas.t('userAreas.alike', { km2: this.atlas.number(same) }), dated: true },
      ...differ.slice(0, LISTED).map(({ ours, theirs, km2 }) => ({
        text: atlas.t('userAreas.pair', {
          ours: atlas.sideName(ours, atlas.day),
          theirs: atlas.heldBy(theirs, atlas.day),
          km2: this.atlas.number(km2),
        }),
        dated: true,
      })),
    ];
  }

  locate(id: string): Place | null {
    const row = this._row(id);
    if (!row) return null;
    if (row.shape < 0) return this.topology.bounds(row.units);
    return World.degrees(bounds(this.outlines[row.shape]));
  }
}

/** Show a reader's areas, each as the layer that it is, and those alone. */
export function showAreas(atlas: Scene, several: UserAreaData[]) {
  for (const layer of atlas.ofReader) {
    const data = several.find((item) => item.layer === layer.name);
    if (data) layer.load(data);
    else if (layer.data) layer.unload();
  }
}

/** The layer of an atlas is `atlas.userAreas` or `atlas.userControl` itself. */
export class UserAreaLayer {
  constructor(atlas: Scene, tables: Tables, name: string) {
    const layer = name === NAMES.userAreas ? atlas.userAreas : atlas.userControl;
    const data = tables[layer.name];
    if (data) layer.load(data);
    return layer;
  }
}

export interface UserAreaLayer extends UserAreas {}

declare module '../scene.ts' {
  interface Scene {
    userAreas: UserAreas;
    userControl: UserAreas;
  }
}
