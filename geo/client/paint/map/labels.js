/** Names on the map: placed by importance, each at its own mark or not at all, never on one another nor on a badge. */
import { direction } from '../data/profile.js';
import { name } from './names.js';
import { inTurn } from './pieces.js';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", Arial, sans-serif';

/** Steps away from a mark at which a name may stand; farther off nobody would see whose it is. */
const STEPS = [0, 4, 9];
/** What it costs a name to stand a step farther away, to take a less usual side, to hide a mark, to lie on ground of
 * others, to run under what stands over the map. */
const COST = { step: 3, side: 0.25, mark: 8, beyond: 12, covered: 40 };
/** Pixels by which a name stands nearer to its own mark than to any other: large letters more so. */
const CLEAR = 3;
const CLEARER = 6;
/** Pixels that a mark reaches around its point where it is there only with its name. */
const DOT = 2.4;
/** Where along a name the ground below it is looked at, as shares of its width. */
const ALONG = [0.5, 0.04, 0.96, 0.27, 0.73];
/** Names that are placed between two stops. */
const MANY = 30;
/** Pixels within which a weak name is not written beside the same one. */
const NEAR = 110;
/** Scripts whose letters join: they are never spaced. */
const JOINED = /[\u0590-\u08ff]/;

/** @import { Scene } from '../scene.js' */
/** @import { Frame } from './frame.js' */
/** @import { Pieces } from './pieces.js' */
/** @import { Box } from '../data/tables.js' */

/**
 * A name that a layer wants to be written.
 * @typedef {Object} Label
 * @property {string} text
 * @property {number} x
 * @property {number} y
 * @property {number} size
 * @property {number} rank the smaller comes first
 * @property {number} [weight]
 * @property {string} [colour]
 * @property {string} [halo]
 * @property {boolean} [italic]
 * @property {number} [spaced] pixels between letters, of scripts whose letters stand apart
 * @property {boolean} [centred] on the point, or where `within` says that the ground is still its own
 * @property {(x: number, y: number) => boolean} [within] whether a pixel lies on the ground that is named
 * @property {(x: number, y: number) => boolean} [beyond] whether it lies on ground that the name is not of: a name of
 *   ground never does, that of a point where it can
 * @property {number} [offset] from the point
 * @property {number} [alpha]
 * @property {boolean} [weak] left out where the same name stands close by
 * @property {(ctx: CanvasRenderingContext2D) => void} [mark] draws a mark that is there only with its name
 * @property {boolean} [first] named where at all possible, even close to marks of other layers
 * @property {Owner} [owner] what is selected by a click on the name
 */

/** A thing of a layer. @typedef {{layer: string, id: string, title: string, text: string}} Owner */

/** Where a name may stand: its left end, the middle of its height, and its box.
 * @typedef {{x: number, y: number, box: Box}} Position */

/** A mark, which names keep off where they can, and which no name of another stands nearest to.
 * @typedef {{x: number, y: number, box: Box, layer: string, id: string}} Mark */

/** A name that stands. @typedef {{label: Label, position: Position, font: string, apart: number}} Standing */

