/** Event data of the reader: filtered, drawn and picked in the page. `atlas.userEvents` is there in every atlas; it
 * is a layer of the map once data is loaded, from the page itself or from the app. */
import * as Dates from '../data/dates.ts';
import { type Pieces, wipe } from '../map/pieces.ts';
import type { Context2D, Frame } from '../map/frame.ts';
import { circle } from '../map/symbols.ts';
import { Areas } from './areas.ts';
import { Bytes } from '../data/packed.ts';
import { Card, legend } from './card.ts';
import { Clusters } from './clusters.ts';
import { Dots } from './dots.ts';
import { Filter, KEYS } from './filter.ts';
import { Heat } from './heat.ts';
import { Hexagons } from './hexagons.ts';
import { colourOf, type Counted, DAY, type Drawing, type Mark, NIGHT, Screen } from './screen.ts';
import { Slate } from './slate.ts';
import { Store } from './store.ts';
import type { Position } from '../data/tables.ts';
import type { DrawnAs } from '../data/view.ts';
import type { Hit, Painter } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';

const NAME = 'user_events';
const LISTED = 200;
const FADED = 0.45; // opacity of the atlas's own marks below a reader's events

let shared: Store | null = null; // the data of the page, which all its maps share
let reading: Promise<Store> | null = null;

export class UserEvents {
  /** The events, null where there are none. Where there are some, what follows is there too. */
  store: Store | null = null;
  filter!: Filter;
  screen!: Screen;
  areas!: Areas;
  card!: Card;
  slate!: Slate;
  key = ''; // what stands on the slate
  drawn!: Drawing; // the way of drawing that made it
  frame: Frame | null = null;
  request: object | null = null; // token of the latest load; older loads are ignored
  former = false; // whether the address asks for a way of drawing that is gone
  painted = false; // whether it has been drawn
  styles: Record<DrawnAs, Drawing>;

  constructor(readonly atlas: Scene) {
    this.styles = {
      dots: new Dots(this.atlas.number),
      clusters: new Clusters(this.atlas.number),
      heat: new Heat(),
      hexagons: new Hexagons(),
    };
    atlas.on('view', (changed) => this._follow(changed));
    atlas.addPainter(this._painter());
  }

  /** Show event data in place of what was shown. @param bytes a container @param name what the data is called */
  async load(bytes: ArrayBuffer | Uint8Array, name = ''): Promise<Store> {
    const request = (this.request = {});
    const store = await Store.open(Bytes.ofBuffer(bytes), name);
    if (request === this.request) this._open(shared = store);
    return store;
  }

  unload() {
    this.request = shared = this.store = null;
    this.atlas.layers.delete(NAME);
    if (this.atlas.selected === null && (this.atlas.view.selection || '').startsWith(NAME + ':')) {
      this.atlas.set({ selection: null });
    }
    this.atlas.requestPaint();
    this.atlas.emit('layer', NAME);
    this.atlas.emit(NAME, 'unloaded');
  }

  readCarried(): Bytes | null {
    return null;
  }

  prepare() {}

  drawnFirst() {}

  /** Show what came with the data, or what another map shows. */
  open() {
    if (shared) return void this._show(shared);
    const bytes = this.readCarried();
    if (!bytes) return;
    reading = reading || Store.open(bytes);
    reading.then((store) => this._open(shared = shared || store));
  }

  /** Show what was not shown before. */
  _open(store: Store) {
    this._show(store);
    this.choose(store);
  }

  choose(_store: Store) {}

  _show(store: Store) {
    this.store = store;
    this.slate = this.slate || new Slate();
    this.filter = new Filter(store);
    // Of the picture that stands: what the panel counts may be a day ahead of it.
    this.screen = new Screen(store, new Filter(store));
    this.areas = new Areas(this.screen, this.atlas.number);
    this.card = new Card(this.atlas, store);
    this.key = '';
    this.prepare();
    this.filter.follow(this.atlas.view);
    this.atlas.layers.set(NAME, this);
    this.atlas.requestPaint();
    this.atlas.emit('layer', NAME);
    this.atlas.emit(NAME, 'loaded');
    if (this.atlas.selectedOf(this)) this.atlas.emit('view', new Set(['selection']));
  }

  _follow(changed: Set<string>) {
    if (!this.store || !KEYS.some((key) => changed.has(key))) return;
    if (this.filter.follow(this.atlas.view)) this.atlas.emit(NAME, 'filtered');
  }

  /** They draw by themselves, so that they can come after the page. */
  painters(): Painter[] {
    return [];
  }

  _painter(): Painter {
    const { atlas } = this;
    return {
      layer: NAME,
      stage: 'marks',
      // Names stand around clusters, and move when they do.
      get alone() {
        return atlas.view.drawnAs !== 'clusters';
      },
      uses: new Set([...KEYS, 'drawnAs', 'selection']),
      draw: (ctx, frame) => this._draw(ctx, frame),
    };
  }

  /** How strongly the atlas's own marks are drawn: faintly while there are events of the reader's. */
  get fade() {
    return this.store && this.atlas.shows(NAME) ? FADED : 1;
  }

  get ink() {
    return this.atlas.dark ? NIGHT : DAY;
  }

  get style() {
    return this.styles[this.atlas.view.drawnAs];
  }

