/**
 * The stage: one canvas in a pane of the map that painters draw on, from the ground up.
 * It moves and zooms as Leaflet's own renderers do; painters draw once the map rests.
 */
import * as World from '../../paint/map/world.js';
import { pen } from '../dom.js';
import { L } from '../leaflet.js';
import { Frame } from '../../paint/map/frame.js';
import { run as draw } from '../../paint/scene.js';

/** @import { Bounds, Map as LeafletMap } from 'leaflet' */
/** @import { Atlas } from '../atlas.js' */
/** @import { Painter } from '../../paint/layers/layer.js' */
/** @import { Box } from '../../paint/data/tables.js' */

/** The part of Leaflet's map that a canvas covers. @param {LeafletMap} map
 * @param {Bounds} bounds of the canvas on the map's plane, in pixels @param {number} ratio */
function frameOf(map, bounds, ratio) {
  const zoom = map.getZoom();
  const k = World.scale(zoom);
  const [origin, corner] = [map.getPixelOrigin(), bounds.getTopLeft()];
  const { x: width, y: height } = bounds.getSize();
  const [shown, size] = [map.containerPointToLayerPoint([0, 0]).subtract(corner), map.getSize()];
  return new Frame({
    zoom,
    tx: World.ORIGIN.x * k - origin.x - corner.x,
    ty: World.ORIGIN.y * k - origin.y - corner.y,
    width,
    height,
    ratio,
    window: [shown.x, shown.y, shown.x + size.x, shown.y + size.y],
  });
}

/** @param {CanvasRenderingContext2D} ctx */
function clear(ctx) {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
}

/** What the picture of a run of painters shows. @param {Painter[]} run */
const stateOf = (run) => run.map((painter) => painter.z + (painter.state?.() || '')).join('|');

/** Let a context take nothing outside of boxes in world pixels, each drawn wide enough for the lines on its border.
 * @param {CanvasRenderingContext2D} ctx in pixels of the canvas @param {Box[]} boxes @param {Frame} frame */
function confine(ctx, boxes, frame) {
  ctx.beginPath();
  for (const [west, north, east, south] of boxes) {
    const [left, top] = frame.pixel(west, north).map((at) => Math.floor((at - BORDER) * frame.ratio));
    const [right, bottom] = frame.pixel(east, south).map((at) => Math.ceil((at + BORDER) * frame.ratio));
    ctx.rect(left, top, right - left, bottom - top);
  }
  ctx.clip();
}

/** Pixels of the page that lines of the ground may reach beyond what they enclose. */
const BORDER = 6;

/** Milliseconds without a change of the day after which the ground is painted whole. */
const REST = 200;

/** The pane of the map that holds the canvas. */
const PANE = 'greenline';

/**
 * What Leaflet's renderer has, of which its types state little.
 * @typedef {{
 *   _map: LeafletMap & {_animatingZoom?: boolean},
 *   _bounds: Bounds,
 *   _container?: HTMLCanvasElement,
 *   addTo(map: LeafletMap): unknown,
 *   onAdd(map: LeafletMap): unknown,
 *   _update(): void,
 * }} LeafletRenderer
 */

const Renderer = /** @type {new (options: {padding: number, pane: string}) => LeafletRenderer} */ (
  /** @type {unknown} */ (L.Renderer)
);

