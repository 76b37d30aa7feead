/** Two days or two perspectives at once: one map of how they differ, two maps with linked views, or one over the other. */
import * as Dates from '../../paint/data/dates.js';
import { fill, focusedIn, h } from '../dom.js';
import { FilmSection } from '../film/section.js';
import { L } from '../leaflet.js';
import { profile } from '../../paint/data/profile.js';
import { COMPARE_MODES } from '../../paint/data/view.js';
import { paint } from '../../paint/map/symbols.js';
import { People } from '../../paint/data/people.js';
import { censusNote, residentsTitle } from '../../paint/layers/ground.js';
import { fieldsOfOthers, tables as differences } from './differences.js';
import { panelFrame } from './panels.js';
import { Swipe } from './swipe.js';
import { NARROW } from '../map/room.js';
import { dateField, isTyping, writeDay } from './timebar.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { Atlas } from '../atlas.js' */
/** @import { Map as LeafletMap } from 'leaflet' */

export class Compare {
  /** @type {HTMLElement} */
  body;
  /** @type {HTMLElement} */
  table;
  /** The day compared with, once the panel is written. @type {?HTMLInputElement} */
  field = null;
  /** What the two maps exchange about their frames. @type {[LeafletMap, () => void][]} */
  leave = [];
  /** The days that the two maps show, in words. @type {HTMLElement[]} */
  labels = [];
  /** Whether the second map is being opened or closed. */
  busy = false;
  /** Whether one map is following the other. */
  moving = false;

