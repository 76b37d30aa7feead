/** What is read of an article: what was found, what the reader must decide, and its sentences. */
import * as Dates from '../../paint/data/dates.js';
import { h, icon, isCalm } from '../dom.js';
import { direction } from '../../paint/data/profile.js';
import { L } from '../leaflet.js';
import { checks, tally } from '../story/checks.js';
import { StorySheet } from '../story/sheet.js';

/** @import { Article } from './article.js' */
/** @import { NamePart, Sentence, Thing } from '../../paint/data/page_data.js' */

/** An ambiguous name, with the numbers of its candidates. @typedef {{text: string, things: number[]}} Asked */

/** @type {Record<string, string>} */
const CHEVRONS = { back: 'M15 5l-7 7 7 7', next: 'M9 5l7 7-7 7' };

/** Words of kinds that are not named as they are. @type {Record<string, string>} */
const KINDS = { place: 'kind.other', field: 'kind.field.oil' };

export class ArticlePanel {
  /** @type {HTMLElement} */
  previous;
  /** @type {HTMLElement} */
  next;
  /** @type {HTMLElement} */
  count;

  /** @param {Article} article */
  constructor(article) {
    this.article = article;
    this.atlas = article.atlas;
    const now = article.current;
    const { t } = article.atlas;
    this.ambiguous = this._ambiguous();
    this.live = h('p.gl-hidden', { 'aria-live': 'polite' });
    const way = direction(now.language);
    this.steps = now.steps.map((step, i) => this._step(step, i));
    this.scroller = h(
      'div.gl-story-text',
      { tabindex: '0', role: 'document', 'aria-label': t('article.region') },
      this._head(),
      this._questions(),
      h('ol.gl-steps', { lang: now.language, dir: way }, this.steps),
    );
    this.box = h('section.gl-story.gl-article', { 'aria-label': t('article.region') });
    this.sheet = new StorySheet({ chrome: article.chrome, atlas: this.atlas, panel: this, t });
    this.box.append(
      this.sheet.grip,
      h('button.gl-close.gl-story-leave', {
        'aria-label': t('article.leave'),
        title: t('article.leave'),
        onclick: () => article.leave(),
      }, '×'),
      this.scroller,
      this._nav(),
      this.live,
    );
    L.DomEvent.disableClickPropagation(this.box);
    L.DomEvent.disableScrollPropagation(this.box);
  }

  /** Ambiguous names, with their candidates. @returns {Record<string, Asked>} */
  _ambiguous() {
    /** @type {Record<string, Asked>} */
    const names = {};
    for (const step of this.article.current.steps) {
      for (const part of step.parts) {
        if (typeof part !== 'string' && part.n && !names[part.n]) {
          names[part.n] = { text: part.t, things: part.c || [] };
        }
      }
    }
    return names;
  }

  _head() {
    const now = this.article.current;
    const { t } = this.article.atlas;
    const { language } = this.atlas.view;
    /** @param {number} value */
    const number = (value) => Dates.number(value, language);
    const places = [...new Set(now.steps.flatMap((_, i) => this.article.thingsOf(i)))];
    const count = Object.keys(this.ambiguous).length;
    return h(
      'header.gl-story-head',
      {},
      h('p.gl-eyebrow', {}, Dates.words(now.date, language)),
      h('h2', {}, t('article.title')),
      h(
        'p.gl-story-summary',
        {},
        places.length ? t('article.found', { n: number(places.length) }) : t('article.nothing'),
        count ? ' · ' + t('article.toAsk', { n: number(count) }) : '',
      ),
      places.length
        ? h(
          'ul.gl-names',
          { 'aria-label': t('article.places') },
          places.map((thing) => h('li', {}, this._button(thing, [thing], this._apart(thing, places)))),
        )
        : null,
      now.unknown && now.unknown.length
        ? h('p.gl-note.gl-unknown', {}, t('article.unknown', { names: now.unknown.join(t('article.comma')) }))
        : null,
      now.actors.length
        ? h(
          'p.gl-note',
          {},
          t('article.actors', { names: now.actors.map((actor) => this.atlas.nameOf(actor)).join(t('article.comma')) }),
        )
        : null,
      tally(this.article, now.steps.flatMap((step) => step.checks || [])),
      this._leftAlone(),
    );
  }

  /** Sentences that were left alone, each with the reason. */
  _leftAlone() {
    const leftAlone = this.article.current.steps.map((step, i) => ({ step, i })).filter(({ step }) => step.left);
    if (!leftAlone.length) return null;
    const n = Dates.number(leftAlone.length, this.atlas.view.language);
    const text = (/** @type {Sentence} */ step) =>
      step.parts.map((part) => (typeof part === 'string' ? part : part.t)).join('');
    return h(
      'details.gl-cited.gl-left',
      {},
      h('summary', {}, `${this.article.t('article.left')} (${n})`),
      h(
        'ul',
        {},
        leftAlone.map(({ step }) =>
          h(
            'li',
            {},
            h('span', { dir: 'auto' }, text(step)),
            h('span.gl-note', {}, ' · ' + this.article.t('article.why.' + step.left)),
          )
        ),
      ),
    );
  }

  _questions() {
    const entries = Object.entries(this.ambiguous);
    if (!entries.length) return null;
    const { t } = this.article.atlas;
    const { things } = this.article.current;
    return h(
      'fieldset.gl-asked',
      {},
      h('legend', {}, t('article.which')),
      entries.map(([name, mention], i) =>
        h(
          'label.gl-field',
          {},
          h('span', { dir: 'auto' }, mention.text),
          h(
            'select',
            {
              id: 'gl-asked-' + i,
              onchange: (event) =>
                this.article.choose(name, event.target.value === '' ? null : Number(event.target.value)),
            },
            h('option', { value: '' }, t('article.undecided')),
            mention.things.map((k) =>
              h('option', { value: k, selected: this.article.choices[name] === k }, this._where(things[k]))
            ),
          ),
        )
      ),
    );
  }