export class Labels {
  /** @param {Scene} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    /** @type {'marks'} */
    this.stage = 'marks';
    this.z = 1000;
    /** @type {Set<string>} */
    this.uses = new Set(['selection']);
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {Label[]} */
    this.wanted = [];
    /** @type {Mark[]} */
    this.marks = [];
    /** Boxes of badges, on which no name stands. @type {Box[]} */
    this.badges = [];
    /** Boxes of what stands over the map. @type {Box[]} */
    this.covered = [];
    /** The same as a text, in pixels of what is seen. */
    this.over = '';
    /** Names that stand and lead to a thing. @type {Array<{box: Box, owner: Owner}>} */
    this.placed = [];
    /** @type {Standing[]} */
    this.standing = [];
    /** Where names stood before, null for those that had no room; they stay so. @type {?Map<string, ?Position>} */
    this.places = null;
  }

  begin() {
    this.wanted = [];
    this.marks = [];
    this.badges = [];
  }

  /** Keep names off a mark. @param {number} x @param {number} y @param {number} radius @param {string} [layer]
   * @param {string} [id] */
  block(x, y, radius, layer = '', id = '') {
    this.marks.push({ x, y, layer, id, box: [x - radius, y - radius, x + radius, y + radius] });
  }

  /** Let no name stand on a badge. @param {number} x @param {number} y @param {number} radius */
  badge(x, y, radius) {
    this.badges.push([x - radius, y - radius, x + radius, y + radius]);
  }

  /** What the name at a pixel of the stage stands for. @param {number} x @param {number} y @returns {?Owner} */
  at(x, y) {
    const hit = this.placed.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
    return hit ? hit.owner : null;
  }

  /** Ask for a name. @param {Label} label */
  want(label) {
    this.wanted.push(label);
  }

  /** What is selected is named first, and once; names that stood before go before others.
   * @param {Label[]} wanted @returns {Label[]} */
  _sortLabels(wanted) {
    const chosen = this.atlas.view.selection;
    const first = wanted.map((label) =>
      chosen && label.owner && `${label.owner.layer}:${label.owner.id}` === chosen
        ? { ...label, rank: -1000, weight: 700, weak: false, alpha: 1 }
        : label
    );
    const isLater = (/** @type {Label} */ label) => Number(!this.places?.get(keyOf(label)));
    return first.sort((a, b) => (this.places ? isLater(a) - isLater(b) : 0) || a.rank - b.rank);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Label} label @param {string} font */
  _width(ctx, label, font) {
    const key = font + label.spaced + label.text;
    let width = this.widths.get(key);
    if (width === undefined) {
      width = ctx.measureText(label.text).width;
      this.widths.set(key, width);
    }
    return width;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @returns {Pieces} */
  *draw(ctx, frame) {
    this.placed = [];
    /** @type {Standing[]} */
    const standing = this.standing = [];
    for (const { x, y, radius } of this.atlas.userEvents.countMarks()) this.badge(x, y, radius + 1);
    const [left, top] = frame.window;
    const covered = this.atlas.coveredBoxes();
    this.over = String(covered);
    this.covered = covered.map((box) => [box[0] + left, box[1] + top, box[2] + left, box[3] + top]);
    const rtl = direction(this.atlas.view.language) === 'rtl';
    for (const [i, label] of this._sortLabels(this.wanted).entries()) {
      if (i % MANY === MANY - 1) yield ctx;
      if (!frame.inside(label.x, label.y, label.centred ? 60 : 0) || this._repeats(label, standing)) continue;
      // Letters that join never slant.
      const slant = label.italic && !JOINED.test(label.text) ? 'italic ' : '';
      const font = `${slant}${label.weight || 400} ${label.size}px ${FONT}`;
      ctx.font = font;
      space(ctx, label);
      const key = this.places && keyOf(label);
      const place = key ? this.places?.get(key) : undefined;
      /** @type {(label: Label, width: number) => ?Position} */
      const find = (label, width) => this._position(label, width, rtl, frame.window);
      const width = this._width(ctx, label, font);
      const position = place === undefined
        ? find(label, width) || (label.first ? this._makeRoom(label, width, find) : null)
        : place && !this._isNearOther(label, place, label.first)
        ? place
        : null;
      if (key && place === undefined) this.places?.set(key, position);
      if (!position) continue;
      if (label.mark) this.block(label.x, label.y, DOT, label.owner?.layer, label.owner?.id);
      standing.push({ label, position, font, apart: label.centred ? -CLEAR : this._apart(label, position) });
      if (label.owner) this.placed.push({ box: position.box, owner: label.owner });
    }
    name(ctx, 'marks');
    for (const { label } of standing) label.mark?.(ctx);
    yield ctx;
    yield* inTurn(ctx, standing, ({ label, position, font }) => {
      name(ctx, label.owner?.layer || 'ground', label.owner?.id);
      this._write(ctx, label, position, font);
    });
    ctx.globalAlpha = 1;
  }

  /** Whether the thing is named already, or a thing of another kind by the same name: of a town, the ground around it
   * and a field one is named. Several towns of one name stand, except weak ones close by. @param {Label} label
   * @param {Array<{label: Label, position: Position}>} standing */
  _repeats({ owner, text, weak, x, y }, standing) {
    return standing.some(({ label: other }) => {
      const alike = owner && other.owner?.layer === owner.layer;
      if (alike && other.owner?.id === owner.id) return true;
      if (!isSameName(other.text, text)) return false;
      return (owner && other.owner && !alike) || (weak && Math.hypot(other.x - x, other.y - y) < NEAR);
    });
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Label} label @param {Position} position @param {string} font */
  _write(ctx, label, position, font) {
    const { style } = this.atlas;
    space(ctx, label);
    Object.assign(ctx, {
      font,
      lineJoin: 'round',
      textBaseline: 'middle',
      textAlign: 'left',
      direction: 'ltr',
      globalAlpha: label.alpha || 1,
      strokeStyle: label.halo || style.halo,
      lineWidth: label.size > 12 ? 3.2 : 2.6,
      fillStyle: label.colour || style.ink,
    });
    ctx.strokeText(label.text, position.x, position.y);
    ctx.fillText(label.text, position.x, position.y);
  }

  /** Pixels between a name and its own mark. @param {Label} label @param {Position} position */
  _apart({ x, y }, { box }) {
    const own = this.marks.filter((mark) => mark.x === x && mark.y === y).map((mark) => distance(mark.box, box));
    return Math.min(distance([x, y, x, y], box), ...own);
  }

  /** Whether a mark of another thing lies as near to a name as its own. @param {Label} label @param {Position} position
   * @param {boolean} [alike] whether those of other layers do not count */
  _isNearOther(label, position, alike) {
    if (label.centred) return false;
    const apart = this._apart(label, position) + (label.first ? CLEARER : CLEAR);
    return this.marks.some(({ x, y, box, layer }) =>
      (x !== label.x || y !== label.y) && !(alike && layer !== label.owner?.layer) &&
      distance(box, position.box) < apart
    );
  }

  /** Move one of the names that come first aside, so that another has room: where that goes, the position of the other.
   * @param {Label} label @param {number} width @param {(label: Label, width: number) => ?Position} find
   * @returns {?Position} */
  _makeRoom(label, width, find) {
    for (const other of this.standing.filter((other) => other.label.first)) {
      const others = this.standing;
      this.standing = others.filter((name) => name !== other);
      const position = find(label, width);
      this.standing.push({ label, position: position || other.position, font: '', apart: 0 });
      const { box } = other.position;
      const moved = position && find(other.label, box[2] - box[0] - 4);
      this.standing = others;
      if (!position || !moved) continue;
      Object.assign(other, { position: moved, apart: this._apart(other.label, moved) });
      for (const name of this.placed) if (name.owner === other.label.owner) name.box = moved.box;
      this.places?.set(keyOf(other.label), moved);
      return position;
    }
    return null;
  }

  /** The best free position of a name, null where there is none. One that comes first gives up the room around marks of
   * other layers before it goes. @param {Label} label @param {number} width @param {boolean} rtl @param {Box} window
   * @returns {?Position} */
  _position(label, width, rtl, window) {
    const { x, y } = label;
    const dot = /** @type {Box} */ ([x - DOT, y - DOT, x + DOT, y + DOT]);
    // The dot that comes with a name may not lie nearest to the name of another.
    if (label.mark && this.standing.some(({ position, apart }) => distance(dot, position.box) < apart + CLEAR)) {
      return null;
    }
    const tries = [...(label.centred ? around(label, width) : beside(label, width, rtl))];
    return this._best(label, width, tries, window) ||
      (label.first ? this._best(label, width, tries, window, true) : null);
  }

  /** @param {Label} label @param {number} width @param {Array<[Position, number]>} tries the cheapest first
   * @param {Box} window @param {boolean} [alike] whether marks of other layers may lie nearer to the name than its own
   * @returns {?Position} */
  _best(label, width, tries, window, alike) {
    /** @type {?Position} */
    let best = null;
    let least = Infinity;
    const isSeen = inside([label.x, label.y, label.x, label.y], window);
    for (const [position, cost] of tries) {
      const { box } = position;
      if (cost >= least) break;
      // A name at the edge is seen whole, and with its mark, or not at all.
      const touches = overlap(box, window);
      if (touches ? !inside(box, window) || !(isSeen || label.centred) : isSeen) continue;
      if (this.standing.some((other) => overlap(box, other.position.box))) continue;
      if (this.badges.some((badge) => overlap(box, badge))) continue;
      const { beyond, centred } = label;
      const strays = beyond && ALONG.some((share) => beyond(position.x + share * width, position.y));
      if (strays && centred) continue;
      if (this._isNearOther(label, position, alike)) continue;
      const hidden = this.marks.filter((mark) => overlap(mark.box, box)).length;
      const isCovered = this.covered.some((other) => overlap(other, box));
      const sum = cost + COST.mark * hidden + (strays ? COST.beyond : 0) + (isCovered ? COST.covered : 0);
      if (sum < least) [best, least] = [position, sum];
    }
    return best;
  }
}

