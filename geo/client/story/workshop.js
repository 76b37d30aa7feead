/** The part of the panel of stories in which a reader makes one. */
import { h, icon } from '../dom.js';
import { LONGEST, MOST, StoryBuilder } from './builder.js';
import { block } from './carried.js';

/** @import { Chrome } from '../chrome.js' */

const UP = 'M12 19V5M6 11l6-6 6 6';
const DOWN = 'M12 5v14M6 13l6 6 6-6';
const AWAY = 'M6 6l12 12M18 6L6 18';

export class Workshop {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.story = new StoryBuilder();
    this.box = h('section.gl-workshop', {});
    this.write();
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  t(key, values) {
    return this.chrome.atlas.t(key, values);
  }

  write() {
    const { story } = this;
    const count = story.steps.length;
    this.box.replaceChildren(
      h('h3', {}, this.t('story.make')),
      h('p.gl-note', {}, this.t('story.make.how')),
      h('button.gl-plain', {
        type: 'button',
        id: 'gl-story-add',
        disabled: count >= MOST,
        onclick: () => this._then(() => story.add(this.chrome.atlas), 'gl-story-add'),
      }, this.t('story.make.add')),
      ...(count ? this._steps() : []),
    );
  }

  _steps() {
    const { story } = this;
    return [
      h(
        'label.gl-field',
        {},
        h('span', {}, this.t('story.make.title')),
        h('input', {
          type: 'text',
          id: 'gl-story-title',
          maxlength: 200,
          dir: 'auto',
          value: story.title,
          oninput: (event) => (story.title = event.target.value),
        }),
      ),
      h('ol.gl-own-steps', {}, story.steps.map((_, i) => this._step(i))),
      h(
        'button.gl-plain',
        { type: 'button', id: 'gl-story-save', onclick: () => story.save() },
        this.t('story.make.save'),
      ),
      ...(block() && !this.chrome.atlas.options.framed ? this._away() : []),
    ];
  }

  /** Ways to take the story along that a page of its own has: one file, and a link. */
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
        type: 'button',
        id: 'gl-story-page',
        onclick: () => story.savePage(this.chrome.atlas),
      }, this.t('story.make.page')),
      h('button.gl-plain', {
        type: 'button',
        id: 'gl-story-link',
        onclick: async () => {
          const address = await story.link();
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
        type: 'button',
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
        value: step.text,
        oninput: (event) => (step.text = event.target.value),
      }),
      h(
        'div.gl-ask-buttons',
        {},
        tool('up', UP, i === 0, () => story.move(i, -1)),
        tool('down', DOWN, i === story.steps.length - 1, () => story.move(i, 1)),
        tool('remove', AWAY, false, () => story.remove(i)),
      ),
    );
  }

  /** Change the story, write it anew and leave the focus at a button that is still there.
   * @param {() => void} run @param {string} focus */
  _then(run, focus) {
    run();
    this.write();
    document.getElementById(focus)?.focus({ preventScroll: true });
  }
}