  /** What a thing is, in a word. @param {Thing} thing */
  _kind(thing) {
    const row = thing.kind === 'place' ? this.atlas.layers.get('towns')?.byId.get(thing.id) : null;
    return this.article.t(
      row ? 'kind.' + row.kind : KINDS[thing.kind] || 'kind.' + thing.kind,
    );
  }

  /** A candidate in words: name, kind, and what it lies in. @param {Thing} thing */
  _where(thing) {
    return [this.atlas.nameOf(thing), this._kind(thing), thing.in && this.atlas.nameOf(thing.in)].filter(Boolean).join(
      ' · ',
    );
  }

  /** The name of a thing, with its kind where another one has the same name. @param {Thing} thing
   * @param {Thing[]} all */
  _apart(thing, all) {
    const name = this.atlas.nameOf(thing);
    return all.some((other) => other !== thing && this.atlas.nameOf(other) === name)
      ? name + ' · ' + this._kind(thing)
      : name;
  }

  /** @param {Sentence} step @param {number} i */
  _step(step, i) {
    const now = this.article.current;
    const day = step.day !== now.date &&
      h(
        'p.gl-eyebrow',
        { lang: this.atlas.view.language, dir: this.article.chrome.root.dir },
        Dates.words(step.day, this.atlas.view.language),
      );
    return h(
      'li.gl-step',
      { id: 'gl-sentence-' + i, onclick: (event) => this._click(event, i) },
      day || null,
      h('p', {}, step.parts.map((part) => this._part(part))),
      step.checks?.length
        ? h(
          'div',
          { lang: this.atlas.view.language, dir: this.article.chrome.root.dir },
          checks(this.article, step.checks),
        )
        : null,
    );
  }

  /** @param {string | NamePart} part */
  _part(part) {
    if (typeof part === 'string') return part;
    return part.s ? this._skipNote(part) : this._name(part);
  }

  /** Words of the text that got no verdict; the last of them say why. @param {NamePart} part */
  _skipNote(part) {
    const { article } = this;
    const why = part.l && article.t('article.skipped', { why: article.t('article.why.' + part.l) });
    const { language } = this.atlas.view;
    return [
      h('span.gl-skipped', {}, part.a ? this._name(part) : part.t),
      why ? h('span.gl-note.gl-why', { lang: language, dir: article.chrome.root.dir }, ` [${why}]`) : null,
    ];
  }

  /** A name of the text: a button to what it stands for, or to the question. @param {NamePart} part */
  _name(part) {
    const things = this.article.things(part);
    if (things.length) {
      const about = part.u ? this.article.t('article.near') + ': ' : '';
      return this._button(
        things[0],
        things,
        part.t,
        about + things.map((thing) => this._where(thing)).join(this.article.t('article.comma')),
      );
    }
    const i = Object.keys(this.ambiguous).indexOf(part.n || '');
    return h('button.gl-name.gl-open', {
      title: this.article.t('article.which'),
      onclick: () => document.getElementById('gl-asked-' + i)?.focus(),
    }, part.t);
  }

  /** @param {Thing} thing @param {Thing[]} things @param {string} text @param {string} [title] */
  _button(thing, things, text, title) {
    const on = () => this.article.light(things);
    const off = () => this.article.light(null);
    return h('button.gl-name', {
      title: title || this._where(thing),
      dir: 'auto',
      onclick: () => this.article.goTo(thing),
      onmouseenter: on,
      onmouseleave: off,
      onfocus: on,
      onblur: off,
    }, text);
  }

  _nav() {
    const { article } = this;
    /** @param {string} name @param {string} key @param {number} by */
    const button = (name, key, by) =>
      h('button.gl-button', {
        id: 'gl-article-' + name,
        title: article.t(key),
        'aria-label': article.t(key),
        onclick: () => article.go(article.at + by),
      }, icon(CHEVRONS[name], 18));
    this.previous = button('back', 'article.previous', -1);
    this.next = button('next', 'article.next', 1);
    this.count = h('span.gl-story-count');
    return h(
      'nav.gl-story-nav',
      { 'aria-label': article.t('article.sentences') },
      this.previous,
      this.count,
      this.next,
    );
  }

  /** @param {MouseEvent & {target: HTMLElement}} event @param {number} i */
  _click(event, i) {
    if (event.target.closest('button, select, label, details, a') || String(getSelection())) return;
    this.article.go(i, { scroll: false });
  }

  focus() {
    this.scroller.focus({ preventScroll: true });
  }

  /** Show which sentence the map shows; -1 for the whole article. @param {number} i @param {boolean} scroll */
  mark(i, scroll) {
    const { article } = this;
    const n = article.current.steps.length;
    this.steps.forEach((
      step,
      number,
    ) => (number === i ? step.setAttribute('aria-current', 'step') : step.removeAttribute('aria-current')));
    const { language } = this.atlas.view;
    const values = { i: Dates.number(i + 1, language), n: Dates.number(n, language) };
    this.count.textContent = article.t(i < 0 ? 'article.count' : 'article.sentence', values);
    this.live.textContent = i < 0 ? '' : this.count.textContent;
    this.previous.setAttribute('aria-disabled', String(i <= 0));
    this.next.setAttribute('aria-disabled', String(i === n - 1));
    if (!scroll || i < 0) return;
    const calm = isCalm();
    this.scroller.scrollTo({
      top: this.steps[i].offsetTop - this.scroller.clientHeight * 0.2,
      behavior: calm ? 'auto' : 'smooth',
    });
  }
}
