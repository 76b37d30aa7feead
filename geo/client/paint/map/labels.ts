/** Names on the map: placed by importance, each at its own mark or not at all, never on one another nor on a badge. */
import { direction } from '../data/profile.ts';
import { type Context2D, type Frame, name } from './frame.ts';
import { inTurn, type Pieces } from './pieces.ts';
import type { Box } from '../data/tables.ts';
import type { Scene } from '../scene.ts';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", Arial, sans-serif';

const STEPS = [0, 4, 9]; // steps away from a mark at which a name may stand; farther off nobody would see whose it is
/** What it costs a name to stand a step farther away, to take a less usual side, to hide a mark, to be crossed by a
 * line, to lie on ground of others, to run under what stands over the map. */
const COST = { step: 3, side: 0.25, mark: 8, line: 10, beyond: 12, covered: 40 };
const CLEAR = 3; // pixels by which a name stands nearer to its own mark than to any other: large letters more so
const CLEARER = 6;
/** How many times as far as its own mark any other is at least: a name that stands a step away may not seem another's. */
const FARTHER = 2;
/** The share of its size in which a name that comes first stands where it finds no room otherwise. */
const SMALLER = 0.84;
const AROUND = 2; // pixels that are free before and after a name
const RING = 10.5; // pixels from a point that is selected to its name, beyond the ring around it
const WIDEST = 60; // the widest badge that stands for the mark below it
/** Shares of a name above or below its point that lie before the point, besides its half. */
const ENDS = [0.75, 0.25, 0.67, 0.33, 0.9, 0.1];
/** Where along a name the ground below it is looked at, as shares of its width. */
const ALONG = [0.5, 0.04, 0.96, 0.27, 0.73];
const MANY = 30; // names that are placed between two stops
const NEAR = 110; // pixels within which a weak name is not written beside the same one
const JOINED = /[\u0590-\u08ff]/; // scripts whose letters join: they are never spaced

export interface Label {
  text: string;
  x: number;
  y: number;
  size: number;
  rank: number; // the smaller comes first
  weight?: number;
  colour?: string;
  halo?: string;
  italic?: boolean;
  spaced?: number; // pixels between letters, of scripts whose letters stand apart
  centred?: boolean; // on the point, or where `within` says that the ground is still its own
  within?: (x: number, y: number) => boolean; // whether a pixel lies on the ground that is named
  /** whether it lies on ground that the name is not of: a name of ground never does, that of a point where it can */
  beyond?: (x: number, y: number) => boolean;
  offset?: number; // from the point
  weak?: boolean; // left out where the same name stands close by
  /** a mark that is there only with its name, and how far it reaches around its point */
  mark?: { draw: (ctx: Context2D) => void; radius: number };
  first?: boolean; // named where at all possible, even close to marks of other layers
  owner?: Owner; // what is selected by a click on the name
}

type Owner = { layer: string; id: string; title: string; text: string };

/** Where a name may stand: its left end, the middle of its height, and its box. */
type Position = { x: number; y: number; box: Box };

/** A mark, which names keep off where they can, and which no name of another stands nearest to. */
type Mark = { x: number; y: number; box: Box; layer: string; id: string };

/** Finds where a name of some width may stand. */
type Find = (label: Label, width: number) => Position | null;

type Standing = { label: Label; position: Position; font: string; apart: number };

export class Labels {
  stage: 'marks' = 'marks';
  z = 1000;
  uses: Set<string> = new Set(['selection']);
  widths: Map<string, number> = new Map();
  queue: Label[] = [];
  marks: Mark[] = [];
  badges: Box[] = [];
  stacks: Mark[] = []; // badges that stand for things of a layer
  lines: Box[] = []; // boxes along lines, which names of ground keep off where they can
  covered: Box[] = []; // boxes of what stands over the map
  over = ''; // the same as a text, in pixels of what is seen
  placed: Array<{ box: Box; owner: Owner }> = []; // names that stand and lead to a thing
  standing: Standing[] = [];
  /** Where names stood before, null for those that had no room; they stay so. */
  places: Map<string, Position | null> | null = null;

  constructor(readonly atlas: Scene) {}

  begin() {
    this.queue = [];
    this.marks = [];
    this.badges = [];
    this.stacks = [];
    this.lines = [];
  }

  block(x: number, y: number, radius: number, layer = '', id = '') {
    this.marks.push({ x, y, layer, id, box: [x - radius, y - radius, x + radius, y + radius] });
  }

