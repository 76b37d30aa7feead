/** What is read of a story: a column beside the map, a sheet below it on a phone. */
import * as Dates from '../../paint/data/dates.ts';
import { fill, h, isCalm, link } from '../dom.ts';
import { iconButton } from '../form.ts';
import { entriesOf } from '../../paint/marginalia/legend.ts';
import { Panel } from '../panels/panel.ts';
import { swatch } from '../panels/panels.ts';
import { checks, citations, tally } from './checks.ts';
import type { Story } from './story.ts';
import type { StoryStep } from '../../paint/data/page_data.ts';
import type { View } from '../../paint/data/view.ts';
import type { Atlas } from '../page.ts';

/** Where readers look, as a share of the column's height from its top, while there is text above and below. */
const LINE = 0.3;

export class StoryPanel {
  box: HTMLElement;
  previous!: HTMLElement;
  next!: HTMLElement;
  count!: HTMLElement;
  bits!: HTMLElement[]; // one for each step, below the text
  keyed = ''; // the legend as it is written
  scrolling: ReturnType<typeof setTimeout> | undefined; // set while the text scrolls by itself
  atlas: Atlas;
  live = h('p.gl-hidden', { 'aria-live': 'polite' });
  steps: HTMLLIElement[];
  scroller: HTMLDivElement;
  key: HTMLUListElement;

  constructor(readonly story: Story) {
    this.atlas = story.atlas;
    const now = story.current;
    const { t } = story.atlas;
    this.steps = now.steps.map((step, i) => this._step(step, i));
    this.scroller = h(
      'div.gl-story-text',
      { tabindex: '0', role: 'document', 'aria-label': t('story.region', { title: story.say(now.title) }) },
      this._head(),
      h('ol.gl-steps', this.steps),
      this._end(),
    );
    this.key = h('ul.gl-story-key', { tabindex: '0', 'aria-label': t('tool.legend') });
    this.box = story.place(
      'section.gl-story',
      t('story.region', { title: story.say(now.title) }),
      'story.leave',
      () => story.leave(),
      this.scroller,
      this.key,
      this._nav(),
      this.live,
    );
    // Space scrolls the text and opens what is closed; it does not play the days.
    this.box.addEventListener('keydown', (event) => event.key === ' ' && event.stopPropagation());
    this._watch();
    this.atlas.on('view', () => this.box.isConnected && this._key());
  }

  _head() {
    const { story } = this;
    const now = story.current;
    const { language } = this.atlas.view;
    return h(
      'header.gl-story-head',
      h('p.gl-eyebrow', Dates.words(now.date, language)),
      h('h2', { dir: 'auto' }, story.say(now.title)),
      h('p.gl-story-summary', { dir: 'auto' }, story.say(now.summary)),
      tally(story, now.steps.flatMap((step) => step.checks)),
    );
  }

  _step(step: StoryStep, i: number) {
    const { story } = this;
    const view = story.viewOf(step);
    const { language } = this.atlas.view;
    const days = [view.compare, view.date].filter((day) => day !== null).sort((a, b) => a - b);
    return h(
      'li.gl-step',
      {
        id: 'gl-step-' + i,
        // A click on the text of another step goes there; selecting text and following links does not.
        onclick: ({ target }) =>
          i === story.at || target.closest('a, button, summary, details') || String(getSelection()) || story.go(i),
      },
      h('p.gl-eyebrow', days.map((day) => Dates.words(day, language)).join(' – ')),
      h('h3', h('button.gl-step-title', { dir: 'auto', onclick: () => story.go(i) }, story.say(step.title))),
      story.say(step.text).split(/\n\s*\n/).map((text) => h('p', { dir: 'auto' }, text.replace(/\s*\n\s*/g, ' '))),
      this._selectionButton(view, i),
      this._drawMarks(step),
      checks(story, step.checks),
      citations(this.atlas, step.sources, 'details.sources'),
    );
  }

