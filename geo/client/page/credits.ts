/** Whom the page names for what its map shows: in the corner of the map, and in full among what the map is. */
import * as Dates from '../paint/data/dates.ts';
import { creditLine, creditsOf, creditText } from '../paint/marginalia/credits.ts';
import { sentence } from '../paint/marginalia/sentence.ts';
import { fill, h, link } from './dom.ts';
import { copier } from './links/copy.ts';
import { citation, versionWords } from './panels/panels.ts';
import type { Atlas } from './atlas.ts';
import type { Chrome } from './chrome.ts';

/** The corner of the map, which leads to all of it. */
export class CreditCorner {
  button: HTMLButtonElement;

  constructor(readonly chrome: Chrome) {
    this.button = h('button.gl-credit', { onclick: () => chrome.open('about') });
    chrome.atlas.map.attributionControl.getContainer()?.prepend(this.button);
  }

  /** Name the data's version and the rights holders of what is shown. */
  update() {
    const { atlas } = this.chrome;
    const { date } = atlas.data.about;
    const made = atlas.t('credit.data', { date: Dates.words(Dates.knownDay(date), atlas.view.language) });
    const parts = ['Greenline', `${made} (${versionWords(atlas)})`, creditText(atlas)].filter(Boolean);
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