  _blockDot({ x, y, mark, owner }: Label) {
    if (mark) this.block(x, y, mark.radius, owner?.layer, owner?.id);
  }

  badge(x: number, y: number, radius: number, layer = '', id = '') {
    const box: Box = [x - radius, y - radius, x + radius, y + radius];
    this.badges.push(box);
    if (id) this.stacks.push({ x, y, layer, id, box });
  }

  at(x: number, y: number): Owner | null {
    const hit = this.placed.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
    return hit ? hit.owner : null;
  }

  want(label: Label) {
    this.queue.push(label);
  }

  /** What is selected is named first, and once; names that stood before go before others. */
  _sortLabels(): Label[] {
    const chosen = this.atlas.view.selection;
    const first = this.queue.map((label) =>
      chosen && label.owner && `${label.owner.layer}:${label.owner.id}` === chosen
        ? { ...label, rank: -1000 - label.size, weight: 700, weak: false, offset: Math.max(label.offset ?? 0, RING) }
        : label
    );
    const isLater = (label: Label) => Number(!this.places?.get(keyOf(label)));
    return first.sort((a, b) => (this.places ? isLater(a) - isLater(b) : 0) || a.rank - b.rank);
  }

  _measure(ctx: Context2D, label: Label): [font: string, width: number] {
    // Letters that join never slant.
    const slant = label.italic && !JOINED.test(label.text) ? 'italic ' : '';
    const font = `${slant}${label.weight || 400} ${label.size}px ${FONT}`;
    ctx.font = font;
    space(ctx, label);
    const key = font + label.spaced + label.text;
    let width = this.widths.get(key);
    if (width === undefined) {
      width = ctx.measureText(label.text).width;
      this.widths.set(key, width);
    }
    return [font, width];
  }

  *draw(ctx: Context2D, frame: Frame): Pieces {
    this.placed = [];
    const standing: Standing[] = this.standing = [];
    for (const { x, y, radius } of this.atlas.userEvents.countMarks()) this.badge(x, y, radius + 1);
    const [left, top] = frame.window;
    const covered = this.atlas.coveredBoxes();
    this.over = String(covered);
    this.covered = covered.map((box) => [box[0] + left, box[1] + top, box[2] + left, box[3] + top]);
    const rtl = direction(this.atlas.view.language) === 'rtl';
    const queue = this._sortLabels();
    // Other names keep off the dots of those that come first from the beginning.
    for (const label of queue) if (label.first && frame.inside(label.x, label.y, 0)) this._blockDot(label);
    for (let [i, label] of queue.entries()) {
      if (i % MANY === MANY - 1) yield ctx;
      if (!frame.inside(label.x, label.y, label.centred ? 60 : 0) || this._repeats(label, standing)) continue;
      let [font, width] = this._measure(ctx, label);
      const key = this.places && keyOf(label);
      const place = key ? this.places?.get(key) : undefined;
      const seek = (label: Label, width: number, gives: number) =>
        this._position(label, width, rtl, frame.window, gives);
      const strict: Find = (label, width) => seek(label, width, 0) || (label.first ? seek(label, width, 1) : null);
      const find: Find = (label, width) => strict(label, width) || (label.first ? seek(label, width, 2) : null);
      const stays = place && !this._isNearOther(label, place, label.first) &&
        !(label.first && this._isNearBadge(label, place)) &&
        !this.badges.some((badge) => overlap(badge, place.box)) &&
        !standing.some((other) => overlap(other.position.box, place.box));
      const isSought = place === undefined || (label.first && !stays);
      let position = stays ? place : null;
      const smaller = { ...label, size: label.size * SMALLER };
      if (isSought) position = strict(label, width);
      if (label.first && isSought) {
        position ??= strict(smaller, this._measure(ctx, smaller)[1]) || find(label, width) ||
          this._makeRoom(label, width, find, strict);
      }
      if (label.first && (!position || position.box[2] - position.box[0] < width + AROUND)) {
        label = smaller;
        [font, width] = this._measure(ctx, label);
        position ??= find(label, width) || this._makeRoom(label, width, find, strict) ||
          this._makeRoom(label, width, find, find) || find({ ...label, first: false }, width);
      }
      if (key && isSought) this.places?.set(key, position);
      if (!position) {
        if (label.first && label.mark) this.marks = this.marks.filter(({ id }) => id !== label.owner?.id);
        continue;
      }
      if (!label.first) this._blockDot(label);
      standing.push({ label, position, font, apart: label.centred ? -CLEAR : this._apart(label, position) });
      if (label.owner) this.placed.push({ box: position.box, owner: label.owner });
    }
    name(ctx, 'marks');
    // A badge stands for the mark below it.
    for (const { label } of standing) if (!this._badgeOver(label.x, label.y)) label.mark?.draw(ctx);
    yield ctx;
    yield* inTurn(ctx, standing, ({ label, position, font }) => {
      name(ctx, label.owner?.layer || 'ground', label.owner?.id);
      this._write(ctx, label, position, font);
    });
  }

