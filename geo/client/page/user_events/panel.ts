/** The panel of the reader's event data: how it is drawn, which days, what of it, and what that adds up to. */
import * as Dates from '../../paint/data/dates.ts';
import { Histogram } from '../charts/histogram.ts';
import { fill, h } from '../dom.ts';
import { check, options, select, windowChoices } from '../form.ts';
import { Panel } from '../panels/panel.ts';
import { dateField, writeDay } from '../panels/timebar.ts';
import { optionsOf, type View } from '../../paint/data/view.ts';
import { Choices } from './choices.ts';
import { Listing } from './listing.ts';
import type { Filter } from '../../paint/user_events/filter.ts';
import type { Store } from '../../paint/user_events/store.ts';
import type { Chrome } from '../page.ts';

const TIMES = ['all', 'trailing', 'interval'] as const;
const SLOW = 120; // milliseconds after the last change when what is costly follows

export class UserEventPanel extends Panel {
  store: Store | null = null; // the events that the panel was built for, and its parts
  histogram!: Histogram;
  choices!: Choices;
  listing!: Listing;
  count!: HTMLElement;
  span!: HTMLElement;
  deaths!: HTMLElement;
  totals!: HTMLElement;
  days!: HTMLInputElement[];
  window!: HTMLSelectElement;
  interval!: HTMLElement;
  sum!: ReturnType<Filter['totals']>; // what the events shown add up to, and of which rows
  key = '';
  frameRequest: number | null = null; // the frame in which it will follow the view
  slow: ReturnType<typeof setTimeout> | undefined;
  last: UserEventPanel | null;

  /** @param last the panel before, in another language */
  constructor(chrome: Chrome, last?: Panel) {
    super(chrome, 'user_events', '.gl-user-events');
    this.last = last instanceof UserEventPanel ? (last.store ? last : last.last) : null;
  }

  get userEvents() {
    return this.atlas.userEvents;
  }

  /** Follow the view, once a frame at most. */
  override update() {
    const { store } = this.userEvents;
    if (!store) return this.body.replaceChildren();
    if (store !== this.store) return this._build(store);
    this.frameRequest = this.frameRequest || requestAnimationFrame(() => {
      this.frameRequest = null;
      if (this.box.isConnected && !this.box.hidden && this.userEvents.store === this.store) this._show();
    });
  }

  _build(store: Store) {
    const last = this.last?.store === store ? this.last : null; // of other events nothing stays
    this.store = store;
    this.last = null;
    this.histogram = new Histogram(this.chrome);
    this.choices = new Choices(this.chrome, this.userEvents, store, last?.choices);
    this.listing = new Listing(this.chrome, this.userEvents, store, last?.listing);
    this.count = h('b');
    this.span = h('p.gl-subtitle');
    this.deaths = h('dl.gl-rows');
    this.totals = h(
      'div',
      { 'aria-live': 'polite', id: 'gl-user-events-totals' },
      h('p.gl-headline', this.count, h('small', ' ', this.t('userEvents.of', { n: this.atlas.number(store.n) }))),
      this.span,
      this.deaths,
    );
    fill(
      this.body,
      store.name ? h('p.gl-subtitle', { dir: 'auto' }, store.name) : null,
      this.totals,
      this.histogram.box,
      h('p.gl-keys', this.t('userEvents.how')),
      this._time(),
      this._drawnAs(),
      this.choices.box,
      this.listing.box,
    );
    this._show();
  }

  _radio<T extends string>(name: string, value: T, run: (value: T) => void) {
    const input = { type: 'radio', name: 'gl-user-events-' + name, value, onchange: () => run(value) };
    return check(this.t(`userEvents.${name}.${value}`), input, 'label.gl-choice');
  }

  _drawnAs() {
    return h(
      'fieldset',
      h('legend', this.t('userEvents.drawn')),
      h(
        'div.gl-choices',
        optionsOf('drawnAs').map((name) => this._radio('drawn', name, (drawnAs) => this.atlas.set({ drawnAs }))),
      ),
    );
  }

