/** Events over time as bars, with a brush: dragging or the arrow keys choose the days that are shown. */
import * as Dates from '../../paint/data/dates.ts';
import { years } from './axis.ts';
import { h } from '../dom.ts';
import type { Filter } from '../../paint/user_events/filter.ts';
import type { Context2D } from '../../paint/map/frame.ts';
import type { Atlas, Chrome } from '../page.ts';

const BARS = 130;
const MONTH = 30.44;
const [TOP, FOOT, SIDE] = [13, 15, 8];
/** Lengths of a bar that are tried in turn, in days or calendar months. */
const STEPS = [[1, 0], [7, 0], [0, 1], [0, 3], [0, 6], [0, 12], [0, 60], [0, 120]];

type Drag = {
  x: number;
  bin: number;
  range: [number, number] | null;
  how: 'edge' | 'move' | 'new';
  fixed: number;
  moved: boolean;
};

export class Histogram {
  bins: number[] = []; // where bars begin, and where the last one ends
  counts: number[] = [];
  filter!: Filter;
  version = -1; // the version of the filter that was counted
  drag: Drag | null = null;
  width = 0;
  height = 0;
  atlas: Atlas;
  canvas = h('canvas', { 'aria-hidden': 'true' });
  surface: HTMLSpanElement;
  edges: HTMLSpanElement[];
  box: HTMLDivElement;

  constructor(readonly chrome: Chrome) {
    this.atlas = chrome.atlas;
    const { t } = chrome.atlas;
    const slider = (name: string, label: string, run: (event: KeyboardEvent) => void) =>
      h(`span.gl-brush-${name}`, { role: 'slider', tabindex: 0, 'aria-label': t(label), onkeydown: run });
    this.surface = slider('surface', 'userEvents.brush', (event) => this._key(event, null));
    this.edges = [
      slider('edge', 'userEvents.from', (event) => this._key(event, 0)),
      slider('edge', 'userEvents.to', (event) => this._key(event, 1)),
    ];
    this.box = h(
      'div.gl-brush',
      {
        role: 'group',
        'aria-label': t('userEvents.histogram'),
        onpointerdown: (event) => this._down(event),
        onpointermove: (event) => this._move(event),
        onpointerup: () => this._up(),
        onpointercancel: () => (this.drag = null),
      },
      this.canvas,
      this.surface,
      ...this.edges,
    );
    new ResizeObserver(() => {
      if (this.filter) this.draw();
    }).observe(this.canvas);
  }

  get rtl() {
    return this.chrome.root.dir === 'rtl';
  }

  follow(filter: Filter) {
    if (filter !== this.filter) this.bins = bins(filter.store.first, filter.store.last);
    if (filter !== this.filter || filter.version !== this.version) this._count(filter);
    this.draw();
  }

  _count(filter: Filter) {
    const { bins: edges } = this;
    const { first, counts } = filter.histogram();
    this.counts = new Array(edges.length - 1).fill(0);
    for (let i = 0, bin = 0; i < counts.length; i++) {
      while (first + i >= edges[bin + 1]) bin++;
      this.counts[bin] += counts[i];
    }
    this.filter = filter;
    this.version = filter.version;
  }

  x(day: number) {
    const { bins: edges, width } = this;
    const share = (day - edges[0]) / (edges[edges.length - 1] - edges[0]);
    return SIDE + Math.max(0, Math.min(1, this.rtl ? 1 - share : share)) * (width - 2 * SIDE);
  }

  _binAt(clientX: number) {
    const { bins: edges, width } = this;
    const share = (clientX - this.canvas.getBoundingClientRect().left - SIDE) / (width - 2 * SIDE);
    return this._bin(edges[0] + (this.rtl ? 1 - share : share) * (edges[edges.length - 1] - edges[0]));
  }

  _bin(day: number) {
    const last = this.counts.length - 1;
    const next = this.bins.findIndex((edge) => edge > day);
    return next < 0 ? last : Math.max(0, Math.min(last, next - 1));
  }

