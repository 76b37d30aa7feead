/** How to cite what is shown, as programs for references take it: the same texts as geo/export/citation.py. */
import { address } from './address.js';
import { save } from '../area_of_interest/files.js';
import { h } from '../dom.js';

/** @import { Atlas } from '../atlas.js' */

/**
 * What a citation names; days as ISO text.
 * @typedef {{title: string, publisher: string, version: string, made: string, address: string, accessed: string}} Citation
 */

/** The citation of what is shown. @param {Atlas} atlas @returns {Citation} */
export function ofView(atlas) {
  const { title, date, release, version } = atlas.data.about;
  const place = address(atlas);
  return {
    title,
    publisher: title.split(':')[0],
    version: release ? `${release} (${version})` : version,
    made: date,
    address: /^https?:/.test(place) ? place : place.slice(place.indexOf('#') + 1), // the address of a local file is of no use to others
    accessed: new Date().toISOString().slice(0, 10),
  };
}

/** A key for bibliographies. @param {Citation} citation */
const key = (citation) =>
  `${citation.publisher}_${citation.version.slice(0, 20)}`.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(
    /^_+|_+$/g,
    '',
  );

/** @param {string} words */
const tex = (words) => words.replaceAll('\\', '').replace(/[#$%&_{}]/g, '\\$&');

/** @param {Citation} citation */
function bibtex(citation) {
  /** @type {[string, string][]} */
  const fields = [
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

/** @param {Citation} citation */
function ris(citation) {
  /** @type {[string, string][]} */
  const fields = [
    ['TY', 'DATA'],
    ['AU', citation.publisher],
    ['TI', citation.title],
    ['PY', citation.made.slice(0, 4)],
    ['DA', citation.made.replaceAll('-', '/')],
    ['ET', citation.version],
    ['UR', citation.address],
    ['Y2', citation.accessed.replaceAll('-', '/')],
    ['PB', citation.publisher],
    ['ER', ''],
  ];
  return fields.filter(([tag, cell]) => cell || tag === 'ER').map(([tag, cell]) => `${tag}  - ${cell}\r\n`).join('');
}

/** @param {Citation} citation */
function cslJson(citation) {
  /** @param {string} day */
  const parts = (day) => ({ 'date-parts': [day.split('-').map(Number)] });
  const item = {
    id: key(citation),
    type: 'dataset',
    title: citation.title,
    author: [{ literal: citation.publisher }],
    publisher: citation.publisher,
    version: citation.version,
    issued: parts(citation.made),
    accessed: parts(citation.accessed),
    ...(citation.address ? { URL: citation.address } : {}),
  };
  return JSON.stringify([item], null, 2) + '\n';
}

/** Formats by the name that they are known by, with the ending of their files. */
export const FORMATS = /** @type {const} */ ({
  BibTeX: ['bib', 'application/x-bibtex', bibtex],
  RIS: ['ris', 'application/x-research-info-systems', ris],
  'CSL-JSON': ['json', 'application/vnd.citationstyles.csl+json', cslJson],
});

/** Buttons that save the citation of what is shown. @param {Atlas} atlas */
export function citeButtons(atlas) {
  return h(
    'p.gl-cite-as',
    { role: 'group', 'aria-label': atlas.t('cite.save') },
    h('span', {}, atlas.t('cite.save')),
    Object.entries(FORMATS).map(([name, [ending, kind, written]]) =>
      h('button.gl-text', {
        'data-format': ending,
        onclick: () => save(`greenline-citation.${ending}`, kind, written(ofView(atlas))),
      }, name)
    ),
  );
}