  _selectionButton(view: View, i: number) {
    const [name, id] = (view.selection || '').split(/:(.*)/s);
    const layer = this.atlas.layers.get(name);
    const what = layer && layer.describe && layer.describe(id);
    return what && h(
      'p',
      h('button.gl-step-card', {
        dir: 'auto',
        onclick: () => {
          this.story.go(i);
          this.story.loud();
        },
      }, what.title),
    );
  }

  _drawMarks(step: StoryStep) {
    const { story } = this;
    const texts = story.marksOf(step).map((mark) => mark.text).filter(Boolean);
    return texts.length
      ? h(
        'ul.gl-story-marks',
        { 'aria-label': story.t('story.marks') },
        texts.map((text) => h('li', { dir: 'auto' }, text)),
      )
      : null;
  }

  _end() {
    const { story } = this;
    return h(
      'footer.gl-story-end',
      citations(this.atlas, story.current.sources, 'story.sources', true),
      references(story.current.references),
      h(
        'p',
        h('button.gl-text', { onclick: () => story.go(0) }, story.t('story.again')),
        h('button.gl-text', { onclick: () => story.leave() }, story.t('story.leave')),
      ),
    );
  }

  _nav() {
    const { story } = this;
    const button = (name: string, key: string, by: number) =>
      iconButton(name, {
        id: 'gl-story-' + name,
        title: story.t(key),
        onclick: () => story.go(story.at + by),
      });
    this.previous = button('back', 'story.previous', -1);
    this.next = button('next', 'story.next', 1);
    this.count = h('span.gl-story-count');
    this.bits = story.current.steps.map((step, i) =>
      h('i', { title: story.say(step.title), onclick: () => story.go(i) })
    );
    return h(
      'nav.gl-story-nav',
      { 'aria-label': story.t('story.steps.nav') },
      h('div.gl-story-bits', { 'aria-hidden': 'true' }, this.bits),
      this.previous,
      this.count,
      this.next,
    );
  }

  focus() {
    this.scroller.focus({ preventScroll: true });
  }

  /** Show which step the map shows.
   * @param scroll whether to bring it to the reading line
   * @param jump at once: as the page opens nothing is passed by */
  mark(i: number, scroll: boolean, jump?: boolean) {
    const { story } = this;
    const n = story.current.steps.length;
    this.steps.forEach((step, number) => {
      if (number === i) step.setAttribute('aria-current', 'step');
      else step.removeAttribute('aria-current');
      this.bits[number].className = number === i ? 'gl-at' : number < i ? 'gl-past' : '';
    });
    const { language } = this.atlas.view;
    const place = story.t('story.step', { i: Dates.number(i + 1, language), n: Dates.number(n, language) });
    this.count.replaceChildren(h('strong', { dir: 'auto' }, story.say(story.step.title)), place);
    // A button that is pressed and then disabled would lose the focus of who walks by keyboard.
    this.previous.setAttribute('aria-disabled', String(i === 0));
    this.next.setAttribute('aria-disabled', String(i === n - 1));
    this.live.textContent = place + ': ' + story.say(story.step.title);
    this._key();
    if (scroll && this.box.isConnected) this._scroll(i, jump);
  }

  _scroll(i: number, jump?: boolean) {
    const { scroller } = this;
    const calm = jump || isCalm();
    const top = this._topOf(i);
    if (Math.abs(scroller.scrollTop - top) < 2) return;
    this._hold();
    scroller.scrollTo({ top, behavior: calm ? 'auto' : 'smooth' });
  }

  /** How far the text is scrolled to read a step: its title is near the top, and it lies under the reader's eyes. */
  _topOf(i: number) {
    const { scroller, steps } = this;
    if (i === 0) return 0;
    const most = Math.max(0, scroller.scrollHeight - scroller.clientHeight);
    const step = steps[i];
    const top = Math.min(most, step.offsetTop - Math.min(24, scroller.clientHeight * 0.1));
    if (this._readAt(top) === i) return top;
    return reading(scroller).back(step.offsetTop + step.offsetHeight / 2);
  }