  /** Whether the thing is named already, or a thing of another kind by the same name: of a town, the ground around
   * it and a field one is named. Several towns of one name stand, except weak ones close by. */
  _repeats({ owner, text, weak, x, y }: Label, standing: Array<{ label: Label; position: Position }>) {
    return standing.some(({ label: other }) => {
      const alike = owner && other.owner?.layer === owner.layer;
      if (alike && other.owner?.id === owner.id) return true;
      if (other.text.toLowerCase() !== text.toLowerCase()) return false;
      return (owner && other.owner && !alike) || (weak && Math.hypot(other.x - x, other.y - y) < NEAR);
    });
  }

  _write(ctx: Context2D, label: Label, position: Position, font: string) {
    const { style } = this.atlas;
    space(ctx, label);
    Object.assign(ctx, {
      font,
      lineJoin: 'round',
      textBaseline: 'middle',
      textAlign: 'left',
      direction: 'ltr',
      strokeStyle: label.halo || style.halo,
      lineWidth: label.size > 12 ? 3.2 : 2.6,
      fillStyle: label.colour || style.ink,
    });
    ctx.strokeText(label.text, position.x, position.y);
    ctx.fillText(label.text, position.x, position.y);
  }

  /** Pixels between a name and its own mark. */
  _apart({ x, y }: Label, { box }: Position) {
    const marks = this.marks.filter((mark) => mark.x === x && mark.y === y).map((mark) => mark.box);
    const badge = this._badgeOver(x, y);
    return Math.min(...[[x, y, x, y] as Box, ...marks, ...(badge ? [badge] : [])].map((mark) => distance(mark, box)));
  }

  /** The badge that stands for the mark at a point, which lies below it. */
  _badgeOver(x: number, y: number): Box | undefined {
    return this.badges.find((badge) => inside([x, y, x, y], badge) && badge[2] - badge[0] < WIDEST);
  }

  /** Whether a mark of another thing lies as near to a name as its own.
   * @param alike whether those of other layers do not count */
  _isNearOther(label: Label, position: Position, alike?: boolean) {
    if (label.centred) return false;
    const reach = berth(this._apart(label, position), label.first && !alike ? CLEARER : CLEAR);
    return this.marks.some(({ x, y, box, layer }) =>
      (x !== label.x || y !== label.y) && !(alike && layer !== label.owner?.layer) &&
      distance(box, position.box) < reach
    );
  }

  /** Whether a badge of another thing lies as near to a name as its own mark. */
  _isNearBadge(label: Label, position: Position) {
    const [over, apart] = [this._badgeOver(label.x, label.y), this._apart(label, position) + CLEAR];
    return !label.centred && this.badges.some((badge) => badge !== over && distance(badge, position.box) < apart);
  }

  /** Move one of the names that come first aside, so that another has room: where that goes, the position of the
   * other. */
  _makeRoom(label: Label, width: number, find: Find, move: Find): Position | null {
    for (const other of this.standing.filter((other) => other.label.first)) {
      const others = this.standing;
      this.standing = others.filter((name) => name !== other);
      const position = find(label, width);
      this.standing.push({ label, position: position || other.position, font: '', apart: 0 });
      const { box } = other.position;
      const moved = position && move(other.label, box[2] - box[0] - 2 * AROUND);
      this.standing = others;
      if (!position || !moved) continue;
      Object.assign(other, { position: moved, apart: this._apart(other.label, moved) });
      for (const name of this.placed) if (name.owner === other.label.owner) name.box = moved.box;
      this.places?.set(keyOf(other.label), moved);
      return position;
    }
    return null;
  }

  /** The best free position of a name, null where there is none.
   * @param gives what a name that comes first gives up before it goes: 1 the room around marks of other layers,
   * 2 that around badges too */
  _position(label: Label, width: number, rtl: boolean, window: Box, gives: number): Position | null {
    const { x, y } = label;
    const radius = label.mark?.radius ?? 0;
    const dot = [x - radius, y - radius, x + radius, y + radius] as Box;
    // The dot that comes with a name may not lie nearest to the name of another, nor below it.
    if (label.mark && this.standing.some(({ position, apart }) => distance(dot, position.box) <= berth(apart, CLEAR))) {
      return null;
    }
    const badge = this._badgeOver(x, y);
    const reach = badge ? Math.max(x - badge[0], badge[2] - x, y - badge[1], badge[3] - y) : 0;
    const tries = [...(label.centred ? around(label, width) : beside(label, width, rtl, reach, window))];
    return this._best(label, width, tries, window, gives);
  }

