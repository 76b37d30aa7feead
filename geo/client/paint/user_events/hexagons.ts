/** Events counted in hexagons that stay on the ground; six shades, each four times the one before. */
import { inParts, type Pieces } from '../map/pieces.ts';
import type { Frame } from '../map/frame.ts';
import type { Screen } from './screen.ts';
import type { Slate } from './slate.ts';

const SIZE = 11;
const MANY = 400; // hexagons that are drawn between two stops
export const LEAST = [1, 4, 16, 64, 256, 1024]; // least count of each shade

export class Hexagons {
  counts: Uint32Array = new Uint32Array(0);

  grid(frame: Frame) {
    return { name: 'hexagons', size: SIZE * frame.ratio, margin: 0, anchored: true, hex: true };
  }

  *paint(screen: Screen, slate: Slate, frame: Frame): Pieces {
    const { codes, filter: { from, to }, columns, rows, size } = screen;
    const counts = (this.counts = new Uint32Array(columns * rows));
    const list: number[] = [];
    yield* inParts(from, to, (first, last) => {
      for (let i = first; i < last; i++) {
        const code = codes[i];
        if (code >= 0 && counts[code]++ === 0) list.push(code);
      }
    });
    const [tx, ty] = [frame.tx * frame.ratio, frame.ty * frame.ratio];
    for (let at = 0; at < list.length; at += MANY) {
      const paths = screen.ink.shades.map(() => new Path2D());
      for (const code of list.slice(at, at + MANY)) {
        const [x, y] = screen.hexMiddle(code);
        trace(paths[shade(counts[code])], x + tx, y + ty, size - 0.6 * frame.ratio);
      }
      paths.forEach((path, i) => {
        slate.ctx.fillStyle = screen.ink.shades[i];
        slate.ctx.fill(path);
      });
      yield slate.ctx;
    }
  }

  at(screen: Screen, x: number, y: number, frame: Frame) {
    const code = screen.hexAt(x - frame.tx * frame.ratio, y - frame.ty * frame.ratio);
    return this.counts[code] ? { code, away: 30, count: this.counts[code] } : null;
  }
}

function shade(count: number) {
  let i = LEAST.length - 1;
  while (count < LEAST[i]) i--;
  return i;
}

const CORNERS = [0, 1, 2, 3, 4, 5].map((i) => [Math.sin((i * Math.PI) / 3), -Math.cos((i * Math.PI) / 3)]);

function trace(path: Path2D, x: number, y: number, size: number) {
  CORNERS.forEach((
    [dx, dy],
    i,
  ) => (i ? path.lineTo(x + dx * size, y + dy * size) : path.moveTo(x + dx * size, y + dy * size)));
  path.closePath();
}
