/** The events shown as a table, the latest first, which can be saved. */
import { type Cell, saveTable } from '../area_of_interest/files.ts';
import * as Dates from '../../paint/data/dates.ts';
import * as World from '../../paint/map/world.ts';
import { clean, fill, h } from '../dom.ts';
import { check, chip, numberHead, rowHead, table } from '../form.ts';
import type { UserEvents } from '../../paint/user_events/layer.ts';
import type { Store } from '../../paint/user_events/store.ts';
import type { Chrome } from '../page.ts';

const LISTED = 200;
const [MOST, SLICE] = [200000, 5000]; // rows of a file at most, and those that are written at a time
/** Columns of any event data, as files of events have them; more follow. */
const COLUMNS =
  'id start end date_precision place lon lat position_precision type actor_a actor_b best low high source text'
    .split(' ');

export class Listing {
  total = 0; // events that are listed
  key = '';
  box: HTMLDetailsElement;
  within: string;
  limit: number;
  count = h('p.gl-keys', { 'aria-live': 'polite' });
  table: HTMLTableSectionElement;
  more: HTMLButtonElement;
  note = h('p.gl-note', { id: 'gl-user-events-note', role: 'status' });
  save: HTMLButtonElement;

  /** @param last the one before, in another language */
  constructor(readonly chrome: Chrome, readonly userEvents: UserEvents, readonly store: Store, last?: Listing) {
    this.within = last?.within || 'all';
    this.limit = last?.limit || LISTED;
    const { t } = chrome.atlas;
    this.more = h(
      'button.gl-text',
      { id: 'gl-user-events-more', onclick: () => this._more() },
      t('userEvents.showMore'),
    );
    this.save = h(
      'button.gl-plain',
      { id: 'gl-user-events-csv', onclick: () => this._save() },
      t('userEvents.save.csv'),
    );
    const heads = [t('userEvents.when'), t('userEvents.what'), numberHead(t('details.deaths'))];
    const list = table({}, null, heads, []);
    [this.table] = list.tBodies;
    this.table.id = 'gl-user-events-rows';
    this.box = h(
      'details.gl-more',
      { id: 'gl-user-events-list', open: last?.box.open, ontoggle: () => this.updateLater() },
      h('summary', t('userEvents.list')),
      h(
        'fieldset',
        h('legend.gl-hidden', t('userEvents.list')),
        h('div.gl-choices', ['all', 'frame'].map((name) => this._scope(name))),
      ),
      this.count,
      h(
        'div.gl-scroll.gl-user-events-table',
        { tabindex: 0, role: 'region', 'aria-label': t('userEvents.list') },
        list,
      ),
      this.more,
      this.save,
      this.note,
    );
  }

  _scope(name: string) {
    return check(this.chrome.t('userEvents.within.' + name), {
      type: 'radio',
      name: 'gl-user-events-within',
      value: name,
      checked: this.within === name,
      onchange: () => {
        [this.within, this.limit] = [name, LISTED];
        this.updateLater();
      },
    }, 'label.gl-choice');
  }

  rows(limit: number): { rows: number[]; count: number } {
    const { filter } = this.userEvents;
    const { x, y } = this.store;
    if (this.within === 'all') return { rows: filter.rows(limit), count: filter.count() };
    const box = this.chrome.atlas.map.getBounds();
    const [west, south] = World.of(box.getWest(), box.getSouth());
    const [east, north] = World.of(box.getEast(), box.getNorth());
    const rows: number[] = [];
    let count = 0;
    for (let i = filter.to - 1; i >= filter.from; i--) {
      if (x[i] < west || x[i] > east || y[i] < north || y[i] > south || (filter.mask && !filter.mask[i])) continue;
      if (count++ < limit) rows.push(i);
    }
    return { rows, count };
  }

  updateLater() {
    if (!this.box.open) return;
    const { rows, count } = this.rows(this.limit);
    this.total = count;
    this.count.textContent = this.chrome.t('userEvents.listed', {
      n: this.chrome.atlas.number(rows.length),
      of: this.chrome.atlas.number(count),
    });
    this.more.hidden = rows.length >= count;
    const key = rows.join();
    if (key === this.key) return this._mark();
    this.key = key;
    this._write(rows);
  }

  _more() {
    const last = this.table.lastElementChild;
    this.limit += LISTED;
    this.updateLater();
    last?.nextElementSibling?.querySelector('button')?.focus();
  }

  /** Days, kind and deaths at once; texts follow when their chunks are open. */
  _write(rows: number[]) {
    const { card } = this.userEvents;
    const { store } = this;
    const texts = rows.map(() => h('span.gl-user-events-text', { dir: 'auto' }));
    fill(
      this.table,
      rows.map((row, i) => {
        const record = store.row(row);
        return h(
          'tr',
          { 'data-row': row },
          rowHead(h('button.gl-text', { id: 'gl-event-' + row, onclick: () => this._choose(row) }, card.days(record))),
          h(
            'td',
            chip(this.userEvents.colour(store.kinds.indexOf(record.type))),
            h('bdi', card.kind(record.type)),
            texts[i],
          ),
          h('td.gl-n', card.deaths(record) || '–'),
        );
      }),
    );
    this._mark();
    if (store.texts.any) {
      store.records(rows).then((records) =>
        records.forEach(({ place, text }, i) => texts[i].append(clean([place, text].filter(Boolean).join(': '))))
      );
    }
  }

  _mark() {
    const { selection } = this.chrome.atlas.view;
    for (const line of this.table.children as Iterable<HTMLElement>) {
      if (selection === 'user_events:' + line.dataset.row) line.setAttribute('aria-current', 'true');
      else line.removeAttribute('aria-current');
    }
  }

  _choose(row: number) {
    const { atlas } = this.chrome;
    this.userEvents.select(row);
    const place = this.userEvents.locate(String(row));
    if (place && !atlas.map.getBounds().contains(place)) atlas.map.panTo(place, { animate: false });
    if (this.chrome.root.clientWidth <= 720) this.chrome.open(null);
  }

  /** Save the events listed, up to the most that a browser holds without trouble. */
  async _save() {
    const { store, chrome: { atlas } } = this;
    const { rows, count } = this.rows(MOST);
    const { names, precisions, kilometres } = store.directory;
    const more = [...Object.keys({ ...names, ...precisions }), ...kilometres].filter((name) => !COLUMNS.includes(name));
    const columns = [...COLUMNS, ...more, ...store.texts.more];
    const digits = 10 ** Math.ceil(Math.log10(store.directory.steps));
    const lines: Cell[][] = [columns.map((name) => name.replace(/^\+/, ''))];
    this.save.disabled = true;
    for (let at = 0; at < rows.length; at += SLICE) {
      for (const record of await store.records(rows.slice(at, at + SLICE))) {
        const [lon, lat] = [record.lng, record.lat].map((value) => Math.round(value * digits) / digits);
        const row = {
          ...record,
          start: Dates.iso(record.start),
          end: Dates.iso(record.end),
          lon,
          lat,
        } as unknown as Record<string, Cell>;
        lines.push(columns.map((name) => row[name]));
      }
      await new Promise((done) => setTimeout(done)); // the page has its turn
    }
    const [from, to] = this.userEvents.filter.days(atlas.view).map(Dates.iso);
    await saveTable(`greenline-events-${from}-${to}`, lines);
    this.save.disabled = false;
    this.note.textContent = atlas.t('userEvents.saved', { n: this.chrome.atlas.number(rows.length) }) +
      (count > rows.length ? ' ' + atlas.t('userEvents.capped', { n: this.chrome.atlas.number(MOST) }) : '');
  }
}
