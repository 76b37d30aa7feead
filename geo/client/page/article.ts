/** A text beside the map: its sentences with the places that they name, which stand on the map as rings and outlines. */
import * as Dates from '../paint/data/dates.ts';
import * as World from '../paint/map/world.ts';
import { direction } from '../paint/data/profile.ts';
import { h, isCalm } from './dom.ts';
import { Column } from './story/column.ts';
import type { ArticleData, NamePart, Sentence, Thing } from '../paint/data/page_data.ts';
import type { Box } from '../paint/data/tables.ts';
import type { Layer } from '../paint/layers/layer.ts';
import type { Context2D, Frame } from '../paint/map/frame.ts';
import type { Topology } from '../paint/map/topology.ts';
import type { Chrome } from './page.ts';

type Outlined = Layer & {
  topology?: Topology;
  rows?: Array<{ id?: string; iso?: string; pcode?: string; units?: number[]; path?: Path2D }>;
};

export class Article extends Column {
  now: ArticleData & { steps: Sentence[] } | null = null; // the text that is open; its sentences are its steps
  at = -1; // the sentence that the map shows, -1 for the whole text
  panel: { box: HTMLElement; scroller: HTMLElement; steps: HTMLElement[] } | null = null;
  paths: Map<string, Path2D | null> = new Map(); // courses and outlines by the keys of their things

  constructor(chrome: Chrome) {
    super(chrome);
    this.atlas.on('view', (changed) => {
      if (changed.has('story') && this.atlas.view.story !== null) this.close(true);
      else if (changed.has('language') && this.now) this.build();
    });
    this.atlas.addPainter({ stage: 'marks', z: 990, uses: new Set(), draw: (ctx, frame) => this._draw(ctx, frame) });
    if (this.atlas.data.article && !this.atlas.view.story) this.open(this.atlas.data.article);
  }

  open(data: ArticleData) {
    this.close(true);
    if (this.chrome.story.now) this.chrome.story.leave();
    this.now = { ...data, steps: data.sentences };
    this.at = -1;
    this.take();
  }

  show(data: ArticleData) {
    this.open(data);
    this.atlas.set({ date: data.date });
    if (data.frame) this.fly(data.frame, true);
  }

  /** @param keep whether something else takes the column */
  close(keep = false) {
    if (!this.now) return;
    this.now = null;
    this.clear(keep);
    this.atlas.stage.requestPaint();
    if (!keep) this.chrome.open(this.opened);
  }

  frame(): boolean {
    if (!this.now?.frame || this.atlas.view.bounds) return false;
    this.fly(this.now.frame, false);
    return true;
  }

  go(i: number) {
    const step = this.now?.steps[i];
    if (!step) return;
    this.at = i;
    this.chrome.timebar.stop();
    this.atlas.set({ date: step.day });
    this._mark();
    const boxes = this._thingsOf(step).flatMap(({ frame }) => (frame ? [frame] : []));
    const edge = (k: number) => Math[k < 2 ? 'min' : 'max'](...boxes.map((box) => box[k]));
    if (boxes.length) this.fly([edge(0), edge(1), edge(2), edge(3)], true);
    this.atlas.stage.requestPaint();
  }

  _goTo(thing: Thing) {
    const room = this.chrome.over.clientWidth > 600;
    if (room && thing.layer && this.atlas.layers.has(thing.layer)) {
      this.atlas.set({ selection: thing.layer + ':' + thing.id });
    }
    if (thing.frame) this.fly(thing.frame, true);
  }

  override fly(box: Box, animate: boolean) {
    this.flight.last = null;
    super.fly(box, animate);
  }

  _thingsOf(step: Sentence): Thing[] {
    const numbers = step.parts.flatMap((part) => typeof part === 'string' ? [] : part.things);
    return [...new Set(numbers)].flatMap((number) => this.now?.things[number] || []);
  }

