/** How things are drawn on the map, in the legend and beside words alike: fills, hatches and glyphs. */
import { pen } from '../canvas.js';

/** @import { Hatch, Style } from '../data/page_data.js' */

/** A holder as a CSS background: its colour, in stripes where two share it.
 * @param {Style} style @param {string} holder */
export function paint(style, holder) {
  const colour = style.holders[holder] || style.holders.unknown;
  const lines = style.hatches[holder];
  return lines
    ? `repeating-linear-gradient(135deg, ${colour} 0 ${lines.width}px, ${lines.colour} ${lines.width}px ${
      2 * lines.width
    }px)`
    : colour;
}

/** @type {Record<string, CanvasRenderingContext2D['canvas']>} */
const hatches = {};

/** A pattern of slanting lines that keeps its width at every zoom.
 * @param {CanvasRenderingContext2D} ctx @param {Hatch} lines @param {{ratio: number}} frame */
export function hatch(ctx, lines, frame) {
  const key = JSON.stringify(lines) + frame.ratio;
  if (!hatches[key]) {
    const size = lines.step * 2 * frame.ratio;
    const tile = pen(size, size);
    slant(tile, lines, size, frame.ratio);
    hatches[key] = tile.canvas;
  }
  const pattern = /** @type {CanvasPattern} */ (ctx.createPattern(hatches[key], 'repeat'));
  pattern.setTransform(ctx.getTransform().inverse());
  return pattern;
}

/** @param {CanvasRenderingContext2D} tile @param {Hatch} lines @param {number} size @param {number} ratio */
function slant(tile, lines, size, ratio) {
  tile.strokeStyle = lines.colour;
  tile.lineWidth = lines.width * ratio;
  const over = tile.lineWidth; // so that no end of a broad line lies within the tile
  for (let x = -size; x <= 2 * size; x += size / 2) {
    tile.moveTo(x - over, size + over);
    tile.lineTo(x + size + over, -over);
  }
  tile.stroke();
}

/** @type {Record<string, [number, number][]>} */
const GLYPHS = {
  gate: [[0, -6.5], [6.5, 0], [0, 6.5], [-6.5, 0]],
  plane: [
    [0, -8],
    [1.5, -6],
    [1.5, -2],
    [7.5, 2],
    [7.5, 4],
    [1.5, 2],
    [1.5, 5],
    [3.5, 6.5],
    [3.5, 8],
    [0, 7],
    [-3.5, 8],
    [-3.5, 6.5],
    [-1.5, 5],
    [-1.5, 2],
    [-7.5, 4],
    [-7.5, 2],
    [-1.5, -2],
    [-1.5, -6],
  ],
};

/** Path data of a glyph at a point, for canvas and SVG alike. @param {string} name @param {number} x @param {number} y */
export function glyphPath(name, x, y) {
  return 'M' + GLYPHS[name].map(([dx, dy]) => `${x + dx} ${y + dy}`).join('L') + 'Z';
}

/** Corners of the marks of events, by shape: fractions of the radius from the middle, y down. @type {Record<string, [number, number][]>} */
const SHAPES = {
  square: polygon(4, 45, 1.16),
  diamond: polygon(4, 0, 1.25),
  triangle: polygon(3, -90, 1.36),
  wedge: polygon(3, 90, 1.36),
  pentagon: polygon(5, -90, 1.14),
  hexagon: polygon(6, 0, 1.1),
  octagon: polygon(8, 22.5, 1.06),
  star: star(5, 1.4, 0.72),
  plus: plus(1.18, 0.62),
  burst: star(8, 1.3, 0.86),
};

/** @param {number} corners @param {number} turn degrees @param {number} reach @returns {[number, number][]} */
function polygon(corners, turn, reach) {
  return Array.from({ length: corners }, (_, i) => {
    const angle = ((turn + (360 / corners) * i) * Math.PI) / 180;
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  });
}

/** @param {number} points @param {number} outer @param {number} inner @returns {[number, number][]} */
function star(points, outer, inner) {
  return polygon(2 * points, -90, 1).map(([x, y], i) => (i % 2 ? [x * inner, y * inner] : [x * outer, y * outer]));
}

/** @param {number} reach @param {number} half of an arm's width @returns {[number, number][]} */
function plus(reach, half) {
  const arm = [[half, -reach], [half, -half], [reach, -half]];
  return [0, 1, 2, 3].flatMap((turn) =>
    arm.map(([x, y]) => /** @type {[number, number]} */ ([[x, y], [-y, x], [-x, -y], [y, -x]][turn]))
  );
}

/** Path data of the mark of an event: a circle, or a shape of SHAPES. @param {string} shape @param {number} x
 * @param {number} y @param {number} radius */
export function eventPath(shape, x, y, radius) {
  const corners = SHAPES[shape];
  if (corners) return 'M' + corners.map(([dx, dy]) => `${x + dx * radius} ${y + dy * radius}`).join('L') + 'Z';
  const around = `a${radius} ${radius} 0 1 0`;
  return `M${x - radius} ${y}${around} ${2 * radius} 0${around} ${-2 * radius} 0Z`;
}
