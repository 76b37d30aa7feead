/** The panel of the area of interest: draw or pick the ground, see at once what lies there, take it along. */
import * as Dates from '../../paint/data/dates.ts';
import { type Exposure, exposure } from './exposure.ts';
import { type Figure, figures } from './figures.ts';
import { saveTable } from './files.ts';
import { type Area, type AreaKind, Shape } from './shape.ts';
import { fill, h, openKeys } from '../dom.ts';
import { chip, rowHead, table } from '../form.ts';
import { percent } from '../../paint/layers/ground.ts';
import { paint } from '../../paint/map/symbols.ts';
import { Panel } from '../panels/panel.ts';
import { profile } from '../../paint/data/profile.ts';
import { fold } from '../../paint/data/spelling.ts';
import { citedIds } from '../../paint/data/rows.ts';
import type { Chrome } from '../page.ts';

const KINDS = ['areas', 'governorates', 'districts'] as const;

export class AreaOfInterestPanel extends Panel {
  clear!: HTMLButtonElement;
  filter!: HTMLInputElement;
  picker!: HTMLDetailsElement;
  picking: boolean; // whether the list of areas opens with the panel, and what narrows it then
  narrowed: string;
  answer = h('div', { 'aria-live': 'polite' });
  boxes: HTMLFieldSetElement[] | undefined;
  took: number | undefined;

  /** @param last the panel before, in another language */
  constructor(chrome: Chrome, last?: Panel) {
    super(chrome, 'ask');
    const former = last instanceof AreaOfInterestPanel ? last : null;
    this.picking = former?.picker ? former.picker.open : former?.picking || false;
    this.narrowed = former?.filter ? former.filter.value : former?.narrowed || '';
  }

  /** What is at stake on other ground. @param text as the view's key a has it */
  exposure(text: string) {
    return exposure(this.atlas, new Shape(this.atlas, text));
  }

  override update(changed?: Set<string>) {
    if (!this.body.childElementCount) this._build();
    const keys = ['areaOfInterest', 'date', 'perspective', 'window', 'layers', 'language'];
    if (changed && !keys.some((key) => changed.has(key))) return;
    this._readChoice();
    this._answer();
  }

  _build() {
    const { t } = this;
    this.clear = h('button.gl-plain', {
      id: 'gl-ask-clear',
      onclick: () => this.atlas.set({ areaOfInterest: null }),
    }, t('ask.clear'));
    this.filter = h('input', {
      type: 'search',
      id: 'gl-ask-filter',
      placeholder: t('ask.filter'),
      value: this.narrowed,
      'aria-label': t('ask.filter'),
      oninput: () => this._filterChoices(),
    });
    this.boxes = KINDS.map((kind) =>
      h(
        'fieldset',
        h('legend', t('ask.' + kind)),
        this._areas(kind).map((area) =>
          h(
            'label.gl-check',
            { 'data-key': kind + ':' + area.id },
            h('input', {
              type: 'checkbox',
              id: `gl-ask-${kind}-${area.id}`,
              onchange: () => this._pick(kind + ':' + area.id),
            }),
            h('span', this.atlas.nameOf(area.record)),
          )
        ),
      )
    );
    this.picker = h(
      'details.gl-more',
      { id: 'gl-ask-pick', open: this.picking },
      h('summary', t('ask.pick')),
      this.filter,
      h('div.gl-picks', this.boxes),
    );
    this.body.replaceChildren(
      h('p.gl-subtitle', t('ask.what')),
      h(
        'div.gl-ask-buttons',
        h('button.gl-plain', { id: 'gl-ask-draw', onclick: () => this.chrome.drawing.start() }, t('ask.draw')),
        this.clear,
      ),
      this.picker,
      this.answer,
    );
    this._filterChoices();
  }

  _areas(kind: AreaKind) {
    const { language } = this.atlas.view;
    const first = (area: Area) => (area.record.list_number === null ? 1 : 0);
    return [...Shape.areas(this.atlas)[kind]].sort((a, b) =>
      (kind === 'areas' && first(a) - first(b)) ||
      this.atlas.nameOf(a.record).localeCompare(this.atlas.nameOf(b.record), Dates.locale(language))
    );
  }

  _labels(): NodeListOf<HTMLElement> {
    return this.body.querySelectorAll('.gl-picks label');
  }

  _filterChoices() {
    const text = fold(this.filter.value);
    for (const label of this._labels()) {
      label.hidden = !fold(label.textContent || '').includes(text);
    }
  }

  _keys() {
    const { areaOfInterest: area } = this.atlas.view;
    return area && area.includes(':') ? Shape.keys(area).map(({ kind, id }) => kind + ':' + id) : [];
  }

