/**
 * A story told beside the map: each step is a view. The reader may wander off and come back;
 * leaving the story brings back the map as it was before.
 */
import * as View from '../view.js';
import { h } from '../dom.js';
import { L } from '../leaflet.js';
import { Flight } from '../map/flight.js';
import { storyKey } from './keys.js';
import { StoryPanel } from './panel.js';

/** What of a view is the reader's own and no step changes. */
const OWN = new Set(['language', 'bounds', 'tiles', 'story', 'step']);

/** What of a view a step sets. @param {Object} view */
const mapOf = (view) => Object.fromEntries(Object.entries(view).filter(([key]) => !OWN.has(key)));
const same = (a, b) => Object.keys(a).every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));

export class Story {
  constructor(chrome) {
    this.chrome = chrome;
    this.atlas = chrome.atlas;
    this.byId = new Map((this.atlas.data.stories || []).map((story) => [story.id, story]));
    this.now = null;
    this.rest = { ...this.atlas.view, story: null, step: null };
    this.flight = new Flight(this.atlas, () => this.now && this._wander(true));
    this.note = h('p.gl-story-note', { role: 'status', hidden: true });
    this.back = h('button.gl-story-back', { type: 'button', hidden: true, onclick: () => this.comeBack() });
    chrome.root.append(this.note, this.back);
    for (const element of [this.note, this.back]) L.DomEvent.disableClickPropagation(element);
    this.atlas.on('view', (changed, origin) => this._hear(changed, origin));
    this.atlas.map.on('click', () => this.loud());
    document.addEventListener('keydown', (event) => this.now && storyKey(this, event));
    this._arrive(false);
  }

  t(key, values) {
    return this.atlas.t(key, values);
  }

  /** A text of a story in the reader's language. @param {Object<string, string>} text */
  say(text) {
    return text[this.atlas.view.language] || text.en;
  }

  get step() {
    return this.now.steps[this.at];
  }

  /** The view of a step, as Python reads it. @param {Object} step */
  viewOf(step) {
    return View.read(step.view, View.initial());
  }

  _hear(changed, origin) {
    if (changed.has('language') && this.panel) this._build();
    if (origin === 'story') return;
    if (changed.has('story') || changed.has('step')) {
      // Who takes away the story alone wants the map back that was there before.
      if (this.now && this.atlas.view.story === null && ![...changed].some((key) => !OWN.has(key))) return this.leave();
      return this._arrive(true);
    }
    if (!this.now) {
      this.rest = { ...this.atlas.view };
      return;
    }
    if (changed.has('selection')) this.loud();
    if ([...changed].some((key) => !OWN.has(key))) this._wander(!this._here());
  }

  /** Whether the map shows what the step wants shown. */
  _here() {
    return same(mapOf(this.viewOf(this.step)), this.atlas.view);
  }

  /** Follow a view that names a story: where it names nothing else of the map, to the step's state. */
  _arrive(moved) {
    const { view } = this.atlas;
    const story = this.byId.get(view.story);
    this._say(view.story && !story ? this.t('story.unknown', { id: view.story }) : null);
    if (!story) return this._close();
    const bare = same(mapOf(View.initial()), view);
    if (story !== this.now) this._open(story);
    const found = story.steps.findIndex((step) => step.id === view.step);
    if (view.step && found < 0) this._say(this.t('story.noStep', { id: view.step }));
    this.at = Math.max(0, found);
    if (bare || this._here()) return this.go(this.at, { fly: moved });
    this._mark(this.at, true, !moved);
    this._wander(true);
  }

  /** Open a story at its first step. @param {string} id */
  open(id) {
    const story = this.byId.get(id);
    this._open(story);
    this.go(0);
    this.panel.focus();
  }

  _open(story) {
    const { map } = this.atlas;
    if (!this.now) {
      this.before = map._loaded && this.framed ? { center: map.getCenter(), zoom: map.getZoom() } : null;
      this.opened = this.chrome.opened;
    }
    this.now = story;
    this.at = 0;
    this.chrome.open(null);
    this.chrome.root.classList.add('gl-telling');
    this._build();
    map.invalidateSize({ animate: false, pan: false });
  }

  _build() {
    if (this.panel) this.panel.box.remove();
    this.panel = new StoryPanel(this);
    this.chrome.root.prepend(this.panel.box);
    this.panel.mark(this.at, true, true);
    this.back.textContent = this.t('story.back');
  }

  /** Go to a step: the map shows its state at once and flies to its frame.
   * @param {number} i @param {{fly?: boolean, scroll?: boolean}} [how] */
  go(i, how = {}) {
    const step = this.now.steps[i];
    if (!step) return;
    const view = this.viewOf(step);
    this.chrome.timebar.stop();
    this.chrome.root.classList.add('gl-quiet');
    this.atlas.hits = null;
    this.at = i;
    this.atlas.set({ ...mapOf(view), story: this.now.id, step: step.id }, 'story');
    this._mark(i, how.scroll, how.fly === false);
    this._wander(false);
    if (how.fly !== false) this._fly(true);
  }

  _mark(i, scroll, jump) {
    this.at = i;
    this.panel.mark(i, scroll !== false, jump);
  }

  _fly(animate) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches || this.chrome.compare.side;
    const box = this.viewOf(this.step).bounds || this.atlas.data.home;
    this.flight.to(box, this.chrome.room(), animate && !calm);
  }

  /** Frame the map when the page opens. @returns {boolean} whether a story did */
  frame() {
    this.framed = true;
    if (!this.now || this.atlas.view.bounds) return false;
    this._fly(false);
    return true;
  }

  /** Come back to the step after wandering off. */
  comeBack() {
    this.flight.last = null;
    this.go(this.at);
    this.panel.focus();
  }

  /** The card of the step's selection opens when the reader asks for it. */
  loud() {
    this.chrome.root.classList.remove('gl-quiet');
  }

  _wander(on) {
    this.back.hidden = !on;
    this.chrome.root.classList.toggle('gl-wandered', on);
  }

  /** Tell the reader something about the address, for a while. @param {?string} text */
  _say(text) {
    clearTimeout(this.noted);
    this.note.hidden = !text;
    this.note.textContent = text || '';
    if (text) this.noted = setTimeout(() => (this.note.hidden = true), 12000);
  }

  /** Leave the story: the map shows what it showed before. */
  leave() {
    const { map } = this.atlas;
    const { before, rest } = this;
    this._close();
    this.atlas.set({ ...mapOf(rest), story: null, step: null }, 'story');
    if (before) map.setView(before.center, before.zoom, { animate: false });
    else this.chrome.frame(this.atlas.data.home, false);
    this.chrome.open(this.opened);
    (this.chrome.buttons.stories || map.getContainer()).focus();
  }

  _close() {
    if (!this.now) return;
    this.now = null;
    this.panel.box.remove();
    this.panel = null;
    this.chrome.root.classList.remove('gl-telling', 'gl-quiet');
    this._wander(false);
    this.atlas.map.invalidateSize({ animate: false, pan: false });
    this.flight.last = null;
  }
}
