/** Propose a correction in a page without an app: a small form whose file a reader sends to the maintainers of the atlas. */
import { save } from '../area_of_interest/files.js';
import * as Dates from '../../paint/data/dates.js';
import { fill, h, link } from '../dom.js';
import { field, select } from '../form.js';
import { panelFrame } from '../panels/panels.js';
import { asks, rowOf } from './about.js';
import { faults, yaml } from './file.js';
import { Preview } from './preview.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { About } from './about.js' */
/** @import { Ask, Said } from './file.js' */

/** Columns whose options are holders, kinds of events or states: the words of their options. @type {Record<string, string>} */
const OPTIONS = {
  holder: 'holder.',
  run_by: 'holder.',
  from_holder: 'holder.',
  to_holder: 'holder.',
  type: 'event.',
  state: 'state.',
};

/** A link that leaves the page where it is. */
const AWAY = { target: '_blank', rel: 'noopener noreferrer' };

/** Columns of an event that stand in fields of their own, or on the map. */
const PLACED = ['lon', 'lat', 'position_precision'];

export class ProposalPanel {
  /** @param {Chrome} chrome @param {ProposalPanel} [last] the form before, in another language */
  constructor(chrome, last) {
    this.t = chrome.atlas.t;
    this.chrome = chrome;
    /** @type {Preview} */
    this.preview = last?.preview || new Preview(chrome.atlas);
    this.body = h('div.gl-body.gl-propose');
    this.messages = h('div.gl-propose-told', { role: 'status' });
    this.box = panelFrame(chrome, chrome.t('propose'), this.body);
    /** @type {?About} */
    this.about = last?.about || null;
    /** @type {Said} */
    this.form = last?.form || blankForm('event');
    if (this.about) this._write();
  }

  /** Begin at a card. @param {About} about */
  open(about) {
    this.about = about;
    this._begin(asks(this.chrome.atlas, about)[0]);
    this.chrome.open('propose');
    this.body.querySelector('select')?.focus();
  }

  update() {}

  /** Ask for one kind, filled in from the card. @param {Ask} ask */
  _begin(ask) {
    const { atlas } = this.chrome;
    const about = /** @type {About} */ (this.about);
    const { table, row } = rowOf(atlas, about);
    const span = ask === 'period' ? atlas.data.proposal.spans[table] : 'spells';
    const dated = ask === 'held' || ask === 'spell' || ask === 'period';
    const before = this.form;
    this.form = {
      ...blankForm(ask),
      table: dated ? span : table,
      about: ask === 'period' ? row : about.unit,
      row,
      start: about.day,
      source: before.source,
      confidence: before.confidence,
      reason: before.reason,
    };
    if (ask === 'held') this._standing(about.unit);
    if (ask === 'event') this.form.cells = { place: about.name, ...where(about) };
    this.preview.clear();
    this._write();
  }

  /** Fill in the spell that stands. @param {string} unit */
  _standing(unit) {
    const { atlas } = this.chrome;
    const control = atlas.layers.get('control');
    const spell = control?.spell(control.index.get(unit) ?? -1, atlas.view.date);
    if (!spell) return;
    Object.assign(this.form, {
      start: Dates.iso(spell.start),
      end: spell.end === null ? '' : Dates.iso(spell.end),
      precision: spell.precision === 'inferred' ? 'day' : spell.precision,
      cells: { holder: spell.holder, forces: spell.forces },
    });
  }

  _write() {
    const { form: proposal } = this;
    const { atlas } = this.chrome;
    const about = /** @type {About} */ (this.about);
    const dated = !['row', 'source'].includes(proposal.ask);
    fill(this.messages);
    fill(
      this.body,
      h('p', {}, this.t('propose.what')),
      h('p', {}, h('strong', { dir: 'auto' }, about.name)),
      this._select(
        'propose.kind',
        proposal.ask,
        asks(atlas, about),
        (choice) => this.t('propose.kind.' + choice),
        (choice) => this._begin(/** @type {Ask} */ (choice)),
      ),
      dated ? this._days() : null,
      proposal.ask === 'row' ? this._column() : dated ? this._cells() : null,
      ['title', 'url', 'publisher', 'date'].map((name) => this._text('propose.source.' + name, proposal.source, name)),
      this._select(
        'propose.confidence',
        proposal.confidence,
        ['low', 'medium', 'high'],
        (choice) => this.t('confidence.' + choice),
        (choice) => (proposal.confidence = choice),
      ),
      this._text('propose.reason', proposal, 'reason', true),
      h(
        'p.gl-ask-buttons',
        {},
        h('button.gl-plain', { id: 'gl-propose-check', onclick: () => this._check() }, this.t('propose.check')),
      ),
      this.messages,
    );
  }

  /** @template {object} T @param {string} key @param {T} into @param {string} name @param {boolean} [long] */
  _text(key, into, name, long) {
    const values = /** @type {Record<string, string>} */ (into);
    const attributes = {
      type: 'text',
      dir: 'auto',
      maxlength: long ? 1000 : 600,
      'data-name': name,
      /** @param {Event & {target: HTMLInputElement}} event */
      oninput: (event) => (values[name] = event.target.value),
    };
    const control = long
      ? h('textarea', { ...attributes, rows: 3 }, values[name] || '')
      : h('input', { ...attributes, value: values[name] || '' });
    return field(this.t(key), control);
  }

