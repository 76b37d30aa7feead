/** The panel of what was asked: draw or pick the ground, see at once what lies there, take it along. */
import * as Dates from '../dates.js';
import { exposure } from './exposure.js';
import * as Files from './files.js';
import { Shape } from './shape.js';
import { fill, h } from '../dom.js';
import { paint } from '../map/symbols.js';
import { People } from '../people.js';
import { panelFrame } from '../panels/panels.js';
import { Production } from '../production.js';
import { fold } from '../spelling.js';

const KINDS = ['areas', 'governorates', 'districts'];

export class AskPanel {
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

  update(changed) {
    if (!this.body.childElementCount) this._build();
    const wanted = !changed ||
      ['area_of_interest', 'date', 'perspective', 'window', 'layers', 'language'].some((key) => changed.has(key));
    if (!wanted) return;
    this._picked();
    this._answer();
  }

  _build() {
    const t = (key) => this.atlas.t(key);
    this.clear = h('button.gl-plain', {
      type: 'button',
      id: 'gl-ask-clear',
      onclick: () => this.atlas.set({ area_of_interest: null }),
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

  /** Areas of the list first, then by name. */
  _areas(kind) {
    const { language } = this.atlas.view;
    const first = (area) => (area.record.list_number === null ? 1 : 0);
    return [...Shape.areas(this.atlas)[kind]].sort((a, b) =>
      (kind === 'areas' && first(a) - first(b)) ||
      this.atlas.nameOf(a.record).localeCompare(this.atlas.nameOf(b.record), language === 'ckb' ? 'ar' : language)
    );
  }

  _narrow() {
    const wanted = fold(this.filter.value);
    for (const label of this.body.querySelectorAll('.gl-picks label')) {
      label.hidden = wanted && !fold(label.textContent).includes(wanted);
    }
  }

  /** Keys of the areas that are asked about. */
  _keys() {
    const { area_of_interest: area } = this.atlas.view;
    return area && area.includes(':') ? Shape.keys(area).map(({ kind, id }) => kind + ':' + id) : [];
  }

  _pick(key) {
    const keys = this._keys();
    const next = keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key];
    const kinds = [...new Set(next.map((one) => one.split(':')[0]))];
    this.atlas.set({
      area_of_interest: kinds.map((kind) =>
        kind + ':' + next.filter((one) =>
          one.startsWith(kind + ':')
        ).map((one) => one.split(':')[1]).join('.')
      ).join(',') || null,
    });
  }

  _picked() {
    const keys = new Set(this._keys());
    for (const label of this.body.querySelectorAll('.gl-picks label')) {
      label.querySelector('input').checked = keys.has(label.dataset.key);
    }
    this.clear.hidden = !this.atlas.view.area_of_interest;
  }

  _answer() {
    const { atlas } = this;
    const { shape } = this.chrome.ask;
    const open = new Set([...this.answer.querySelectorAll('details[open]')].map((one) => one.dataset.key));
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

  _ground(found) {
    const { atlas } = this;
    const number = (value) => Dates.number(value, atlas.view.language, value < 10 ? 1 : 0);
    const name = (holder) => atlas.t((atlas.view.perspective === 'held' ? 'holder.' : 'class.') + holder);
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

  /** One line a figure, each of which opens what it counts and who says so. */
  _figures(found, open) {
    const { atlas } = this;
    const { totals } = found;
    const t = (key, values) => atlas.t(key, values);
    const number = (value) => Dates.number(Math.round(value), atlas.view.language);
    const range = (name) => {
      const [low, best, high] = ['low', 'best', 'high'].map((end) => totals[`${name}_${end}`]);
      return best === null ? '–' : low === high ? number(best) : `${number(best)} (${number(low)}–${number(high)})`;
    };
    const line = (name, value, small, list) => this._line(name, value, small, list, open);
    const side = (holder) => t((atlas.view.perspective === 'held' ? 'holder.' : 'class.') + (holder || 'unknown'));
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
        found.fields.filter((one) => one.row.reserves_mmbbl !== null).map(({ row }) => ({
          layer: 'fields',
          row,
          text: [number(row.reserves_mmbbl), row.reserves_note],
          source: [row.source],
        })),
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
          name: Dates.words(row.start, atlas.view.language, row.precision) + ' · ' + row.place,
          text: [vague ? t('ask.vague') : '', row.text],
          source: [row.source],
        })),
      ),
      line(
        'deaths',
        range('deaths'),
        t('ask.of', { n: number(totals.events_with_deaths) }),
        found.events.filter((one) => !one.vague && one.row.deaths_best !== null)
          .map(({ row }) => ({
            layer: 'events',
            row,
            name: Dates.words(row.start, atlas.view.language, row.precision) + ' · ' + row.place,
            text: [
              row.deaths_low === row.deaths_high
                ? number(row.deaths_best)
                : `${number(row.deaths_best)} (${number(row.deaths_low)}–${number(row.deaths_high)})`,
              row.note,
            ],
            source: [row.source],
          })),
      ),
      line(
        'people',
        totals.people === null ? '–' : number(totals.people),
        t('ask.towns', { n: number(totals.towns) }),
        found.towns.sort((a, b) => b.row.population - a.row.population).map(({ row }) => ({
          layer: 'towns',
          row,
          text: [number(row.population)],
          source: [row.source],
        })),
      ),
      ...this._residents(found, line, range, number, side),
    ];
  }

  /** People by the census, where the atlas has one: by sub-district, and of whom no more than the district is known. */
  _residents(found, line, range, number, side) {
    const people = People.of(this.atlas);
    if (!people) return [];
    const rows = [...found.residents].sort((a, b) => b.best - a.best);
    const { units } = this.atlas.layers.get('control');
    const first = (row) => units[row.units[0]];
    return [line(
      'residents',
      range('residents'),
      this.atlas.t('ask.counted', { day: Dates.words(people.day, this.atlas.view.language) }),
      rows.map((row) => ({
        layer: first(row).pcode === row.pcode ? 'control' : 'districts',
        row: { ...row, id: first(row).pcode === row.pcode ? first(row).unit : row.pcode },
        text: [
          row.low === row.high ? number(row.best) : `${number(row.best)} (${number(row.low)}–${number(row.high)})`,
          side(row.ground),
        ],
        source: [row.source],
      })),
    )];
  }

  _way({ row, period, state, holder, airport }, side) {
    const { atlas } = this;
    return {
      layer: airport ? 'airports' : 'crossings',
      row,
      text: [side(holder), atlas.t('state.' + state), period && period.text],
      source: [period && period.source, row.source],
    };
  }

  _span(totals) {
    const { atlas } = this;
    const days = atlas.view.window;
    const span = days ? atlas.t('ask.days', { n: Dates.number(days, atlas.view.language) }) : atlas.t('window.0');
    return totals.events_vague
      ? `${span} · ${atlas.t('ask.more', { n: Dates.number(totals.events_vague, atlas.view.language) })}`
      : span;
  }

  /** A figure that opens: what it counts, and the sources. Long lists are written when they are opened. */
  _line(name, value, small, list, open) {
    const { atlas } = this;
    const body = h('div.gl-things');
    const fill = () =>
      !body.childElementCount &&
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
    const own = h(
      'details',
      { 'data-key': name, open: open.has(name), ontoggle: fill },
      h('summary', {}, h('span', {}, atlas.t('ask.' + name)), h('b', {}, value), small ? h('small', {}, small) : null),
      body,
    );
    if (open.has(name)) fill();
    return own;
  }

  _files(shape, found) {
    const { atlas } = this;
    const name = `greenline-${Dates.iso(atlas.view.date)}-asked`;
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
