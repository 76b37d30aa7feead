/** Places of an article on the map: rings, outlines of units, and their names. */
import * as World from '../../paint/map/world.js';

/** @import { Article } from './article.js' */
/** @import { Frame } from '../../paint/map/frame.js' */
/** @import { Thing } from '../../paint/data/page_data.js' */
/** @import { Layer } from '../../paint/layers/layer.js' */
/** @import { Topology } from '../../paint/map/topology.js' */

/** Layers whose rows are sets of units. */
const UNITS = new Set(['governorates', 'districts', 'subdistricts', 'disputed']);

/** What a layer has that outlines its things. @typedef {Layer & {topology?: Topology, rows?: Array<{id?: string, iso?: string, pcode?: string, units?: number[], path?: Path2D}>}} Outlined */

export class Highlight {
  /** @param {Article} article */
  constructor(article) {
    this.article = article;
    this.atlas = article.atlas;
    /** By the key of a thing. @type {Map<string, ?Path2D>} */
    this.paths = new Map();
    this.atlas.addPainter({
      stage: 'marks',
      z: 990,
      uses: new Set(),
      draw: (ctx, frame) => {
        if (article.now) this._draw(ctx, frame);
      },
    });
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    const { article } = this;
    const current = new Set(article.at < 0 ? [] : article.thingsOf(article.at));
    const over = new Set(article.over || []);
    const all = new Set(article.current.steps.flatMap((_, i) => article.thingsOf(i)));
    for (const thing of over) all.add(thing);
    for (const thing of all) {
      const near = current.has(thing) || over.has(thing);
      const path = this._path(thing);
      if (path) this._line(ctx, frame, path, near);
      else this._ring(ctx, frame, thing, near);
      if (over.has(thing)) this._glow(ctx, frame, thing);
      this._label(frame, thing, near);
    }
  }

  /** The outline of a unit or the course of a pipeline; null for a point. @param {Thing} thing */
  _path(thing) {
    const known = this.paths.get(thing.key);
    if (known !== undefined) return known;
    const layer = /** @type {Outlined | undefined} */ (this.atlas.layers.get(thing.layer || ''));
    const row = layer?.rows?.find((candidate) => [candidate.id, candidate.iso, candidate.pcode].includes(thing.id));
    let path = null;
    if (layer?.topology && row?.units && UNITS.has(thing.layer || '')) {
      const units = new Set(row.units);
      path = layer.topology.lines((a, b) => units.has(a) !== units.has(b));
    } else if (row?.path) path = row.path;
    if (layer) this.paths.set(thing.key, path);
    return path;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Path2D} path @param {boolean} near */
  _line(ctx, frame, path, near) {
    const { style } = this.atlas;
    frame.world(ctx);
    ctx.lineJoin = 'round';
    for (
      const [colour, width]
        of /** @type {[string, number][]} */ ([[style.halo, near ? 6.5 : 4.5], [style.accent, near ? 3 : 1.6]])
    ) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width / frame.k;
      ctx.stroke(path);
    }
    frame.screen(ctx);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Thing} thing @param {boolean} near */
  _ring(ctx, frame, thing, near) {
    const { style } = this.atlas;
    const [x, y] = frame.pixel(...World.of(thing.lon, thing.lat));
    for (
      const [colour, width]
        of /** @type {[string, number][]} */ ([[style.halo, near ? 6 : 4.5], [style.accent, near ? 3.2 : 1.9]])
    ) {
      ctx.beginPath();
      ctx.arc(x, y, near ? 11 : 8, 0, 2 * Math.PI);
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Thing} thing */
  _glow(ctx, frame, thing) {
    const [x, y] = frame.pixel(...World.of(thing.lon, thing.lat));
    ctx.beginPath();
    ctx.arc(x, y, 17, 0, 2 * Math.PI);
    ctx.globalAlpha = 0.22;
    ctx.fillStyle = this.atlas.style.accent;
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  /** Name a highlighted place; where its own layer names it already, that name comes first. @param {Frame} frame
   * @param {Thing} thing @param {boolean} near */
  _label(frame, thing, near) {
    const { labels } = this.atlas;
    const text = this.atlas.nameOf(thing);
    const [x, y] = frame.pixel(...World.of(thing.lon, thing.lat));
    const known = labels.wanted.find((label) => label.text === text && Math.hypot(label.x - x, label.y - y) < 4);
    const look = { rank: near ? -2 : -1, weight: 650, offset: near ? 15 : 12 };
    if (known) Object.assign(known, look);
    else if (!UNITS.has(thing.layer || '')) labels.want({ text, x, y, size: 11.5, ...look });
  }
}
