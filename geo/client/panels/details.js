/** The card of what is selected: what it is, who held it and since when, how sure, and who says so. */
import * as Dates from '../dates.js';
import { citation } from '../citation.js';
import { fill, h } from '../dom.js';
import { paint } from '../map/symbols.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { CardContent, CardRow, Statement } from '../layers/layer.js' */
/** @import { Spell } from '../tables.js' */

/** What stands around a card: the whole chrome, or what a popup has of it. @typedef {Pick<Chrome, 'atlas' | 't' | 'root'>} Around */

export class Details {
  /** @param {Around} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.box = h('section.gl-box.gl-details', { hidden: true, 'aria-label': chrome.t('details'), tabindex: '-1' });
  }

  refresh() {
    if (!this.box.hidden) this.show();
  }

  show() {
    const { atlas } = this.chrome;
    const chosen = atlas.selected;
    const what = chosen && chosen.layer.describe && chosen.layer.describe(chosen.id);
    this.box.hidden = !what;
    this.chrome.root.classList.toggle('gl-has-details', Boolean(what));
    if (!what) return;
    const scroll = this.last === atlas.view.selection ? this.box.scrollTop : 0;
    this.last = atlas.view.selection;
    fill(this.box, this._content(what));
    this.box.scrollTop = scroll;
    // Texts that are fetched when asked for come a moment later.
    const selection = this.last;
    if (what.later) what.later.then(() => selection === atlas.view.selection && this.refresh());
  }

  /** @param {CardContent} what */
  _content(what) {
    const { atlas } = this.chrome;
    /** @param {string} key */
    const t = (key) => atlas.t(key);
    return [
      h(
        'header',
        {},
        h('h2', { dir: 'auto' }, what.title || t('details.unnamed')),
        h('button.gl-close', {
          type: 'button',
          'aria-label': t('close'),
          onclick: () => atlas.set({ selection: null }),
        }, '×'),
      ),
      h('p.gl-subtitle', {}, what.subtitle),
      ...(what.headline || []).map((line) =>
        h('p.gl-headline', {}, line.colour ? h('i.gl-chip', { style: { background: line.colour } }) : null, line.text)
      ),
      what.lead ? h('p', { dir: 'auto' }, what.lead) : null,
      what.history ? this._band(what.history) : null,
      this._table(what.rows),
      what.text ? h('p.gl-note', { dir: 'auto' }, what.text) : null,
      this.cited(what.sources),
      what.action ? h('button.gl-text', { type: 'button', onclick: what.action.run }, what.action.text) : null,
      what.history ? this._spells(what.history) : null,
      what.statements?.length ? this._statements(what.statements, what.statementsTitle || '') : null,
      this._others(),
    ];
  }

  /** @param {CardRow[]} rows */
  _table(rows) {
    const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
    return h(
      'dl.gl-rows',
      {},
      filled.flatMap(([name, value]) => [h('dt', {}, name), h('dd', { dir: 'auto' }, String(value))]),
    );
  }

  /** Links of every source named, with publisher and date. @param {?string} [ids] joined by ; */
  cited(ids) {
    const { atlas } = this.chrome;
    const known = [...new Set((ids || '').split(';'))].filter(Boolean);
    if (!known.length) return null;
    return h(
      'div.gl-sources',
      {},
      h('h3', {}, atlas.t('details.sources')),
      h(
        'ul',
        {},
        known.map((id) => citation(atlas, id)),
      ),
    );
  }