  *_draw(ctx: Context2D, frame: Frame): Pieces {
    const { store, screen, slate, style } = this;
    if (!store) return;
    const { filter } = screen;
    filter.follow(this.atlas.view);
    screen.ink = this.ink;
    const grid = style.grid(frame, store.n);
    const moved = !screen.stands(frame, grid);
    const key = [filter.from, filter.to, grid.name, screen.ink.name, this.atlas.view.language].join();
    if (moved || key !== this.key) {
      this.key = ''; // nothing is picked of what is half painted
      this.frame = frame;
      if (moved) yield* screen.place(frame, grid);
      yield* wipe(slate.ctx, screen.width, screen.height);
      if (style.above) yield* this.areas.paint(slate, frame);
      yield* style.paint(screen, slate, frame, moved);
      if (!style.above) yield* this.areas.paint(slate, frame);
      this.key = key;
      this.drawn = style;
    }
    if (this.store !== store) return; // unloaded between two pieces
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(slate.canvas, 0, 0);
    frame.screen(ctx);
    this._ring(ctx, frame);
    if (!this.painted) this.drawnFirst();
    this.painted = true;
    if (store.later) return;
    // What only cards need is opened once the first picture stands.
    store.openLater().then(() => {
      if (store === this.store && this.atlas.selectedOf(this)) this.atlas.emit('view', new Set(['selection']));
    });
  }

  /** Marks with counts, in pixels of the stage: names stand beside them. */
  countMarks(): Counted[] {
    const { frame, store } = this;
    if (!store || !frame || !this.atlas.shows(NAME)) return [];
    const counted = this.drawn?.counted || [];
    return counted.map(({ x, y, radius }) => ({
      x: x / frame.ratio,
      y: y / frame.ratio,
      radius: radius / frame.ratio,
    }));
  }

  _ring(ctx: Context2D, frame: Frame) {
    const id = this.atlas.selectedOf(this);
    if (!this.store || !this.hasEvent(id)) return;
    const row = Number(id);
    const [x, y] = frame.pixel(this.store.x[row], this.store.y[row]);
    circle(ctx, x, y, 11, { edge: this.atlas.style.accent, width: 2.5 });
  }

  hasEvent(id: string) {
    return this.store !== null && /^\d+$/.test(id) && Number(id) < this.store.n;
  }

  /** The mark under a position. The hit test uses what is on the screen: another way of drawing that was just chosen
   * is painted in the next frame only. */
  mark(latlng: Position): Mark | null {
    const { frame } = this;
    if (!this.store || !frame || !this.key) return null;
    const [x, y] = frame.spot(latlng).map((at) => at * frame.ratio);
    return this.areas.at(x, y, frame) || this.drawn.at(this.screen, x, y, frame);
  }

  rowsOf(mark: Mark, limit: number = Infinity): number[] {
    if (mark.area) return this.areas.of(Number(mark.code), limit);
    const { codes } = this.screen;
    const cells = new Set([mark.code].flat());
    const only = cells.size === 1 ? [...cells][0] : null;
    const rows: number[] = [];
    const { from, to } = this.screen.filter;
    for (let i = to - 1; i >= from && rows.length < limit; i--) {
      if (only !== null ? codes[i] === only : codes[i] >= 0 && cells.has(codes[i])) rows.push(i);
    }
    return rows;
  }

  /** What lies at a position. @param glance whether one line is enough */
  pick(latlng: Position, glance?: boolean): Hit[] {
    const mark = this.mark(latlng);
    if (!mark) return [];
    const order = mark.away - 0.4;
    const rows = this.rowsOf(mark, glance ? 1 : LISTED);
    if (!rows.length) return [];
    if (glance && mark.count > 1) {
      return [{
        id: '',
        title: this.atlas.t('userEvents.count', { n: this.atlas.number(mark.count) }),
        text: this.card.kindOf(rows[0], mark),
        order,
      }];
    }
    return rows.map((row, i) => ({
      ...this.card.line(row),
      id: String(row),
      order,
      more: i ? 0 : mark.count - rows.length,
    }));
  }

  locate(id: string) {
    if (!this.store || !this.hasEvent(id)) return null;
    const { lat, lng } = this.store.row(Number(id));
    return { lat, lng };
  }

  describe(id: string) {
    return this.hasEvent(id) ? this.card.describe(Number(id)) : null;
  }

  select(row: number) {
    this.atlas.hits = null;
    this.atlas.set({ selection: NAME + ':' + row });
  }

  /** How many events are shown and of which days, in words; empty while none are drawn. */
  summary() {
    const { view } = this.atlas;
    if (!this.store || !this.store.n || !this.atlas.shows(NAME)) return '';
    const values = { n: this.atlas.number(this.filter.count()), of: this.atlas.number(this.store.n) };
    if (!view.interval && !view.window && this.atlas.before === null) {
      return this.atlas.t('userEvents.shownAll', values);
    }
    const [first, last] = this.filter.days(view).map((day) => Dates.words(day, view.language));
    return this.atlas.t('userEvents.shown', { ...values, first, last });
  }

  /** Show the events of all their days, and the map of the last of them that the atlas knows. */
  goToPeriod() {
    if (!this.store) return;
    const { first, last } = this.store;
    this.atlas.set({
      date: Math.max(Dates.FIRST, Math.min(Dates.LAST, last)),
      interval: [first, last],
      kinds: null,
      actors: null,
      minDeaths: 0,
      coarsest: 'unknown',
    });
  }

  colour(kind: number) {
    return colourOf(this.ink, kind);
  }

  legend() {
    return this.store ? legend(this.card, this.areas.rows.length > 0) : [];
  }
}

/** The layer of an atlas is `atlas.userEvents` itself. */
export interface UserEventLayer extends UserEvents {}

export class UserEventLayer {
  constructor(atlas: Scene) {
    atlas.userEvents.open();
    return atlas.userEvents;
  }
}

declare module '../scene.ts' {
  interface Scene {
    userEvents: UserEvents;
  }
}
