/**
 * A story shown beside the map: each step is a view. The reader may wander off and come back;
 * leaving the story brings back the map as it was before.
 */
import * as View from '../../paint/data/view.js';
import { h, isCalm } from '../dom.js';
import { L } from '../leaflet.js';
import { Flight } from '../map/flight.js';
import { storyKey } from './keys.js';
import { drawMarks } from '../../paint/map/story_marks.js';
import { StoryPanel } from './panel.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { StoryData, StoryStep } from '../../paint/data/page_data.js' */
/** @import { LatLng } from 'leaflet' */
/** @import { DrawnMark } from '../../paint/map/story_marks.js' */

/** The parts of a view that belong to the reader and that no step changes. */
const OWN = new Set(['language', 'bounds', 'tiles', 'story', 'step']);

/** What of a view a step sets. @param {View.View} view */
const mapOf = (view) => /** @type {Partial<View.View>} */ (
  Object.fromEntries(Object.entries(view).filter(([key]) => !OWN.has(key)))
);

/** Whether a view shows what is wanted. @param {Partial<View.View>} wanted @param {View.View} view */
const isShown = (wanted, view) =>
  Object.entries(wanted).every(([key, value]) =>
    JSON.stringify(value) === JSON.stringify(view[/** @type {keyof View.View} */ (key)])
  );

export class Story {
  /** The step that the map shows. */
  at = 0;
  /** @type {?StoryPanel} */
  panel = null;
  /** The frame before the story. @type {?{center: LatLng, zoom: number}} */
  before = null;
  /** The panel that was open before. @type {?string | undefined} */
  opened = null;
  /** Whether the page has been framed. */
  framed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  noted;

  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.t = chrome.atlas.t;
    this.chrome = chrome;
    this.atlas = chrome.atlas;
    this.byId = new Map((this.atlas.data.stories || []).map((story) => [story.id, story]));
    /** @type {?StoryData} */
    this.now = null;
    /** The view before the story. @type {View.View} */
    this.viewOutside = { ...this.atlas.view, story: null, step: null };
    this.flight = new Flight(this.atlas, () => this.now && this._wander(true));
    this.note = h('p.gl-story-note', { role: 'status', hidden: true });
    this.back = h('button.gl-story-back', { hidden: true, onclick: () => this.comeBack() });
    chrome.notices.append(this.note, this.back);
    for (const element of [this.note, this.back]) L.DomEvent.disableClickPropagation(element);
    this.atlas.on('view', (changed, origin) => this._hear(changed, origin));
    this.atlas.map.on('click', () => this.loud());
    document.addEventListener('keydown', (event) => this.now && storyKey(this, event));
    this.atlas.addPainter({
      stage: 'marks',
      z: 1010, // above the labels, which know nothing of them
      uses: new Set(['story', 'step', 'language']),
      draw: (ctx, frame) => this.now ? drawMarks(ctx, frame, this.atlas.style, this.marksOf(this.step)) : undefined,
    });
    this._arrive(false);
  }

  /** A text of a story in the reader's language, else in the one that it is written in.
   * @param {Record<string, string>} text */
  say(text) {
    return text[this.atlas.view.language] || text.en || Object.values(text)[0] || '';
  }

  /** The story that is open. @returns {StoryData} */
  get current() {
    if (!this.now) throw new Error('no story is open');
    return this.now;
  }

  get step() {
    return this.current.steps[this.at];
  }

  /** What the writer drew on the map of a step. @param {StoryStep} step @returns {DrawnMark[]} */
  marksOf(step) {
    return (step.marks || []).map(({ kind, at, text }) => ({ kind, at, text: text ? this.say(text) : '' }));
  }

  /** The view of a step, as Python reads it. @param {StoryStep} step */
  viewOf(step) {
    return View.read(step.view, View.initial());
  }

  /** @param {Set<string>} changed @param {string | undefined} origin */
  _hear(changed, origin) {
    if (changed.has('language') && this.panel) this._build();
    if (origin === 'story') return;
    if (changed.has('story') || changed.has('step')) {
      // Who takes away the story alone wants the map back that was there before.
      if (this.now && this.atlas.view.story === null && ![...changed].some((key) => !OWN.has(key))) return this.leave();
      return this._arrive(true);
    }
    if (!this.now) {
      this.viewOutside = { ...this.atlas.view };
      return;
    }
    if (changed.has('selection')) this.loud();
    if ([...changed].some((key) => !OWN.has(key))) this._wander(!this._here());
  }

  /** Whether the map shows what the step wants shown. */
  _here() {
    return isShown(mapOf(this.viewOf(this.step)), this.atlas.view);
  }

  /** Follow a view that names a story: where it names nothing else of the map, to the step's state.
   * @param {boolean} moved */
  _arrive(moved) {
    const { view } = this.atlas;
    const story = this.byId.get(view.story || '');
    this._say(view.story && !story ? this.t('story.unknown', { id: view.story }) : null);
    if (!story) return this._close();
    const isPlain = isShown(mapOf(View.initial()), view);
    if (story !== this.now) this._open(story);
    const index = story.steps.findIndex((step) => step.id === view.step);
    if (view.step && index < 0) this._say(this.t('story.noStep', { id: view.step }));
    this.at = Math.max(0, index);
    if (isPlain || this._here()) return this.go(this.at, { fly: moved });
    this._mark(this.at, true, !moved);
    this._wander(true);
  }

  /** Open a story at its first step. @param {string} id */
  open(id) {
    const story = this.byId.get(id);
    if (!story) return;
    this._open(story);
    this.go(0);
    this.panel?.focus();
  }

  /** @param {StoryData} story */
  _open(story) {
    const { map } = this.atlas;
    if (!this.now) {
      this.before = this.framed ? { center: map.getCenter(), zoom: map.getZoom() } : null;
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
    const step = this.current.steps[i];
    if (!step) return;
    const view = this.viewOf(step);
    this.chrome.timebar.stop();
    this.chrome.root.classList.add('gl-quiet');
    this.atlas.hits = null;
    this.at = i;
    this.atlas.set({ ...mapOf(view), story: this.current.id, step: step.id }, 'story');
    this._mark(i, how.scroll, how.fly === false);
    this._wander(false);
    if (how.fly !== false) this._fly(true);
  }

  /** @param {number} i @param {boolean | undefined} scroll @param {boolean | undefined} jump */
  _mark(i, scroll, jump) {
    this.at = i;
    this.panel?.mark(i, scroll !== false, jump);
  }

  /** @param {boolean} animate */
  _fly(animate) {
    const calm = isCalm() || Boolean(this.chrome.compare.side);
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
    this.panel?.focus();
  }

  /** The card of the step's selection opens when the reader asks for it. */
  loud() {
    this.chrome.root.classList.remove('gl-quiet');
  }

  /** @param {boolean} on */
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
    const { before, viewOutside: view } = this;
    this._close();
    this.atlas.set({ ...mapOf(view), story: null, step: null }, 'story');
    if (before) this.chrome.finely(() => map.setView(before.center, before.zoom, { animate: false }));
    else this.chrome.frame(this.atlas.data.home, false);
    this.chrome.open(this.opened);
    (this.chrome.buttons.stories || map.getContainer()).focus();
  }

  _close() {
    if (!this.now) return;
    this.now = null;
    this.panel?.box.remove();
    this.panel = null;
    this.chrome.root.classList.remove('gl-telling', 'gl-quiet');
    this._wander(false);
    this.atlas.map.invalidateSize({ animate: false, pan: false });
    this.flight.last = null;
  }
}
