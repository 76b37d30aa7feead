/** How things are drawn on the map, in the legend and beside words alike: fills, hatches and glyphs. */
import { pen } from './pieces.ts';
import type { Context2D } from './frame.ts';
import type { Hatch, Style } from '../data/page_data.ts';

/** A holder as a CSS background: its colour, in stripes where two share it. */
export function paint(style: Style, holder: string) {
  const colour = style.holders[holder] || style.holders.unknown;
  const lines = style.hatches[holder];
  return lines
    ? `repeating-linear-gradient(135deg, ${colour} 0 ${lines.width}px, ${lines.colour} ${lines.width}px ${
      2 * lines.width
    }px)`
    : colour;
}

/** Draw a circle. @param width of its edge */
export function circle(
  ctx: Context2D,
  x: number,
  y: number,
  radius: number,
  { fill, edge, width = 1 }: { fill?: string; edge?: string; width?: number },
) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  if (edge) {
    Object.assign(ctx, { strokeStyle: edge, lineWidth: width });
    ctx.stroke();
  }
}

const hatches: Record<string, Context2D['canvas']> = {};

/** A pattern of slanting lines that keeps its width at every zoom. */
export function hatch(ctx: Context2D, lines: Hatch, frame: { ratio: number }) {
  const key = JSON.stringify(lines) + frame.ratio;
  if (!hatches[key]) {
    const size = lines.step * 2 * frame.ratio;
    const tile = pen(size, size);
    slant(tile, lines, size, frame.ratio);
    hatches[key] = tile.canvas;
  }
  const pattern = ctx.createPattern(hatches[key], 'repeat') as CanvasPattern;
  pattern.setTransform(ctx.getTransform().inverse());
  return pattern;
}

function slant(tile: Context2D, lines: Hatch, size: number, ratio: number) {
  tile.strokeStyle = lines.colour;
  tile.lineWidth = lines.width * ratio;
  const over = tile.lineWidth; // so that no end of a broad line lies within the tile
  for (let x = -size; x <= 2 * size; x += size / 2) {
    const ends = [size + over, -over];
    if (lines.falls) ends.reverse();
    tile.moveTo(x - over, ends[0]);
    tile.lineTo(x + size + over, ends[1]);
  }
  tile.stroke();
}

const WING: [number, number][] = [[0, -8], [1.5, -6], [1.5, -2], [7.5, 2], [7.5, 4], [1.5, 2], [1.5, 5], [3.5, 6.5], [
  3.5,
  8,
], [0, 7]];

const GLYPHS: Record<string, [number, number][]> = {
  gate: [[0, -6.5], [6.5, 0], [0, 6.5], [-6.5, 0]],
  plane: [...WING, ...WING.slice(1, -1).toReversed().map(([x, y]): [number, number] => [-x, y])],
};

/** Path data of a glyph at a point, for canvas and SVG alike. */
export function glyphPath(name: string, x: number, y: number) {
  return 'M' + GLYPHS[name].map(([dx, dy]) => `${x + dx} ${y + dy}`).join('L') + 'Z';
}

/** Corners of the marks of events, by shape: fractions of the radius from the middle, y down. */
const SHAPES: Record<string, [number, number][]> = {
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

function polygon(corners: number, turn: number, reach: number): [number, number][] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = ((turn + (360 / corners) * i) * Math.PI) / 180;
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  });
}

function star(points: number, outer: number, inner: number): [number, number][] {
  return polygon(2 * points, -90, 1).map(([x, y], i) => (i % 2 ? [x * inner, y * inner] : [x * outer, y * outer]));
}

function plus(reach: number, half: number): [number, number][] {
  const arm = [[half, -reach], [half, -half], [reach, -half]];
  return [0, 1, 2, 3].flatMap((turn) =>
    arm.map(([x, y]) => [[x, y], [-y, x], [-x, -y], [y, -x]][turn] as [number, number])
  );
}

/** Path data of the mark of an event: a circle, or a shape of SHAPES. */
export function eventPath(shape: string, x: number, y: number, radius: number) {
  const corners = SHAPES[shape];
  if (corners) return 'M' + corners.map(([dx, dy]) => `${x + dx * radius} ${y + dy * radius}`).join('L') + 'Z';
  const around = `a${radius} ${radius} 0 1 0`;
  return `M${x - radius} ${y}${around} ${2 * radius} 0${around} ${-2 * radius} 0Z`;
}
