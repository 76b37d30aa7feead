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

/** A key for bibliographies. @param {Citation} one */
const key = (one) =>
  `${one.publisher}_${one.version.slice(0, 20)}`.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');

/** @param {string} words */
const tex = (words) => words.replaceAll('\\', '').replace(/[#$%&_{}]/g, '\\$&');

/** @param {Citation} one */
function bibtex(one) {
  /** @type {[string, string][]} */
  const fields = [
    ['author', `{${tex(one.publisher)}}`],
    ['title', `{${tex(one.title)}}`],
    ['year', one.made.slice(0, 4)],
    ['date', one.made],
    ['version', tex(one.version)],
    ['url', one.address.replaceAll('{', '%7B').replaceAll('}', '%7D')],
    ['urldate', one.accessed],
    ['license', 'CC-BY-4.0'],
  ];
  const lines = fields.filter(([, cell]) => cell).map(([name, cell]) => `  ${name} = {${cell}},\n`).join('');
  return `@dataset{${key(one)},\n${lines}}\n`;
}

/** @param {Citation} one */
function ris(one) {
  /** @type {[string, string][]} */
  const fields = [
    ['TY', 'DATA'],
    ['AU', one.publisher],
    ['TI', one.title],
    ['PY', one.made.slice(0, 4)],
    ['DA', one.made.replaceAll('-', '/')],
    ['ET', one.version],
    ['UR', one.address],
    ['Y2', one.accessed.replaceAll('-', '/')],
    ['PB', one.publisher],
    ['ER', ''],
  ];
  return fields.filter(([tag, cell]) => cell || tag === 'ER').map(([tag, cell]) => `${tag}  - ${cell}\r\n`).join('');
}

/** @param {Citation} one */
function cslJson(one) {
  /** @param {string} day */
  const parts = (day) => ({ 'date-parts': [day.split('-').map(Number)] });
  const item = {
    id: key(one),
    type: 'dataset',
    title: one.title,
    author: [{ literal: one.publisher }],
    publisher: one.publisher,
    version: one.version,
    issued: parts(one.made),
    accessed: parts(one.accessed),
    ...(one.address ? { URL: one.address } : {}),
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
        type: 'button',
        'data-format': ending,
        onclick: () => save(`greenline-citation.${ending}`, kind, written(ofView(atlas))),
      }, name)
    ),
  );
}
