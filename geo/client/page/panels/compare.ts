/** Two days or two perspectives at once: one map of how they differ, two maps with linked views, or one over the other. */
import * as Dates from '../../paint/data/dates.ts';
import { fill, h } from '../dom.ts';
import { check, chip, type Choice, field, select, table } from '../form.ts';
import { L } from '../leaflet.ts';
import { profile } from '../../paint/data/profile.ts';
import { type CompareMode, optionsOf } from '../../paint/data/view.ts';
import { paint } from '../../paint/map/symbols.ts';
import { missingMap, nameWithDay } from '../../paint/user_areas/days.ts';
import { People } from '../../paint/data/people.ts';
import { censusWords } from '../../paint/layers/ground.ts';
import { fieldsOfOthers, tables as differences } from './differences.ts';
import { Panel } from './panel.ts';
import { Swipe } from './swipe.ts';
import { NARROW } from '../map/room.ts';
import { dateField, isTyping, writeDay } from './timebar.ts';
import type { Map as LeafletMap } from 'leaflet';
import type { Atlas, Chrome } from '../page.ts';

export class Compare {
  body!: HTMLElement;
  table!: HTMLElement;
  field: HTMLInputElement | null = null; // the day compared with, once the panel is written
  leave: [LeafletMap, () => void][] = []; // what the two maps exchange about their frames
  labels: HTMLElement[] = [];
  busy = false; // whether the second map is being opened or closed
  moving = false; // whether one map is following the other
  atlas: Atlas;
  side: Atlas | null = null;
  swipe: Swipe;

  constructor(readonly chrome: Chrome) {
    this.atlas = chrome.atlas;
    this.swipe = new Swipe(chrome);
  }

  panel() {
    const panel = new Panel(this.chrome, 'compare');
    this.body = panel.body;
    panel.update = () => this._write();
    return panel;
  }

  _write() {
    const { atlas } = this;
    const { t, view } = atlas;
    const on = view.compare !== null;
    const { isRival } = atlas.userControl;
    const two = on || view.against !== null || isRival;
    if (this.field && isTyping(this.field)) return this._table();
    const mode = (name: CompareMode) =>
      check(t('compare.' + (name === 'change' && !on ? 'one' : name === 'side' ? 'two' : name)), {
        type: 'radio',
        name: 'gl-mode',
        id: 'gl-mode-' + name,
        checked: view.compareMode === name,
        disabled: !two,
        onchange: () => atlas.set({ compareMode: name }),
      });
    // A day to compare with when none is chosen: the profile's for later days, else a month on.
    const other = view.date > Dates.COMPARISON ? Dates.COMPARISON : Dates.addMonths(view.date, 1);
    this.table = h('div');
    this.field = dateField('gl-compare-date', atlas, (day) => atlas.set({ compare: day }), { name: 'compare.with' });
    this.field.disabled = !on;
    writeDay(this.field, view.compare);
    fill(
      this.body,
      check(t('compare.on'), {
        id: 'gl-compare-on',
        checked: on,
        onchange: (event) => atlas.set({ compare: event.target.checked ? other : null }),
      }),
      field(t('compare.with'), this.field),
      this._perspectives(),
      ...optionsOf('compareMode').map(mode),
      this.table,
    );
    this._table();
  }

  _perspectives() {
    const { atlas } = this;
    const { view } = atlas;
    const others = profile.perspectives.filter((name) => name !== view.perspective || name === view.against);
    const names = others.map((name): Choice => [name, atlas.t('perspective.' + name)]);
    const choices: Choice[] = [['', atlas.t('compare.against.none')], ...names];
    const run = (value: string) => atlas.set({ against: value || null });
    return field(atlas.t('compare.against'), select({ id: 'gl-compare-against' }, choices, view.against ?? '', run));
  }

