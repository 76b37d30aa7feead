/**
 * The stage: one canvas in a pane of the map that painters draw on, from the ground up.
 * It moves and zooms as Leaflet's own renderers do; painters draw once the map rests.
 */
import * as World from './world.js';
import { L } from '../leaflet.js';

/** What a painter needs to know of the canvas it draws on. */
class Frame {
  constructor(stage, view) {
    const map = stage._map;
    this.view = view;
    this.zoom = map.getZoom();
    this.k = World.scale(this.zoom);
    const origin = map.getPixelOrigin();
    const corner = stage._bounds.min;
    this.tx = World.ORIGIN.x * this.k - origin.x - corner.x;
    this.ty = World.ORIGIN.y * this.k - origin.y - corner.y;
    const size = stage._bounds.getSize();
    this.width = size.x;
    this.height = size.y;
    this.ratio = stage._ratio;
  }

  /** Let the context take paths in world pixels. */
  world(ctx) {
    const s = this.k * this.ratio;
    ctx.setTransform(s, 0, 0, s, this.tx * this.ratio, this.ty * this.ratio);
  }

  /** Let the context stroke paths in world pixels as a line of the style. @param {Object} line {colour, width, dash} */
  pen(ctx, line) {
    this.world(ctx);
    Object.assign(ctx, { lineJoin: 'round', strokeStyle: line.colour, lineWidth: line.width / this.k });
    ctx.setLineDash(line.dash.map((length) => length / this.k));
  }

  /** Let the context take pixels of the screen. */
  screen(ctx) {
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }

  /** @returns {[number, number]} pixel of a point in world pixels */
  pixel(x, y) {
    return [x * this.k + this.tx, y * this.k + this.ty];
  }

  inside(px, py, margin = 20) {
    return px > -margin && py > -margin && px < this.width + margin && py < this.height + margin;
  }
}

// Painters stand on two stages, ground and marks; the ground is kept while only marks change.
/** A context whose canvas is not in the page. */
function hidden() {
  return document.createElement('canvas').getContext('2d', { willReadFrequently: true });
}

function clear(ctx) {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
}

