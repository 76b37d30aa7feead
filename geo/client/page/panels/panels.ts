/** The panels of the layers in groups, and of what the map is. */
import * as Dates from '../../paint/data/dates.ts';
import * as View from '../../paint/data/view.ts';
import { profile } from '../../paint/data/profile.ts';
import { copier, publishedAddress } from '../links/address.ts';
import { citation, citeButton, versionWords } from '../links/cite.ts';
import { type Children, fill, h, link, picture } from '../dom.ts';
import { check, type Choice, field, select, windowChoices } from '../form.ts';
import { Panel } from './panel.ts';
import { creditLine, creditsOf, creditText, sentence } from '../../paint/marginalia/words.ts';
import { centredSample, entriesOf, sizeOf } from '../../paint/marginalia/legend.ts';
import type { Swatch } from '../../paint/layers/layer.ts';
import type { Atlas, Chrome } from '../page.ts';

function switchBox(id: string, text: Children, on: boolean, run: (on: boolean) => void) {
  return check(text, { id, checked: on, onchange: (event) => run(event.target.checked) });
}

export class LayerPanel extends Panel {
  override update() {
    const { atlas, t } = this;
    const groups = atlas.data.groups.map(([group, names]) => {
      const present = names.filter((name) => atlas.layers.has(name));
      return present.length && h('fieldset', h('legend', t('group.' + group)), present.map((name) => this._box(name)));
    });
    fill(
      this.body,
      groups.map((group) => group || null),
      atlas.layers.has('events') ? this._kinds('eventTypes', 'event.') : null,
      atlas.layers.has('conflict') ? this._kinds('violence', 'violence.', this._side()) : null,
      this._window(),
      switchBox('gl-by-zoom', t('layers.byZoom'), atlas.view.byZoom, (on) => atlas.set({ byZoom: on })),
      // Bands of fronts and stripes of ground that changes hands.
      atlas.layers.has('control') &&
        switchBox('gl-uncertainty', t('unsure.switch'), atlas.view.uncertainty, (on) => atlas.set({ uncertainty: on })),
      // Online tiles are a choice, offered only where the file was made to allow them.
      this.chrome.options.tiles &&
        switchBox('gl-tiles', t('tiles'), atlas.view.tiles, (on) => atlas.set({ tiles: on })),
    );
  }

  _box(name: string) {
    const { atlas } = this;
    const title = atlas.t('layer.' + name);
    return switchBox(
      'gl-layer-' + name,
      atlas.isNear(name) ? atlas.t('layers.near', { name: title }) : title,
      atlas.shows(name),
      (on) => atlas.set(View.switchLayers(atlas.view, [name], on)),
    );
  }

  _kinds(key: 'eventTypes' | 'violence', word: string, more: HTMLElement | null = null) {
    const { atlas } = this.chrome;
    const kinds = View.optionsOf(key);
    const chosen = atlas.view[key];
    const events = atlas.layers.get('events');
    return h(
      'fieldset',
      h('legend', atlas.t('group.' + key)),
      kinds.map((kind) =>
        switchBox(
          'gl-type-' + kind,
          key === 'eventTypes' && events ? [swatch(events.swatch(kind)), atlas.t(word + kind)] : atlas.t(word + kind),
          chosen.includes(kind),
          (on) => atlas.set({ [key]: kinds.filter((other) => (other === kind ? on : chosen.includes(other))) }),
        )
      ),
      more,
    );
  }

  _side() {
    const { atlas } = this.chrome;
    const layer = atlas.layers.get('conflict');
    if (!layer) return null;
    const sides = [...layer.sides.keys()].map((id): Choice => [id, layer.sideName(id)]);
    const choices: Choice[] = [['', atlas.t('conflict.allSides')], ...sides];
    const run = (value: string) => atlas.set({ side: value || null });
    return field(atlas.t('conflict.side'), select({ id: 'gl-side' }, choices, atlas.view.side || '', run));
  }

  _window() {
    const { atlas } = this.chrome;
    if (!atlas.layers.has('events') && !atlas.layers.has('conflict')) return null;
    const run = (value: string) => atlas.set({ window: Number(value) });
    return field(atlas.t('window'), select({ id: 'gl-window' }, windowChoices(atlas), atlas.view.window, run));
  }
}