  _readAt(top: number) {
    const line = reading(this.scroller).line(top);
    return Math.max(0, this.steps.findLastIndex((step) => step.offsetTop <= line));
  }

  /** While the text scrolls by itself, the steps it passes are not gone to; who scrolls himself ends that. */
  _hold() {
    clearTimeout(this.scrolling);
    this.scrolling = setTimeout(() => this._free(), 4000); // a slow machine scrolls long; its end is announced
    this.scroller.addEventListener('scrollend', () => {
      if (!this.scrolling) return;
      clearTimeout(this.scrolling);
      this.scrolling = setTimeout(() => this._free(), 60);
    }, { once: true });
  }

  _free() {
    clearTimeout(this.scrolling);
    this.scrolling = undefined;
  }

  /** Scrolling determines which step is read; where the column changes its size, the step stays. */
  _watch() {
    const { scroller } = this;
    for (const kind of ['wheel', 'touchmove', 'pointerdown']) {
      scroller.addEventListener(kind, () => this._free(), { passive: true });
    }
    scroller.addEventListener('scroll', () => {
      if (this.scrolling || !this.box.isConnected || matchMedia('print').matches || !scroller.clientHeight) return;
      const i = this._readAt(scroller.scrollTop);
      if (i !== this.story.at) this.story.go(i, { scroll: false });
    });
    const sized = new ResizeObserver(() => {
      if (!this.box.isConnected || this.scrolling || matchMedia('print').matches || !scroller.clientHeight) return;
      if (this._readAt(scroller.scrollTop) !== this.story.at) this._scroll(this.story.at, true);
    });
    sized.observe(scroller);
  }

  _key() {
    const entries = entriesOf(this.atlas).flatMap(([, keys]) => keys)
      .filter(({ layer, swatch: what }) => layer === 'control' && what?.fill);
    const written = JSON.stringify(entries);
    if (written === this.keyed) return;
    this.keyed = written;
    this.key.replaceChildren(...entries.map((entry) => h('li', swatch(entry.swatch), h('span', entry.text))));
  }
}

/** Which line of a text is read as it is scrolled: the first one at the top of it, the last one at its end, and
 * between them the one at a share of the column's height. So every step can be read, whatever the text and the column
 * measure. */
function reading({ scrollHeight, clientHeight }: HTMLElement) {
  const most = Math.max(0, scrollHeight - clientHeight);
  const share = Math.min(clientHeight, most);
  const at = [0, LINE * share, most - (1 - LINE) * share, most];
  const lines = [0, at[1] + LINE * clientHeight, at[2] + LINE * clientHeight, most + clientHeight];
  const along = (from: number[], to: number[], value: number) => {
    const k = Math.max(1, from.findIndex((edge, i) => i > 0 && (value <= edge || i === from.length - 1)));
    const span = from[k] - from[k - 1];
    return span > 0 ? to[k - 1] + ((Math.min(value, from[k]) - from[k - 1]) / span) * (to[k] - to[k - 1]) : to[k - 1];
  };
  return { line: (top: number) => along(at, lines, top), back: (line: number) => along(lines, at, line) };
}

function references(lines?: string[]) {
  return lines && h('ul.gl-references', lines.map((line) => h('li', { dir: 'auto' }, link(line))));
}

export class StoriesPanel extends Panel {
  override update() {
    const { atlas, story } = this.chrome;
    const { language } = atlas.view;
    fill(
      this.body,
      h(
        'ul.gl-stories',
        (atlas.data.stories || []).map((entry) =>
          h(
            'li',
            h(
              'button.gl-story-choice',
              { 'aria-current': story.now === entry ? 'true' : null, onclick: () => story.open(entry.id) },
              h('span.gl-eyebrow', Dates.words(entry.date, language)),
              h('strong', { dir: 'auto' }, story.say(entry.title)),
              h('span', { dir: 'auto' }, story.say(entry.summary)),
              h('span.gl-story-length', atlas.t('story.steps', { n: Dates.number(entry.steps.length, language) })),
            ),
          )
        ),
      ),
    );
  }
}