  build() {
    const { now, t, atlas } = this;
    if (!now) return;
    const { language } = atlas.view;
    const parts = now.steps.flatMap((step) => step.parts);
    const places = new Set(parts.flatMap((part) => typeof part === 'string' || part.open ? [] : part.things));
    const steps = now.steps.map((step, i) =>
      h(
        'li.gl-step',
        { id: 'gl-sentence-' + i },
        h('button.gl-eyebrow', {
          lang: language,
          dir: this.chrome.root.dir,
          onclick: () => this.go(i),
        }, Dates.words(step.day, language)),
        h('p', step.parts.map((part) => typeof part === 'string' ? part : this._name(part))),
      )
    );
    const scroller = h(
      'div.gl-story-text',
      { tabindex: '0', role: 'document', 'aria-label': t('article.region') },
      h(
        'header.gl-story-head',
        h('p.gl-eyebrow', Dates.words(now.date, language)),
        h('h2', t('article.title')),
        h(
          'p.gl-story-summary',
          places.size ? t('article.found', { n: Dates.number(places.size, language) }) : t('article.nothing'),
        ),
      ),
      h('ol.gl-steps', { lang: now.language, dir: direction(now.language) }, steps),
    );
    const leave = () => {
      this.close();
      atlas.map.getContainer().focus();
    };
    const box = this.place('section.gl-story.gl-article', t('article.region'), 'article.leave', leave, scroller);
    this.panel = { box, scroller, steps };
    this._mark();
    atlas.stage.requestPaint();
  }

  _name({ text, things, open }: NamePart) {
    const buttons = things.map((number) => {
      const thing = (this.now as ArticleData).things[number];
      const where = [this.atlas.nameOf(thing), thing.in && this.atlas.nameOf(thing.in)].filter(Boolean).join(' · ');
      return h('button.gl-name', { title: where, dir: 'auto', onclick: () => this._goTo(thing) }, open ? where : text);
    });
    return open ? [text, h('span.gl-asked', { title: this.t('article.which') }, buttons)] : buttons[0];
  }

  _mark() {
    this.panel?.steps.forEach((step, i) => {
      if (i !== this.at) return step.removeAttribute('aria-current');
      step.setAttribute('aria-current', 'step');
      step.scrollIntoView({ block: 'nearest', behavior: isCalm() ? 'auto' : 'smooth' });
    });
  }

  _draw(ctx: Context2D, frame: Frame) {
    if (!this.now) return;
    const { style, labels } = this.atlas;
    const current = this.now.steps[this.at] ? this._thingsOf(this.now.steps[this.at]) : [];
    for (const thing of new Set(this.now.steps.flatMap((step) => this._thingsOf(step)))) {
      const isShown = current.includes(thing);
      const path = this._path(thing);
      const [x, y] = frame.pixel(...World.of(thing.lon, thing.lat));
      if (path) frame.world(ctx);
      else ctx.beginPath();
      if (!path) ctx.arc(x, y, isShown ? 11 : 8, 0, 2 * Math.PI);
      const width = (isShown ? 3.2 : 1.8) / (path ? frame.k : 1);
      for (const [colour, by] of [[style.halo, 2.2], [style.accent, 1]] as [string, number][]) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width * by;
        if (path) ctx.stroke(path);
        else ctx.stroke();
      }
      frame.screen(ctx);
      const text = this.atlas.nameOf(thing);
      const look = { rank: isShown ? -2 : -1, weight: 650, offset: isShown ? 15 : 12 };
      // Where its own layer names it already, that name comes first.
      const label = labels.queue.find((other) => other.text === text && Math.hypot(other.x - x, other.y - y) < 4);
      if (label) Object.assign(label, look);
      else if (!path) labels.want({ text, x, y, size: 11.5, ...look });
    }
  }

  _path(thing: Thing) {
    const path = this.paths.get(thing.key);
    if (path !== undefined) return path;
    const layer = this.atlas.layers.get(thing.layer || '') as Outlined | undefined;
    const row = layer?.rows?.find((candidate) => [candidate.id, candidate.iso, candidate.pcode].includes(thing.id));
    const units = new Set(row?.units);
    const outline = units.size ? layer?.topology?.lines((a, b) => units.has(a) !== units.has(b)) : row?.path;
    if (layer) this.paths.set(thing.key, outline || null);
    return outline || null;
  }
}
