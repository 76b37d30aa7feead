/** The easel: paints a scene on canvases in memory, piece by piece, so that whoever paints can let others work
 * between two pieces. The picture that stands stays as it is until the next is whole, and then takes it over: were its
 * canvas replaced by another, browsers would keep the memory of each until they collect garbage. */
import { pen, type Pieces, pieces, type Stop, wipe } from './pieces.ts';
import type { Context2D, Frame } from './frame.ts';
import type { Box } from '../data/tables.ts';
import type { Painter } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';

const BORDER = 6; // pixels of the page that lines of the ground may reach beyond what they enclose

export class Easel {
  screen = pen(); // the picture that stands, and the next
  next = pen();
  ground = pen();
  /** Pictures of runs of painters on the ground, by the first one's z. */
  pictures: Map<number | undefined, { ctx: Context2D; state: string | null }> = new Map();
  stale = true;
  moved = false; // whether the map moved since the last picture
  changed = false; // whether something changed since the last picture was begun, and only painters that are `alone`
  alone = false;
  parted = false; // whether parts of the ground were painted on another day than others, or copied from pictures
  sides: Context2D[] | null = null; // pictures of the marks below and above those that are `alone`
  slates: Context2D[] | null = null;

  constructor(readonly scene: Scene) {}

  change(alone = false) {
    this.alone = alone && (!this.changed || this.alone);
    this.changed = true;
  }

  renew() {
    this.stale = this.moved = true;
    this.change();
  }

  /** Take note of keys of the view that changed. @returns whether a painter uses one */
  touch(keys: Set<string>): boolean {
    const all = ['layers', 'language', 'perspective', 'tiles'].some((key) => keys.has(key));
    const uses = (painters: Painter[]) =>
      all || painters.some((painter) => [...keys].some((key) => painter.uses.has(key)));
    const { ground, marks } = this.scene.painters;
    const stale = uses(ground);
    if (stale) this.stale = true;
    if (all) this.moved = true;
    if (!stale && !uses(marks)) return false;
    this.change(!stale && !uses(marks.filter((painter) => !painter.alone)));
    return true;
  }

  /** Paint the next picture and let it stand. A painting that is left before its end is begun anew. */
  *paint(frame: Frame): Pieces {
    const { stale, moved, alone, scene, next } = this;
    this.stale =
      this.moved =
      this.changed =
      this.alone =
        false;
    let isWhole = false;
    try {
      yield* size(next, frame);
      if (stale) yield* this._ground(frame, moved);
      const marks = scene.shownPainters('marks');
      yield* copy(this.ground, next);
      if (alone && !stale && marks.some((painter) => painter.alone)) yield* this._between(marks, frame);
      else {
        this.sides = null;
        scene.labels.begin();
        yield* pieces(next, marks, frame);
      }
      yield null;
      // New memory: the screen holds the old one still, which would be copied first.
      Object.assign(this.screen.canvas, { width: next.canvas.width, height: next.canvas.height });
      this.screen.drawImage(next.canvas, 0, 0);
      scene.frame = frame;
      isWhole = true;
    } finally {
      if (!isWhole) this.renew();
    }
  }

  /** Paint marks that move alone between pictures of those below and those above. */
  *_between(marks: Painter[], frame: Frame): Pieces {
    const { next } = this;
    const [first, last] = [
      marks.findIndex((painter) => painter.alone),
      marks.findLastIndex((painter) => painter.alone),
    ];
    if (!this.sides) {
      this.scene.labels.begin();
      this.slates = this.slates || [pen(), pen()];
      for (const [i, side] of [marks.slice(0, first), marks.slice(last + 1)].entries()) {
        yield* size(this.slates[i], frame, true);
        yield* pieces(this.slates[i], side, frame);
      }
      this.sides = this.slates;
    }
    next.drawImage(this.sides[0].canvas, 0, 0);
    yield* pieces(next, marks.slice(first, last + 1), frame);
    next.setTransform(1, 0, 0, 1, 0, 0);
    next.drawImage(this.sides[1].canvas, 0, 0);
    yield next;
  }