  /** The place's history as a band: one stretch a spell, the day shown as a line. @param {Spell[]} history */
  _band(history) {
    const { atlas } = this.chrome;
    const { language } = atlas.view;
    const span = Dates.LAST - Dates.FIRST;
    /** @param {number} day */
    const share = (day) => ((Math.max(Dates.FIRST, Math.min(Dates.LAST, day)) - Dates.FIRST) / span) * 100;
    const stretches = history.map((spell) =>
      h('button.gl-stretch', {
        type: 'button',
        title: this._spellWords(spell),
        'aria-label': this._spellWords(spell),
        'data-precision': spell.precision,
        style: {
          insetInlineStart: share(spell.start) + '%',
          width: Math.max(0.35, share(spell.end === null ? Dates.LAST : spell.end) - share(spell.start)) + '%',
          background: paint(atlas.style, spell.holder),
        },
        onclick: () => atlas.set({ date: Math.max(spell.start, Dates.FIRST) }),
      })
    );
    return h(
      'div.gl-band',
      { role: 'group', 'aria-label': atlas.t('details.history', Dates.span(language)) },
      stretches,
      h('i.gl-now', { style: { insetInlineStart: share(atlas.view.date) + '%' } }),
      h('span.gl-from', {}, Dates.digits(Dates.year(Dates.FIRST), language)),
      h('span.gl-to', {}, Dates.digits(Dates.year(Dates.LAST), language)),
    );
  }

  /** @param {Spell} spell */
  _spellWords(spell) {
    const { atlas } = this.chrome;
    const { language } = atlas.view;
    const end = spell.end === null ? atlas.t('details.open') : Dates.words(spell.end, language);
    return `${Dates.words(spell.start, language, spell.precision)} – ${end}: ${atlas.t('holder.' + spell.holder)}`;
  }

  /** @param {Spell[]} history */
  _spells(history) {
    const { atlas } = this.chrome;
    const { date } = atlas.view;
    return h(
      'details.gl-more',
      {},
      h('summary', {}, atlas.t('details.history', Dates.span(atlas.view.language))),
      h(
        'ol.gl-spells',
        {},
        history.map((spell) =>
          h(
            'li',
            { class: spell.start <= date && (spell.end === null || date < spell.end) ? 'gl-current' : null },
            h('i.gl-chip', { style: { background: paint(atlas.style, spell.holder) } }),
            h('strong', {}, this._spellWords(spell)),
            h('span', {}, [atlas.t('confidence.' + spell.confidence), spell.forces].filter(Boolean).join(' · ')),
            spell.note ? h('p.gl-note', { dir: 'auto' }, spell.note) : null,
            this.cited(spell.source),
          )
        ),
      ),
    );
  }

  /** @param {Statement[]} statements @param {string} title */
  _statements(statements, title) {
    return h(
      'details.gl-more',
      { open: statements.length < 6 },
      h('summary', {}, `${title} (${statements.length})`),
      h(
        'ol.gl-spells',
        {},
        statements.map((one) =>
          h(
            'li',
            {},
            h('strong', { dir: 'auto' }, one.title),
            one.text ? h('p', { dir: 'auto' }, one.text) : null,
            this._table(one.rows),
            this.cited(one.sources),
          )
        ),
      ),
    );
  }

  /** What else lies at the spot that was clicked: events of a stack, the area, the ground. */
  _others() {
    const { atlas } = this.chrome;
    const hits = atlas.hits || [];
    if (hits.length < 2) return null;
    const more = hits.reduce((sum, hit) => sum + (hit.more || 0), 0);
    return h(
      'div.gl-others',
      {},
      h('h3', {}, atlas.t('details.here', { n: Dates.number(hits.length + more, atlas.view.language) })),
      h(
        'ul',
        {},
        hits.map((hit) =>
          h(
            'li',
            {},
            h(
              'button.gl-text',
              {
                type: 'button',
                'aria-current': atlas.view.selection === hit.layer + ':' + hit.id ? 'true' : null,
                onclick: () => atlas.set({ selection: hit.layer + ':' + hit.id }),
              },
              h('strong', {}, hit.title),
              ' ',
              h('span', {}, hit.text || ''),
            ),
          )
        ),
      ),
      more ? h('p', {}, atlas.t('userEvents.more', { n: Dates.number(more, atlas.view.language) })) : null,
    );
  }
}
