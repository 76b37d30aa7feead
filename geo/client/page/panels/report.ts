/** Report an error: what is wrong on a card, as a text to copy, to save or to send. The page sends nothing itself. */
import * as Dates from '../../paint/data/dates.ts';
import { save } from '../area_of_interest/files.ts';
import { fill, h } from '../dom.ts';
import { field, select } from '../form.ts';
import { copier, publishedAddress } from '../links/address.ts';
import { Panel } from './panel.ts';
import type { CardContent } from '../../paint/layers/layer.ts';
import type { Atlas, Chrome } from '../page.ts';

type Report = { field: string; says: string; should: string; source: string };

/** Signs of a field; and of the address of a mail that programs of mail take. */
const [LONGEST, MOST_MAILED] = [2000, 1900];

/** What a card is about as it is opened, and what it says, each fact with its name. */
type About = { name: string; row: string; day: string; address: string; facts: Array<[name: string, value: string]> };

/** Text on one line, without controls and signs that turn text round; joiners belong to words. */
const toLine = (text: string) => text.replace(/\s+/g, ' ').replace(/[^\P{C}\u200c\u200d]/gu, '').trim();

const cut = (text: string) => text.length > LONGEST ? text.slice(0, LONGEST - 1) + '…' : text;

/** The table and the id of the row that a card shows; a unit's is its spell on the day. */
function rowOf({ data, layers, view }: Atlas) {
  const [layer, ...parts] = (view.selection || '').split(':');
  const id = parts.join(':');
  const control = layer === 'control' && layers.get('control');
  const spell = control && control.history.at(control.index.get(id) ?? -1, view.date);
  return spell ? `spells ${spell.context || id}-${spell.number}` : `${data.about.tables[layer] || layer} ${id}`;
}

function ofCard(atlas: Atlas, what: CardContent): About {
  const facts: Array<[string, string | number | undefined | null]> = [
    [atlas.t('report.name'), what.title],
    ...(what.headline || []).map(({ text }) => [atlas.t('report.headline'), text]) as Array<[string, string]>,
    ...[what.evidence, what.claims, what.rows].flatMap((rows) => rows || []) as Array<[string, string]>,
    [atlas.t('report.text'), what.text],
  ];
  return {
    name: what.title || atlas.t('details.unnamed'),
    row: rowOf(atlas),
    day: Dates.iso(atlas.view.date),
    address: publishedAddress(atlas),
    facts: facts.flatMap(([name, value]) => value || value === 0 ? [[name, cut(atlas.dataText(String(value)))]] : []),
  };
}

export class ReportPanel extends Panel {
  about: About | null;
  form: Report;

  /** @param last the form before, in another language */
  constructor(chrome: Chrome, last?: ReportPanel) {
    super(chrome, 'report', '.gl-report', 'card.report');
    this.about = last?.about || null;
    this.form = last?.form || { field: '', says: '', should: '', source: '' };
    if (this.about) this._write();
  }

  /** Begin at a card; what was filled in of the same row stays. */
  open(what: CardContent) {
    const about = ofCard(this.chrome.atlas, what);
    if (about.row !== this.about?.row) this.form = { field: '', says: '', should: '', source: '' };
    this.about = about;
    this._write();
    this.chrome.open('report');
    this.body.querySelector('select')?.focus();
  }

  text(about: About) {
    const { date, release, version } = this.chrome.atlas.data.about;
    const { field, says, should, source } = this.form;
    // Ids, days and addresses run from left to right whatever stands before them.
    const [start, end] = this.chrome.root.dir === 'rtl' ? ['\u2066', '\u2069'] : ['', ''];
    const keep = (code: string) => code && start + code + end;
    const typed = { name: about.name, field, says, should, source };
    const lines = [
      ['row', keep(about.row)],
      ...Object.entries(typed).map(([key, value]) => [key, toLine(value)]),
      ['day', keep(about.day)],
      ['data', keep(`${release || version} (${date})`)],
      ['address', keep(about.address)],
    ];
    return lines.filter(([, value]) => value).map(([key, value]) => `${this.chrome.t('report.' + key)}: ${value}\n`)
      .join('');
  }

  _write() {
    const { atlas, t } = this;
    const about = this.about as About;
    const { contact } = atlas.data.about;
    const { status, copy } = copier(atlas);
    const report = h('textarea', { id: 'gl-report-text', readonly: true, rows: 9, dir: 'auto' });
    const send = contact &&
      h('a.gl-plain', { id: 'gl-report-send', onclick: () => copy(report.value) }, t('report.send'));
    if (send && /^https?:/.test(contact)) Object.assign(send, { target: '_blank', rel: 'noopener noreferrer' });
    const tell = () => {
      report.value = this.text(about);
      if (send) {
        send.href = addressOf(contact, `${t('report.subject')}: ${about.row}`, report.value, t('report.paste'));
      }
    };
    const entry = (name: keyof Report) => {
      const element = h('textarea', { dir: 'auto', rows: 2, maxlength: LONGEST, 'data-name': name });
      element.value = this.form[name];
      element.oninput = () => (this.form[name] = element.value, tell());
      return element;
    };
    const says = entry('says');
    const names = about.facts.map((
      [name, value],
      i,
    ) => [i, `${name}: ${value}`.slice(0, 90)] as [number, string]);
    const chosen = about.facts.findIndex(([name, value]) => name === this.form.field && value === this.form.says);
    const choose = (at: string) => {
      [this.form.field, this.form.says] = about.facts[Number(at)] || ['', ''];
      says.value = this.form.says;
      tell();
    };
    fill(
      this.body,
      h('p', t('report.what')),
      h('p', h('strong', { dir: 'auto' }, about.name)),
      field(t('report.field'), select({ 'data-name': 'field' }, [[-1, t('report.other')], ...names], chosen, choose)),
      field(t('report.says'), says),
      field(t('report.should'), entry('should')),
      field(t('report.source.asked'), entry('source')),
      field(t('report.whole'), report),
      h(
        'p.gl-ask-buttons',
        h('button.gl-plain', { id: 'gl-report-copy', onclick: () => copy(report.value) }, t('report.copy')),
        h('button.gl-plain', {
          id: 'gl-report-save',
          onclick: () =>
            save(`error-${about.row.replace(/[^\w]+/g, '-')}.txt`, 'text/plain;charset=utf-8', report.value),
        }, t('report.save')),
        send || null,
        status,
      ),
      h('p.gl-note', { dir: 'auto' }, contact ? t('report.contact', { contact }) : t('report.nobody')),
    );
    tell();
  }
}

/** Where a report is sent: a mail with subject and body, or an address of the web. A body that is too long for
 * programs of mail is pasted by the reader. */
export function addressOf(contact: string, subject: string, body: string, paste: string) {
  if (/^https?:/.test(contact)) return contact;
  const [start, content] = [
    `mailto:${contact}?subject=${encodeURIComponent(subject)}&body=`,
    encodeURIComponent(body.replaceAll('\n', '\r\n')),
  ];
  return start + ((start + content).length > MOST_MAILED ? encodeURIComponent(paste) : content);
}
