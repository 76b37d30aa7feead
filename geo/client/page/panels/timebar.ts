/** The time bar: slider over the whole span, event counts, key dates, play, steps and keys. */
import * as Dates from '../../paint/data/dates.ts';
import { readDay } from '../../paint/data/typed_dates.ts';
import { years } from '../charts/axis.ts';
import { FIRST, LAST } from '../../paint/data/dates.ts';
import { h, icon, pen } from '../dom.ts';
import { circle } from '../../paint/map/symbols.ts';
import { type Choice, iconButton, select } from '../form.ts';
import type { Atlas, Chrome } from '../page.ts';

const STEPS = ['day', 'month', 'year', 'change'].map((item) => [item, 'step.' + item] as [string, string]);
const SPEEDS: [number, string][] = [[8, 'speed.slow'], [30, 'speed.normal'], [120, 'speed.fast']]; // days a second

export class TimeBar {
  atlas: Atlas;
  step: string;
  speed: number;
  play: HTMLButtonElement;
  date: HTMLInputElement;
  slider: HTMLInputElement;
  canvas = h('canvas.gl-strip', { 'aria-hidden': 'true' });
  window = h('i.gl-window', { 'aria-hidden': 'true' });
  other = h('i.gl-other', { 'aria-hidden': 'true' });
  box: HTMLDivElement;
  timer: (() => void) | null = null;
  years: { day: number; text: string; at: number; x: number }[] | undefined;

  /** @param last the one before, in another language */
  constructor(readonly chrome: Chrome, { step, speed }: { step: string; speed: number } = { step: 'day', speed: 30 }) {
    this.atlas = chrome.atlas;
    this.step = step;
    this.speed = speed;
    const { t } = chrome.atlas;
    const button = (name: string, key: string, run: () => void) =>
      iconButton(name, { id: 'gl-time-' + name, title: t(key), onclick: run }, 16);
    this.play = button('play', 'time.play', () => this.toggle());
    this.date = dateField('gl-date', this.atlas, (day) => this._to(day));
    this.slider = h('input.gl-slider', {
      type: 'range',
      id: 'gl-slider',
      min: FIRST,
      max: LAST,
      step: 1,
      'aria-label': t('time.slider', Dates.span(chrome.atlas.view.language)),
      oninput: (event) => this._to(Number(event.target.value)),
      onkeydown: (event) => this._key(event),
    });
    this.box = h(
      'div.gl-box.gl-time',
      { role: 'group', 'aria-label': t('time') },
      h(
        'div.gl-time-buttons',
        button('before', 'time.before', () => this.change(-1)),
        button('back', 'time.back', () => this.move(-1)),
        this.play,
        button('next', 'time.next', () => this.move(1)),
        button('after', 'time.after', () => this.change(1)),
        this.date,
      ),
      h('div.gl-track', this.window, this.other, this.canvas, this.slider),
      h(
        'div.gl-time-choices',
        this._select('gl-step', 'time.step', STEPS, this.step, (value) => this.step = value),
        this._select('gl-speed', 'time.speed', SPEEDS, this.speed, (value) => this.speed = Number(value)),
      ),
    );
    new ResizeObserver(() => this._strip()).observe(this.canvas);
  }

  _select(id: string, key: string, choices: Choice[], value: string | number, run: (value: string) => void) {
    const { t } = this.chrome.atlas;
    const control = select({ id, title: t(key) }, choices.map(([choice, name]) => [choice, t(name)]), value, run);
    return h('label', h('span.gl-hidden', t(key)), control);
  }

  _to(day: number) {
    if (day !== null) this.atlas.set({ date: Math.max(FIRST, Math.min(LAST, day)) });
  }

  move(sign: number) {
    const { date } = this.atlas.view;
    if (this.step === 'change') this.change(sign);
    else if (this.step === 'day') this._to(date + sign);
    else this._to(Dates.addMonths(date, sign * (this.step === 'year' ? 12 : 1)));
  }