export class AboutPanel extends Panel {
  override update() {
    const { atlas, t } = this;
    const { data: { about }, view } = atlas;
    const cited = h('cite', citation(atlas), ' ', publishedAddress(atlas));
    const control = atlas.layers.get('control');
    const date = Dates.words(Dates.toDay(about.date), view.language);
    const audited = Object.entries(about.audited || {}).map(([name, n]) => [name, atlas.number(n)]);
    fill(
      this.body,
      h('p', h('strong', sentence(atlas))),
      h('p', t('about.data', { date, version: versionWords(atlas), hash: about.version })),
      about.audited && h('p', t('about.audited', Object.fromEntries(audited))),
      h('p', t('about.cite'), h('br'), cited, ' ', citeButton(atlas)),
      creditSection(atlas, publishedAddress(atlas)),
      h('h3', t('perspective')),
      h(
        'dl',
        (control ? control.perspectives : []).flatMap((
          row,
        ) => [h('dt', atlas.nameOf(row)), h('dd', atlas.translate(row, 'text') || row.text_en)]),
      ),
      h('p', t('about.front')),
      h('p', t('about.neutral')),
      h('h3', t('about.licences')),
      h(
        'ul',
        about.licences.map(([what, licence, address]) =>
          h('li', what + ': ', address ? link(address, licence) : licence)
        ),
      ),
      this._language(),
      h('p.gl-keys', t('about.keys')),
    );
  }

  /** The choice of a language; the app has it in its side bar. */
  _language() {
    const { atlas, options, embed } = this.chrome;
    if (options.framed && !embed.base) return null;
    const choices = profile.languages.map((code): Choice => [code, profile.writing[code].name, code]);
    const run = (language: string) => atlas.set({ language });
    return field(atlas.t('language'), select({ id: 'gl-language' }, choices, atlas.view.language, run));
  }
}

export class CreditCorner {
  button: HTMLButtonElement;

  constructor(readonly chrome: Chrome) {
    this.button = h('button.gl-credit', { onclick: () => chrome.open('about') });
    chrome.atlas.map.attributionControl.getContainer()?.prepend(this.button);
  }

  update() {
    const { atlas } = this.chrome;
    const { date } = atlas.data.about;
    const release = atlas.t('credit.data', { date: Dates.words(Dates.toDay(date), atlas.view.language) });
    const parts = ['Greenline', `${release} (${versionWords(atlas)})`, creditText(atlas)].filter(Boolean);
    this.button.title = parts.join(' · ');
    fill(this.button, parts.flatMap((part, at) => [at ? ' · ' : '', h('bdi', part)]));
  }
}

/** Whom the map names, the line to print below it, and what a licence asks of who publishes it.
 * @param where address of the view, after a space */
export function creditSection(atlas: Atlas, where: string) {
  const rows = creditsOf(atlas);
  if (!rows.length) return null;
  const { status, copy } = copier(atlas);
  const shared = rows.filter(({ shareAlike }) => shareAlike).map(({ licence }) => h('bdi', licence));
  const text = () => `${sentence(atlas)}. ${citation(atlas)} ${creditText(atlas)}${where}`;
  return h(
    'section.gl-credits',
    h('h3', atlas.t('credits')),
    h(
      'ul',
      rows.map((row) => {
        const line = creditLine(atlas, row);
        return h('li', { dir: 'auto' }, row.url ? link(row.url, line) : line);
      }),
    ),
    shared.length
      ? h(
        'p',
        atlas.t('credits.share') + ' ',
        shared.flatMap((name, at) => (at ? [atlas.t('list.break'), name] : [name])),
      )
      : null,
    h(
      'p',
      h('button.gl-plain', { 'data-way': 'credit', onclick: () => copy(text()) }, atlas.t('credits.copy')),
      status,
    ),
  );
}

export class LegendPanel extends Panel {
  key = ''; // the legend as it is written

  constructor(chrome: Chrome) {
    super(chrome, 'legend');
    this.body.tabIndex = 0;
  }

  override update() {
    const { atlas, compare } = this.chrome;
    const groups = entriesOf(atlas, compare.side?.data && compare.side);
    const key = JSON.stringify(groups);
    if (key === this.key) return;
    this.key = key;
    fill(
      this.body,
      groups.flatMap(([title, entries]) => [
        title ? h('h3', title) : null,
        h(
          'ul.gl-legend',
          entries.map(({ swatch: what, text }) =>
            h(
              what === undefined ? 'li.gl-legend-says' : 'li',
              what === undefined ? null : swatch(what),
              h('span', text),
            )
          ),
        ),
      ]),
    );
  }
}

const samples: Map<string, HTMLImageElement> = new Map();

export function swatch(what?: Swatch | null) {
  const key = JSON.stringify(what || null);
  const [wide, tall] = sizeOf(what);
  const sample = samples.get(key) || picture(wide, tall, (ctx) => centredSample(ctx, what));
  samples.set(key, sample);
  const image = sample.cloneNode() as HTMLImageElement;
  image.className = what?.toScale ? 'gl-swatch gl-to-scale' : 'gl-swatch';
  if (wide > 26 || tall > 16) Object.assign(image.style, { width: `${wide}px`, height: `${tall}px` });
  return image;
}
