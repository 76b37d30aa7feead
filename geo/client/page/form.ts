/** Parts of forms and figures: a control below its name, a choice of one of several, a table. */
import { type Attributes, type Child, type Children, h, icon } from './dom.ts';
import type { Scene } from '../paint/scene.ts';

export function field(name: string, control: Child) {
  return h('label.gl-field', h('span', name), control);
}

/** A box or a round button before its name. */
export function check(text: Children, input: Attributes, tag = 'label.gl-check') {
  return h(tag, {}, h('input', { type: 'checkbox', ...input }), h('span', text));
}

/** A button with an icon, whose title is its name too. @param size pixels of the icon */
export function iconButton(name: string, { title, ...more }: Attributes & { title: string }, size?: number) {
  return h('button.gl-button', { title, 'aria-label': title, ...more }, icon(name, size));
}

/** The colour of who holds a thing, or of its kind, before its name. */
export function chip(background: string) {
  return h('i.gl-chip', { style: { background } });
}

/** The first cell of a row, which names it. */
export function rowHead(...content: Children[]) {
  return h('th', { scope: 'row' }, ...content);
}

export function numberHead(text: string) {
  return h('th.gl-n', { scope: 'col' }, text);
}

export function select(
  attributes: Attributes,
  choices: Choice[],
  current: string | number | null | undefined,
  run: (value: string) => void,
) {
  return h(
    'select',
    { ...attributes, onchange: (event) => run(event.target.value) },
    options(choices, current),
  );
}

export type Choice = [value: string | number, text: string, lang?: string];

export function options(choices: Choice[], current?: string | number | null) {
  return choices.map(([value, text, lang]) => h('option', { value, lang, selected: value === current }, text));
}

/** Days up to the day shown whose events may be chosen, as in geo/web/texts.py. */
const WINDOWS = [30, 90, 365, 1826];

/** Those and the one that the view has; 0 are all. */
export function windowChoices({ number, t, view: { window } }: Scene): Array<[days: number, text: string]> {
  const isListed = (days: number) => WINDOWS.includes(days) || days === 0;
  const days = isListed(window) ? WINDOWS : [...WINDOWS, window].sort((a, b) => a - b);
  return [...days, 0].map((n) => [n, isListed(n) ? t('window.' + n) : t('window.days', { n: number(n) })]);
}

/** Things that lead somewhere, each with what it is. @param tag of the list */
export function leads(tag: string, items: Array<{ title: string; text: Child; run: () => void; current?: boolean }>) {
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

export function table(attributes: Attributes, caption: Child, heads: Child[], rows: Child[][]) {
  const column = (head: Child) => head instanceof Node ? head : h('th', { scope: 'col' }, head);
  return h(
    'table.gl-table',
    attributes,
    caption ? h('caption', caption) : null,
    heads.length ? h('thead', h('tr', heads.map(column))) : null,
    h('tbody', rows.map((cells) => h('tr', cells))),
  );
}
