/**
 * A film of the page's own map, recorded in the browser: nothing is sent anywhere. Where the browser can record a
 * canvas (MediaRecorder) it is a video, else a zip of one PNG a day.
 */
import * as Dates from '../../paint/data/dates.js';
import { pen } from '../dom.js';
import { FilmSheet } from './sheet.js';
import { zip } from './zip.js';

/** @import { Atlas } from '../atlas.js' */

/** Pictures that a film may have. */
export const MOST = 400;
/** Pictures that the first and the last day stay for. */
const HELD = 4;
/** Kinds of video, the first that the browser records is taken. */
const KINDS = ['video/mp4;codecs=avc1', 'video/webm;codecs=vp9', 'video/webm'];

/** @typedef {'day' | 'month' | 'change'} Step */

/** The days of a film: the first, those of its steps, the last. @param {Atlas} atlas @param {number} first
 * @param {number} last @param {Step} step */
export function days(atlas, first, last, step) {
  if (step === 'change') {
    const changes = atlas.layers.get('control')?.changeDays || [];
    return [...new Set([first, ...changes.filter((day) => day > first && day < last), last])];
  }
  const result = [];
  for (let day = first; day < last; day = step === 'day' ? day + 1 : Dates.addMonths(day, 1)) result.push(day);
  return [...result, last];
}

/** The kind of video that this browser records; empty where it records none. */
export function kind() {
  const able = typeof MediaRecorder === 'function' && 'captureStream' in HTMLCanvasElement.prototype;
  return (able && KINDS.find((mimeType) => MediaRecorder.isTypeSupported(mimeType))) || '';
}

export class Recorder {
  /** What each picture is. @type {FilmSheet} */
  sheet;

  /** @param {Atlas} atlas @param {number[]} days @param {number} fps pictures a second */
  constructor(atlas, days, fps) {
    this.atlas = atlas;
    this.days = days;
    this.fps = fps;
    this.stopped = false;
    this.ctx = pen();
  }

  /** Record the days; what is shown is as before afterwards. @param {(n: number) => void} progress of each picture
   * @returns {Promise<{name: string, blob: Blob}>} */
  async record(progress) {
    const { atlas, days } = this;
    const before = { date: atlas.view.date, compare: atlas.view.compare, against: atlas.view.against };
    atlas.set({ compare: null, against: null }, 'app');
    this.sheet = new FilmSheet(atlas, days);
    const name = `greenline-${Dates.iso(days[0])}-${Dates.iso(days[days.length - 1])}`;
    const type = kind();
    try {
      return type ? await this._video(name, type, progress) : await this._pictures(name, progress);
    } finally {
      atlas.set(before, 'app');
    }
  }

  /** Draw a day. @param {number} day */
  _draw(day) {
    const { atlas } = this;
    atlas.set({ date: day }, 'app'); // the app need not follow each day
    if (atlas.stage.pending) atlas.stage.paint();
    this.sheet.paint(this.ctx);
  }

  /** @param {string} name @param {string} type @param {(n: number) => void} progress */
  async _video(name, type, progress) {
    this._draw(this.days[0]); // the canvas has its size before it is recorded
    const stream = this.ctx.canvas.captureStream(0);
    const [track] = /** @type {CanvasCaptureMediaStreamTrack[]} */ (stream.getVideoTracks());
    const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 6e6 });
    /** @type {Blob[]} */
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((done, failed) => {
      recorder.onstop = done;
      recorder.onerror = failed;
    });
    recorder.start();
    for (const [i, day] of this.days.entries()) {
      if (this.stopped) break;
      this._draw(day);
      progress(i + 1);
      const ends = i === 0 || i === this.days.length - 1;
      for (let held = ends ? HELD : 1; held > 0; held--) {
        track.requestFrame();
        await new Promise((done) => setTimeout(done, 1000 / this.fps));
      }
    }
    recorder.stop();
    await ended;
    const ending = type.startsWith('video/mp4') ? 'mp4' : 'webm';
    return { name: `${name}.${ending}`, blob: new Blob(parts, { type }) };
  }

  /** @param {string} name @param {(n: number) => void} progress */
  async _pictures(name, progress) {
    /** @type {Array<[string, Uint8Array]>} */
    const members = [];
    for (const [i, day] of this.days.entries()) {
      if (this.stopped) break;
      this._draw(day);
      progress(i + 1);
      /** @type {?Blob} */
      const png = await new Promise((done) => this.ctx.canvas.toBlob(done, 'image/png'));
      if (!png) throw new Error('no picture');
      const number = String(i + 1).padStart(4, '0');
      members.push([`${number}-${Dates.iso(day)}.png`, new Uint8Array(await png.arrayBuffer())]);
    }
    const parts = /** @type {BlobPart[]} */ (/** @type {unknown} */ (zip(members)));
    return { name: `${name}.zip`, blob: new Blob(parts, { type: 'application/zip' }) };
  }
}
