/** Path2D without a canvas: paths as numbers, written as SVG's path data for a place on the picture. */

/** Six numbers of an affine transform, as a canvas has them. @typedef {[number, number, number, number, number, number]} Matrix */

/**
 * A line or ring of a path.
 * @typedef {Object} Part
 * @property {number[]} points x and y in turn
 * @property {boolean} closed
 * @property {?[x: number, y: number, radius: number]} circle where it is one
 * @property {Path} path that it was drawn for
 * @property {Map<string, string>} written its data by place, worked out once
 */

/** Pixels beyond the edge of a picture within which parts are still written: half of the widest line. */
const MARGIN = 40;
/** Places whose data a part keeps. */
const KEPT = 2;

export class Path {
  /** @param {string | Path} [from] */
  constructor(from) {
    /** @type {Part[]} */
    this.parts = [];
    /** The part that lines are added to. @type {?Part} */
    this.open = null;
    if (typeof from === 'string') this._read(from);
    else if (from) this.addPath(from);
  }

  /** @param {number[]} points @param {boolean} closed @param {?[number, number, number]} [circle] */
  _add(points, closed, circle = null) {
    const part = { points, closed, circle, path: this, written: new Map() };
    this.parts.push(part);
    this.open = closed ? null : part;
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this._add([x, y], false);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    if (this.open) this.open.points.push(x, y);
    else this.moveTo(x, y);
  }

  closePath() {
    if (this.open) this.open.closed = true;
    this.open = null;
  }

  /** @param {Path} other */
  addPath(other) {
    for (const part of other.parts) this.parts.push(part);
    this.open = null;
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this._add([x, y, x + width, y, x + width, y + height, x, y + height], true);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height @param {number} radius */
  roundRect(x, y, width, height, radius) {
    const [left, top, right, bottom] = [x + radius, y + radius, x + width - radius, y + height - radius];
    const corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
    this.open = null;
    corners.forEach(([middleX, middleY], i) =>
      this.arc(middleX, middleY, radius, ((i + 2) * Math.PI) / 2, ((i + 3) * Math.PI) / 2)
    );
    this.closePath();
  }

  /** @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to angles */
  arc(x, y, radius, from, to) {
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

  /** Read path data of our own: M, L and Z with absolute points, or two arcs that make a circle. @param {string} text */
  _read(text) {
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
 * @param {Part} part @param {Matrix} matrix @param {number} width @param {number} height @param {boolean} exact
 *   whether all points are wanted, as where dashes are counted from the first one */
export function writePart(part, matrix, width, height, exact) {
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

/** @param {number[]} points @param {Matrix} matrix */
function placePoints(points, [a, b, c, d, e, f]) {
  const result = new Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    result[i] = points[i] * a + points[i + 1] * c + e;
    result[i + 1] = points[i] * b + points[i + 1] * d + f;
  }
  return result;
}

/** Whether none of a part is near the picture: all of a ring beyond one edge, or each stretch of a line.
 * @param {number[]} points @param {number} width @param {number} height @param {boolean} closed */
function outside(points, width, height, closed) {
  let [common, last] = [15, 15];
  for (let i = 0; i < points.length && common; i += 2) {
    const here = side(points[i], points[i + 1], width, height);
    common = here & (closed ? common : last);
    last = here;
  }
  return common !== 0;
}

/** The edges beyond which a point lies, a bit for each. @param {number} x @param {number} y @param {number} width @param {number} height */
function side(x, y, width, height) {
  return (x < -MARGIN ? 1 : 0) | (x > width + MARGIN ? 2 : 0) | (y < -MARGIN ? 4 : 0) | (y > height + MARGIN ? 8 : 0);
}

/** Points without those that lie beyond the same edge as the points beside them: what is seen stays the same.
 * @param {number[]} points @param {number} width @param {number} height */
function reduce(points, width, height) {
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

/** Data of a line or ring to a tenth of a pixel, by steps from point to point. @param {number[]} points @param {boolean} closed */
function line(points, closed) {
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

/** Data of a circle as two arcs. @param {[number, number, number]} circle @param {Matrix} matrix */
function round([x, y, radius], [a, b, c, d, e, f]) {
  const [middleX, middleY] = [x * a + y * c + e, x * b + y * d + f];
  const r = hundredths(radius * Math.sqrt(Math.abs(a * d - b * c)));
  const arc = `a${r} ${r} 0 1 0 `;
  return `M${hundredths(middleX - r)} ${hundredths(middleY)}${arc}${hundredths(2 * r)} 0${arc}${hundredths(-2 * r)} 0z`;
}

/** @param {number} value */
export function hundredths(value) {
  return Math.round(value * 100) / 100;
}
