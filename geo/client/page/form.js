/** Parts of forms and figures: a control below its name, a choice of one of several, a table. */
import { profile } from '../paint/data/profile.js';
import { h } from './dom.js';

/** @import { Attributes, Child, Children } from './dom.js' */

/** A control below its name. @param {string} name @param {Child} control */
export function field(name, control) {
  return h('label.gl-field', h('span', name), control);
}

/** A box or a round button before its name. @param {Children} text @param {Attributes} input @param {string} [tag] */
export function check(text, input, tag = 'label.gl-check') {
  return h(tag, {}, h('input', { type: 'checkbox', ...input }), h('span', text));
}

/** A choice of one of several. @param {Attributes} attributes
 * @param {Array<[value: string | number, text: string, lang?: string]>} options @param {string | number | null | undefined} current
 * @param {(value: string) => void} run */
export function select(attributes, options, current, run) {
  return h(
    'select',
    { ...attributes, onchange: (event) => run(event.target.value) },
    options.map(([value, text, lang]) => h('option', { value, lang, selected: value === current }, text)),
  );
}

/** A choice of a language, by what each is called in itself. @param {string} name @param {string} id @param {string} current
 * @param {(code: string) => void} run */
export function languageField(name, id, current, run) {
  return field(
    name,
    select({ id }, profile.languages.map((code) => [code, profile.writing[code].name, code]), current, run),
  );
}

/** Things that lead somewhere, each with what it is. @param {string} tag of the list
 * @param {Array<{title: string, text: Child, run: () => void, current?: boolean}>} items */
export function leads(tag, items) {
  return h(
    tag,
    {},
    items.map(({ title, text, run, current }) =>
      h(
        'li',
        h(
          'button.gl-text',
          { 'aria-current': current ? 'true' : null, onclick: run },
          h('strong', title),
          ' ',
          h('span', text),
        ),
      )
    ),
  );
}

/** A table. @param {Attributes} attributes @param {Child} caption @param {Child[]} heads of columns @param {Child[][]} rows
 * of cells */
export function table(attributes, caption, heads, rows) {
  /** @param {Child} head */
  const column = (head) => head instanceof Node ? head : h('th', { scope: 'col' }, head);
  return h(
    'table.gl-table',
    attributes,
    caption ? h('caption', caption) : null,
    heads.length ? h('thead', h('tr', heads.map(column))) : null,
    h('tbody', rows.map((cells) => h('tr', cells))),
  );
}