  change(sign: number) {
    const control = this.atlas.layers.get('control');
    const days = [...(control ? control.changeDays : []), ...this.atlas.readerDays].sort((a, b) => a - b);
    const { date } = this.atlas.view;
    const target = sign > 0 ? days.find((day) => day > date) : [...days].reverse().find((day) => day < date);
    if (target !== undefined) this._to(target);
  }

  toggle() {
    if (this.timer) return this._pause();
    if (this.atlas.view.date >= LAST) this._to(FIRST);
    this._icon('pause');
    let last = performance.now();
    let remainder = 0;
    // The day changes between two frames, never within one: what follows it at once (words) and what follows it
    // in the next frame (the map, the second map, the counts) then stand on the screen together.
    const wait = () => {
      const frame = requestAnimationFrame(() => {
        const timeout = setTimeout(tick);
        this.timer = () => clearTimeout(timeout);
      });
      this.timer = () => cancelAnimationFrame(frame);
    };
    const tick = () => {
      const now = performance.now();
      remainder += ((now - last) / 1000) * this.speed;
      last = now;
      const days = Math.floor(remainder);
      // A day is shown before the next one begins: words and map are never further apart.
      if (days && !this.atlas.stage.pending) {
        remainder -= days;
        this._to(this.atlas.view.date + days);
      }
      if (!this.timer) return; // who heard of the day has stopped it
      if (this.atlas.view.date >= LAST) this._pause();
      else wait();
    };
    wait();
  }

  stop() {
    if (this.timer) this._pause();
  }

  _pause() {
    this.timer?.();
    this.timer = null;
    this._icon('play');
  }

  _icon(name: string) {
    const words = this.chrome.t('time.' + name);
    this.play.replaceChildren(icon(name, 16));
    this.play.title = words;
    this.play.setAttribute('aria-label', words);
  }

  /** Keys of the slider: arrows a day, with shift a month, page keys a year; the arrow that points on goes on, also
   * from right to left, where browsers differ. */
  _key(event: KeyboardEvent) {
    const rtl = this.chrome.root.dir === 'rtl' ? -1 : 1;
    const years = { PageUp: 1, PageDown: -1 }[event.key];
    const steps = { ArrowRight: rtl, ArrowUp: 1, ArrowLeft: -rtl, ArrowDown: -1 }[event.key];
    if (!years && !steps) return;
    event.preventDefault();
    if (years) this._to(Dates.addMonths(this.atlas.view.date, 12 * years));
    else if (steps && event.shiftKey) this._to(Dates.addMonths(this.atlas.view.date, steps));
    else if (steps) this._to(this.atlas.view.date + steps);
  }

  /** Keys of the page: space plays, [ and ] go to the last and next change, , and . step, t leads to the latest day,
   * / searches, Escape closes. */
  press(event: KeyboardEvent) {
    const target = event.target as HTMLInputElement;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && target.type !== 'range';
    const busy = typing || (target.tagName === 'BUTTON' && event.key === ' ');
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      if (this.atlas.view.selection) this.atlas.set({ selection: null });
      else this.chrome.open(null);
      return;
    }
    if (busy) return;
    const keys: Record<string, () => void> = {
      ' ': () => this.toggle(),
      '[': () => this.change(-1),
      ']': () => this.change(1),
      ',': () => this.move(-1),
      '.': () => this.move(1),
      t: () => this._to(LAST),
      '/': () => this.chrome.search.input.focus(),
    };
    const run = keys[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }

  update(changed: Set<string>) {
    const { view } = this.atlas;
    this.slider.value = String(view.date);
    this.slider.setAttribute('aria-valuetext', Dates.words(view.date, view.language));
    writeDay(this.date, view.date);
    // The first is drawn once the canvas has its size.
    if (this.years && ['eventTypes', 'violence', 'side', 'layers'].some((key) => changed.has(key))) this._strip();
    this._marks();
  }

