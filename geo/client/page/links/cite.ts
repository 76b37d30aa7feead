/** How to cite what is shown: as a sentence, and as BibTeX, the same text as geo/export/citation.py. */
import * as Dates from '../../paint/data/dates.ts';
import { address } from './address.ts';
import { save } from '../area_of_interest/files.ts';
import { h } from '../dom.ts';
import { sentence } from '../../paint/marginalia/words.ts';
import type { Atlas } from '../page.ts';

export type Citation = {
  title: string;
  publisher: string;
  version: string;
  made: string;
  address: string;
  accessed: string;
};

export function citation(atlas: Atlas) {
  const { date } = atlas.data.about;
  return atlas.t('about.citation', {
    what: sentence(atlas),
    date: Dates.words(Dates.toDay(date), atlas.view.language),
    version: versionWords(atlas),
  });
}

export function versionWords(atlas: Atlas) {
  const { release, version } = atlas.data.about;
  return release || version;
}

function ofView(atlas: Atlas): Citation {
  const { title, date } = atlas.data.about;
  const place = address(atlas);
  return {
    title,
    publisher: title.split(':')[0],
    version: versionWords(atlas),
    made: date,
    address: /^https?:/.test(place) ? place : place.slice(place.indexOf('#') + 1), // the address of a local file is of no use to others
    accessed: new Date().toISOString().slice(0, 10),
  };
}

const key = (citation: Citation) =>
  `${citation.publisher}_${citation.version.slice(0, 20)}`.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(
    /^_+|_+$/g,
    '',
  );

const tex = (words: string) => words.replaceAll('\\', '').replace(/[#$%&_{}]/g, '\\$&');

export function bibtex(citation: Citation) {
  const fields: [string, string][] = [
    ['author', `{${tex(citation.publisher)}}`],
    ['title', `{${tex(citation.title)}}`],
    ['year', citation.made.slice(0, 4)],
    ['date', citation.made],
    ['version', tex(citation.version)],
    ['url', citation.address.replaceAll('{', '%7B').replaceAll('}', '%7D')],
    ['urldate', citation.accessed],
    ['license', 'CC-BY-4.0'],
  ];
  const lines = fields.filter(([, cell]) => cell).map(([name, cell]) => `  ${name} = {${cell}},\n`).join('');
  return `@dataset{${key(citation)},\n${lines}}\n`;
}

export function citeButton(atlas: Atlas) {
  return h('button.gl-plain', {
    'data-format': 'bib',
    onclick: () => save('greenline-citation.bib', 'application/x-bibtex', bibtex(ofView(atlas))),
  }, atlas.t('cite.save'));
}
