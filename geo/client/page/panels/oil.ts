/** The panel of oil: the figures of the day shown by holder and field, and who says so. */
import * as Dates from '../../paint/data/dates.ts';
import { type Child, fill, h, openKeys } from '../dom.ts';
import { chip, field, select } from '../form.ts';
import { Panel } from './panel.ts';
import { Production, type Side, type Sum } from '../../paint/data/production.ts';
import { profile } from '../../paint/data/profile.ts';
import { textElement } from '../translation.ts';
import { cited } from '../../paint/data/rows.ts';
import type { Field, OutputStep } from '../../paint/data/tables.ts';
import type { Atlas, Chrome } from '../page.ts';

const SCOPES = ['disputed', 'north', 'all'] as const;
const BY = ['holder', 'run_by'] as const;

type Scope = typeof SCOPES[number];

export class OilPanel extends Panel {
  scope: Scope;
  by: Side;
  day = h('div', { 'aria-live': 'polite' });

  /** @param last the panel before, in another language */
  constructor(chrome: Chrome, last?: Panel) {
    super(chrome, 'oil');
    const former = last instanceof OilPanel ? last : null;
    this.scope = former?.scope || 'disputed';
    this.by = former?.by || 'holder';
  }

  get layer() {
    const layer = this.atlas.layers.get('fields');
    if (!layer) throw new Error('the page carries no fields');
    return layer;
  }

  fields() {
    // Fields south of it lie outside the dispute and dwarf all others.
    const north = profile.north ?? -90;
    const takes: Record<Scope, (row: Field) => boolean> = {
      disputed: (row) => row.disputed !== 'no',
      north: (row) => row.disputed !== 'no' || (row.lat || 0) > north,
      all: () => true,
    };
    return this.layer.all.filter(takes[this.scope]);
  }

  override update(changed?: Set<string>) {
    if (!this.body.childElementCount) this._build();
    else if (!changed || changed.has('date')) this._show();
  }

  _build() {
    const { t } = this;
    const choice = (id: string, names: readonly string[], current: string, run: (value: string) => void) =>
      field(
        t('oil.' + id),
        select({ id: 'gl-oil-' + id }, names.map((name) => [name, t(`oil.${id}.${name}`)]), current, run),
      );
    fill(
      this.body,
      h(
        'div.gl-oil-choices',
        choice(
          'scope',
          SCOPES.filter((item) => item !== 'north' || profile.north !== null),
          this.scope,
          (value) => this._set({ scope: SCOPES.find((item) => item === value) }),
        ),
        choice('by', BY, this.by, (value) => this._set({ by: BY.find((item) => item === value) })),
      ),
      this.day,
    );
    this._show();
  }

  _set(choice: { scope?: Scope; by?: Side }) {
    Object.assign(this, choice);
    this._show();
  }

  _show() {
    const { atlas } = this;
    const { view } = atlas;
    const open = openKeys(this.day);
    const sums = this.layer.production.sums(this.fields().map((row) => row.id), atlas.day, this.by);
    const sides = atlas.data.holders.flatMap((side) => sums.get(side) || []).sort((a, b) => b.best - a.best);
    fill(
      this.day,
      h('h3', atlas.t('oil.day', { date: Dates.words(atlas.day, view.language) })),
      h('ul.gl-sides', sides.map((sum) => h('li', this._side(sum, open)))),
      this._groups(open),
    );
  }

  _side(sum: Sum, open: Set<string>) {
    const { atlas } = this;
    const fields = [...sum.fields].sort((a, b) => (b.figure ? b.figure.best : -1) - (a.figure ? a.figure.best : -1));
    return more('side:' + sum.side, open, [
      chip(atlas.style.strong[sum.side]),
      h('span', atlas.heldBy(sum.side, atlas.day)),
      h('b', sum.counted ? Dates.rounded(sum, atlas.view.language) : '–'),
      h('small', Production.figuresCounted(atlas, sum.counted, sum.fields.length)),
    ], h('ul.gl-sides', fields.map(({ field, figure }) => h('li', this._field(field, figure, open)))));
  }

  _field(id: string, figure: OutputStep | null, open: Set<string>) {
    const { atlas } = this;
    const row = this.layer.byId.get(id);
    const period = this.layer.periods.at(id, atlas.day);
    const figures = this.layer.production.figures.filter((item) =>
      item.subject === id && item.start <= atlas.day && atlas.day < item.end
    );
    return more(
      'field:' + id,
      open,
      [h('span', row ? atlas.nameOf(row) : id), h('b', figure ? Production.best(atlas, figure) : '–')],
      h(
        'div',
        figure
          ? h(
            'p',
            `${Production.words(atlas, figure)} ${atlas.t('unit.bpd')}, ${Production.kind(atlas, figure)}`,
          )
          : h('p', atlas.t('oil.none')),
        figures.filter((item) => this.layer.production.doubted.has(item.qualifier)).map((item) =>
          h(
            'p.gl-note',
            atlas.t('oil.doubted', { n: atlas.number(item.value) }),
            ' ',
            textElement(atlas, item.note || ''),
          )
        ),
        period
          ? h(
            'p',
            [
              atlas.t('oil.ran', { side: atlas.heldBy(period.run_by, atlas.day) }),
              atlas.dataText(period.operator),
              atlas.t('oil.held', { side: atlas.heldBy(period.holder, atlas.day) }),
            ].filter(Boolean).join(' · '),
          )
          : null,
        h('button.gl-text', { onclick: () => atlas.goTo('fields', id) }, atlas.t('oil.onMap')),
        this.chrome.details.sourceLinks([figure && figure.source, period && cited(period)].filter(Boolean).join(';')),
      ),
    );
  }

  _groups(open: Set<string>) {
    const { atlas } = this;
    const reported = this.layer.production.reportedFigures(atlas.day);
    if (!reported.length) return null;
    return h(
      'div',
      h('h3', atlas.t('oil.said')),
      h(
        'ul.gl-sides',
        reported.map((item, i) =>
          h(
            'li',
            more(
              'said:' + item.subject + i,
              open,
              [
                h('span', subject(atlas, item.subject)),
                h('b', atlas.number(item.value)),
                h('small', `${atlas.t('oil.how.' + item.qualifier)} · ${Production.when(atlas, item)}`),
              ],
              h(
                'div',
                item.note ? h('p.gl-note', textElement(atlas, item.note)) : null,
                item.doubted ? h('p.gl-note', atlas.t('oil.record')) : null,
                this.chrome.details.sourceLinks(cited(item)),
              ),
            ),
          )
        ),
      ),
    );
  }
}

/** A line that opens: what it is and comes to, then who says so. It stays open while the day moves. */
function more(key: string, open: Set<string>, summary: Child[], ...content: Child[]) {
  return h('details', { 'data-key': key, open: open.has(key) }, h('summary', summary), ...content);
}

function subject(atlas: Atlas, text: string) {
  const name = text.split(':')[1];
  const words = atlas.t('oil.subject.' + name);
  return words.endsWith('.' + name) ? name.replace(/_/g, ' ') : words;
}
