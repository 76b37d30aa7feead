/** Notes, arrows and areas that the writer of a story drew: those of the step that is shown, or that is being made. */
import { drawMarks } from '../../paint/map/story_marks.js';
import { MOST } from '../area_of_interest/drawing.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { Frame } from '../../paint/map/frame.js' */
/** @import { DrawnMark, MarkKind } from '../../paint/map/story_marks.js' */

/** Corners that each kind has, as geo/stories has it. @type {Record<MarkKind, {least: number, most: number}>} */
export const KINDS = {
  note: { least: 1, most: 1 },
  arrow: { least: 2, most: 2 },
  area: { least: 3, most: MOST },
};

/** Marks that a step may have, and characters of a text of one, as geo/stories has it. */
export const [MANY, SHORT] = [20, 200];

/** Id of a reader's own story, and its key in an address. */
export const OWN = 'own';
/** What an unknown value says of marks; what is none is left away. @param {unknown} value @returns {DrawnMark[]} */
export function marksOf(value) {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MANY).flatMap((raw) => {
    const { kind, at, text } = /** @type {Partial<DrawnMark>} */ (raw ?? {});
    const size = kind && Object.hasOwn(KINDS, kind) ? KINDS[kind] : null;
    if (!kind || !size || !Array.isArray(at) || at.length < size.least || at.length > size.most) return [];
    if (!at.every(isCorner)) return [];
    const label = typeof text === 'string' ? text.slice(0, SHORT) : '';
    return label || kind !== 'note' ? [{ kind, at, text: label }] : [];
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
    this.sentMarks = '[]';
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
    const drawn = chrome.atlas.asking && drawing.task !== drawing.areaTask;
    if (ownStory && (drawn || chrome.opened === 'stories')) return ownStory.marks;
    return story?.now ? story.marksOf(story.step) : [];
  }

  /** Those that no story of the atlas has, which the app cannot know of: of a reader's own story.
   * @returns {DrawnMark[]} */
  get own() {
    const current = this.chrome.story?.now;
    return current && current.id !== OWN && this.chrome.opened !== 'stories' ? [] : this.shown;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    const state = JSON.stringify(this.own);
    if (state !== this.sentMarks) {
      this.sentMarks = state;
      this.chrome.atlas.emit('marks', null);
    }
    drawMarks(ctx, frame, this.chrome.atlas.style, this.shown);
  }
}
