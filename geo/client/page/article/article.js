/**
 * An article beside the map: its sentences, with the places they name as buttons. A sentence that is
 * chosen shows its day and its places; names that only the reader can disambiguate are put as questions.
 */
import { isCalm } from '../dom.js';
import { Highlight } from './highlight.js';
import { ArticlePanel } from './panel.js';
import { Flight } from '../map/flight.js';
import { storyKey } from '../story/keys.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { Box, Text } from '../../paint/data/tables.js' */
/** @import { ArticleData, NamePart, Sentence, Thing } from '../../paint/data/page_data.js' */

/** An article that is open; its sentences are its steps. @typedef {ArticleData & {steps: Sentence[]}} OpenArticle */

export class Article {
  /** What the pointer or the focus is on. @type {?Thing[]} */
  over = null;
  /** The sentence that the map shows, -1 for the whole article. */
  at = -1;
  /** For ambiguous names, the number of the thing that the reader chose. @type {Record<string, number>} */
  choices = {};
  /** The panel that was open before. @type {?string | undefined} */
  opened = null;
  /** @type {?ArticlePanel} */
  panel = null;

  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.t = chrome.atlas.t;
    this.chrome = chrome;
    this.atlas = chrome.atlas;
    /** @type {?OpenArticle} */
    this.now = null;
    this.flight = new Flight(this.atlas, () => {});
    this.highlight = new Highlight(this);
    this.atlas.on('view', (changed) => this._hear(changed));
    document.addEventListener('keydown', (event) => this.now && storyKey(this, event));
    if (this.atlas.data.article && !this.atlas.view.story) this.open(this.atlas.data.article);
  }

  /** A text in the reader's language. @param {Text} text */
  say(text) {
    return text[this.atlas.view.language] || Object.values(text)[0];
  }

  /** @param {Set<string>} changed */
  _hear(changed) {
    if (!this.now) return;
    if (changed.has('story') && this.atlas.view.story !== null) this.close(true);
    else if (changed.has('language')) this._build();
  }

  /** Open an article. @param {ArticleData} data */
  open(data) {
    if (this.now) this.close(true);
    if (this.chrome.story.now) this.chrome.story.leave();
    Object.assign(this.atlas.sources, data.sources);
    this.now = { ...data, steps: data.sentences };
    this.at = -1;
    this.choices = {};
    this.opened = this.chrome.opened;
    this.chrome.open(null);
    this.chrome.root.classList.add('gl-telling');
    this._build();
    this.atlas.map.invalidateSize({ animate: false, pan: false });
  }

  /** Open an article and show its day and all its places. @param {ArticleData} data */
  show(data) {
    this.open(data);
    this.atlas.set({ date: data.date });
    this.frame(true);
  }

  /** Close it. @param {boolean} [keep] whether something else takes the column */
  close(keep) {
    if (!this.now) return;
    this.now = null;
    this.panel?.box.remove();
    this.panel = null;
    this.atlas.stage.requestPaint();
    if (keep) return;
    this.chrome.root.classList.remove('gl-telling');
    this.atlas.map.invalidateSize({ animate: false, pan: false });
    this.chrome.open(this.opened);
  }

  /** The article that is open. @returns {OpenArticle} */
  get current() {
    if (!this.now) throw new Error('no article is open');
    return this.now;
  }

  leave() {
    this.close();
    this.atlas.map.getContainer().focus();
  }

  _build() {
    if (this.panel) this.panel.box.remove();
    this.panel = new ArticlePanel(this);
    this.chrome.root.prepend(this.panel.box);
    this.panel.mark(this.at, false);
    this.atlas.stage.requestPaint();
  }

  /** Frame the map when the page opens. @param {boolean} [animate] @returns {boolean} whether it did */
  frame(animate) {
    if (!this.now || !this.now.frame || (this.atlas.view.bounds && !animate)) return false;
    this._fly(this.now.frame, Boolean(animate));
    return true;
  }

  /** What a name stands for: things found, or the one that the reader chose. @param {NamePart} part */
  things(part) {
    const chosen = part.n === undefined ? undefined : this.choices[part.n];
    return (chosen === undefined ? part.a || [] : [chosen]).map((i) => this.current.things[i]);
  }

  /** Things of a sentence. @param {number} i */
  thingsOf(i) {
    const step = this.current.steps[i];
    return step ? step.parts.flatMap((part) => (typeof part === 'string' ? [] : this.things(part))) : [];
  }

  /** Show a sentence: its day, and its places. @param {number} i @param {{scroll?: boolean}} [how] */
  go(i, how = {}) {
    const step = this.current.steps[i];
    if (!step) return;
    this.at = i;
    this.chrome.timebar.stop();
    this.atlas.set({ date: step.day });
    this.panel?.mark(i, how.scroll !== false);
    const box = around(this.thingsOf(i));
    if (box) this._fly(box, true);
    this.atlas.stage.requestPaint();
  }

  /** Show one place and, where there is room for it, its card. @param {Thing} thing */
  goTo(thing) {
    const room = this.chrome.over.clientWidth > 600;
    if (room && thing.layer && this.atlas.layers.has(thing.layer)) {
      this.atlas.set({ selection: thing.layer + ':' + thing.id });
    }
    if (thing.frame) this._fly(thing.frame, true);
  }

  /** Light one place for as long as the pointer or the focus is on its name. @param {?Thing[]} things */
  light(things) {
    this.over = things;
    this.atlas.stage.requestPaint();
  }

  /** Take the reader's word for what a name stands for. @param {string} name @param {?number} thing */
  choose(name, thing) {
    if (thing === null) delete this.choices[name];
    else this.choices[name] = thing;
    this._build();
    if (thing !== null) this.goTo(this.current.things[thing]);
    if (this.panel) document.getElementById('gl-asked-' + Object.keys(this.panel.ambiguous).indexOf(name))?.focus();
  }

  /** @param {Box} box @param {boolean} animate */
  _fly(box, animate) {
    const calm = isCalm() || Boolean(this.chrome.compare.side);
    this.flight.last = null;
    this.flight.to(box, this.chrome.room(), animate && !calm);
  }
}

/** The frame around things, or null. @param {Thing[]} things @returns {?Box} */
function around(things) {
  const boxes = things.flatMap(({ frame }) => (frame ? [frame] : []));
  if (!boxes.length) return null;
  return /** @type {Box} */ ([0, 1, 2, 3].map((k) => Math[k < 2 ? 'min' : 'max'](...boxes.map((box) => box[k]))));
}
