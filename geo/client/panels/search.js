/** Place search in three scripts: spelling variants of Arabic, Kurdish and Latin letters meet. */
import { h } from '../dom.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { SearchItem } from '../layers/layer.js' */

/** @type {[RegExp, string][]} */
const SAME = [
  [/[\u064b-\u065f\u0640\u200c-\u200f]/g, ''],
  [/[أإآٱ]/g, 'ا'],
  [/[ىيئ]/g, 'ی'],
  [/ك/g, 'ک'],
  [/[ةه]/g, 'ە'],
  [/ؤ/g, 'و'],
  [/ۆ/g, 'و'],
  [/ێ/g, 'ی'],
  [/ڕ/g, 'ر'],
  [/ڵ/g, 'ل'],
  [/['’`ʿʾ‘-]/g, ' '],
];

/** Fold a name so that its spellings meet. @param {string} text */
export function fold(text) {
  let folded = text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC');
  for (const [from, to] of SAME) folded = folded.replace(from, to);
  return folded.replace(/\b(al|el|as|ash|at|ad|an|ar|az) /g, '').replace(/(^|\s)ال/g, '$1').replace(/\s+/g, ' ').trim();
}

/** Something that can be found, with its names folded. @typedef {SearchItem & {layer: string, spellings: string[]}} FoldedItem */

export class Search {
  /** Everything that can be found, once it was looked for. @type {?FoldedItem[]} */
  items = null;
  /** What was found. @type {FoldedItem[]} */
  found = [];
  at = -1;

  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.input = h('input.gl-search-input', {
      type: 'search',
      id: 'gl-search',
      placeholder: chrome.t('search'),
      'aria-label': chrome.t('search'),
      role: 'combobox',
      'aria-expanded': 'false',
      'aria-controls': 'gl-results',
      autocomplete: 'off',
      dir: 'auto',
      oninput: () => this._find(),
      onkeydown: (event) => this._key(event),
      onfocus: () => this._find(),
      onblur: () => setTimeout(() => document.activeElement !== this.input && this._list([]), 180),
    });
    this.results = h('ul.gl-results', { id: 'gl-results', role: 'listbox', hidden: true });
    this.box = h('div.gl-search', {}, this.input, this.results);
  }

  _items() {
    const { atlas } = this.chrome;
    if (!this.items) {
      /** @type {FoldedItem[]} */
      const items = this.items = [];
      for (const [name, layer] of atlas.layers) {
        for (const item of layer.items?.() || []) {
          const spellings = item.names.filter(Boolean).flatMap((one) => String(one).split(' | ')).map(fold);
          items.push({ ...item, layer: name, spellings });
        }
      }
    }
    return this.items;
  }

  _find() {
    const wanted = fold(this.input.value);
    if (!wanted) return this._list([]);
    const found = [];
    for (const item of this._items()) {
      let best = 9;
      for (const spelling of item.spellings) {
        if (spelling === wanted) best = Math.min(best, 0);
        else if (spelling.startsWith(wanted)) best = Math.min(best, 1);
        else if (wanted.length > 1 && spelling.includes(' ' + wanted)) best = Math.min(best, 2);
        else if (wanted.length > 2 && spelling.includes(wanted)) best = Math.min(best, 3);
      }
      if (best < 9) found.push({ item, score: best * 10 + item.rank });
    }
    found.sort((a, b) => a.score - b.score);
    this._list(found.slice(0, 12).map((one) => one.item));
  }

  /** @param {FoldedItem[]} items */
  _list(items) {
    const { atlas } = this.chrome;
    this.found = items;
    this.at = items.length ? 0 : -1;
    this.results.replaceChildren(...items.map((item, i) =>
      h(
        'li',
        {
          role: 'option',
          id: 'gl-result-' + i,
          'aria-selected': String(i === 0),
          onmousedown: (event) => {
            event.preventDefault();
            this._choose(i);
          },
        },
        h('strong', {}, atlas.nameOf(item.record)),
        h('span', {}, [item.kind, item.where].filter(Boolean).join(' · ')),
      )
    ));
    const nothing = !items.length && fold(this.input.value) && document.activeElement === this.input;
    if (nothing) this.results.append(h('li.gl-none', {}, this.chrome.t('search.none')));
    this.results.hidden = !items.length && !nothing;
    this.input.setAttribute('aria-expanded', String(!this.results.hidden));
  }

  /** @param {KeyboardEvent} event */
  _key(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = Math.max(0, Math.min(this.found.length - 1, this.at + step));
      [...this.results.children].forEach((li, i) => li.setAttribute('aria-selected', String(i === this.at)));
      this.input.setAttribute('aria-activedescendant', 'gl-result-' + this.at);
      event.preventDefault();
    } else if (event.key === 'Enter' && this.at >= 0) this._choose(this.at);
    else if (event.key === 'Escape') {
      this.input.value = '';
      this._list([]);
      this.input.blur();
    }
    event.stopPropagation();
  }

  /** @param {number} i */
  _choose(i) {
    const item = this.found[i];
    if (!item) return;
    this.input.value = '';
    this._list([]);
    this.input.blur();
    this.chrome.atlas.goTo(item.layer, item.id);
  }
}