  range(): [number, number] | null {
    const { interval } = this.atlas.view;
    return interval && [this._bin(interval[0]), this._bin(interval[1])];
  }

  _set(item: number, other: number) {
    const last = this.counts.length - 1;
    const [first, final] = [Math.min(item, other), Math.max(item, other)].map((bin) =>
      Math.max(0, Math.min(last, bin))
    );
    this.atlas.set({ interval: [this.bins[first], this.bins[final + 1] - 1] });
  }

  _down(event: PointerEvent) {
    if (event.button || !this.filter || !this.filter.store.n) return;
    const edge = this.edges.findIndex((candidate) => candidate === event.target);
    const [bin, range] = [this._binAt(event.clientX), this.range()];
    const inside = range !== null && bin >= range[0] && bin <= range[1];
    this.drag = {
      x: event.clientX,
      bin,
      range,
      how: edge >= 0 ? 'edge' : inside ? 'move' : 'new',
      fixed: range && edge >= 0 ? range[1 - edge] : bin,
      moved: false,
    };
    this.box.setPointerCapture(event.pointerId);
  }

  _move(event: PointerEvent) {
    const { drag } = this;
    if (!drag || (!drag.moved && Math.abs(event.clientX - drag.x) < 3)) return;
    drag.moved = true;
    const bin = this._binAt(event.clientX);
    if (drag.how === 'move' && drag.range) this._shift(drag.range, bin - drag.bin);
    else this._set(drag.how === 'edge' ? drag.fixed : drag.bin, bin);
  }

  /** A press that does not move takes the interval away. */
  _up() {
    const { drag } = this;
    this.drag = null;
    if (drag && !drag.moved && drag.how !== 'edge') this.atlas.set({ interval: null });
  }

  _shift([first, final]: [number, number], by: number) {
    const step = Math.max(-first, Math.min(this.counts.length - 1 - final, by));
    this._set(first + step, final + step);
  }