  /** Paint the ground: runs of painters that a date does not change are kept as pictures, and where it is known what
   * differs from the last painting, nothing else is painted.
   * @param moved whether everything is new */
  *_ground(frame: Frame, moved: boolean): Pieces {
    const { ground: ctx } = this;
    if ((yield* size(ctx, frame)) || moved) {
      // Pictures are made when the next date needs them.
      for (const picture of this.pictures.values()) picture.state = null;
      this.parted = false;
      clear(ctx);
      yield* pieces(ctx, this.scene.shownPainters('ground'), frame);
      return;
    }
    const runs = this.runs();
    const boxes = this.differenceBoxes(runs);
    this.parted = this.parted || !boxes || boxes.length > 0;
    ctx.save();
    try {
      ctx.resetTransform();
      if (boxes) confine(ctx, boxes, frame);
      clear(ctx);
      for (const run of runs) {
        if (run[0].state) {
          ctx.drawImage((yield* this._picture(run, frame)).canvas, 0, 0);
          yield ctx;
        } else yield* pieces(ctx, run, frame);
      }
    } finally {
      ctx.restore();
    }
  }

  /** The painters of the ground from below: neighbours that are kept as one picture together, others alone. */
  runs() {
    const runs: Painter[][] = [];
    for (const painter of this.scene.shownPainters('ground')) {
      const last = runs.at(-1);
      if (painter.state && last?.[0].state) last.push(painter);
      else runs.push([painter]);
    }
    return runs;
  }

  /** Boxes, in world pixels, outside of which the ground would be painted as it was; null where that is not known. */
  differenceBoxes(runs: Painter[][]): Box[] | null {
    const boxes = [];
    for (const run of runs) {
      const result = run[0].state
        ? (this.pictures.get(run[0].z)?.state === stateOf(run) ? [] : null)
        : run[0].differs?.();
      if (!result) return null;
      boxes.push(...result);
    }
    return boxes;
  }

  /** The picture of a run of painters, drawn anew when the map moved or what they show changed. */
  *_picture(run: Painter[], frame: Frame): Generator<Stop, Context2D> {
    const first = run[0].z;
    const state = stateOf(run);
    let picture = this.pictures.get(first);
    if (!picture) this.pictures.set(first, picture = { ctx: pen(), state: null });
    if (picture.state === state) return picture.ctx;
    picture.state = null;
    yield* size(picture.ctx, frame, true);
    yield* pieces(picture.ctx, run, frame);
    picture.state = state;
    return picture.ctx;
  }
}

/** Give a canvas the size of a frame. @param anew whether it is emptied in any case @returns whether it had another */
function* size(ctx: Context2D, { width, height, ratio }: Frame, anew = false): Generator<Stop, boolean> {
  const { canvas } = ctx;
  const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
  const other = canvas.width !== wide || canvas.height !== tall;
  if (other || anew) yield* wipe(ctx, wide, tall);
  return other;
}

const ROWS = 600; // rows of pixels that are copied between two stops

function* copy({ canvas }: Context2D, to: Context2D): Pieces {
  const { width, height } = canvas;
  to.setTransform(1, 0, 0, 1, 0, 0);
  for (let top = 0; top < height; top += ROWS) {
    const rows = Math.min(ROWS, height - top);
    to.clearRect(0, top, width, rows);
    to.drawImage(canvas, 0, top, width, rows, 0, top, width, rows);
    yield to;
  }
}

function clear(ctx: Context2D) {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
}

const stateOf = (run: Painter[]) => run.map((painter) => painter.z + (painter.state?.() || '')).join('|');

/** Let a context take nothing outside of boxes in world pixels, each drawn wide enough for the lines on its border.
 * @param ctx in pixels of the canvas */
function confine(ctx: Context2D, boxes: Box[], frame: Frame) {
  ctx.beginPath();
  for (const [west, north, east, south] of boxes) {
    const [left, top] = frame.pixel(west, north).map((at) => Math.floor((at - BORDER) * frame.ratio));
    const [right, bottom] = frame.pixel(east, south).map((at) => Math.ceil((at + BORDER) * frame.ratio));
    ctx.rect(left, top, right - left, bottom - top);
  }
  ctx.clip();
}