  _pick(key: string) {
    const keys = this._keys();
    const next = keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key];
    const kinds = Map.groupBy(next.map((other) => other.split(':')), ([kind]) => kind);
    const areas = [...kinds].map(([kind, parts]) => `${kind}:${parts.map(([, id]) => id).join('.')}`);
    this.atlas.set({ areaOfInterest: areas.join(',') || null });
  }

  _readChoice() {
    const keys = new Set(this._keys());
    for (const label of this._labels()) {
      const input = label.querySelector('input');
      if (input) input.checked = keys.has(label.dataset.key || '');
    }
    this.clear.hidden = !this.atlas.view.areaOfInterest;
  }

  _answer() {
    const { atlas } = this;
    const { shape } = this.chrome.drawing;
    const open = openKeys(this.answer);
    if (!shape) return this.answer.replaceChildren();
    const start = performance.now();
    const answer = exposure(atlas, shape);
    this.took = performance.now() - start;
    const names = shape.ring ? atlas.t('ask.polygon') : shape.names().join(atlas.t('sentence.comma'));
    fill(
      this.answer,
      h('h3.gl-ask-title', { dir: 'auto' }, names, ' · ', Dates.words(atlas.day, atlas.view.language)),
      shape.missing && shape.missing.length
        ? h('p.gl-note', atlas.t('ask.missing', { what: shape.missing.join(', ') }))
        : null,
      this._ground(answer),
      h('ul.gl-sides.gl-ask-figures', figures(atlas, answer).map((figure) => h('li', this._line(figure, open)))),
      h('p.gl-keys', atlas.t('ask.how')),
      this._save(names, answer),
    );
  }

  _ground(answer: Exposure) {
    const { atlas } = this;
    const number = (value: number) => Dates.number(value, atlas.view.language, value < 10 ? 1 : 0);
    const share = (part: number) => percent(atlas, { percent: part < 0.01 ? 0 : Math.round(100 * part) });
    const result = table(
      { id: 'gl-ask-ground' },
      atlas.t('ask.ground', { n: number(answer.totals.km2) }),
      [],
      answer.ground.map((item) => [
        rowHead(chip(paint(atlas.style, item.holder)), atlas.sideName(item.holder, atlas.day)),
        h('td.gl-n.gl-wraps', atlas.layers.get('control')?.ground(item.km2, item.band) ?? number(item.km2)),
        h('td.gl-n', share(item.km2 / answer.totals.km2)),
      ]),
    );
    if (answer.ground.some((item) => item.band)) {
      result.append(h('tfoot', h('tr', h('td', { colspan: 3 }, atlas.t('unsure.how')))));
    }
    return result;
  }

  /** A figure that opens: what it counts, and the sources. Long lists are written when they are opened. */
  _line({ name, value, small, list }: Figure, open: Set<string>) {
    const { atlas } = this;
    const body = h('div.gl-things');
    const fillBody = () => {
      if (body.childElementCount) return;
      body.append(
        ...(list.length
          ? list.map((entry) =>
            h(
              'div.gl-thing',
              h(
                'button.gl-text',
                { onclick: () => atlas.goTo(entry.layer, entry.row.id) },
                entry.name || atlas.nameOf(entry.row),
              ),
              h('p', { dir: 'auto' }, entry.text),
              this.chrome.details.sourceLinks(entry.sources),
            )
          )
          : [h('p', atlas.t('ask.nothing'))]),
      );
    };
    const section = h(
      'details',
      { 'data-key': name, open: open.has(name), ontoggle: fillBody },
      h(
        'summary',
        h('span', atlas.t((name in profile.points ? 'layer.' : 'ask.') + name)),
        h('b', value),
        small ? h('small', small) : null,
      ),
      body,
    );
    if (open.has(name)) fillBody();
    return section;
  }

  _save(names: string, answer: Exposure) {
    const { atlas } = this;
    const save = () =>
      saveTable(`greenline-${Dates.iso(atlas.day)}-area`, [
        ['what', 'name', 'value', 'sources'],
        ['area', names, null, null],
        ...answer.ground.map(({ holder, km2 }) => ['km2', atlas.sideName(holder, atlas.day), Math.round(km2), null]),
        ...figures(atlas, answer).flatMap(({ name, value, small, list }) => [
          [name, small, value, null],
          ...list.map((entry) => [
            name,
            entry.name || atlas.nameOf(entry.row),
            entry.text,
            citedIds([...new Set(entry.sources.split(';'))].join(';')),
          ]),
        ]),
      ]);
    return h('div.gl-ask-buttons', h('button.gl-plain', { id: 'gl-ask-csv', onclick: save }, atlas.t('ask.csv')));
  }
}
