/** How to cite what is shown, as BibTeX: the same text as geo/export/citation.py. */
import { address } from './address.js';
import { save } from '../area_of_interest/files.js';
import { h } from '../dom.js';

/** @import { Atlas } from '../atlas.js' */

/**
 * What a citation names; days as ISO text.
 * @typedef {{title: string, publisher: string, version: string, made: string, address: string, accessed: string}} Citation
 */

/** The citation of what is shown. @param {Atlas} atlas @returns {Citation} */
function ofView(atlas) {
  const { title, date, release, version } = atlas.data.about;
  const place = address(atlas);
  return {
    title,
    publisher: title.split(':')[0],
    version: release || version,
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
export function bibtex(citation) {
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

/** A button that saves the citation of what is shown. @param {Atlas} atlas */
export function citeButton(atlas) {
  return h('button.gl-plain', {
    'data-format': 'bib',
    onclick: () => save('greenline-citation.bib', 'application/x-bibtex', bibtex(ofView(atlas))),
  }, atlas.t('cite.save'));
}
