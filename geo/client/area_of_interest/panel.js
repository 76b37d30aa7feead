/** The panel of what was asked: draw or pick the ground, see at once what lies there, take it along. */
import * as Dates from '../dates.js';
import { exposure } from './exposure.js';
import * as Files from './files.js';
import { Shape } from './shape.js';
import { fill, h, opened } from '../dom.js';
import { paint } from '../map/symbols.js';
import { panelFrame } from '../panels/panels.js';
import { fold } from '../panels/search.js';
import { Production } from '../production.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { Exposure, Totals, Way } from './exposure.js' */
/** @import { Area, AreaKind } from './shape.js' */
/** @import { AtlasEvent, Named } from '../tables.js' */

/** Something that a figure counts. @typedef {{layer: string, row: Named & {id: string}, name?: string, text: Array<?string | undefined>, source: Array<?string | undefined>}} Counted */

const KINDS = /** @type {const} */ (['areas', 'governorates', 'districts']);

export class AskPanel {
  /** @type {HTMLButtonElement} */
  clear;
  /** @type {HTMLInputElement} */
  filter;

  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.body = h('div.gl-body.gl-ask');
    this.box = panelFrame(chrome, chrome.t('tool.ask'), this.body);
    this.answer = h('div', { 'aria-live': 'polite' });
  }

  /** What is at stake on other ground. @param {string} text as the view's key a has it */
  exposure(text) {
    return exposure(this.atlas, new Shape(this.atlas, text));
  }

  get atlas() {
    return this.chrome.atlas;
  }

  /** @param {Set<string>} [changed] */
  update(changed) {
    if (!this.body.childElementCount) this._build();
    const wanted = !changed ||
      ['asked', 'date', 'perspective', 'window', 'layers', 'language'].some((key) => changed.has(key));
    if (!wanted) return;
    this._picked();
    this._answer();
  }

  _build() {
    /** @param {string} key */
    const t = (key) => this.atlas.t(key);
    this.clear = h('button.gl-plain', {
      type: 'button',
      id: 'gl-ask-clear',
      onclick: () => this.atlas.set({ asked: null }),
    }, t('ask.clear'));
    this.filter = h('input', {
      type: 'search',
      id: 'gl-ask-filter',
      placeholder: t('ask.filter'),
      'aria-label': t('ask.filter'),
      oninput: () => this._narrow(),
    });
    this.boxes = KINDS.map((kind) =>
      h(
        'fieldset',
        {},
        h('legend', {}, t('ask.' + kind)),
        this._areas(kind).map((area) =>
          h(
            'label.gl-check',
            { 'data-key': kind + ':' + area.id },
            h('input', {
              type: 'checkbox',
              id: `gl-ask-${kind}-${area.id}`,
              onchange: () => this._pick(kind + ':' + area.id),
            }),
            h('span', {}, this.atlas.nameOf(area.record)),
          )
        ),
      )
    );
    this.picker = h(
      'details.gl-more',
      { id: 'gl-ask-pick' },
      h('summary', {}, t('ask.pick')),
      this.filter,
      h('div.gl-picks', {}, this.boxes),
    );
    this.body.replaceChildren(
      h('p.gl-subtitle', {}, t('ask.what')),
      h(
        'div.gl-ask-buttons',
        {},
        h(
          'button.gl-plain',
          { type: 'button', id: 'gl-ask-draw', onclick: () => this.chrome.ask.start() },
          t('ask.draw'),
        ),
        this.clear,
      ),
      this.picker,
      this.answer,
    );
  }

  /** Areas of the list first, then by name. @param {AreaKind} kind */
  _areas(kind) {
    const { language } = this.atlas.view;
    /** @param {Area} area */
    const first = (area) => (area.record.list_number === null ? 1 : 0);
    return [...Shape.areas(this.atlas)[kind]].sort((a, b) =>
      (kind === 'areas' && first(a) - first(b)) ||
      this.atlas.nameOf(a.record).localeCompare(this.atlas.nameOf(b.record), language === 'ckb' ? 'ar' : language)
    );
  }

  /** @returns {NodeListOf<HTMLElement>} */
  _labels() {
    return this.body.querySelectorAll('.gl-picks label');
  }

  _narrow() {
    const wanted = fold(this.filter.value);
    for (const label of this._labels()) {
      label.hidden = Boolean(wanted) && !fold(label.textContent || '').includes(wanted);
    }
  }

  /** Keys of the areas that are asked about. */
  _keys() {
    const { asked } = this.atlas.view;
    return asked && asked.includes(':') ? Shape.keys(asked).map(({ kind, id }) => kind + ':' + id) : [];
  }

  /** @param {string} key */
  _pick(key) {
    const keys = this._keys();
    const next = keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key];
    const kinds = [...new Set(next.map((one) => one.split(':')[0]))];
    this.atlas.set({
      asked: kinds.map((kind) =>
        kind + ':' + next.filter((one) =>
          one.startsWith(kind + ':')
        ).map((one) => one.split(':')[1]).join('.')
      ).join(',') || null,
    });
  }

  _picked() {
    const keys = new Set(this._keys());
    for (const label of this._labels()) {
      const input = label.querySelector('input');
      if (input) input.checked = keys.has(label.dataset.key || '');
    }
    this.clear.hidden = !this.atlas.view.asked;
  }

  _answer() {
    const { atlas } = this;
    const { shape } = this.chrome.ask;
    const open = opened(this.answer);
    if (!shape) return this.answer.replaceChildren();
    const start = performance.now();
    const found = exposure(atlas, shape);
    this.found = found;
    this.took = performance.now() - start;
    const names = shape.ring ? atlas.t('ask.polygon') : shape.names().join(atlas.t('sentence.comma'));
    fill(
      this.answer,
      h('h3.gl-ask-title', { dir: 'auto' }, names, ' · ', Dates.words(atlas.view.date, atlas.view.language)),
      shape.missing && shape.missing.length
        ? h('p.gl-note', {}, atlas.t('ask.missing', { what: shape.missing.join(', ') }))
        : null,
      this._ground(found),
      h('ul.gl-sides.gl-ask-figures', {}, this._figures(found, open).map((one) => h('li', {}, one))),
      h('p.gl-keys', {}, atlas.t('ask.how')),
      this._files(shape, found),
    );
  }

  /** @param {Exposure} found */
  _ground(found) {
    const { atlas } = this;
    /** @param {number} value */
    const number = (value) => Dates.number(value, atlas.view.language, value < 10 ? 1 : 0);
    /** @param {string} holder */
    const name = (holder) => atlas.t((atlas.view.perspective === 'held' ? 'holder.' : 'class.') + holder);
    /** @param {number} part */
    const share = (part) => (part < 0.01 ? '<' : '') + Dates.number(Math.max(1, 100 * part), atlas.view.language) + '%';
    return h(
      'table.gl-table',
      { id: 'gl-ask-ground' },
      h('caption', {}, atlas.t('ask.ground', { n: number(found.totals.km2) })),
      h(
        'tbody',
        {},
        found.ground.map((one) =>
          h(
            'tr',
            {},
            h(
              'th',
              { scope: 'row' },
              h('i.gl-chip', { style: { background: paint(atlas.style, one.holder) } }),
              name(one.holder),
            ),
            h('td.gl-n', {}, number(one.km2)),
            h('td.gl-n', {}, share(one.km2 / found.totals.km2)),
          )
        ),
      ),
    );
  }

  /** One line a figure, each of which opens what it counts and who says so. @param {Exposure} found
   * @param {Set<string>} open */
  _figures(found, open) {
    const { atlas } = this;
    const { totals } = found;
    /** @param {string} key @param {Record<string, string | number>} [values] */
    const t = (key, values) => atlas.t(key, values);
    /** @param {number} value */
    const number = (value) => Dates.number(Math.round(value), atlas.view.language);
    /** @param {'barrels' | 'deaths'} name */
    const range = (name) => {
      const ends = /** @type {const} */ (['low', 'best', 'high']);
      const [low, best, high] = ends.map((end) => totals[/** @type {const} */ (`${name}_${end}`)]);
      return low === null || best === null || high === null
        ? '–'
        : low === high
        ? number(best)
        : `${number(best)} (${number(low)}–${number(high)})`;
    };
    /** @param {string} name @param {string} value @param {string} small @param {Counted[]} list */
    const line = (name, value, small, list) => this._line(name, value, small, list, open);
    /** @param {string} holder */
    const side = (holder) => t((atlas.view.perspective === 'held' ? 'holder.' : 'class.') + (holder || 'unknown'));
    /** @param {AtlasEvent} row */
    const when = (row) => Dates.words(row.start, atlas.view.language, row.precision) + ' · ' + row.place;
    const pipes = found.pipelines.filter((one) => ['open', 'partial'].includes(one.state)).length;
    return [
      line(
        'barrels',
        range('barrels'),
        Production.counted(atlas, { ...totals, counted: totals.fields_with_figure }),
        found.fields.map(({ row, holder, figure, period }) => ({
          layer: 'fields',
          row,
          text: [
            side(holder),
            period && period.operator,
            figure
              ? `${Production.words(atlas, figure)} ${t('unit.bpd')}, ${Production.kind(atlas, figure)}`
              : t('oil.none'),
          ],
          source: [figure && figure.source, period && period.source, row.source],
        })),
      ),
      line(
        'reserves',
        totals.reserves_mmbbl === null ? '–' : number(totals.reserves_mmbbl),
        t('ask.reserves.of', { n: number(totals.fields_with_reserves) }),
        found.fields.flatMap(({ row }) =>
          row.reserves_mmbbl === null ? [] : [{
            layer: 'fields',
            row,
            text: [number(row.reserves_mmbbl), row.reserves_note],
            source: [row.source],
          }]
        ),
      ),
      line(
        'pipelines',
        t('ask.open', { n: number(pipes), of: number(totals.pipelines) }),
        t('ask.km', { n: number(totals.km_open + totals.km_partial), of: number(totals.km_shut + totals.km_unknown) }),
        found.pipelines.map(({ row, km, state }) => ({
          layer: 'pipelines',
          row,
          text: [t('state.' + state), number(km) + ' ' + t('unit.km')],
          source: [row.source],
        })),
      ),
      line(
        'refineries',
        number(totals.refineries),
        totals.refining_bpd === null ? '' : `${number(totals.refining_bpd)} ${t('unit.bpd')}`,
        found.refineries.map(({ row, ground }) => ({
          layer: 'refineries',
          row,
          text: [side(ground), row.capacity_bpd === null ? '' : number(row.capacity_bpd) + ' ' + t('unit.bpd')],
          source: [row.source],
        })),
      ),
      line(
        'crossings',
        t('ask.open', { n: number(totals.crossings_open), of: number(totals.crossings) }),
        '',
        found.crossings.filter((one) => !one.airport).map((one) => this._way(one, side)),
      ),
      line(
        'airports',
        t('ask.open', { n: number(totals.airports_open), of: number(totals.airports) }),
        '',
        found.crossings.filter((one) => one.airport).map((one) => this._way(one, side)),
      ),
      line(
        'events',
        number(totals.events),
        this._span(totals),
        found.events.map(({ row, vague }) => ({
          layer: 'events',
          row,
          name: when(row),
          text: [vague ? t('ask.vague') : '', row.text],
          source: [row.source],
        })),
      ),
      line(
        'deaths',
        range('deaths'),
        t('ask.of', { n: number(totals.events_with_deaths) }),
        found.events.flatMap(({ row, vague }) => {
          const deaths = deathsOf(row, number);
          return vague || deaths === null
            ? []
            : [{ layer: 'events', row, name: when(row), text: [deaths, row.note], source: [row.source] }];
        }),
      ),
      line(
        'people',
        totals.people === null ? '–' : number(totals.people),
        t('ask.towns', { n: number(totals.towns) }),
        [...found.towns].sort((a, b) => b.row.population - a.row.population).map(({ row }) => ({
          layer: 'towns',
          row,
          text: [number(row.population)],
          source: [row.source],
        })),
      ),
    ];
  }

  /** @param {Way} way @param {(holder: string) => string} side @returns {Counted} */
  _way({ row, period, state, holder, airport }, side) {
    const { atlas } = this;
    return {
      layer: airport ? 'airports' : 'crossings',
      row,
      text: [side(holder), atlas.t('state.' + state), period && period.text],
      source: [period && period.source, row.source],
    };
  }

  /** @param {Totals} totals */
  _span(totals) {
    const { atlas } = this;
    const days = atlas.view.window;
    const span = days ? atlas.t('ask.days', { n: Dates.number(days, atlas.view.language) }) : atlas.t('window.0');
    return totals.events_vague
      ? `${span} · ${atlas.t('ask.more', { n: Dates.number(totals.events_vague, atlas.view.language) })}`
      : span;
  }

  /** A figure that opens: what it counts, and the sources. Long lists are written when they are opened.
   * @param {string} name @param {string} value @param {string} small @param {Counted[]} list @param {Set<string>} open */
  _line(name, value, small, list, open) {
    const { atlas } = this;
    const body = h('div.gl-things');
    const fillBody = () => {
      if (body.childElementCount) return;
      body.append(
        ...(list.length
          ? list.map((one) =>
            h(
              'div.gl-thing',
              {},
              h(
                'button.gl-text',
                { type: 'button', onclick: () => atlas.goTo(one.layer, one.row.id) },
                one.name || atlas.nameOf(one.row),
              ),
              h('p', { dir: 'auto' }, one.text.filter(Boolean).join(' · ')),
              this.chrome.details.cited(one.source.filter(Boolean).join(';')),
            )
          )
          : [h('p', {}, atlas.t('ask.nothing'))]),
      );
    };
    const own = h(
      'details',
      { 'data-key': name, open: open.has(name), ontoggle: fillBody },
      h('summary', {}, h('span', {}, atlas.t('ask.' + name)), h('b', {}, value), small ? h('small', {}, small) : null),
      body,
    );
    if (open.has(name)) fillBody();
    return own;
  }

  /** @param {Shape} shape @param {Exposure} found */
  _files(shape, found) {
    const { atlas } = this;
    const name = `greenline-${Dates.iso(atlas.view.date)}-asked`;
    /** @param {'csv' | 'json'} ending @param {string} type @param {() => string} text */
    const button = (ending, type, text) =>
      h('button.gl-plain', {
        type: 'button',
        id: 'gl-ask-' + ending,
        onclick: () => Files.save(`${name}.${ending}`, type, text()),
      }, atlas.t('ask.' + ending));
    return h(
      'div.gl-ask-buttons',
      {},
      button('csv', 'text/csv;charset=utf-8', () => Files.csv(found)),
      button('json', 'application/json', () => Files.json(atlas, shape, found)),
    );
  }
}

/** Deaths as best (low–high); null where no figure is given. @param {AtlasEvent} row @param {(value: number) => string} number */
function deathsOf({ deaths_best: best, deaths_low: low, deaths_high: high }, number) {
  if (best === null) return null;
  return low === null || high === null || low === high
    ? number(best)
    : `${number(best)} (${number(low)}–${number(high)})`;
}