/** Positions of a name beside its point, the cheapest first: on each side, then farther and farther away.
 * @param {Label} label @param {number} width @param {boolean} rtl @returns {Generator<[Position, number]>} */
function* beside(label, width, rtl) {
  const { x, y, size } = label;
  const height = size * 1.15;
  for (const [i, step] of STEPS.entries()) {
    const gap = (label.offset === undefined ? 6 : label.offset) + step;
    const slant = gap * 0.72;
    const [right, left] = [x + gap, x - gap - width];
    const [up, down] = [y - slant - height / 2, y + slant + height / 2];
    const sides = [[right, y], [left, y], [x + slant, up], [x - slant - width, up], [x + slant, down], [
      x - slant - width,
      down,
    ]];
    if (rtl) { for (let k = 0; k < 6; k += 2) [sides[k], sides[k + 1]] = [sides[k + 1], sides[k]]; }
    // Above and below, in the middle or towards one end.
    for (const share of [0.5, 0.75, 0.25]) {
      sides.push([x - width * share, y - gap - height / 2], [x - width * share, y + gap + height / 2]);
    }
    for (const [k, at] of sides.entries()) {
      yield [position(at, width, height), i * COST.step + k * COST.side];
    }
  }
}

/** Positions of a name on its own ground: in its middle, then aside as far as the ground goes.
 * @param {Label} label @param {number} width @returns {Generator<[Position, number]>} */