  /** Arrows move the interval or its edge, with shift they make it longer or shorter; Escape takes it away. */
  _key(event: KeyboardEvent, edge: number | null) {
    const range = this.range();
    const ahead = this.rtl ? -1 : 1;
    const keys: Record<string, number> = {
      ArrowRight: ahead,
      ArrowLeft: -ahead,
      ArrowUp: 1,
      ArrowDown: -1,
      PageUp: 12,
      PageDown: -12,
      Home: -Infinity,
      End: Infinity,
    };
    const sign = keys[event.key];
    if (event.key === 'Escape' ? !range : !sign) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      this.surface.focus();
      return this.atlas.set({ interval: null });
    }
    const bin = this._bin(this.atlas.view.date);
    if (!range) return this._set(bin, bin); // the first key chooses the bar of the date shown
    const by = Math.max(-this.counts.length, Math.min(this.counts.length, sign));
    const [first, final] = range;
    if (edge === 0) this._set(Math.min(first + by, final), final);
    else if (edge === 1 || event.shiftKey) this._set(first, Math.max(first, final + by));
    else this._shift(range, by);
  }

  draw() {
    const { canvas } = this;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    [this.width, this.height] = [canvas.clientWidth, canvas.clientHeight];
    if (!this.width) return;
    Object.assign(canvas, { width: this.width * ratio, height: this.height * ratio });
    const ctx = canvas.getContext('2d') as Context2D;
    const sheet = getComputedStyle(this.box);
    const ink = (name: string) => sheet.getPropertyValue('--' + name);
    ctx.scale(ratio, ratio);
    this._bars(ctx, ink);
    this._axis(ctx, ink);
    this._brush();
  }

  _bars(ctx: Context2D, ink: (name: string) => string) {
    const { bins: edges, counts, height } = this;
    const base = height - FOOT;
    const top = Math.max(...counts, 1);
    const bars = new Path2D();
    counts.forEach((count, i) => {
      const [left, right] = [this.x(edges[i]), this.x(edges[i + 1])].sort((a, b) => a - b);
      const tall = count && Math.max(1, (count / top) * (base - TOP));
      bars.rect(left, base - tall, Math.max(0.6, right - left - 0.7), tall);
    });
    ctx.fillStyle = ink('edge');
    ctx.fill(bars);
    const [from, to] = this.filter.days(this.atlas.view);
    const [left, right] = [this.x(from), this.x(to + 1)].sort((a, b) => a - b);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, 0, right - left, height);
    ctx.clip();
    ctx.fillStyle = ink('ink');
    ctx.fill(bars);
    ctx.restore();
    const { date } = this.atlas.view;
    ctx.fillStyle = ink('accent');
    if (date >= edges[0] && date < edges[edges.length - 1]) ctx.fillRect(this.x(date) - 0.75, 4, 1.5, base - 4);
  }

  _axis(ctx: Context2D, ink: (name: string) => string) {
    const { counts, height, width, atlas: { view: { language } } } = this;
    const base = height - FOOT;
    ctx.fillStyle = ink('faint');
    ctx.fillRect(SIDE, base, width - 2 * SIDE, 0.5);
    ctx.font = '10px system-ui, sans-serif';
    ctx.textAlign = this.rtl ? 'right' : 'left';
    ctx.fillText(Dates.number(Math.max(...counts, 0), language), this.rtl ? width - SIDE : SIDE, 9);
    ctx.textAlign = 'center';
    for (const tick of this._ticks((text) => ctx.measureText(text).width, width, language)) {
      ctx.fillRect(tick.at, base, 0.5, 3);
      ctx.fillText(tick.text, tick.x, height - 2);
    }
  }

  /** Years below the bars, or of a short time its first and last day, as far as both fit. */
  _ticks(measure: (text: string) => number, width: number, language: string) {
    const { bins: edges } = this;
    const [first, end] = [edges[0], edges[edges.length - 1]];
    if (end - first >= 800) return years(first, end - 1, (day) => this.x(day), width, measure, language);
    const ticks = [first, end - 1].map((day) => {
      const text = Dates.words(day, language, end - first < 90 ? 'day' : 'month');
      const half = measure(text) / 2;
      return { text, half, at: this.x(day), x: Math.max(half, Math.min(width - half, this.x(day))) };
    });
    return Math.abs(ticks[0].x - ticks[1].x) > ticks[0].half + ticks[1].half ? ticks : ticks.slice(0, 1);
  }

  _brush() {
    const { atlas, edges, surface, filter } = this;
    const { interval, language } = atlas.view;
    const words = (day: number) => Dates.words(day, language);
    const range = this.range() || [0, this.counts.length - 1];
    const say = (element: HTMLElement, now: number, text: string) =>
      Object.entries({ valuemin: 0, valuemax: this.counts.length - 1, valuenow: now, valuetext: text })
        .forEach(([name, value]) => element.setAttribute('aria-' + name, String(value)));
    say(
      surface,
      range[0],
      (interval ? interval.map(words).join(' – ') : atlas.t('userEvents.time.all')) + ', ' +
        atlas.t('userEvents.count', { n: Dates.number(filter.count(), language) }),
    );
    edges.forEach((edge, i) => {
      edge.hidden = !interval;
      if (!interval) return;
      edge.style.left = this.x(interval[i] + i) + 'px';
      say(edge, range[i], words(interval[i]));
    });
  }
}

/** Where bars begin, and where the last one ends. @returns days */
function bins(first: number, last: number): number[] {
  const [days, months] = STEPS.find(([d, m]) => (last - first + 1) / (d || m * MONTH) <= BARS) ||
    STEPS[STEPS.length - 1];
  const year = Dates.year(first);
  const month = Number(Dates.iso(first).slice(5, 7)) - 1;
  const january = Dates.of(year - (months > 12 ? year % (months / 12) : 0), 1);
  let at = days ? first : Dates.addMonths(january, months > 12 ? 0 : month - (month % months));
  const edges = [at];
  while (at <= last) edges.push(at = days ? at + days : Dates.addMonths(at, months));
  return edges;
}
