/** Path2D without a canvas: paths as numbers, written as SVG's path data for a place on the picture. */

/** Six numbers of an affine transform, as a canvas has them. */
export type Matrix = [number, number, number, number, number, number];

export interface Part {
  points: number[]; // x and y in turn
  closed: boolean;
  circle: [x: number, y: number, radius: number] | null; // where it is one
  path: Path; // that it was drawn for
  written: Map<string, string>; // its data by place, worked out once
}

/** Pixels beyond the edge of a picture within which parts are still written: half of the widest line. */
const MARGIN = 40;
const KEPT = 2; // places whose data a part keeps

export class Path {
  parts: Part[] = [];
  open: Part | null = null; // the part that lines are added to

  constructor(from?: string | Path) {
    if (typeof from === 'string') this._read(from);
    else if (from) this.addPath(from);
  }

  _add(points: number[], closed: boolean, circle: [number, number, number] | null = null) {
    const part = { points, closed, circle, path: this, written: new Map() };
    this.parts.push(part);
    this.open = closed ? null : part;
  }

  moveTo(x: number, y: number) {
    this._add([x, y], false);
  }

  lineTo(x: number, y: number) {
    if (this.open) this.open.points.push(x, y);
    else this.moveTo(x, y);
  }

  closePath() {
    if (this.open) this.open.closed = true;
    this.open = null;
  }

  addPath(other: Path) {
    for (const part of other.parts) this.parts.push(part);
    this.open = null;
  }

  rect(x: number, y: number, width: number, height: number) {
    this._add([x, y, x + width, y, x + width, y + height, x, y + height], true);
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number) {
    const [left, top, right, bottom] = [x + radius, y + radius, x + width - radius, y + height - radius];
    const corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
    this.open = null;
    corners.forEach(([middleX, middleY], i) =>
      this.arc(middleX, middleY, radius, ((i + 2) * Math.PI) / 2, ((i + 3) * Math.PI) / 2)
    );
    this.closePath();
  }

  arc(x: number, y: number, radius: number, from: number, to: number) {
    if (Math.abs(to - from) >= 2 * Math.PI - 1e-9) {
      this._add([x - radius, y - radius, x + radius, y + radius], true, [x, y, radius]);
      return;
    }
    const steps = Math.max(4, Math.ceil(Math.abs(to - from) * 12));
    for (let i = 0; i <= steps; i++) {
      const angle = from + ((to - from) * i) / steps;
      this.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
  }

  /** Read path data of our own: M, L and Z with absolute points, or two arcs that make a circle. */
  _read(text: string) {
    const circle = /^M(\S+) (\S+)a(\S+) /.exec(text);
    if (circle) {
      const [x, y, radius] = circle.slice(1).map(Number);
      this.arc(x + radius, y, radius, 0, 2 * Math.PI);
      return;
    }
    for (const [, command, numbers] of text.matchAll(/([MLHVZ])([^MLHVZ]*)/gi)) {
      if (command === 'Z') this.closePath();
      else if (command === 'M' || command === 'L') {
        const points = (numbers.match(/-?[\d.]+(e-?\d+)?/g) || []).map(Number);
        for (let i = 0; i < points.length; i += 2) {
          if (command === 'M' && !i) this.moveTo(points[i], points[i + 1]);
          else this.lineTo(points[i], points[i + 1]);
        }
      } else throw new Error(`path data ${text.slice(0, 40)}: expected M, L, Z or a circle`);
    }
  }
}

/** The data of a part in pixels of the picture; empty where none of it is near.
 * @param exact whether all points are wanted, as where dashes are counted from the first one */
export function writePart(part: Part, matrix: Matrix, width: number, height: number, exact: boolean) {
  const place = matrix.join() + exact;
  let text = part.written.get(place);
  if (text === undefined) {
    const points = placePoints(part.points, matrix);
    text = outside(points, width, height, part.closed) ? '' : part.circle ? round(part.circle, matrix) : line(
      exact ? points : reduce(points, width, height),
      part.closed,
    );
    if (part.written.size >= KEPT) part.written.clear();
    part.written.set(place, text);
  }
  return text;
}

function placePoints(points: number[], [a, b, c, d, e, f]: Matrix) {
  const result = new Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    result[i] = points[i] * a + points[i + 1] * c + e;
    result[i + 1] = points[i] * b + points[i + 1] * d + f;
  }
  return result;
}

/** Whether none of a part is near the picture: all of a ring beyond one edge, or each stretch of a line. */
function outside(points: number[], width: number, height: number, closed: boolean) {
  let [common, last] = [15, 15];
  for (let i = 0; i < points.length && common; i += 2) {
    const here = side(points[i], points[i + 1], width, height);
    common = here & (closed ? common : last);
    last = here;
  }
  return common !== 0;
}

/** The edges beyond which a point lies, a bit for each. */
function side(x: number, y: number, width: number, height: number) {
  return (x < -MARGIN ? 1 : 0) | (x > width + MARGIN ? 2 : 0) | (y < -MARGIN ? 4 : 0) | (y > height + MARGIN ? 8 : 0);
}

/** Points without those that lie beyond the same edge as the points beside them: what is seen stays the same. */
function reduce(points: number[], width: number, height: number) {
  const count = points.length / 2;
  if (count < 4) return points;
  const sides = Array.from({ length: count }, (_, i) => side(points[2 * i], points[2 * i + 1], width, height));
  if (!sides.some(Boolean)) return points;
  const result = points.slice(0, 2);
  let last = sides[0]; // of the last point that is kept: a corner between two edges stays
  for (let i = 1; i < count; i++) {
    if (i < count - 1 && last & sides[i] & sides[i + 1]) continue;
    result.push(points[2 * i], points[2 * i + 1]);
    last = sides[i];
  }
  return result;
}

/** Data of a line or ring to a tenth of a pixel, by steps from point to point. */
function line(points: number[], closed: boolean) {
  let [x, y] = [Math.round(points[0] * 10), Math.round(points[1] * 10)];
  const out = ['M', x / 10, ' ', y / 10];
  let isFirst = true;
  for (let i = 2; i < points.length; i += 2) {
    const [nextX, nextY] = [Math.round(points[i] * 10), Math.round(points[i + 1] * 10)];
    const [dx, dy] = [(nextX - x) / 10, (nextY - y) / 10];
    if (!dx && !dy) continue;
    out.push(isFirst ? 'l' : dx < 0 ? '' : ' ', dx, dy < 0 ? '' : ' ', dy);
    [x, y, isFirst] = [nextX, nextY, false];
  }
  if (closed) out.push('z');
  else if (isFirst) out.push('l0 0'); // a point, which a round cap makes a dot
  return out.join('');
}

function round([x, y, radius]: [number, number, number], [a, b, c, d, e, f]: Matrix) {
  const [middleX, middleY] = [x * a + y * c + e, x * b + y * d + f];
  const r = hundredths(radius * Math.sqrt(Math.abs(a * d - b * c)));
  const arc = `a${r} ${r} 0 1 0 `;
  return `M${hundredths(middleX - r)} ${hundredths(middleY)}${arc}${hundredths(2 * r)} 0${arc}${hundredths(-2 * r)} 0z`;
}

export function hundredths(value: number) {
  return Math.round(value * 100) / 100;
}