  _marks() {
    const { view } = this.atlas;
    const place = (element: HTMLElement, from: number | null, to: number | null) => {
      element.hidden = from === null;
      if (from === null || to === null) return;
      const share = (day: number) => (Math.max(FIRST, day) - FIRST) / (LAST - FIRST);
      Object.assign(element.style, {
        insetInlineStart: `calc(8px + ${share(from)} * (100% - 16px))`,
        width: `max(2px, ${share(to) - share(from)} * (100% - 16px))`,
      });
    };
    const { before, day } = this.atlas;
    place(this.window, before ?? (view.window ? day - view.window : null), day);
    place(this.other, view.compare, view.compare);
  }

  /** Event counts by month, key dates, the days of a reader's own maps and years behind the slider. */
  _strip() {
    const { canvas, atlas } = this;
    const { style, view } = atlas;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const ctx = pen(canvas);
    ctx.scale(ratio, ratio);
    const rtl = this.chrome.root.dir === 'rtl';
    const x = (day: number) => {
      const share = (day - FIRST) / (LAST - FIRST);
      return 8 + (rtl ? 1 - share : share) * (width - 16);
    };
    const events = atlas.shows('conflict') && atlas.layers.get('conflict') || atlas.layers.get('events');
    const counts = events?.strip() || [];
    const step = Math.min(6, (height - 15) / Math.sqrt(Math.max(1, ...[...counts].map(([, count]) => count))));
    ctx.fillStyle = style.bars;
    for (const [month, count] of counts) {
      const tall = 3 + Math.sqrt(count) * step;
      ctx.fillRect(x(Dates.toDay(month + '-15')) - 1.25, height - 11 - tall, 2.5, tall);
    }
    ctx.font = '10px system-ui, sans-serif';
    ctx.fillStyle = style.faint;
    ctx.textAlign = 'center';
    for (let year = Dates.year(FIRST); year <= Dates.year(LAST); year++) {
      ctx.fillRect(x(Dates.of(year, 1)), height - 11, 0.5, 3);
    }
    this.years = years(FIRST, LAST, x, width, (text) => ctx.measureText(text).width, view.language);
    for (const year of this.years) ctx.fillText(year.text, year.x, height - 1);
    ctx.fillStyle = style.ink;
    for (const day of atlas.readerDays) ctx.fillRect(x(day) - 0.5, 0, 1, 9);
    for (const day of atlas.data.keyDates) circle(ctx, x(day), 4, 2, { fill: style.accent });
  }
}

const typing: WeakSet<HTMLInputElement> = new WeakSet(); // fields in which the reader is just typing

export function isTyping(field: HTMLInputElement) {
  return typing.has(field);
}

/** A field for a day: it shows 2017-10-16 in the digits of the page's language, and takes what people type.
 * @param run called with a day that is known
 * @param options first and last day known, keys of its name and of the hint */
export function dateField(
  id: string,
  { t, view: { language } }: Atlas,
  run: (day: number) => void,
  { first = FIRST, last = LAST, name = 'time.date', hint = 'time.dateHint' }: {
    first?: number;
    last?: number;
    name?: string;
    hint?: string;
  } = {},
) {
  const accepted = t(hint, { first: Dates.iso(first), last: Dates.iso(last) });
  return h('input.gl-date', {
    type: 'text',
    id,
    maxlength: 40,
    size: 10,
    dir: 'ltr',
    lang: language,
    placeholder: Dates.digits('2017-10-16', language),
    title: accepted,
    'aria-label': t(name),
    autocomplete: 'off',
    oninput: (event) => typing.add(event.target),
    onblur: (event) => typing.delete(event.target),
    onchange: (event) => {
      typing.delete(event.target);
      const day = readDay(event.target.value);
      const isValid = day !== null && day >= first && day <= last;
      event.target.setCustomValidity(isValid ? '' : accepted);
      event.target.reportValidity();
      if (!isValid) return;
      event.target.value = inDigits(event.target, day);
      run(day);
    },
  });
}

function inDigits(field: HTMLInputElement, day: number) {
  return Dates.digits(Dates.iso(day), field.lang);
}

/** Write a day into its field, unless the reader is just typing another. */
export function writeDay(field: HTMLInputElement, day: number | null) {
  if (isTyping(field)) return;
  field.value = day === null ? '' : inDigits(field, day);
  field.setCustomValidity('');
}
