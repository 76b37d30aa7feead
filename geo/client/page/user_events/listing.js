/** The events shown as a table, the latest first, and as files to save. */
import { save } from '../area_of_interest/files.js';
import { Files } from './files.js';
import * as Dates from '../../paint/data/dates.js';
import * as World from '../../paint/map/world.js';
import { clean, focusedIn, h } from '../dom.js';
import { check } from '../form.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { UserEvents } from '../../paint/user_events/layer.js' */
/** @import { Store } from '../../paint/user_events/store.js' */

const LISTED = 200;

export class Listing {
  /** Events that are listed. */
  total = 0;
  /** Rows of the table. */
  key = '';
  /** The last message on how many events a file takes. */
  capped = '';
  /** Whether a file is being written. */
  writing = false;
  /** @type {HTMLButtonElement[]} */
  buttons;
  /** Whether files have tags of HXL. @type {HTMLInputElement} */
  hxl;
  /** @type {HTMLDetailsElement} */
  box;

  /** @param {Chrome} chrome @param {UserEvents} userEvents @param {Store} store
   * @param {Listing} [last] the one before, in another language */
  constructor(chrome, userEvents, store, last) {
    this.chrome = chrome;
    this._number = chrome.atlas.number;
    this.userEvents = userEvents;
    this.store = store;
    this.files = new Files(store);
    this.within = last?.within || 'all';
    this.limit = last?.limit || LISTED;
    const { t } = chrome.atlas;
    this.count = h('p.gl-keys', { 'aria-live': 'polite' });
    this.table = h('tbody', { id: 'gl-user-events-rows' });
    this.more = h(
      'button.gl-text',
      { id: 'gl-user-events-more', onclick: () => this._more() },
      t('userEvents.showMore'),
    );
    this.note = h('p.gl-note', { id: 'gl-user-events-note', role: 'status' });
    this.hxl = h('input', { type: 'checkbox', id: 'gl-user-events-hxl', checked: last?.hxl.checked });
    this.box = h(
      'details.gl-more',
      { id: 'gl-user-events-list', open: last?.box.open, ontoggle: () => this.updateLater() },
      h('summary', {}, t('userEvents.list')),
      h(
        'fieldset',
        {},
        h('legend.gl-hidden', {}, t('userEvents.list')),
        h('div.gl-choices', {}, ['all', 'frame'].map((name) => this._scope(name))),
      ),
      this.count,
      h(
        'div.gl-scroll.gl-user-events-table',
        { tabindex: 0, role: 'region', 'aria-label': t('userEvents.list') },
        h(
          'table.gl-table',
          {},
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              h('th', { scope: 'col' }, t('userEvents.when')),
              h('th', { scope: 'col' }, t('userEvents.what')),
              h('th.gl-n', { scope: 'col' }, t('details.deaths')),
            ),
          ),
          this.table,
        ),
      ),
      this.more,
      this._save(),
    );
  }

  /** @param {string} name */
  _scope(name) {
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

  /** Rows shown, within the map's frame or all, and how many there are.
   * @param {number} limit @returns {{rows: number[], count: number}} */
  rows(limit) {
    const { filter } = this.userEvents;
    const { x, y } = this.store;
    if (this.within === 'all') return { rows: filter.rows(limit), count: filter.count() };
    const box = this.chrome.atlas.map.getBounds();
    const [west, south] = World.of(box.getWest(), box.getSouth());
    const [east, north] = World.of(box.getEast(), box.getNorth());
    /** @type {number[]} */
    const rows = [];
    let count = 0;
    for (let i = filter.to - 1; i >= filter.from; i--) {
      if (x[i] < west || x[i] > east || y[i] < north || y[i] > south || (filter.mask && !filter.mask[i])) continue;
      if (count++ < limit) rows.push(i);
    }
    return { rows, count };
  }

  /** Bring the table in line with what is shown; not on every frame. */
  updateLater() {
    if (!this.box.open) return;
    const { rows, count } = this.rows(this.limit);
    this.total = count;
    this.count.textContent = this.chrome.t('userEvents.listed', {
      n: this._number(rows.length),
      of: this._number(count),
    });
    this.more.hidden = rows.length >= count;
    // The message changes with its number, and does not replace the one on a file that was saved.
    const capped = count > this.files.most ? this._capNote() : '';
    if (!this.writing && capped !== this.capped) this.note.textContent = this.capped = capped;
    const key = rows.join();
    if (key === this.key) return this._mark();
    this.key = key;
    this._write(rows);
  }

  _capNote() {
    return this.chrome.t('userEvents.capped', { n: this._number(this.files.most) });
  }

  _more() {
    const last = this.table.lastElementChild;
    this.limit += LISTED;
    this.updateLater();
    last?.nextElementSibling?.querySelector('button')?.focus();
  }

  /** Days, kind and deaths at once; texts follow when their chunks are open. @param {number[]} rows */
  _write(rows) {
    const { card } = this.userEvents;
    const { store } = this;
    const focused = focusedIn(this.table);
    const texts = rows.map(() => h('span.gl-user-events-text', { dir: 'auto' }));
    this.table.replaceChildren(...rows.map((row, i) => {
      const record = store.row(row);
      return h(
        'tr',
        { 'data-row': row },
        h(
          'th',
          { scope: 'row' },
          h('button.gl-text', { id: 'gl-event-' + row, onclick: () => this._choose(row) }, card.days(record)),
        ),
        h(
          'td',
          {},
          h('i.gl-chip', { style: { background: this.userEvents.colour(store.kinds.indexOf(record.type)) } }),
          h('bdi', {}, card.kind(record.type)),
          texts[i],
        ),
        h('td.gl-n', {}, card.deaths(record) || '–'),
      );
    }));
    if (focused) document.getElementById(focused)?.focus();
    this._mark();
    if (store.texts.any) {
      store.records(rows).then((records) =>
        records.forEach(({ place, text }, i) => texts[i].append(clean([place, text].filter(Boolean).join(': '))))
      );
    }
  }

  /** Mark the row that is selected. */
  _mark() {
    const { selection } = this.chrome.atlas.view;
    for (const line of /** @type {Iterable<HTMLElement>} */ (this.table.children)) {
      if (selection === 'user_events:' + line.dataset.row) line.setAttribute('aria-current', 'true');
      else line.removeAttribute('aria-current');
    }
  }

  /** @param {number} row */
  _choose(row) {
    const { atlas } = this.chrome;
    this.userEvents.select(row);
    const place = this.userEvents.locate(String(row));
    if (place && !atlas.map.getBounds().contains(place)) atlas.map.panTo(place, { animate: false });
    if (this.chrome.root.clientWidth <= 720) this.chrome.open(null);
  }

  _save() {
    this.buttons = /** @type {const} */ (['csv', 'geojson']).map((ending) =>
      h(
        'button.gl-plain',
        { id: 'gl-user-events-' + ending, onclick: () => this._file(ending) },
        this.chrome.t('userEvents.save.' + ending),
      )
    );
    return h(
      'div',
      {},
      h('div.gl-ask-buttons', {}, this.buttons),
      h('label.gl-check', {}, this.hxl, h('span', {}, this.chrome.t('userEvents.hxl'))),
      this.note,
    );
  }

  /** Write the events listed, up to the most that a file takes, and hand them over. @param {'csv'|'geojson'} ending */
  async _file(ending) {
    const { rows, count } = this.rows(this.files.most);
    const { filter } = this.userEvents;
    const [from, to] = filter.days(this.chrome.atlas.view).map(Dates.iso);
    /** @param {boolean} on */
    const setBusy = (on) => this.buttons.forEach((button) => (button.disabled = on));
    this.writing = true;
    setBusy(true);
    /** @param {number} done */
    const progress = (done) => (this.note.textContent = this.chrome.t('userEvents.saving', {
      n: this._number(done),
      of: this._number(rows.length),
    }));
    try {
      const file = await this.files.write(ending, rows, { hxl: this.hxl.checked, progress });
      await save(
        `greenline-events-${from}-${to}.${ending}`,
        ending === 'csv' ? 'text/csv;charset=utf-8' : 'application/geo+json',
        file,
      );
    } finally {
      this.writing = false;
      setBusy(false);
      this.note.textContent = this.chrome.t('userEvents.saved', { n: this._number(rows.length) }) +
        (count > rows.length ? ' ' + this._capNote() : '');
    }
  }
}
