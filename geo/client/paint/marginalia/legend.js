/** The legend: the entries of the layers that are shown, and samples of how their things are drawn. */
import { eventPath, glyphPath, hatch } from '../map/symbols.js';

/** @import { LegendEntry, Swatch } from '../layers/layer.js' */
/** @import { Scene } from '../scene.js' */

/** Entries of a group of layers. @typedef {[title: string, entries: LegendEntry[]]} Group */

/** Pixels of a sample. */
const [WIDE, TALL] = [26, 16];

/** The entries of a layer, without those of fills that another layer hides. @param {Scene} scene @param {string} name */
export function entriesOfLayer(scene, name) {
  const entries = scene.shows(name) && scene.layers.get(name)?.legend?.() || [];
  return entries.filter((entry) => !scene.isCovered(name) || entry.swatch?.line);
}

/** Groups that have something to say. @param {Scene} scene @param {?Scene} [second] another map that the legend is of
 * @returns {Group[]} */
export function entriesOf(scene, second) {
  return scene.data.groups.map(([group, names]) => /** @type {Group} */ ([
    titleOf(scene, group, names),
    names.flatMap((name) => {
      const entries = entriesOfLayer(scene, name);
      return second ? joinEntries(entries, entriesOfLayer(second, name)) : entries;
    }),
  ])).filter(([, entries]) => entries.length);
}

/** What several maps say, each line once below what it stands under, and none with figures of one day. @param {LegendEntry[][]} both */
export function joinEntries(...both) {
  const entries = both.flat().filter(({ dated }) => !dated);
  return [...new Map(entries.map((entry) => [entry.text + entry.under, entry])).values()];
}

/** The title of a group, which says so where layers came by themselves. @param {Scene} scene @param {string} group
 * @param {string[]} names of its layers */
export function titleOf(scene, group, names) {
  const title = scene.t('group.' + group);
  return names.some((name) => scene.isNear(name)) ? scene.t('layers.near', { name: title }) : title;
}

/** Width and height of a sample; a circle that is as large as on the map needs more than a line. @param {?Swatch} [what] */
export function sizeOf(what) {
  return [WIDE, TALL].map((side) => Math.max(side, (what?.dot ? what.size || 0 : 0) + 2));
}

/** Draw a sample in the middle of its size. @param {CanvasRenderingContext2D} ctx @param {?Swatch} [what] */
export function centredSample(ctx, what) {
  const [wide, tall] = sizeOf(what);
  ctx.translate((wide - WIDE) / 2, (tall - TALL) / 2);
  if (what) sample(ctx, what);
}

/** Draw such a sample, 26 pixels by 16. @param {CanvasRenderingContext2D} ctx @param {Swatch} what */
export function sample(ctx, what) {
  const shape = new Path2D();
  if (what.line) {
    ctx.fillStyle = what.band || 'transparent';
    ctx.fillRect(0, 8, 26, (what.line.band || 0) / 2);
    shape.moveTo(0, 8);
    shape.lineTo(26, 8);
  } else if (what.dot) shape.arc(13, 8, (what.size || 9) / 2, 0, 2 * Math.PI);
  else if (what.square) shape.rect(9, 4, 8, 8);
  else if (what.shape) shape.addPath(new Path2D(eventPath(what.shape, 13, 8, (what.size || 11) / 2.4)));
  else if (what.glyph) shape.addPath(new Path2D(glyphPath(what.glyph, 13, 8)));
  else shape.rect(1, 2, 24, 12);
  if (!what.line) {
    ctx.fillStyle = what.dot || what.square || what.fill || 'transparent';
    ctx.globalAlpha = what.faint ? 0.6 : 1;
    ctx.fill(shape);
    ctx.globalAlpha = 1;
  }
  if (what.hatch) {
    ctx.fillStyle = hatch(ctx, what.hatch, { ratio: 2 });
    ctx.fill(shape);
  }
  if (what.hole || what.ring) return drawRinged(ctx, what, shape);
  const line = what.line || { colour: what.edge || 'rgba(0,0,0,.3)', width: what.width || 0.8, dash: what.dash || [] };
  ctx.setLineDash(line.dash);
  Object.assign(ctx, { strokeStyle: line.colour, lineWidth: line.width });
  if (!what.glyph && (!what.square || what.edge)) ctx.stroke(shape);
  if (what.arrow && what.line) {
    ctx.setLineDash([]);
    ctx.fillStyle = what.line.colour;
    ctx.fill(new Path2D('M18 8 L11 3.5 L11 12.5 Z'));
  }
}

/** A disc in a ring of another colour, as fields are drawn. @param {CanvasRenderingContext2D} ctx
 * @param {Swatch} what @param {Path2D} shape */
function drawRinged(ctx, what, shape) {
  /** @param {number} radius @param {string} colour @param {number} width */
  const circle = (radius, colour, width) => {
    ctx.beginPath();
    ctx.arc(13, 8, radius, 0, 2 * Math.PI);
    Object.assign(ctx, { strokeStyle: colour, lineWidth: width, fillStyle: colour });
    if (width) ctx.stroke();
    else ctx.fill();
  };
  const radius = (what.size || 9) / 2;
  if (what.hole) circle(radius * 0.45, what.hole, 0);
  ctx.setLineDash(what.dash || []);
  circle(radius - 2.6, '#fff', 1.2);
  circle(radius - 0.6, what.ring || '#fff', 2.6);
  return shape;
}