function* around(label, width) {
  const { x, y, size, within } = label;
  const height = size * 1.15;
  yield [position([x - width / 2, y], width, height), 0];
  if (!within) return;
  for (const [i, rise] of [1, 2, 3.2].entries()) {
    for (const [k, [dx, dy]] of ASIDE.entries()) {
      const at = [x + dx * rise * Math.max(14, width / 3), y + dy * rise * height];
      if (within(at[0], at[1])) {
        yield [position([at[0] - width / 2, at[1]], width, height), (i + 1) * COST.step + k * COST.side];
      }
    }
  }
}

const ASIDE = [[0, -1], [0, 1], [-1, 0], [1, 0], [-1, -1], [1, -1], [-1, 1], [1, 1]];

/** @param {number[]} at the left end @param {number} width @param {number} height @returns {Position} */
function position([x, y], width, height) {
  return { x, y, box: [x - 2, y - height / 2 - 1, x + width + 2, y + height / 2 + 1] };
}

/** Set the space between letters. @param {CanvasRenderingContext2D} ctx @param {Label} label */
function space(ctx, label) {
  if ('letterSpacing' in ctx) {
    ctx.letterSpacing = label.spaced && !JOINED.test(label.text) ? label.spaced + 'px' : '0px';
  }
}

/** Whether two texts are one name. @param {string} left @param {string} other */
function isSameName(left, other) {
  return left.toLowerCase() === other.toLowerCase();
}

/** Whether two boxes overlap. @param {Box} left @param {Box} other */
function overlap(left, other) {
  return left[0] < other[2] && left[2] > other[0] && left[1] < other[3] && left[3] > other[1];
}

/** Pixels between two boxes. @param {Box} left @param {Box} other */
function distance(left, other) {
  const x = Math.max(0, left[0] - other[2], other[0] - left[2]);
  return Math.hypot(x, Math.max(0, left[1] - other[3], other[1] - left[3]));
}

/** Whether a box lies wholly in another. @param {Box} inner @param {Box} other */
function inside(inner, other) {
  return inner[0] >= other[0] && inner[1] >= other[1] && inner[2] <= other[2] && inner[3] <= other[3];
}

/** What tells a name from others, on maps of one frame. @param {Label} label */
function keyOf({ text, x, y, owner }) {
  return [owner?.layer, owner?.id, text, Math.round(x), Math.round(y)].join('|');
}