export class Stage extends Renderer {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    super({ padding: 0.12, pane: PANE });
    this._atlas = atlas;
    this._ctx = pen();
    this._bufferCtx = pen();
    this._buffer = this._bufferCtx.canvas;
    /** Pictures of runs of painters on the ground, by the first one's z. @type {Map<number, {ctx: CanvasRenderingContext2D, state: ?string}>} */
    this._kept = new Map();
    /** Whether the ground must be drawn anew. */
    this._stale = true;
    /** Whether the map moved since the last painting. */
    this._moved = false;
    /** Whether only painters that are `alone` changed. */
    this._alone = false;
    /** Whether something was painted. */
    this._painted = false;
    /** Whether parts of the ground were painted on another day than others, or copied from pictures. */
    this._parted = false;
    /** When the ground is painted whole, after such a day. @type {ReturnType<typeof setTimeout> | undefined} */
    this._rest = undefined;
    this._ratio = 1;
    /** @type {?number} */
    this._requested = null;
    /** Pictures of the marks below and above those that are `alone`. @type {?HTMLCanvasElement[]} */
    this._sides = null;
    /** @type {?CanvasRenderingContext2D[]} */
    this._slates = null;
  }

  /** Whether it will be painted in the next frame. */
  get pending() {
    return this._requested !== null;
  }

  /** What is shown, with all of the ground painted on one day. */
  get canvas() {
    this.whole();
    return this._ctx.canvas;
  }

  /** Pixels of the canvas for one of the page. */
  get ratio() {
    return this._ratio;
  }

  /** The corner of the canvas on the map's plane, in pixels. */
  get corner() {
    return this._bounds.getTopLeft();
  }

  /** Follow the map at once, where it has moved by itself. */
  follow() {
    this._update();
  }

  /** @override @param {LeafletMap} map */
  onAdd(map) {
    if (!map.getPane(PANE)) {
      const pane = map.createPane(PANE);
      pane.style.zIndex = '350';
      pane.style.pointerEvents = 'none';
    }
    super.onAdd(map);
    return this;
  }

  _initContainer() {
    this._container = this._ctx.canvas;
    this._container.setAttribute('aria-hidden', 'true');
  }

  _destroyContainer() {
    this._cancel();
    this._ctx.canvas.remove();
    delete this._container;
    this._kept.clear();
  }

  _updatePaths() {}

  /** @override */
  _update() {
    const map = this._map;
    if (map._animatingZoom && this._bounds) return;
    super._update();
    const size = this._bounds.getSize();
    this._ratio = this._atlas.printing ? 3 : Math.min(globalThis.devicePixelRatio || 1, 2);
    const { canvas: shown } = this._ctx;
    L.DomUtil.setPosition(shown, this.corner);
    for (const canvas of [shown, this._buffer]) {
      const [width, height] = [Math.round(size.x * this._ratio), Math.round(size.y * this._ratio)];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    }
    shown.style.width = size.x + 'px';
    shown.style.height = size.y + 'px';
    this._stale = true;
    this._moved = true;
    this.paint();
  }

  /** Follow a painter that was added. @param {Painter} painter */
  added(painter) {
    this._stale = this._stale || painter.stage === 'ground';
    this.requestPaint();
  }

  /** Repaint in the next frame if a painter uses one of the keys. @param {Set<string>} changed */
  touch(changed) {
    const all = changed.has('layers') || changed.has('language') || changed.has('perspective') || changed.has('tiles');
    /** @param {Painter[]} painters */
    const uses = (painters) => all || painters.some((painter) => [...changed].some((key) => painter.uses.has(key)));
    const ground = uses(this._atlas.painters.ground);
    if (ground) this._stale = true;
    if (all) this._moved = true;
    const others = this._atlas.painters.marks.filter((painter) => !painter.alone);
    if (ground || uses(this._atlas.painters.marks)) this.requestPaint(!ground && !uses(others));
  }

  /** Repaint in the next frame. @param {boolean} [alone] whether only painters that are `alone` changed */
  requestPaint(alone = false) {
    this._alone = alone && (!this._requested || this._alone);
    if (this._requested !== null || !this._map) return;
    this._requested = requestAnimationFrame(() => this.paint());
  }

  _cancel() {
    if (this._requested !== null) cancelAnimationFrame(this._requested);
    this._requested = null;
  }

  /** Paint all of the ground anew where it was not painted at once: along edges a part is smoothed a little otherwise
   * than the whole, and one day is to have one picture. */
  whole() {
    if (!this._parted) return;
    this._parted = false;
    this._stale = this._moved = true;
    this.paint();
  }

  /** Repaint now. */
  paint() {
    this._cancel();
    clearTimeout(this._rest);
    if (!this._map || !this._bounds || (this._map._animatingZoom && this._painted)) return;
    if (!this._ctx.canvas.width || !this._ctx.canvas.height) return; // nothing to draw on yet
    const frame = this._atlas.frame = frameOf(this._map, this._bounds, this._ratio);
    const marks = this._atlas.shownPainters('marks');
    const alone = this._alone && !this._stale && marks.some((painter) => painter.alone);
    if (this._stale) this._ground(frame);
    this._stale = this._moved = this._alone = false;
    const ctx = this._ctx;
    clear(ctx);
    ctx.drawImage(this._buffer, 0, 0);
    if (alone) this._between(ctx, marks, frame);
    else {
      this._sides = null;
      this._atlas.labels.begin();
      draw(ctx, marks, frame);
    }
    this._painted = true;
    if (this._parted) this._rest = setTimeout(() => this.whole(), REST);
  }

  /** Paint marks that move alone between pictures of those below and those above.
   * @param {CanvasRenderingContext2D} ctx @param {Painter[]} marks @param {Frame} frame */
  _between(ctx, marks, frame) {
    const [first, last] = [marks.findIndex((one) => one.alone), marks.findLastIndex((one) => one.alone)];
    if (!this._sides) {
      this._atlas.labels.begin();
      this._sides = [marks.slice(0, first), marks.slice(last + 1)].map((side, i) => this._side(side, i, frame));
    }
    ctx.drawImage(this._sides[0], 0, 0);
    draw(ctx, marks.slice(first, last + 1), frame);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this._sides[1], 0, 0);
  }

  /** @param {Painter[]} painters @param {number} i @param {Frame} frame */
  _side(painters, i, frame) {
    this._slates = this._slates || [pen(), pen()];
    const ctx = this._slates[i];
    Object.assign(ctx.canvas, { width: this._buffer.width, height: this._buffer.height });
    draw(ctx, painters, frame);
    return ctx.canvas;
  }

  /** Paint the ground: runs of painters that a date does not change are kept as pictures, and where it is known
   * what differs from the last painting, nothing else is painted. @param {Frame} frame */
  _ground(frame) {
    const ctx = this._bufferCtx;
    if (this._moved) {
      // Everything is new: pictures are made when the next date needs them.
      for (const kept of this._kept.values()) kept.state = null;
      this._parted = false;
      clear(ctx);
      draw(ctx, this._atlas.shownPainters('ground'), frame);
      return;
    }
    const runs = this._runs();
    const boxes = this._differing(runs);
    this._parted = this._parted || !boxes || boxes.length > 0;
    ctx.save();
    ctx.resetTransform();
    if (boxes) confine(ctx, boxes, frame);
    clear(ctx);
    for (const run of runs) {
      if (run[0].state) ctx.drawImage(this._picture(run, frame), 0, 0);
      else draw(ctx, run, frame);
    }
    ctx.restore();
  }

  /** The painters of the ground from below: neighbours that are kept as one picture together, others alone. */
  _runs() {
    /** @type {Painter[][]} */
    const runs = [];
    for (const painter of this._atlas.shownPainters('ground')) {
      const last = runs.at(-1);
      if (painter.state && last?.[0].state) last.push(painter);
      else runs.push([painter]);
    }
    return runs;
  }

  /** Boxes, in world pixels, outside of which the ground would be painted as it was; null where that is not known.
   * @param {Painter[][]} runs @returns {?Box[]} */
  _differing(runs) {
    const boxes = [];
    for (const run of runs) {
      const found = run[0].state ? (this._kept.get(run[0].z)?.state === stateOf(run) ? [] : null) : run[0].differs?.();
      if (!found) return null;
      boxes.push(...found);
    }
    return boxes;
  }

  /** The picture of a run of painters, drawn anew when the map moved or what they show changed.
   * @param {Painter[]} run @param {Frame} frame */
  _picture(run, frame) {
    const first = run[0].z;
    const state = stateOf(run);
    let kept = this._kept.get(first);
    if (!kept) this._kept.set(first, kept = { ctx: pen(), state: null });
    if (kept.state === state) return kept.ctx.canvas;
    Object.assign(kept.ctx.canvas, { width: this._buffer.width, height: this._buffer.height });
    draw(kept.ctx, run, frame);
    kept.state = state;
    return kept.ctx.canvas;
  }
}
