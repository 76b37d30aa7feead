/** A story shown beside the map: each step is a view. The reader may wander off and come back; leaving the story
 * brings back the map as it was before. */
import * as View from '../../paint/data/view.ts';
import { h } from '../dom.ts';
import { L } from '../leaflet.ts';
import { drawMarks, type DrawnMark } from '../../paint/map/story_marks.ts';
import { Column } from './column.ts';
import { StoryPanel } from './panel.ts';
import type { StoryData, StoryStep } from '../../paint/data/page_data.ts';
import type { LatLng } from 'leaflet';
import type { Chrome } from '../page.ts';

/** The parts of a view that belong to the reader and that no step changes. */
const OWN = new Set(['language', 'bounds', 'tiles', 'story', 'step']);

const mapOf = (view: View.View) =>
  Object.fromEntries(Object.entries(view).filter(([key]) => !OWN.has(key))) as Partial<View.View>;

const isShown = (part: Partial<View.View>, view: View.View) =>
  Object.entries(part).every(([key, value]) => JSON.stringify(value) === JSON.stringify(view[key as keyof View.View]));

export class Story extends Column {
  at = 0;
  panel: StoryPanel | null = null;
  before: { center: LatLng; zoom: number } | null = null;
  framed = false; // whether the page has been framed
  noted: ReturnType<typeof setTimeout> | undefined;
  byId: Map<string, StoryData>;
  now: StoryData | null = null;
  viewOutside: View.View;
  note = h('p.gl-story-note', { role: 'status', hidden: true });
  back: HTMLButtonElement;

  constructor(chrome: Chrome) {
    super(chrome);
    this.byId = new Map((this.atlas.data.stories || []).map((story) => [story.id, story]));
    this.viewOutside = { ...this.atlas.view, story: null, step: null };
    this.back = h('button.gl-story-back', { hidden: true, onclick: () => this.comeBack() });
    chrome.notices.append(this.note, this.back);
    for (const element of [this.note, this.back]) L.DomEvent.disableClickPropagation(element);
    this.atlas.on('view', (changed, origin) => this._hear(changed, origin));
    this.atlas.map.on('click', () => this.loud());
    this.atlas.addPainter({
      stage: 'marks',
      z: 1010, // above the labels, which know nothing of them
      uses: new Set(['story', 'step', 'language']),
      draw: (ctx, frame) => this.now ? drawMarks(ctx, frame, this.atlas.style, this.marksOf(this.step)) : undefined,
    });
    this._arrive(false);
  }

  /** A text of a story in the reader's language, else in the one that it is written in. */
  say(text: Record<string, string>) {
    return text[this.atlas.view.language] || text.en || Object.values(text)[0] || '';
  }

  get current(): StoryData {
    if (!this.now) throw new Error('no story is open');
    return this.now;
  }

  get step() {
    return this.current.steps[this.at];
  }

  marksOf(step: StoryStep): DrawnMark[] {
    return (step.marks || []).map(({ kind, at, text }) => ({ kind, at, text: text ? this.say(text) : '' }));
  }

  viewOf(step: StoryStep) {
    return View.read(step.view, View.initial());
  }

  _hear(changed: Set<string>, origin: string | undefined) {
    if (changed.has('language') && this.panel) this.build();
    if (origin === 'story') return;
    if (changed.has('story') || changed.has('step')) {
      // Who takes away the story alone wants the map back that was there before.
      if (this.now && this.atlas.view.story === null && ![...changed].some((key) => !OWN.has(key))) {
        return this.leave();
      }
      return this._arrive(true);
    }
    if (!this.now) {
      this.viewOutside = { ...this.atlas.view };
      return;
    }
    if (changed.has('selection')) this.loud();
    if ([...changed].some((key) => !OWN.has(key))) this._wander(!this._here());
  }

  _here() {
    return isShown(mapOf(this.viewOf(this.step)), this.atlas.view);
  }

  /** Follow a view that names a story: where it names nothing else of the map, to the step's state. */
  _arrive(moved: boolean) {
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

  open(id: string) {
    const story = this.byId.get(id);
    if (!story) return;
    this._open(story);
    this.go(0);
    this.panel?.focus();
  }

  _open(story: StoryData) {
    const { map } = this.atlas;
    if (!this.now) this.before = this.framed ? { center: map.getCenter(), zoom: map.getZoom() } : null;
    this.now = story;
    this.at = 0;
    this.take();
  }

  build() {
    this.panel = new StoryPanel(this);
    this.panel.mark(this.at, true, true);
    this.back.textContent = this.t('story.back');
  }

  /** Go to a step: the map shows its state at once and flies to its frame. */
  go(i: number, how: { fly?: boolean; scroll?: boolean } = {}) {
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

  _mark(i: number, scroll: boolean | undefined, jump: boolean | undefined) {
    this.at = i;
    this.panel?.mark(i, scroll !== false, jump);
  }

  _fly(animate: boolean) {
    this.fly(this.viewOf(this.step).bounds || this.atlas.data.home, animate);
  }

  frame(): boolean {
    this.framed = true;
    if (!this.now || this.atlas.view.bounds) return false;
    this._fly(false);
    return true;
  }

  comeBack() {
    this.flight.last = null;
    this.go(this.at);
    this.panel?.focus();
  }

  /** The card of the step's selection opens when the reader asks for it. */
  loud() {
    this.chrome.root.classList.remove('gl-quiet');
  }

  override stray() {
    if (this.now) this._wander(true);
  }

  _wander(on: boolean) {
    this.back.hidden = !on;
    this.chrome.root.classList.toggle('gl-wandered', on);
  }

  /** Tell the reader something about the address, for a while. */
  _say(text: string | null) {
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
    this.clear();
    this.chrome.root.classList.remove('gl-quiet');
    this._wander(false);
    this.flight.last = null;
  }
}
