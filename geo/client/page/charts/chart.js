/** A chart over time: areas stacked by holder, a line at the day shown. */
import * as Dates from '../../paint/data/dates.js';
import { FIRST, LAST } from '../../paint/data/dates.js';
import { pen } from '../dom.js';
import { years } from './axis.js';

/** @import { Production, Sum } from '../../paint/data/production.js' */

const MARGIN = { top: 8, bottom: 20, start: 44, end: 8 };
const HEIGHT = 190;
const SVG = 'http://www.w3.org/2000/svg';
const PARTS = ['known', 'rest'];

/** A scale from values to pixels, and back. @typedef {((value: number) => number) & {invert: (pixel: number) => number, domain: () => [number, number]}} Scale */

/** A step of an area. @typedef {{x: number, low: number, high: number}} Step */

/**
 * What is drawn.
 * @typedef {Object} ChartData
 * @property {ReturnType<Production['months']>} months
 * @property {string[]} sides in the order in which they are stacked
 * @property {(side: string) => {colour: string}} colours
 * @property {boolean} rtl
 * @property {string} language
 */

/** Make an element of a drawing. @param {string} name @param {Record<string, string|number>} [attributes]
 * @param {...Node} children @returns {SVGElement} */
function s(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A scale from a range of values to pixels. @param {[number, number]} domain @param {[number, number]} range
 * @returns {Scale} */
export function linear([first, last], [from, to]) {
  /** @param {number} value */
  const at = (value) => from + ((value - first) / (last - first)) * (to - from);
  return Object.assign(at, {
    /** @param {number} pixel */
    invert: (pixel) => first + ((pixel - from) / (to - from)) * (last - first),
    /** @returns {[number, number]} */
    domain: () => [first, last],
  });
}

/** Round steps from 0 to at least a value: 1, 2 or 5 times a power of ten apart, about so many. @param {number} most
 * @param {number} count @returns {number[]} */
export function steps(most, count) {
  const rough = (most || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((times) => times * power >= rough * 0.75) || 10) * power;
  return Array.from({ length: Math.ceil((most || 1) / step - 1e-9) + 1 }, (_, i) => i * step);
}

/** The path around an area of steps, each of which lasts to the next day. @param {Step[]} at pixels */
export function steppedArea(at) {
  /** @param {Step[]} list @param {'low' | 'high'} name */
  const edge = (list, name) =>
    list.flatMap((
      point,
      i,
    ) => (i ? [`H${round(point.x)}`, `V${round(point[name])}`] : [`${round(point.x)} ${round(point[name])}`])).join('');
  const back = at.slice().reverse().flatMap((
    point,
    i,
  ) => (i ? [`V${round(point.low)}`, `H${round(point.x)}`] : [`V${round(point.low)}`])).join('');
  return at.length ? `M${edge(at, 'high')}${back}Z` : '';
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

export class Chart {
  /** @type {ChartData} */
  data;
  /** Pixels of a day, once something is drawn. @type {Scale} */
  x;
  /** Pixels of a number of barrels. @type {Scale} */
  y;
  /** Barrels at the lines across. @type {number[]} */
  ticks = [];
  width = 0;

  /** @param {HTMLElement} box what the chart fills @param {(day: number) => void} choose called with the day that the reader drags to */
  constructor(box, choose) {
    this.box = box;
    this.defs = s('defs');
    this.areas = s('g');
    this.axes = s('g', { class: 'gl-axis' });
    this.line = s('line', { class: 'gl-chart-day' });
    this.surface = s('rect', { class: 'gl-chart-surface' });
    this.svg = s(
      'svg',
      { class: 'gl-chart', 'aria-hidden': 'true' },
      this.defs,
      this.areas,
      this.axes,
      this.line,
      this.surface,
    );
    box.replaceChildren(this.svg);
    /** @param {PointerEvent} event */
    const drag = (event) => {
      if (event.type === 'pointerdown') this.surface.setPointerCapture(event.pointerId);
      if (event.type === 'pointermove' && !this.surface.hasPointerCapture(event.pointerId)) return;
      event.preventDefault();
      const { left } = this.svg.getBoundingClientRect();
      choose(Math.max(FIRST, Math.min(LAST, Math.round(this.x.invert(event.clientX - left)))));
    };
    for (const kind of ['pointerdown', 'pointermove']) {
      this.surface.addEventListener(kind, /** @type {EventListener} */ (drag));
    }
  }

  /** Draw the areas. @param {ChartData} data */
  draw(data) {
    this.data = data;
    this.width = this.box.clientWidth || 320;
    const { width } = this;
    for (const [name, value] of Object.entries({ width, height: HEIGHT })) this.svg.setAttribute(name, String(value));
    const [left, right] = data.rtl ? [MARGIN.end, width - MARGIN.start] : [MARGIN.start, width - MARGIN.end];
    this.x = linear(data.rtl ? [LAST, FIRST] : [FIRST, LAST], [left, right]);
    this.ticks = steps(Math.max(...data.months.map(({ sums }) => sum(sums))), 4);
    this.y = linear([0, this.ticks[this.ticks.length - 1]], [HEIGHT - MARGIN.bottom, MARGIN.top]);
    this.defs.replaceChildren(
      ...data.sides.flatMap((side) => PARTS.map((part) => pattern(side, part, data.colours(side).colour))),
    );
    this._areas();
    this._axes(left, right);
    const box = { x: left, y: MARGIN.top, width: right - left, height: HEIGHT - MARGIN.top - MARGIN.bottom };
    for (const [name, value] of Object.entries(box)) this.surface.setAttribute(name, String(value));
  }

  /** Two layers for each side: what sources give for the day, and, paler, what is interpolated or carried on. */
  _areas() {
    const { data, x, y } = this;
    const base = data.months.map(() => 0);
    const paths = data.sides.flatMap((side) =>
      PARTS.map((part) => {
        const at = data.months.map(({ day, sums }, i) => {
          const sum = sums.get(side);
          const low = base[i];
          base[i] += sum ? (part === 'known' ? sum.known : sum.best - sum.known) : 0;
          return { x: x(day), low: y(low), high: y(base[i]) };
        });
        return s('path', {
          class: 'gl-area',
          'data-side': side,
          fill: `url(#gl-fill-${side}-${part})`,
          d: steppedArea(at),
        });
      })
    );
    this.areas.replaceChildren(...paths);
  }

  /** Years below, thousands of barrels at the side. @param {number} left @param {number} right */
  _axes(left, right) {
    const { data, x, y, width } = this;
    const base = HEIGHT - MARGIN.bottom;
    /** @param {string} words @param {Record<string, string | number>} at */
    const text = (words, at) => {
      const element = s('text', at);
      element.textContent = words;
      return element;
    };
    const measuring = pen();
    measuring.font = getComputedStyle(this.axes).font;
    const marks = years(FIRST, LAST, x, width, (words) => measuring.measureText(words).width, data.language);
    /** @param {number} value */
    const words = (value) => Dates.number(value / 1000, data.language, value < 10000 && value % 1000 ? 1 : 0);
    /** @type {Record<string, string | number>} */
    const side = data.rtl ? { x: right + 5, 'text-anchor': 'start' } : { x: left - 5, 'text-anchor': 'end' };
    this.axes.replaceChildren(
      ...this.ticks.flatMap((
        value,
      ) => [
        s('line', { x1: left, x2: right, y1: y(value), y2: y(value) }),
        text(words(value), { ...side, y: y(value), dy: '.32em' }),
      ]),
      ...marks.flatMap((
        mark,
      ) => [
        s('line', { x1: mark.at, x2: mark.at, y1: base, y2: base + 4 }),
        text(mark.text, { x: mark.x, y: base + 15, 'text-anchor': 'middle' }),
      ]),
    );
  }

  /** Move the line to a day. @param {number} day */
  move(day) {
    if (!this.x) return;
    const at = this.x(day);
    for (const [name, value] of Object.entries({ x1: at, x2: at, y1: MARGIN.top - 4, y2: HEIGHT - MARGIN.bottom })) {
      this.line.setAttribute(name, String(value));
    }
  }
}

/** What all sides come to. @param {Map<string, Sum>} sums */
function sum(sums) {
  return [...sums.values()].reduce((all, entry) => all + entry.best, 0);
}

/** A fill by side: plain for figures of the day, slanting lines on a paler ground for the rest.
 * @param {string} side @param {string} part @param {string} colour */
function pattern(side, part, colour) {
  const known = part === 'known';
  const element = s('pattern', {
    id: `gl-fill-${side}-${part}`,
    width: 5,
    height: 5,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  }, s('rect', { width: 5, height: 5, fill: colour, 'fill-opacity': known ? 1 : 0.42 }));
  if (!known) element.append(s('rect', { width: 1.3, height: 5, fill: colour }));
  return element;
}
