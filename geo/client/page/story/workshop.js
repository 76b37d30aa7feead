/** The part of the panel of stories in which a reader makes one. */
import { h, icon } from '../dom.js';
import { field, languageField } from '../form.js';
import { stepFrame } from '../map/room.js';
import { initial, read } from '../../paint/data/view.js';
import { LONGEST, LONGEST_SOURCES, MOST, READERS_OWN, StoryBuilder } from './builder.js';
import { block } from './carried.js';
import { KINDS, MANY, SHORT } from './marks.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { Corner } from '../area_of_interest/shape.js' */
/** @import { MarkKind } from '../../paint/map/story_marks.js' */

const UP = 'M12 19V5M6 11l6-6 6 6';
const DOWN = 'M12 5v14M6 13l6 6 6-6';
const AWAY = 'M6 6l12 12M18 6L6 18';
const EYE = 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 100 6 3 3 0 000-6z';

export class Workshop {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.t = chrome.atlas.t;
    this.chrome = chrome;
    this.story = chrome.ownStory = new StoryBuilder(chrome.atlas.view.language);
    this.box = h('section.gl-workshop', {});
    this.write();
  }

  write() {
    const { story } = this;
    const count = story.steps.length;
    this.box.replaceChildren(
      h('h3', {}, this.t('story.make')),
      h('p.gl-note', {}, this.t('story.make.how')),
      h('button.gl-plain', {
        id: 'gl-story-add',
        disabled: count >= MOST,
        onclick: () => this._then(() => story.add(this.chrome.atlas, stepFrame(this.chrome)), 'gl-story-add'),
      }, this.t('story.make.add')),
      ...(count ? this._steps() : []),
    );
  }

  _steps() {
    const { story } = this;
    return [
      field(
        this.t('story.make.title'),
        h('input', {
          type: 'text',
          id: 'gl-story-title',
          maxlength: 200,
          dir: 'auto',
          value: story.title,
          oninput: (event) => (story.title = event.target.value),
        }),
      ),
      // The language that the story is written in: its texts are kept under it alone.
      languageField(
        this.t('story.make.language'),
        'gl-story-language',
        story.language,
        (code) => story.language = code,
      ),
      h('ol.gl-own-steps', {}, story.steps.map((_, i) => this._step(i))),
      field(
        this.t('story.make.sources'),
        h('textarea', {
          id: 'gl-story-sources',
          rows: 3,
          maxlength: LONGEST_SOURCES,
          dir: 'auto',
          oninput: (event) => (story.sources = event.target.value),
        }, story.sources),
      ),
      h(
        'button.gl-plain',
        { id: 'gl-story-save', onclick: () => story.save(this.chrome.atlas) },
        this.t('story.make.save'),
      ),
      ...(block() ? this._away() : []),
    ];
  }

  /** Ways to save the story that a page outside the app has: one file, and a link. */
  _away() {
    const { story } = this;
    const message = h('p.gl-note', { 'aria-live': 'polite' });
    const link = h('input', {
      type: 'text',
      readonly: true,
      dir: 'ltr',
      hidden: true,
      'aria-label': this.t('card.copy'),
    });
    return [
      h('button.gl-plain', {
        id: 'gl-story-page',
        onclick: () => story.savePage(this.chrome.atlas),
      }, this.t('story.make.page')),
      h('button.gl-plain', {
        id: 'gl-story-link',
        onclick: async () => {
          const address = await story.link(this.chrome.atlas);
          Object.assign(link, { value: address, hidden: !address });
          if (address) link.select();
          message.textContent = this.t(address ? 'story.make.linked' : 'story.make.long');
        },
      }, this.t('story.make.link')),
      link,
      message,
    ];
  }

  /** @param {number} i */
  _step(i) {
    const { story } = this;
    const step = story.steps[i];
    /** @param {string} name @param {string} path @param {boolean} off @param {() => void} run */
    const tool = (name, path, off, run) =>
      h('button.gl-plain', {
        id: `gl-story-${name}-${i}`,
        disabled: off,
        title: this.t('story.make.' + name),
        'aria-label': this.t('story.make.' + name),
        onclick: () => this._then(run, 'gl-story-add'),
      }, icon(path, 14));
    return h(
      'li',
      {},
      h('input', {
        type: 'text',
        maxlength: 200,
        dir: 'auto',
        value: step.title,
        'aria-label': this.t('story.make.heading', { i: i + 1 }),
        oninput: (event) => (step.title = event.target.value),
      }),
      h('textarea', {
        rows: 3,
        maxlength: LONGEST,
        dir: 'auto',
        'aria-label': this.t('story.make.text', { i: i + 1 }),
        oninput: (event) => (step.text = event.target.value),
      }, step.text),
      h(
        'div.gl-ask-buttons',
        {},
        tool('show', EYE, false, () => this._show(i)),
        tool('up', UP, i === 0, () => story.move(i, -1)),
        tool('down', DOWN, i === story.steps.length - 1, () => story.move(i, 1)),
        tool('remove', AWAY, false, () => story.remove(i)),
      ),
      this._marks(i),
    );
  }

  /** What is drawn on the map of a step, and the ways to draw more. @param {number} i */
  _marks(i) {
    const { marks } = this.story.steps[i];
    const kinds = /** @type {MarkKind[]} */ (Object.keys(KINDS));
    return h(
      'div',
      {},
      h(
        'div.gl-ask-buttons',
        { role: 'group', 'aria-label': this.t('story.marks') },
        kinds.map((kind) =>
          h('button.gl-plain', {
            id: `gl-story-${kind}-${i}`,
            disabled: marks.length >= MANY,
            onclick: () => this._draw(i, kind),
          }, '+ ' + this.t('story.mark.' + kind))
        ),
      ),
      h('ul.gl-own-marks', {}, marks.map((_, k) => this._mark(i, k))),
    );
  }

  /** @param {number} i @param {number} k */
  _mark(i, k) {
    const { steps } = this.story;
    const mark = steps[i].marks[k];
    const kind = this.t('story.mark.' + mark.kind);
    return h(
      'li',
      {},
      h('input', {
        type: 'text',
        id: `gl-story-mark-${i}-${k}`,
        maxlength: SHORT,
        dir: 'auto',
        value: mark.text,
        placeholder: mark.kind === 'note' ? this.t('story.mark.empty') : kind,
        'aria-label': this.t('story.mark.text', { kind }),
        oninput: (event) => {
          mark.text = event.target.value;
          this.story.at = i;
          this.chrome.atlas.stage.requestPaint();
        },
      }),
      h('button.gl-plain', {
        title: this.t('story.make.remove'),
        'aria-label': `${this.t('story.make.remove')}: ${kind}`,
        onclick: () =>
          this._then(() => {
            steps[i].marks.splice(k, 1);
            this.story.at = i;
          }, `gl-story-note-${i}`),
      }, icon(AWAY, 14)),
    );
  }

  /** Let the reader draw on the map of a step. @param {number} i @param {MarkKind} kind */
  _draw(i, kind) {
    const { chrome, story } = this;
    if (i !== story.at) this._show(i);
    const step = story.steps[i]; // it may stand elsewhere by the time that the shape is complete
    let focus = `gl-story-${kind}-${i}`;
    chrome.drawing.start({
      ...KINDS[kind],
      start: kind === 'area' ? 'ask.start' : 'story.mark.place.' + kind,
      /** @param {Corner[]} at */
      done: (at) => {
        step.marks.push({ kind, at, text: '' });
        focus = `gl-story-mark-${story.steps.indexOf(step)}-${step.marks.length - 1}`;
        this._then(() => {}, focus);
      },
      ended: () => {
        chrome.open('stories');
        this._focus(focus);
      },
    });
  }

  /** Show a step on the map as it was when it was added. @param {number} i */
  _show(i) {
    const { atlas } = this.chrome;
    this.story.at = i;
    const { center, view: query, zoom } = this.story.steps[i];
    const view = read(query, initial());
    for (const key of READERS_OWN) Object.assign(view, { [key]: atlas.view[key] });
    atlas.set({ ...view, bounds: atlas.view.bounds });
    atlas.map.setView(center, zoom, { animate: false });
    atlas.stage.requestPaint();
  }

  /** Change the story, write it anew and leave the focus at a button that is still there.
   * @param {() => void} run @param {string} focus */
  _then(run, focus) {
    run();
    this.write();
    this.chrome.atlas.stage.requestPaint();
    this._focus(focus);
  }

  /** @param {string} id */
  _focus(id) {
    document.getElementById(id)?.focus({ preventScroll: true });
  }
}
