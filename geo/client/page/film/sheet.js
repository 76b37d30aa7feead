/**
 * One picture of a film: date and title above the map, its legend beside it, how far the film is and what happened below,
 * then credit and disclaimer. Parts keep their places from the first picture to the last.
 */
import * as Dates from '../../paint/data/dates.js';
import { creditText } from '../../paint/marginalia/credits.js';
import { citation } from '../panels/panels.js';
import { entriesOf, sample } from '../../paint/marginalia/legend.js';
import { wrapText } from '../../paint/marginalia/wrapped_text.js';
import { paintMap } from '../links/share.js';
import { sentence } from '../../paint/marginalia/sentence.js';

/** @import { Atlas } from '../atlas.js' */
/** @import { AtlasEvent } from '../../paint/data/tables.js' */

/** Pixels: head, time line, a line of events, a line of the foot, room from the edge. */
const [HEAD, TIME, EVENT, LINE, EDGE] = [56, 16, 17, 13, 12];
/** Pixels that the legend is wide beside the map, and that the map then has at least. */
const [KEY, BESIDE] = [206, 480];
/** Pixels of a line of the legend, of a heading, of a further line of an entry, and from the sample to the text. */
const [ENTRY, HEADING, MORE, SAMPLE] = [18, 22, 13, 32];
/** Lines of events. */
const EVENTS = 3;
/** Events of one day are listed in this order, others after them, as in geo/export/animation/timeline.py. */
const FIRST = ['takeover', 'referendum', 'agreement', 'battle'];
const FONT = 'system-ui, sans-serif';

export class FilmSheet {
  /** @param {Atlas} atlas @param {number[]} days of the film */
  constructor(atlas, days) {
    this.atlas = atlas;
    this.days = days;
    this.rtl = atlas.chromeBox.root.dir === 'rtl';
    this.hasEvents = atlas.layers.has('events') && atlas.shows('events');
    const bounds = atlas.map.getBounds();
    const last = days[days.length - 1];
    /** Events of the film's days in the frame, from first to last. @type {AtlasEvent[]} */
    this.rows = this.hasEvents
      ? (atlas.layers.get('events')?.rows || []).filter((row) =>
        row.start >= days[0] && row.start <= last && atlas.view.eventTypes.includes(row.type) &&
        bounds.contains([row.lat, row.lon])
      )
      : [];
    this.rows.sort((a, b) => a.start - b.start || rank(a) - rank(b) || (b.deaths_best || 0) - (a.deaths_best || 0));
  }

  /** Where the parts stand. @param {CanvasRenderingContext2D} ctx */
  _lay(ctx) {
    const { x, y } = this.atlas.map.getSize();
    const beside = x >= BESIDE;
    const width = x + (beside ? KEY : 0);
    ctx.font = `10px ${FONT}`;
    const lines = wrapText(
      ctx,
      `${this.atlas.t('about.disclaimer')} ${this.atlas.t('about.neutral')} ${creditText(this.atlas)}`,
      width - 2 * EDGE,
    );
    const strip = TIME + (this.hasEvents ? EVENT * EVENTS : 0) + 6;
    const key = this._height(ctx, beside ? KEY : x);
    const below = beside ? 0 : key;
    const foot = LINE * (lines.length + 1) + 8;
    return { x, y, beside, width, said: lines, strip, below, foot, height: HEAD + y + below + strip + foot };
  }

  /** @param {CanvasRenderingContext2D} ctx of a canvas that takes the size */
  paint(ctx) {
    const { atlas } = this;
    // The legend changes its lines with the day; the picture keeps the size that it began with.
    const laid = this.laid = this.laid || this._lay(ctx);
    const ratio = devicePixelRatio || 1;
    /** @param {number} side an even number, which videos need */
    const even = (side) => 2 * Math.ceil((side * ratio) / 2);
    const [width, height] = [even(laid.width), even(laid.height)];
    if (ctx.canvas.width !== width || ctx.canvas.height !== height) Object.assign(ctx.canvas, { width, height });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    ctx.fillStyle = atlas.style.paper;
    ctx.fillRect(0, 0, width, height);
    const left = laid.beside && this.rtl ? KEY : 0;
    paintMap(ctx, atlas, left, HEAD);
    ctx.direction = this.rtl ? 'rtl' : 'ltr';
    ctx.textBaseline = 'middle';
    const start = { x: EDGE, width: laid.width - 2 * EDGE };
    this._text(
      ctx,
      Dates.words(atlas.view.date, atlas.view.language),
      17,
      start,
      `700 19px ${FONT}`,
      atlas.style.accent,
    );
    this._text(ctx, sentence(atlas), 40, start, `600 13px ${FONT}`, atlas.style.ink);
    const key = laid.beside
      ? { x: laid.x, y: HEAD, width: KEY, height: laid.y }
      : { x: 0, y: HEAD + laid.y, width: laid.x, height: laid.below };
    this._legend(ctx, key);
    this._strip(ctx, HEAD + laid.y + laid.below + 4);
    let y = laid.height - laid.foot + LINE / 2 + 4;
    for (const line of [citation(atlas), ...laid.said]) {
      this._text(ctx, line, y, start, `10px ${FONT}`, atlas.style.ink);
      y += LINE;
    }
  }

  /** Write a line from the reading side, narrowed where it is too long. @param {CanvasRenderingContext2D} ctx
   * @param {string} text @param {number} y @param {{x: number, width: number}} room from the reading side
   * @param {string} font @param {string} colour */
  _text(ctx, text, y, { x, width }, font, colour) {
    Object.assign(ctx, { font, fillStyle: colour, textAlign: this.rtl ? 'right' : 'left' });
    ctx.fillText(text, this._from(x), y, width);
  }