  /** @param {string} key @param {string} value @param {string[]} options @param {(one: string) => string} words
   * @param {(one: string) => void} run */
  _select(key, value, options, words, run) {
    const choices = options.map((option) => /** @type {[string, string]} */ ([option, words(option)]));
    return field(this.t(key), select({ 'data-name': key.split('.').pop() }, choices, value, run));
  }

  _days() {
    const { form: proposal } = this;
    const precisions = ['day', 'month', 'year'];
    return [
      this._text('propose.start', proposal, 'start'),
      this._text('propose.end', proposal, 'end'),
      this._select(
        'propose.precision',
        proposal.precision,
        precisions,
        (choice) => this.t('propose.precision.' + choice),
        (choice) => (proposal.precision = choice),
      ),
    ];
  }

  /** The cells of a form of this kind: name, accepted values, whether it is needed. */
  _listCells() {
    const { ask, table } = this.form;
    return this.chrome.atlas.data.proposal.cells[ask === 'event' ? 'events' : table] || [];
  }

  _cells() {
    return this._listCells().map((cell) => this._cell(cell, 'propose.cell.' + cell[0]));
  }

  /** @param {[name: string, options: string[], needed: boolean]} cell @param {string} key */
  _cell([name, options, needed], key) {
    const { cells } = this.form;
    if (!options.length) return this._text(name === 'place' ? 'propose.place' : key, cells, name, name === 'text');
    const all = needed ? options : ['', ...options];
    cells[name] = all.includes(cells[name]) ? cells[name] : all[0];
    return this._select(
      key,
      cells[name],
      all,
      (choice) => this._word(name, choice),
      (choice) => (cells[name] = choice),
    );
  }

  /** @param {string} name @param {string} option */
  _word(name, option) {
    if (!option) return '–';
    const key = (OPTIONS[name] || '') + option;
    const word = this.t(key);
    return word === key ? option : word;
  }

  /** One cell of a row: its column, and what it should say. */
  _column() {
    const cells = this._listCells();
    const { form: proposal } = this;
    const column = Object.keys(proposal.cells)[0] || cells[0][0];
    const cell = cells.find(([name]) => name === column) || cells[0];
    if (!(column in proposal.cells)) proposal.cells = { [column]: '' };
    return [
      this._select('propose.column', column, cells.map(([name]) => name), String, (choice) => {
        proposal.cells = { [choice]: '' };
        this._write();
      }),
      this._cell([cell[0], cell[1], false], 'propose.value'),
    ];
  }

  /** Put to it what can be put to it here, show it on the map, and offer the file. */
  _check() {
    const { form: proposal } = this;
    const { atlas } = this.chrome;
    const needed = proposal.ask === 'row'
      ? []
      : this._listCells().filter(([, , isNeeded]) => isNeeded).map(([name]) => name);
    const today = new Date().toISOString().slice(0, 10);
    const wrong = faults(proposal, needed, [Dates.iso(Dates.FIRST), today]);
    if (wrong.length) {
      this.preview.clear();
      fill(
        this.messages,
        h(
          'ul',
          {},
          wrong.map(([key, { what }]) => h('li', {}, this.t(key, what ? { what: this._fieldName(what) } : {}))),
        ),
      );
      return;
    }
    const text = yaml(proposal, atlas.data.about.release, today);
    const name = `proposal-${proposal.ask}-${today}.yaml`;
    fill(
      this.messages,
      this.preview.show(proposal) ? this._before() : null,
      h(
        'p.gl-ask-buttons',
        {},
        h('button.gl-plain', {
          id: 'gl-propose-save',
          onclick: () => save(name, 'application/yaml', text),
        }, this.t('propose.download')),
      ),
      this._whither(),
    );
    this.messages.scrollIntoView({ block: 'nearest' });
  }

  /** Where the file goes from here, as the data say it. */
  _whither() {
    const { takers, home } = this.chrome.atlas.data.proposal;
    return [
      h(
        'p.gl-propose-send',
        {},
        this.t(takers.length ? 'propose.send' : 'propose.send.nobody'),
        takers.map(([name, address], i) => [i ? ', ' : ' ', h('a', { href: address, ...AWAY }, name)]).flat(),
      ),
      home ? h('p', {}, this.t('propose.home'), ' ', link(home)) : null,
      h(
        'p.gl-note',
        {},
        this.t('propose.save.file').split('`').map((part, i) => i % 2 ? h('code', { dir: 'ltr' }, part) : part),
      ),
    ];
  }

  /** What a field is called. @param {string} key */
  _fieldName(key) {
    return this.t(key === 'propose.cell.place' ? 'propose.place' : key);
  }

  /** The choice between the map as it stands and as proposed. */
  _before() {
    const { form: proposal } = this;
    return this._select(
      'propose.kind',
      'after',
      ['before', 'after'],
      (choice) => this.t('propose.' + choice),
      (choice) => choice === 'after' ? this.preview.show(proposal) : this.preview.clear(),
    );
  }
}

/** A form with nothing in it. @param {Ask} ask @returns {Said} */
function blankForm(ask) {
  return {
    ask,
    table: '',
    about: '',
    row: '',
    start: '',
    end: '',
    precision: 'day',
    cells: {},
    source: {},
    confidence: 'low',
    reason: '',
  };
}

/** Where an event is, as its cells say it. @param {About} about @returns {Record<string, string>} */
function where({ lon, lat }) {
  if (lon === undefined || lat === undefined) return { position_precision: 'country' };
  const [x, y, precision] = [lon.toFixed(4), lat.toFixed(4), 'place'];
  return Object.fromEntries(PLACED.map((name, i) => [name, [x, y, precision][i]]));
}
