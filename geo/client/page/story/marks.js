/** Notes, arrows and areas that the writer of a story drew: those of the step that is shown, or that is being made. */
import * as World from '../../paint/map/world.js';
import { MOST } from '../area_of_interest/drawing.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { Frame } from '../../paint/map/frame.js' */
/** @import { Corner } from '../area_of_interest/shape.js' */

/** @typedef {'note' | 'arrow' | 'area'} MarkKind */

/** What was drawn: the text in the reader's language. @typedef {{kind: MarkKind, at: Corner[], text: string}} DrawnMark */

/** Corners that each kind has, as geo/stories has it. @type {Record<MarkKind, {least: number, most: number}>} */
export const KINDS = {
  note: { least: 1, most: 1 },
  arrow: { least: 2, most: 2 },
  area: { least: 3, most: MOST },
};

/** Marks that a step may have, and characters of a text of one, as geo/stories has it. */
export const [MANY, SHORT] = [20, 200];

/** Pixels: width of a line, height of letters and of a line of them, room of a text, what it keeps from its mark. */
const [LINE, LETTERS, LEADING, ACROSS, GAP] = [2.2, 11, 14, 170, 8];
/** Lines that a text has room for; all of it stands in the step. */
const LINES = 7;
/** Id of a reader's own story, and its key in an address. */
export const OWN = 'own';
/** Letters that are written from right to left. */
const RTL = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufefc]/u;

/** What an unknown value says of marks; what is none is left away. @param {unknown} value @returns {DrawnMark[]} */
export function marksOf(value) {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MANY).flatMap((one) => {
    const { kind, at, text } = /** @type {Partial<DrawnMark>} */ (one ?? {});
    const size = kind && Object.hasOwn(KINDS, kind) ? KINDS[kind] : null;
    if (!kind || !size || !Array.isArray(at) || at.length < size.least || at.length > size.most) return [];
    if (!at.every(isCorner)) return [];
    const said = typeof text === 'string' ? text.slice(0, SHORT) : '';
    return said || kind !== 'note' ? [{ kind, at, text: said }] : [];
  });
}

/** @param {unknown} corner */
function isCorner(corner) {
  if (!Array.isArray(corner) || corner.length !== 2) return false;
  const [lon, lat] = corner;
  return Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 85;
}

export class StepMarks {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    /** The reader's own marks that were shown last, as JSON. */
    this.told = '[]';
    chrome.atlas.addPainter({
      stage: 'marks',
      z: 1010, // above the labels, which know nothing of them
      uses: new Set(['story', 'step', 'language']),
      draw: (ctx, frame) => this._draw(ctx, frame),
    });
  }

  /** Those that the map shows: of the step that is being made while its panel is open or something is drawn for it,
   * else of the step that is shown. @returns {DrawnMark[]} */
  get shown() {
    const { chrome } = this;
    const { drawing, story, ownStory } = chrome;
    const drawn = chrome.atlas.asking && drawing.task !== drawing.asked;
    if (ownStory && (drawn || chrome.opened === 'stories')) return ownStory.marks;
    return story?.now ? story.marksOf(story.step) : [];
  }

  /** Those that no story of the atlas has, which the app cannot know of: of a reader's own story.
   * @returns {DrawnMark[]} */
  get own() {
    const told = this.chrome.story?.now;
    return told && told.id !== OWN && this.chrome.opened !== 'stories' ? [] : this.shown;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    const own = JSON.stringify(this.own);
    if (own !== this.told) {
      this.told = own;
      this.chrome.atlas.emit('marks', null);
    }
    const placed = this.shown.map((mark) => ({
      ...mark,
      pixels: mark.at.map(([lon, lat]) => frame.pixel(...World.of(lon, lat))),
    }));
    ctx.save();
    ctx.setLineDash([]);
    ctx.lineJoin = 'round';
    for (const { kind, pixels } of placed) this._shape(ctx, kind, pixels);
    for (const { kind, pixels, text } of placed) if (text) this._write(ctx, text, stands(kind, pixels));
    ctx.restore();
  }

  /** @param {CanvasRenderingContext2D} ctx @param {MarkKind} kind @param {Array<[number, number]>} pixels */
  _shape(ctx, kind, pixels) {
    const { style } = this.chrome.atlas;
    const path = new Path2D();
    if (kind === 'note') path.arc(...pixels[0], 4.5, 0, 2 * Math.PI);
    else pixels.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
    if (kind === 'area') path.closePath();
    const head = kind === 'arrow' ? headOf(pixels[0], pixels[1]) : null;
    for (
      const [colour, width] of /** @type {[string, number][]} */ ([[style.halo, LINE + 2.6], [style.accent, LINE]])
    ) {
      Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth: width });
      if (kind === 'area' && colour === style.accent) {
        ctx.globalAlpha = 0.1;
        ctx.fill(path);
        ctx.globalAlpha = 1;
      }
      ctx.stroke(path);
      if (kind === 'note') ctx.fill(path);
      if (head) {
        ctx.stroke(head);
        ctx.fill(head);
      }
    }
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string} text @param {[number, number]} at */
  _write(ctx, text, [x, y]) {
    const { style } = this.chrome.atlas;
    ctx.font = `${LETTERS}px system-ui, sans-serif`;
    ctx.direction = RTL.test(text) ? 'rtl' : 'ltr';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    const lines = wrap(ctx, text);
    const width = Math.max(...lines.map((line) => ctx.measureText(line).width)) + 12;
    const height = lines.length * LEADING + 6;
    const top = y - GAP - height;
    ctx.beginPath();
    ctx.roundRect(x - width / 2, top, width, height, 4);
    Object.assign(ctx, { fillStyle: style.paper, strokeStyle: style.accent, lineWidth: 1 });
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = style.ink;
    lines.forEach((line, i) => ctx.fillText(line, x, top + 3 + (i + 0.5) * LEADING));
  }
}

/** Where a text stands: at the tail of an arrow, else above all of it. @param {MarkKind} kind
 * @param {Array<[number, number]>} pixels @returns {[number, number]} */
function stands(kind, pixels) {
  if (kind === 'arrow') return pixels[0];
  const xs = pixels.map(([x]) => x);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, Math.min(...pixels.map(([, y]) => y)) - (kind === 'note' ? 2 : 0)];
}

/** The head of an arrow. @param {[number, number]} from @param {[number, number]} to */
function headOf([x, y], [ax, ay]) {
  const turn = Math.atan2(ay - y, ax - x);
  const path = new Path2D();
  for (const [away, aside] of [[0, 0], [12, 5], [12, -5]]) {
    const px = ax - away * Math.cos(turn) + aside * Math.sin(turn);
    const py = ay - away * Math.sin(turn) - aside * Math.cos(turn);
    if (away) path.lineTo(px, py);
    else path.moveTo(px, py);
  }
  path.closePath();
  return path;
}

/** A text in lines that fit, cut at the last. @param {CanvasRenderingContext2D} ctx @param {string} text */
function wrap(ctx, text) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/).flatMap((one) => one.match(/.{1,24}/gu) || [])) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && ctx.measureText(longer).width <= ACROSS) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.length > LINES ? [...lines.slice(0, LINES - 1), lines[LINES - 1] + ' …'] : lines;
}
