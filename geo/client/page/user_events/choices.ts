/** Which kinds, actors, deaths and precision of place are shown of the event data. */
import * as View from '../../paint/data/view.ts';
import { fill, h } from '../dom.ts';
import { chip, field, select } from '../form.ts';
import { fold } from '../../paint/data/spelling.ts';
import type { UserEvents } from '../../paint/user_events/layer.ts';
import type { Store } from '../../paint/user_events/store.ts';
import type { Chrome } from '../page.ts';

const LISTED = 50;

type Counted = { input: HTMLInputElement; count: HTMLElement; box: HTMLElement };

export class Choices {
  kinds!: Counted[];
  find!: HTMLInputElement; // what is typed to find actors, and those that fit
  actors!: HTMLElement;
  summary!: HTMLElement;
  sum!: HTMLElement;
  open!: HTMLDetailsElement;
  least!: HTMLInputElement;
  precision!: HTMLSelectElement;
  counts: number[] | null = null; // events of each actor in the days shown
  folded: string[] | null = null;
  box: HTMLDivElement;

  /** @param last those before, in another language */
  constructor(readonly chrome: Chrome, readonly userEvents: UserEvents, readonly store: Store, last?: Choices) {
    this.box = h('div', this._kinds(), this._actors(), this._leastDeaths(), this._precision());
    if (!last) return;
    this.find.value = last.find.value;
    this.open.open = last.open.open;
  }

  get view() {
    return this.chrome.atlas.view;
  }

  _kinds() {
    const { atlas } = this.chrome;
    const set = (kinds: string[] | null) => atlas.set({ kinds });
    const button = (name: string, kinds: string[] | null) =>
      h('button.gl-text', { id: 'gl-kinds-' + name, onclick: () => set(kinds) }, atlas.t('userEvents.' + name));
    const tick = () => {
      const kinds = this.store.kinds.filter((_, i) => this.kinds[i].input.checked);
      set(kinds.length === this.store.kinds.length ? null : kinds);
    };
    this.kinds = this.store.kinds.map((kind, i) =>
      this._check('gl-kind-' + i, this.userEvents.card.kind(kind), this.userEvents.colour(i), tick)
    );
    return h(
      'fieldset',
      { id: 'gl-user-events-kinds' },
      h('legend', atlas.t('userEvents.kinds')),
      h('div.gl-user-events-both', button('allKinds', null), button('noKinds', [])),
      h('div.gl-picks', this.kinds.map((choice) => choice.box)),
    );
  }

  _check(id: string, text: string, colour: string | null, run: () => void): Counted {
    const input = h('input', { type: 'checkbox', id, onchange: run });
    const count = h('span.gl-n');
    const mark = colour ? chip(colour) : null;
    return { input, count, box: h('label.gl-check.gl-counted', input, mark, h('span', h('bdi', text)), count) };
  }

  _actors() {
    const { atlas } = this.chrome;
    this.find = h('input', {
      type: 'search',
      id: 'gl-actor-find',
      'aria-label': atlas.t('userEvents.findActor'),
      placeholder: atlas.t('userEvents.findActor'),
      dir: 'auto',
      autocomplete: 'off',
      oninput: () => this._list(),
    });
    this.actors = h('div.gl-picks', { id: 'gl-actor-list' });
    this.summary = h('p.gl-keys', { 'aria-live': 'polite' });
    this.sum = h('span.gl-n');
    this.open = h(
      'details.gl-more',
      { id: 'gl-user-events-actors', ontoggle: () => this.updateLater() },
      h('summary', atlas.t('userEvents.actors'), ' ', this.sum),
      this.find,
      this.actors,
      this.summary,
      h(
        'button.gl-text',
        { id: 'gl-actors-all', onclick: () => atlas.set({ actors: null }) },
        atlas.t('userEvents.allActors'),
      ),
    );
    return this.store.actors.length ? this.open : null;
  }

  /** Actors that fit what is typed: those chosen, then the most frequent in the days shown. */
  _list() {
    const { store, view } = this;
    const text = fold(this.find.value);
    const folded = this.folded = this.folded || store.actors.map((name) => fold(name));
    const counts = this.counts = this.counts || this.userEvents.filter.counts('actors'); // who types at once does not wait for them
    const chosen = new Set(view.actors || []);
    const rank = (i: number) => (chosen.has(store.actors[i]) ? 1e9 : 0) + counts[i];
    const fits = store.actors.map((_, i) => i).filter((i) => folded[i].includes(text)).sort((a, b) =>
      rank(b) - rank(a)
    );
    fill(this.actors, fits.slice(0, LISTED).map((i) => this._actor(i, chosen)));
    this.summary.textContent = this.chrome.t('userEvents.listed', {
      n: this.chrome.atlas.number(Math.min(fits.length, LISTED)),
      of: this.chrome.atlas.number(fits.length),
    });
  }

  _actor(i: number, chosen: Set<string>) {
    const name = this.store.actors[i];
    const check = this._check('gl-actor-' + i, name, null, () => {
      const next = check.input.checked
        ? [...(this.view.actors || []), name]
        : (this.view.actors || []).filter((actor) => actor !== name);
      this.chrome.atlas.set({ actors: next.length ? next : null });
    });
    check.input.checked = chosen.has(name);
    check.count.textContent = this.chrome.atlas.number(this.counts?.[i] || 0);
    return check.box;
  }

  _leastDeaths() {
    const { atlas } = this.chrome;
    this.least = h('input', {
      type: 'number',
      id: 'gl-user-events-deaths',
      min: 0,
      max: 1000000,
      step: 1,
      inputmode: 'numeric',
      oninput: () => {
        const value = Math.floor(Number(this.least.value));
        if (value >= 0 && value <= 1000000) atlas.set({ minDeaths: value });
      },
    });
    return field(atlas.t('userEvents.least'), this.least);
  }

  _precision() {
    const { atlas } = this.chrome;
    const word = (name: string) => name === 'unknown' ? 'userEvents.anyPrecision' : 'userEvents.position.' + name;
    this.precision = select(
      { id: 'gl-user-events-precision' },
      View.optionsOf('coarsest').map((name) => [name, atlas.t(word(name))]),
      null,
      (coarsest) => atlas.set({ coarsest }),
    );
    return field(atlas.t('userEvents.coarsest'), this.precision);
  }

  follow(counts: number[]) {
    const { view } = this;
    const inDays = this.userEvents.filter.counts('type');
    this.kinds.forEach(({ input, count }, i) => {
      input.checked = !view.kinds || view.kinds.includes(this.store.kinds[i]);
      count.textContent = counts[i] === inDays[i]
        ? this.chrome.atlas.number(inDays[i])
        : `${this.chrome.atlas.number(counts[i])} / ${this.chrome.atlas.number(inDays[i])}`;
    });
    if (document.activeElement !== this.least) this.least.value = String(view.minDeaths);
    this.precision.value = view.coarsest;
    this.sum.textContent = view.actors ? this.chrome.atlas.number(view.actors.length) : '';
  }

  /** What need not follow every frame: counts of actors. */
  updateLater() {
    if (!this.open.open) return;
    this.counts = this.userEvents.filter.counts('actors');
    this._list();
  }
}