  _best(label: Label, width: number, tries: Array<[Position, number]>, window: Box, gives: number): Position | null {
    let best: Position | null = null;
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
      if (this._isNearOther(label, position, gives > 0)) continue;
      const isNearBadge = this._isNearBadge(label, position);
      if (isNearBadge && label.first && gives < 2) continue;
      const hidden = this.marks.filter((mark) => overlap(mark.box, box)).length + Number(isNearBadge);
      const isCovered = this.covered.some((other) => overlap(other, box));
      if (isCovered && label.first) continue; // before that, others give way
      const isCrossed = centred && this.lines.some((line) => overlap(line, box));
      const sum = cost + COST.mark * hidden + (isCrossed ? COST.line : 0) + (strays ? COST.beyond : 0) +
        (isCovered ? COST.covered : 0);
      if (sum < least) [best, least] = [position, sum];
    }
    return best;
  }
}

/**
 * Positions of a name beside its point, the cheapest first: on each side, then farther and farther away.
 * @param reach pixels that a badge over the point reaches from it
 * @param window what is seen
 */
function* beside(
  label: Label,
  width: number,
  rtl: boolean,
  reach: number,
  [start, , end]: Box,
): Generator<[Position, number]> {
  const { x, y, size } = label;
  const height = size * 1.15;
  for (const [i, step] of STEPS.entries()) {
    const gap = Math.max(label.offset === undefined ? 6 : label.offset, reach && reach + 3) + step;
    const slant = gap * (reach ? 1 : 0.72);
    const [right, left] = [x + gap, x - gap - width];
    const [up, down] = [y - slant - height / 2, y + slant + height / 2];
    const sides = [[right, y], [left, y], [x + slant, up], [x - slant - width, up], [x + slant, down], [
      x - slant - width,
      down,
    ]];
    if (rtl) { for (let k = 0; k < 6; k += 2) [sides[k], sides[k + 1]] = [sides[k + 1], sides[k]]; }
    // Above and below: in the middle, or as far from it as the edge asks for, or towards one end.
    const isSeen = start < x && x < end;
    const middle = isSeen ? Math.min(Math.max(x - width / 2, start + 2), end - 2 - width) : x - width / 2;
    for (const at of [middle, ...ENDS.map((share) => x - width * share)]) {
      sides.push([at, y - gap - height / 2], [at, y + gap + height / 2]);
    }
    for (const [k, at] of sides.entries()) yield [position(at, width, height), i * COST.step + k * COST.side];
  }
}

/** Positions of a name on its own ground: in its middle, then aside as far as the ground goes. */
function* around(label: Label, width: number): Generator<[Position, number]> {
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

/** Pixels from a name within which lies no mark of another, by those to its own. */
const berth = (apart: number, clear: number) => Math.max(FARTHER * apart, apart + clear);

function position([x, y]: number[], width: number, height: number): Position {
  return { x, y, box: [x - AROUND, y - height / 2 - 1, x + width + AROUND, y + height / 2 + 1] };
}

function space(ctx: Context2D, label: Label) {
  if ('letterSpacing' in ctx) {
    ctx.letterSpacing = label.spaced && !JOINED.test(label.text) ? label.spaced + 'px' : '0px';
  }
}

function overlap(left: Box, other: Box) {
  return left[0] < other[2] && left[2] > other[0] && left[1] < other[3] && left[3] > other[1];
}

function distance(left: Box, other: Box) {
  const x = Math.max(0, left[0] - other[2], other[0] - left[2]);
  return Math.hypot(x, Math.max(0, left[1] - other[3], other[1] - left[3]));
}

function inside(inner: Box, other: Box) {
  return inner[0] >= other[0] && inner[1] >= other[1] && inner[2] <= other[2] && inner[3] <= other[3];
}

/** What tells a name from others, on maps of one frame. */
function keyOf({ text, x, y, owner }: Label) {
  return [owner?.layer, owner?.id, text, Math.round(x), Math.round(y)].join('|');
}

declare module '../scene.ts' {
  interface Scene {
    labels: Labels;
  }
}