  /** A distance from the reading side as one from the left. @param {number} x */
  _from(x) {
    return this.rtl && this.laid ? this.laid.width - x : x;
  }

  /** The legend's groups as the page's legend begins. */
  _groups() {
    return entriesOf(this.atlas)
      .map(([title, entries]) => /** @type {const} */ ([title, entries.filter(({ more, swatch }) => swatch && !more)]))
      .filter(([, entries]) => entries.length);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {number} width */
  _height(ctx, width) {
    ctx.font = `11.5px ${FONT}`;
    return this._groups().reduce(
      (sum, [, entries]) =>
        sum + HEADING +
        entries.reduce((height, entry) => height + ENTRY + MORE * (this._entry(ctx, entry.text, width).length - 1), 0),
      10,
    );
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} width */
  _entry(ctx, text, width) {
    return wrapText(ctx, text, width - 2 * EDGE - SAMPLE);
  }

  /** Draw the legend, smaller where there is more of it than room. @param {CanvasRenderingContext2D} ctx
   * @param {{x: number, y: number, width: number, height: number}} box from the reading side */
  _legend(ctx, box) {
    const { style } = this.atlas;
    const scale = Math.min(1, box.height / this._height(ctx, box.width));
    ctx.save();
    ctx.translate(this.rtl ? this._from(box.x + box.width) : box.x, box.y);
    ctx.scale(scale, scale);
    const wide = box.width / scale;
    const align = this.rtl ? 'right' : 'left';
    /** @param {number} x */
    const from = (x) => (this.rtl ? wide - x : x);
    let y = 8;
    for (const [heading, entries] of this._groups()) {
      Object.assign(ctx, { textAlign: align, fillStyle: style.ink, font: `600 12px ${FONT}` });
      ctx.fillText(heading, from(EDGE), y + 8, wide - 2 * EDGE);
      y += HEADING;
      for (const { swatch, text } of entries) {
        ctx.save();
        ctx.translate(this.rtl ? wide - EDGE - 26 : EDGE, y);
        if (swatch) sample(ctx, swatch);
        ctx.restore();
        Object.assign(ctx, { textAlign: align, fillStyle: style.ink, font: `11.5px ${FONT}` });
        const lines = this._entry(ctx, text, box.width);
        lines.forEach((line, i) => ctx.fillText(line, from(EDGE + SAMPLE), y + 8 + i * MORE));
        y += ENTRY + MORE * (lines.length - 1);
      }
    }
    ctx.restore();
  }

  /** Draw how far the film is, and what happened on the day and last before it. @param {CanvasRenderingContext2D} ctx
   * @param {number} top */
  _strip(ctx, top) {
    const { atlas, days } = this;
    const { style, view } = atlas;
    const width = (this.laid?.width || 0) - 2 * EDGE;
    const [first, last] = [days[0], days[days.length - 1]];
    /** @param {number} day */
    const across = (day) => this._from(EDGE + (width * (day - first)) / Math.max(1, last - first));
    /** @param {number} to @param {string} colour */
    const bar = (to, colour) => {
      ctx.fillStyle = colour;
      ctx.fillRect(Math.min(across(first), to), top + 4, Math.abs(to - across(first)), 4);
    };
    bar(across(last), style.neighbourLine);
    bar(across(view.date), style.accent);
    ctx.beginPath();
    ctx.arc(across(view.date), top + 6, 4.5, 0, 2 * Math.PI);
    ctx.fillStyle = style.accent;
    ctx.fill();
    this._events().forEach(({ row, fresh }, i) => {
      const y = top + TIME + EVENT * (i + 0.5);
      const when = Dates.words(row.start, view.language, row.precision);
      ctx.fillStyle = style.events[row.type];
      ctx.beginPath();
      ctx.arc(this._from(EDGE + 4), y, 4, 0, 2 * Math.PI);
      ctx.fill();
      const colour = fresh ? style.ink : style.faint;
      this._text(ctx, when, y, { x: EDGE + 14, width: 110 }, `600 11px ${FONT}`, colour);
      const room = { x: EDGE + 130, width: width - 130 };
      ctx.font = `11px ${FONT}`;
      this._text(ctx, cut(ctx, atlas.dataText(row.text), room.width), y, room, `11px ${FONT}`, colour);
    });
  }

  /** What a picture lists: events that are new with it, then the last before it.
   * @returns {Array<{row: AtlasEvent, fresh: boolean}>} */
  _events() {
    const { date } = this.atlas.view;
    const before = this.days[this.days.indexOf(date) - 1] ?? date - 1;
    const known = this.rows.filter((row) => row.start <= date);
    const fresh = known.filter((row) => row.start > before);
    const older = known.filter((row) => row.start <= before).reverse();
    return [...fresh.map((row) => ({ row, fresh: true })), ...older.map((row) => ({ row, fresh: false }))]
      .slice(0, EVENTS);
  }
}

/** @param {AtlasEvent} row */
function rank(row) {
  const at = FIRST.indexOf(row.type);
  return at < 0 ? FIRST.length : at;
}

/** A text cut at a word where it is longer than its room. @param {CanvasRenderingContext2D} ctx @param {string} text
 * @param {number} width */
function cut(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text;
  const words = text.split(' ');
  while (words.length > 1 && ctx.measureText(words.join(' ') + '…').width > width) words.pop();
  return words.join(' ').replace(/[,;:]$/, '') + '…';
}