  _time() {
    const { atlas } = this;
    const day = (end: 0 | 1, key: string) =>
      dateField('gl-user-events-' + key, this.atlas, (value) => this._day(end, value), {
        first: Dates.of(1900, 1),
        last: Dates.of(2101, 1) - 1,
        name: 'userEvents.' + key,
        hint: 'userEvents.dayHint',
      });
    this.days = [day(0, 'from'), day(1, 'to')];
    const look = { id: 'gl-user-events-window', 'aria-label': this.t('userEvents.time.trailing') };
    this.window = select(look, [], null, (days) => atlas.set({ window: Number(days), interval: null }));
    this.interval = h('div.gl-user-events-days', this.days[0], h('span', '–'), this.days[1]);
    return h(
      'fieldset',
      h('legend', this.t('userEvents.time')),
      h('div.gl-choices', TIMES.map((name) => this._radio('time', name, (value) => this._chooseTime(value)))),
      this.window,
      this.interval,
    );
  }

  /** Go over to all days, to those before the date, or to an interval: that of the days shown. */
  _chooseTime(time: typeof TIMES[number]) {
    const { view } = this.atlas;
    const { store, userEvents: { filter } } = this;
    if (!store) return;
    const [from, to] = filter.days(view);
    const interval: [number, number] = [Math.max(from, store.first), Math.min(to, store.last)];
    if (time === 'interval') {
      this.atlas.set({ interval: interval[0] <= interval[1] ? interval : [store.first, store.last] });
    } else this.atlas.set({ interval: null, window: time === 'all' ? 0 : view.window || 365 });
  }

  /** Take one end of the interval; the other goes along where the new one passes it. */
  _day(end: 0 | 1, value: number) {
    const [first, last] = this.atlas.view.interval || [value, value];
    this.atlas.set({ interval: end ? [Math.min(first, value), value] : [value, Math.max(value, last)] });
  }

  _show() {
    const { view } = this.atlas;
    const { filter } = this.userEvents;
    filter.follow(view);
    this.count.textContent = this.t('userEvents.count', { n: this.atlas.number(filter.count()) });
    this.span.textContent = filter.days(view).map((day) => Dates.words(day, view.language)).join(' – ');
    this._sum(filter);
    this.histogram.follow(filter);
    this._follow(view);
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this._updateLater(), SLOW);
  }

  _updateLater() {
    if (!this.box.isConnected || this.userEvents.store !== this.store) return;
    this.choices.updateLater();
    this.listing.updateLater();
  }

  /** What the events shown add up to, worked out anew where other rows are shown. */
  _sum(filter: Filter) {
    const key = [filter.from, filter.to, filter.version].join();
    if (key === this.key) return;
    this.key = key;
    const sum = (this.sum = filter.totals());
    const deaths = sum.events > sum.unknown ? this.userEvents.card.deaths(sum) || '–' : '–';
    this.deaths.replaceChildren(
      ...[['userEvents.killed', deaths], ['userEvents.unknown', this.atlas.number(sum.unknown)]]
        .flatMap(([name, value]) => [h('dt', this.t(name)), h('dd', value)]),
    );
  }

  _follow(view: View) {
    const time = view.interval ? 'interval' : view.window ? 'trailing' : 'all';
    const radios: NodeListOf<HTMLInputElement> = this.body.querySelectorAll('input[type=radio]');
    for (const input of radios) {
      if (input.name === 'gl-user-events-drawn') input.checked = input.value === view.drawnAs;
      if (input.name === 'gl-user-events-time') input.checked = input.value === time;
    }
    this.window.hidden = time !== 'trailing';
    this.interval.hidden = time !== 'interval';
    if (view.window && ![...this.window.options].some(({ value }) => Number(value) === view.window)) {
      this.window.replaceChildren(...options(windowChoices(this.atlas).filter(([days]) => days)));
    }
    this.window.value = String(view.window);
    this.days.forEach((field, i) => writeDay(field, view.interval && view.interval[i]));
    this.choices.follow(this.sum.kinds);
  }
}
