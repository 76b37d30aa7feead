/** A place's history on its card: a band of its spells, and the list of them. */
import * as Dates from '../../paint/data/dates.ts';
import { h } from '../dom.ts';
import { chip } from '../form.ts';
import { paint } from '../../paint/map/symbols.ts';
import { textElement } from '../translation.ts';
import { cited } from '../../paint/data/rows.ts';
import type { Spell } from '../../paint/data/tables.ts';
import type { Atlas } from '../page.ts';

export function band(atlas: Atlas, history: Spell[]) {
  const { language } = atlas.view;
  const span = Dates.LAST - Dates.FIRST;
  const share = (day: number) => ((Math.max(Dates.FIRST, Math.min(Dates.LAST, day)) - Dates.FIRST) / span) * 100;
  const stretches = history.map((spell) =>
    h('button.gl-stretch', {
      title: spellWords(atlas, spell),
      'aria-label': spellWords(atlas, spell),
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
    h('i.gl-now', { style: { insetInlineStart: share(atlas.day) + '%' } }),
    h('span.gl-from', Dates.digits(Dates.year(Dates.FIRST), language)),
    h('span.gl-to', Dates.digits(Dates.year(Dates.LAST), language)),
  );
}

export function spellWords(atlas: Atlas, spell: Spell) {
  const { language } = atlas.view;
  const end = Dates.words(spell.end ?? Dates.LAST, language);
  return `${Dates.words(spell.start, language, spell.precision)} – ${end}: ${atlas.heldOver(spell.holder, spell)}`;
}

export function spells(atlas: Atlas, history: Spell[], sources: (ids: string) => HTMLElement | null) {
  const { date } = atlas.view;
  return h(
    'details.gl-more',
    h('summary', atlas.t('details.history', Dates.span(atlas.view.language))),
    h(
      'ol.gl-spells',
      history.map((spell) =>
        h(
          'li',
          { class: spell.start <= date && (spell.end === null || date < spell.end) ? 'gl-current' : null },
          chip(paint(atlas.style, spell.holder)),
          h('strong', spellWords(atlas, spell)),
          h(
            'span',
            spell.context ? atlas.t('details.context') : atlas.proof(spell)[1],
            spell.forces ? [' · ', textElement(atlas, spell.forces)] : null,
          ),
          spell.note ? h('p.gl-note', textElement(atlas, spell.note)) : null,
          sources(cited(spell)),
        )
      ),
    ),
  );
}