export const Stage = L.Renderer.extend({
  initialize(atlas) {
    L.Renderer.prototype.initialize.call(this, { padding: 0.12, pane: 'greenline' });
    this._atlas = atlas;
    this._painters = { ground: [], marks: [] };
    this._kept = new Map();
    this._stale = true;
  },

  onAdd(map) {
    if (!map.getPane(this.options.pane)) {
      const pane = map.createPane(this.options.pane);
      pane.style.zIndex = 350;
      pane.style.pointerEvents = 'none';
    }
    L.Renderer.prototype.onAdd.call(this, map);
  },

  _initContainer() {
    this._container = document.createElement('canvas');
    this._container.setAttribute('aria-hidden', 'true');
    // Kept in memory, not on a GPU: without one, a canvas that Chromium accelerates in software stalls for half a second.
    this._ctx = this._container.getContext('2d', { willReadFrequently: true });
    this._bufferCtx = hidden();
    this._buffer = this._bufferCtx.canvas;
  },

  _destroyContainer() {
    cancelAnimationFrame(this._asked);
    this._container.remove();
    this._container =
      this._ctx =
      this._buffer =
      this._bufferCtx =
        null;
    this._kept.clear();
  },

  _updatePaths() {},

  _update() {
    const map = this._map;
    if (map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    this._ratio = this._atlas.printing ? 3 : Math.min(globalThis.devicePixelRatio || 1, 2);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    for (const canvas of [this._container, this._buffer]) {
      const [width, height] = [Math.round(size.x * this._ratio), Math.round(size.y * this._ratio)];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    }
    this._container.style.width = size.x + 'px';
    this._container.style.height = size.y + 'px';
    this._stale = true;
    this._moved = true;
    this.paint();
  },

  /** Add a painter: {stage: 'ground' or 'marks', z, draw(ctx, frame), uses: Set of view keys, layer}; one with
   * state() draws the same picture until what state() returns changes; one that is `alone` is moved often without
   * the other marks, which are then kept as pictures. */
  add(painter) {
    const painters = this._painters[painter.stage];
    painters.push(painter);
    painters.sort((a, b) => a.z - b.z);
    this._stale = this._stale || painter.stage === 'ground';
    this.ask();
  },

  /** Repaint in the next frame if a painter uses one of the keys. @param {Set<string>} changed */
  touch(changed) {
    const all = changed.has('layers') || changed.has('language') || changed.has('perspective') || changed.has('tiles');
    const uses = (painters) => all || painters.some((painter) => [...changed].some((key) => painter.uses.has(key)));
    const ground = uses(this._painters.ground);
    if (ground) this._stale = true;
    if (all) this._moved = true;
    const others = this._painters.marks.filter((painter) => !painter.alone);
    if (ground || uses(this._painters.marks)) this.ask(!ground && !uses(others));
  },

  /** Repaint in the next frame. @param {boolean} [alone] whether only painters that are `alone` changed */
  ask(alone = false) {
    this._alone = alone && (!this._asked || this._alone);
    if (this._asked || !this._map) return;
    this._asked = requestAnimationFrame(() => this.paint());
  },

  paint() {
    cancelAnimationFrame(this._asked);
    this._asked = null;
    if (!this._map || !this._bounds || (this._map._animatingZoom && this._painted)) return;
    if (!this._container.width || !this._container.height) return; // nothing to draw on yet
    const frame = new Frame(this, this._atlas.view);
    const marks = this._shown('marks');
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
      this._run(ctx, marks, frame);
    }
    this._painted = true;
  },

  /** Paint marks that move alone between pictures of those below and those above. */
  _between(ctx, marks, frame) {
    const [first, last] = [marks.findIndex((one) => one.alone), marks.findLastIndex((one) => one.alone)];
    if (!this._sides) {
      this._atlas.labels.begin();
      this._sides = [marks.slice(0, first), marks.slice(last + 1)].map((side, i) => this._side(side, i, frame));
    }
    ctx.drawImage(this._sides[0], 0, 0);
    this._run(ctx, marks.slice(first, last + 1), frame);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this._sides[1], 0, 0);
  },

  _side(painters, i, frame) {
    this._slates = this._slates || [hidden(), hidden()];
    const ctx = this._slates[i];
    Object.assign(ctx.canvas, { width: this._buffer.width, height: this._buffer.height });
    this._run(ctx, painters, frame);
    return ctx.canvas;
  },

  _shown(name) {
    return this._painters[name].filter((painter) => !painter.layer || this._atlas.shows(painter.layer));
  },

  /** Paint the ground: runs of painters that a date does not change are kept as pictures. */
  _ground(frame) {
    clear(this._bufferCtx);
    if (this._moved) {
      // Everything is new: pictures are made when the next date needs them.
      for (const kept of this._kept.values()) kept.state = null;
      this._run(this._bufferCtx, this._shown('ground'), frame);
      return;
    }
    let run = [];
    const flush = () => {
      if (run.length) this._bufferCtx.drawImage(this._picture(run, frame), 0, 0);
      run = [];
    };
    for (const painter of this._shown('ground')) {
      if (painter.state) run.push(painter);
      else {
        flush();
        this._run(this._bufferCtx, [painter], frame);
        this._bufferCtx.setTransform(1, 0, 0, 1, 0, 0);
      }
    }
    flush();
  },

  /** The picture of a run of painters, drawn anew when the map moved or what they show changed. */
  _picture(run, frame) {
    const first = run[0].z;
    const state = run.map((painter) => painter.z + painter.state()).join('|');
    let kept = this._kept.get(first);
    if (!kept) this._kept.set(first, kept = { ctx: hidden(), state: null });
    if (kept.state === state) return kept.ctx.canvas;
    Object.assign(kept.ctx.canvas, { width: this._buffer.width, height: this._buffer.height });
    this._run(kept.ctx, run, frame);
    kept.state = state;
    return kept.ctx.canvas;
  },

  _run(ctx, painters, frame) {
    for (const painter of painters) {
      ctx.save();
      frame.screen(ctx);
      painter.draw(ctx, frame);
      ctx.restore();
    }
  },
});
