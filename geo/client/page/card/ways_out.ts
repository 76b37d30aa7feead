/** What a reader takes from a card: its address, a citation, its facts as a table. */
import { address, copier, publishedAddress } from '../links/address.ts';
import { citation, citeButton } from '../links/cite.ts';
import { saveTable } from '../area_of_interest/files.ts';
import { h } from '../dom.ts';
import { citedIds } from '../../paint/data/rows.ts';
import type { CardContent, CardRow } from '../../paint/layers/layer.ts';
import type { Atlas } from '../page.ts';

export function cite(atlas: Atlas, what: CardContent) {
  const headline = (what.headline || []).map((line) => line.text).join(' · ');
  return `${[what.title, headline].filter(Boolean).join(': ')}. ${citation(atlas)} ${address(atlas)}`;
}

export function waysOut(atlas: Atlas, what: CardContent) {
  const { status, copy } = copier(atlas);
  const button = (key: string, run: () => void) =>
    h('button.gl-plain', { 'data-way': key, onclick: run }, atlas.t('card.' + key));
  const name = (atlas.view.selection || 'card').replace(/[^\w]+/g, '-');
  return h(
    'div.gl-ways-out',
    { role: 'group', 'aria-label': atlas.t('card.waysOut') },
    button('link', () => copy(address(atlas), publishedAddress(atlas) ? 'card.copied' : 'card.noAddress')),
    button('cite', () => copy(cite(atlas, what))),
    button('table', () => saveTable(`greenline-${name}`, table(atlas, what))),
    // The reader's own areas are no rows of the atlas.
    atlas.view.selection?.startsWith('user_') ? null : button('report', () => atlas.chromeBox.report.open(what)),
    citeButton(atlas),
    status,
  );
}

export function table(atlas: Atlas, what: CardContent) {
  const rows: CardRow[] = [
    ['what', 'value', 'sources'],
    ['name', what.title],
    ['kind', what.subtitle],
    ...(what.headline || []).map((line) => ['held', line.text]),
    ...[what.sure, what.claims, what.key, what.evidence, what.rows].flatMap((some) => some || []),
    ['note', atlas.dataText(what.text), citedIds(what.sources)],
    ...(what.statements || []).map((
      statement,
    ) => [statement.title, atlas.dataText(statement.text), citedIds(statement.sources)]),
    ['citation', citation(atlas)],
    ['address', address(atlas)],
  ];
  const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return filled.map((row) => [row[0], row[1], row[2]]);
}