  _table() {
    const { atlas } = this;
    const { t, view } = atlas;
    const control = atlas.layers.get('control');
    const { isRival } = atlas.userControl;
    const ofDays = view.compare !== null && view.against === null;
    if (!control || !(ofDays || isRival || view.against !== null)) return this.table.replaceChildren();
    const other = view.compare ?? view.date;
    const [first, last] = [Math.min(other, view.date), Math.max(other, view.date)];
    const rows = ofDays
      ? control.changes(first, last)
      : view.against !== null
      ? control.differences(view.against)
      : atlas.userControl.agreement().differ
        .map(({ ours, theirs, km2 }) => ({ from: ours, to: theirs, km2, units: 0, people: '', band: null }));
    const columns = [
      ...(ofDays ? ['from', 'to'] : ['held', isRival ? 'yours' : 'claimed']),
      'km2',
      ...(ofDays ? ['units'] : []),
      ...(People.of(atlas) && !isRival ? ['people'] : []),
    ];
    const from = (holder: string) => atlas.sideName(holder, ofDays ? first : view.date);
    const to = (holder: string) =>
      atlas.sideName(holder, ofDays ? last : other, isRival ? 'held' : view.against ?? view.perspective);
    const second = isRival ? atlas.userControl.title : t('perspective.' + view.against);
    const caption = ofDays
      ? t('compare.caption', { from: Dates.words(first, view.language), to: Dates.words(last, view.language) })
      : t('compare.pairs', { what: t('perspective.' + view.perspective), other: second });
    const holder = (side: string, name: string) => h('td', chip(paint(atlas.style, side)), name);
    const { days } = atlas.userControl; // the reader's map may say nothing of the day
    const none = isRival && !days.isKnown ? missingMap(atlas, days) : t(ofDays ? 'compare.none' : 'compare.alike');
    fill(
      this.table,
      table(
        {},
        caption,
        columns.map((key) =>
          key === 'people' ? censusWords(atlas, 'census.people') : t(
            key === 'held' && view.perspective !== key ? 'perspective.' + view.perspective : 'compare.' + key,
          )
        ),
        rows.map((row) => [
          holder(row.from, from(row.from)),
          holder(row.to, to(row.to)),
          h('td.gl-n.gl-wraps', control.ground(row.km2, row.band)),
          columns.includes('units') ? h('td.gl-n', Dates.number(row.units, view.language)) : null,
          columns.includes('people') ? h('td.gl-n.gl-wraps', row.people) : null,
        ]),
      ),
      columns.includes('people') && rows.length ? h('p.gl-note', censusWords(atlas, 'census.other')) : null,
      rows.some((row) => row.band) ? h('p.gl-note', t('unsure.how')) : null,
      rows.length ? null : h('p', none),
      ofDays ? fieldsOfOthers(atlas, first, last) : null,
      ofDays ? differences(atlas, first, last) : null,
    );
  }

  update() {
    const { view, userControl } = this.atlas;
    const two = view.compare !== null || view.against !== null || userControl.isRival;
    const hasTwo = two && view.compareMode !== 'change';
    if (this.busy) return; // opening and closing resize the map, which changes the view
    this.busy = true;
    if (hasTwo && !this.side) this._open();
    if (!hasTwo && this.side) this._close();
    this.swipe.show(hasTwo && view.compareMode === 'swipe' ? this.side : null);
    this.busy = false;
    if (this.side) this._follow(this.side);
  }

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
    const move = (from: LeafletMap, to: LeafletMap) => () => {
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
    this.side = null;
    this.atlas.map.invalidateSize({ animate: false });
  }

  _follow(side: Atlas) {
    const { view, userControl } = this.atlas;
    side.ready.then(() => {
      if (this.side !== side) return;
      side.userAreas.follow(this.atlas.userAreas);
      side.userControl.follow(userControl);
      const layers = userControl.isApart ? view.layers.filter((name) => name !== 'control') : view.layers;
      const day = view.compare ?? view.date;
      const perspective = view.against ?? view.perspective;
      side.set({ ...view, date: day, perspective, compare: null, against: null, layers });
      // The earlier day, or the first perspective, comes first in the direction of reading, as on the time bar.
      const { root } = this.chrome;
      root.classList.toggle('gl-earlier', day < view.date);
      root.classList.toggle('gl-second-left', (day < view.date) !== (root.dir === 'rtl'));
      const map = (name: string) => this.atlas.t('perspective.' + name);
      const named = userControl.isApart || view.against !== null;
      const names = named ? [view.perspective, perspective].map(map) : [];
      for (const [i, date] of [view.date, day].entries()) {
        const words = [names[i], Dates.words(date, view.language)].filter(Boolean);
        this.labels[i].textContent = words.join(this.atlas.t('sentence.comma'));
      }
      if (userControl.isApart) {
        this.labels[1].textContent = nameWithDay(this.atlas, userControl.title, userControl.days, view.date);
      }
      this.chrome.panels.legend.update();
    });
  }
}
