/** The part of the panel of comparison in which a reader records a film of the map. */
import { save } from '../area_of_interest/files.js';
import * as Dates from '../../paint/data/dates.js';
import { h } from '../dom.js';
import { field, select } from '../form.js';
import { dateField, writeDay } from '../panels/timebar.js';
import { FEWEST, MOST as MOST_BESIDE } from '../../paint/data/view.js';
import { days, kind, MOST, Recorder } from './recorder.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { Step } from './recorder.js' */

const STEPS = /** @type {const} */ (['change', 'day', 'month']);
/** Pictures a second, by step. @type {Record<Step, number>} */
const PACE = { day: 8, month: 4, change: 2 };

export class FilmSection {
  /** @param {Chrome} chrome @param {FilmSection} [known] the one before, in another language */
  constructor(chrome, known) {
    this.chrome = chrome;
    /** @type {Step} */
    this.step = known?.step || 'change';
    const { date } = chrome.atlas.view;
    this.first = known?.first ?? Math.max(Dates.FIRST, Dates.addMonths(date, -2));
    this.last = known?.last ?? Math.min(Dates.LAST, Dates.addMonths(date, 1));
    /** @type {?Recorder} */
    this.recorder = null;
    this.status = h('p.gl-note', { role: 'status' });
    this.button = h('button.gl-plain', { id: 'gl-film-record', onclick: () => this._press() });
    this.beside = h('button.gl-plain', {
      id: 'gl-days-show',
      title: chrome.t('days.how'),
      onclick: () => chrome.atlas.set({ days: this._days() || [] }),
    }, chrome.t('days.show'));
    /** @type {HTMLDetailsElement} */
    this.box = this._box(Boolean(known?.box.open));
    this._say();
  }

  /** @param {boolean} open */
  _box(open) {
    const { chrome } = this;
    const { t } = chrome.atlas;
    const first = dateField('gl-film-first', t, (day) => this._set({ first: day }), { name: 'film.first' });
    const last = dateField('gl-film-last', t, (day) => this._set({ last: day }), { name: 'film.last' });
    writeDay(first, this.first);
    writeDay(last, this.last);
    return h(
      'details.gl-more',
      { id: 'gl-film', open },
      h('summary', {}, t('film')),
      field(t('film.first'), first),
      field(t('film.last'), last),
      field(
        t('film.step'),
        select(
          { id: 'gl-film-step' },
          STEPS.map((step) => [step, t('step.' + step)]),
          this.step,
          (value) => this._set({ step: STEPS.find((step) => step === value) }),
        ),
      ),
      h('p.gl-ask-buttons', {}, this.button, this.beside),
      this.status,
    );
  }

  /** @param {{first?: number, last?: number, step?: Step}} changes */
  _set(changes) {
    Object.assign(this, changes);
    this._say();
  }

  /** The days of the film; null where they are none, or too many. */
  _days() {
    if (this.first >= this.last) return null;
    const daysFound = days(this.chrome.atlas, this.first, this.last, this.step);
    return daysFound.length <= MOST ? daysFound : null;
  }

  /** Say what would be recorded, or why nothing is. */
  _say() {
    const { chrome } = this;
    const count = this._days();
    this.button.textContent = chrome.t(this.recorder ? 'film.stop' : 'film.record');
    this.button.disabled = !this.recorder && !count;
    this.beside.disabled = !count || count.length < FEWEST || count.length > MOST_BESIDE;
    const n = Dates.number(count?.length || 0, chrome.atlas.view.language);
    const most = Dates.number(MOST, chrome.atlas.view.language);
    this.status.textContent = count
      ? chrome.t(kind() ? 'film.count' : 'film.frames', { n })
      : chrome.t('film.none', { most });
  }

  async _press() {
    if (this.recorder) {
      this.recorder.stopped = true;
      return;
    }
    const numbers = this._days();
    if (!numbers) return;
    const { chrome } = this;
    const { language } = chrome.atlas.view;
    this.recorder = new Recorder(chrome.atlas, numbers, PACE[this.step]);
    this.button.textContent = chrome.t('film.stop');
    const of = Dates.number(numbers.length, language);
    try {
      const { name, blob } = await this.recorder.record((n) => {
        this.status.textContent = chrome.t('film.recording', { n: Dates.number(n, language), of });
      });
      await save(name, blob.type, blob);
    } finally {
      this.recorder = null;
      this._say();
    }
  }
}