  /** @type {{language: string, section: FilmSection} | undefined} */
  film;

  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    /** The second map. @type {?Atlas} */
    this.side = null;
    this.swipe = new Swipe(chrome);
  }

  get atlas() {
    return this.chrome.atlas;
  }

  panel() {
    const body = h('div.gl-body');
    this.body = body;
    return { box: panelFrame(this.chrome, this.chrome.t('tool.compare'), body), update: () => this._write() };
  }

  _write() {
    const { atlas } = this;
    const { view } = atlas;
    /** @param {string} key @param {Record<string, string | number>} [values] */
    const t = (key, values) => atlas.t(key, values);
    const on = view.compare !== null;
    const two = on || view.against !== null;
    const focused = focusedIn(this.body);
    if (this.field && isTyping(this.field)) return this._table();
    /** @param {typeof COMPARE_MODES[number]} name */
    const mode = (name) =>
      h(
        'label.gl-check',
        {},
        h('input', {
          type: 'radio',
          name: 'gl-mode',
          id: 'gl-mode-' + name,
          checked: view.compareMode === name,
          disabled: !two,
          onchange: () => atlas.set({ compareMode: name }),
        }),
        h(
          'span',
          {},
          t('compare.' + (name === 'change' && view.against !== null ? 'one' : name === 'side' ? 'two' : name)),
        ),
      );
    this.table = h('div');
    this.field = dateField('gl-compare-date', t, (day) => atlas.set({ compare: day }), { name: 'compare.with' });
    this.field.disabled = !on;
    writeDay(this.field, view.compare);
    this.body.replaceChildren(
      h(
        'label.gl-check',
        {},
        h('input', {
          type: 'checkbox',
          id: 'gl-compare-on',
          checked: on,
          onchange: (event) => atlas.set({ compare: event.target.checked ? this._other() : null }),
        }),
        h('span', {}, t('compare.on')),
      ),
      h('label.gl-field', {}, h('span', {}, t('compare.with')), this.field),
      this._perspectives(),
      ...COMPARE_MODES.map(mode),
      this.table,
      this._film().box,
    );
    this._table();
    if (focused) document.getElementById(focused)?.focus();
  }

  /** The film, whose settings stay while the panel is written anew; one that is being recorded keeps its words. */
  _film() {
    const { language } = this.atlas.view;
    if (this.film?.language !== language && !this.film?.section.recorder) {
      this.film = { language, section: new FilmSection(this.chrome, this.film?.section) };
    }
    return /** @type {{section: FilmSection}} */ (this.film).section;
  }

  /** The choice of a second perspective. */
  _perspectives() {
    const { atlas } = this;
    const { view } = atlas;
    return h(
      'label.gl-field',
      {},
      h('span', {}, atlas.t('compare.against')),
      h(
        'select',
        { id: 'gl-compare-against', onchange: (event) => atlas.set({ against: event.target.value || null }) },
        h('option', { value: '', selected: view.against === null }, atlas.t('compare.against.none')),
        profile.perspectives.filter((name) => name !== view.perspective || name === view.against).map((name) =>
          h('option', { value: name, selected: view.against === name }, atlas.t('perspective.' + name))
        ),
      ),
    );
  }

  /** A day to compare with when none is chosen: the profile's for later days, else a month on. */
  _other() {
    const { date } = this.atlas.view;
    return date > Dates.COMPARISON ? Dates.COMPARISON : Dates.addMonths(date, 1);
  }

  _table() {
    const { atlas } = this;
    const { view } = atlas;
    /** @param {string} key @param {Record<string, string | number>} [values] */
    const t = (key, values) => atlas.t(key, values);
    const control = atlas.layers.get('control');
    if ((view.compare === null && view.against === null) || !control) return this.table.replaceChildren();
    const other = view.compare ?? view.date;
    const [first, last] = [Math.min(other, view.date), Math.max(other, view.date)];
    const rows = view.against === null ? control.changes(first, last) : control.differences(view.against);
    const pair = view.against === null ? ['from', 'to'] : ['held', 'claimed'];
    const columns = [
      ...pair,
      'km2',
      ...(view.against === null ? ['units'] : []),
      ...(People.of(atlas) ? ['people'] : []),
    ];
    /** @param {string} holder */
    const from = (holder) => atlas.sideName(holder, view.against === null ? first : view.date);
    /** @param {string} holder */
    const to = (holder) => atlas.sideName(holder, last, view.against ?? view.perspective);
    const caption = view.against === null
      ? t('compare.caption', { from: Dates.words(first, view.language), to: Dates.words(last, view.language) })
      : t('compare.pairs', { what: t('sentence.' + view.perspective), other: t('sentence.' + view.against) });
    fill(
      this.table,
      h(
        'table.gl-table',
        {},
        h('caption', {}, caption),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            columns.map((key) =>
              h('th', { scope: 'col' }, key === 'people' ? residentsTitle(atlas) : t('compare.' + key))
            ),
          ),
        ),
        h(
          'tbody',
          {},
          rows.map((row) =>
            h(
              'tr',
              {},
              h('td', {}, h('i.gl-chip', { style: { background: paint(atlas.style, row.from) } }), from(row.from)),
              h('td', {}, h('i.gl-chip', { style: { background: paint(atlas.style, row.to) } }), to(row.to)),
              h('td.gl-n.gl-wraps', {}, control.ground(row.km2, row.band)),
              columns.includes('units') ? h('td.gl-n', {}, Dates.number(row.units, view.language)) : null,
              columns.includes('people') ? h('td.gl-n.gl-wraps', {}, row.people) : null,
            )
          ),
        ),
      ),
      columns.includes('people') && rows.length ? h('p.gl-note', {}, censusNote(atlas)) : null,
      rows.some((row) => row.band) ? h('p.gl-note', {}, t('unsure.how')) : null,
      rows.length ? null : h('p', {}, t(view.against === null ? 'compare.none' : 'compare.alike')),
      view.against === null ? fieldsOfOthers(atlas, first, last) : null,
      view.against === null ? differences(atlas, first, last) : null,
    );
  }

  update() {
    const { view } = this.atlas;
    const two = view.compare !== null || view.against !== null;
    const wanted = two && view.compareMode !== 'change';
    if (this.busy) return; // opening and closing resize the map, which changes the view
    this.busy = true;
    if (wanted && !this.side) this._open();
    if (!wanted && this.side) this._close();
    this.swipe.show(wanted && view.compareMode === 'swipe' ? this.side : null);
    this.busy = false;
    if (this.side) this._follow(this.side);
  }

  /** Open the second map: the same data and layers, the other day. */
  _open() {
    const { map } = this.atlas;
    const box = h('div.gl-map.gl-second');
    this.chrome.maps.append(box);
    this.chrome.root.classList.add('gl-side');
    if (this.chrome.root.clientWidth <= NARROW) this.chrome.open(null); // it would cover both maps
    map.invalidateSize({ animate: false });
    const twin = L.map(box, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: map.options.zoomSnap,
      minZoom: map.getMinZoom(),
      maxZoom: map.getMaxZoom(),
      center: map.getCenter(),
      zoom: map.getZoom(),
    });
    const other = this.atlas.beside(twin);
    for (const name of this.atlas.layers.keys()) other.add(name);
    other.on('view', (changed) => {
      if (changed.has('selection')) this.atlas.set({ selection: other.view.selection });
    });
    /** @param {LeafletMap} from @param {LeafletMap} to */
    const move = (from, to) => () => {
      if (this.moving) return;
      this.moving = true;
      to.setView(from.getCenter(), from.getZoom(), { animate: false });
      this.moving = false;
    };
    this.leave = [[map, move(map, twin)], [twin, move(twin, map)]];
    for (const [item, run] of this.leave) item.on('move zoomend', run);
    this.labels = [this.atlas, other].map((atlas) => {
      const label = h('div.gl-day');
      atlas.map.getContainer().append(label);
      return label;
    });
    this.side = other;
  }

  _close() {
    for (const [map, run] of this.leave) map.off('move zoomend', run);
    for (const label of this.labels) label.remove();
    this.side?.map.remove();
    this.chrome.maps.querySelector('.gl-second')?.remove();
    this.chrome.root.classList.remove('gl-side');
    this.atlas.map.invalidateSize({ animate: false });
    this.side = null;
  }

  /** Bring the second map in line with the view. @param {Atlas} side */
  _follow(side) {
    const { view } = this.atlas;
    side.ready.then(() => {
      if (this.side !== side) return;
      const day = view.compare ?? view.date;
      const perspective = view.against ?? view.perspective;
      side.set({ ...view, date: day, perspective, compare: null, against: null, bounds: side.view.bounds });
      // The earlier day, or the first perspective, comes first in the direction of reading, as on the time bar.
      const { root } = this.chrome;
      root.classList.toggle('gl-earlier', day < view.date);
      root.classList.toggle('gl-second-left', (day < view.date) !== (root.dir === 'rtl'));
      this.labels[0].textContent = this._label(view.perspective, view.date);
      this.labels[1].textContent = this._label(perspective, day);
    });
  }

  /** What one of the two maps shows, in words. @param {string} perspective @param {number} day */
  _label(perspective, day) {
    const { view } = this.atlas;
    const words = Dates.words(day, view.language);
    if (view.against === null) return words;
    return this.atlas.t('perspective.' + perspective) + this.atlas.t('sentence.comma') + words;
  }
}
