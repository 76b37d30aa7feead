/** The search: places by names in three scripts and any transcription, by codes and positions, and days; what only
 * resembles a name is suggested. */
import { type Position, position } from './coordinates.ts';
import * as Dates from '../../paint/data/dates.ts';
import { readDay } from '../../paint/data/typed_dates.ts';
import { h } from '../dom.ts';
import { L } from '../leaflet.ts';
import { Places } from './places.ts';
import { profile } from '../../paint/data/profile.ts';
import { spelling } from '../../paint/data/spelling.ts';
import type { SearchItem } from '../../paint/layers/layer.ts';
import type { Chrome } from '../page.ts';

/** Something that was found: a thing of a layer, a position, or a day. */
type Item = Omit<SearchItem, 'record'> & Partial<Pick<SearchItem, 'record'>> & {
  layer?: string;
  position?: Position;
  here?: boolean;
  day?: number;
  panel?: string;
};

const MOST = 12;

const ZOOM = 9;

export class Search {
  items: Item[] = [];
  at = -1;
  input: HTMLInputElement;
  results = h('ul.gl-results', { id: 'gl-results', role: 'listbox', hidden: true });
  box: HTMLDivElement;
  index: Places<Item> | undefined;

  constructor(readonly chrome: Chrome, text = '') {
    this.input = h('input.gl-search-input', {
      type: 'search',
      id: 'gl-search',
      placeholder: chrome.t('search'),
      'aria-label': chrome.t('search'),
      role: 'combobox',
      'aria-expanded': 'false',
      'aria-controls': 'gl-results',
      autocomplete: 'off',
      dir: 'auto',
      value: text,
      oninput: () => this._find(),
      onkeydown: (event) => this._key(event),
      onfocus: () => this._find(),
      onblur: () => setTimeout(() => document.activeElement !== this.input && this._list([]), 180),
    });
    this.box = h('div.gl-search', this.input, this.results);
  }

  get places(): Places<Item> {
    if (!this.index) {
      const items: Item[] = [];
      for (const [name, layer] of this.chrome.atlas.layers) {
        for (const item of layer.items?.() || []) items.push({ ...item, layer: name });
      }
      const { t } = this.chrome;
      if (this.chrome.atlas.layers.has('crossings')) {
        items.push({ id: 'table', names: [t('search.crossings')], rank: 1, kind: t('tool.table'), panel: 'table' });
      }
      this.index = new Places(items, spelling);
    }
    return this.index;
  }

  _find() {
    const text = this.input.value.trim();
    if (!text) return this._list(document.activeElement === this.input ? this._here() : []);
    const day = readDay(text);
    if (day !== null && day >= Dates.FIRST && day <= Dates.LAST) {
      const name = Dates.words(day, this.chrome.atlas.view.language);
      return this._list([{ id: Dates.iso(day), names: [name], rank: 1, kind: this.chrome.t('search.day'), day }]);
    }
    const point = position(text, profile.region);
    if (point) {
      const name = `${point.lon.toFixed(4)}, ${point.lat.toFixed(4)}`;
      const kind = this.chrome.t('search.position');
      return this._list([{ id: name, names: [name], rank: 1, kind, position: point }], point.turned);
    }
    const place = this.places.find(text);
    if (place.length) return this._list(place.slice(0, MOST));
    this._list(this.places.findNear(text), true);
  }

  /** The reader's own position, offered where a finger points: it is asked for only when chosen, and never sent. */
  _here(): Item[] {
    const { chrome } = this;
    const offered = !chrome.options.framed && navigator.geolocation && matchMedia('(pointer: coarse)').matches;
    if (!offered) return [];
    return [{ id: 'here', names: [chrome.t('search.here')], rank: 1, kind: chrome.t('search.here.kind'), here: true }];
  }

  _locate() {
    const say = (key: string) => {
      this.results.replaceChildren(h('li.gl-none', { role: 'presentation' }, this.chrome.t(key)));
      this.results.hidden = false;
    };
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const { longitude: lon, latitude: lat } = coords;
      const [west, south, east, north] = profile.region;
      if (west <= lon && lon <= east && south <= lat && lat <= north) this._show({ lon, lat });
      else say('search.here.outside');
    }, () => say('search.here.none'));
  }

  /** @param near whether they only resemble what was typed */
  _list(items: Item[], near = false) {
    this.items = items;
    this.at = items.length ? 0 : -1;
    this.results.replaceChildren(...items.map((item, i) => this._result(item, i)));
    const nothing = !items.length && this.input.value.trim() && document.activeElement === this.input;
    if (nothing) this.results.append(h('li.gl-none', this.chrome.t('search.none')));
    else if (near && items.length) {
      this.results.prepend(h('li.gl-none', { role: 'presentation' }, this.chrome.t('search.near')));
    }
    this.results.hidden = !items.length && !nothing;
    this.input.setAttribute('aria-expanded', String(!this.results.hidden));
  }

  _result(item: Item, i: number) {
    return h(
      'li',
      {
        role: 'option',
        id: 'gl-result-' + i,
        'aria-selected': String(i === 0),
        onmousedown: (event) => {
          event.preventDefault();
          this._choose(i);
        },
      },
      h('strong', item.record ? this.chrome.atlas.nameOf(item.record) : item.names[0]?.split(' | ')[0]),
      h('span', [item.kind, item.where].filter(Boolean).join(' · ')),
    );
  }

  _key(event: KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = Math.max(0, Math.min(this.items.length - 1, this.at + step));
      const options = this.results.querySelectorAll('[role=option]');
      options.forEach((li, i) => li.setAttribute('aria-selected', String(i === this.at)));
      this.input.setAttribute('aria-activedescendant', 'gl-result-' + this.at);
      event.preventDefault();
    } else if (event.key === 'Enter' && this.at >= 0) this._choose(this.at);
    else if (event.key === 'Escape') {
      this.input.value = '';
      this._list([]);
      this.input.blur();
    }
    event.stopPropagation();
  }

  _choose(i: number) {
    const item = this.items[i];
    if (!item) return;
    this.input.value = '';
    this._list([]);
    this.input.blur();
    if (item.here) this._locate();
    else if (item.panel) {
      if (!this.chrome.table) return this.chrome.link.ask('tables', 'crossings');
      this.chrome.open(item.panel);
      (this.chrome.root.querySelector('[id^=gl-row-crossings-]') as HTMLElement | null)?.focus();
    } else if (item.day !== undefined) this.chrome.atlas.set({ date: item.day });
    else if (item.position) this._show(item.position);
    else if (item.layer) this.chrome.atlas.goTo(item.layer, item.id);
  }

  /** Show a position and whose ground it is; a town whose sign reaches there is listed on its card. */
  _show({ lon, lat }: Position) {
    const { atlas } = this.chrome;
    const latlng = L.latLng(lat, lon);
    atlas.map.setView(latlng, Math.max(atlas.map.getZoom(), ZOOM), { animate: false });
    atlas.choose(latlng, 'control');
  }
}
