/** The panel that lists the stories of the page. */
import * as Dates from '../../paint/data/dates.js';
import { h } from '../dom.js';
import { panelFrame } from '../panels/panels.js';

/** @import { Chrome } from '../chrome.js' */

export class StoriesPanel {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    this.body = h('div.gl-body');
    this.listing = h('div');
    this.body.append(this.listing);
    this.box = panelFrame(chrome, chrome.t('tool.stories'), this.body);
  }

  update() {
    const { atlas, story } = this.chrome;
    const { language } = atlas.view;
    this.listing.replaceChildren(
      h(
        'ul.gl-stories',
        (atlas.data.stories || []).map((entry) =>
          h(
            'li',
            h(
              'button.gl-story-choice',
              {
                'aria-current': story.now === entry ? 'true' : null,
                onclick: () => story.open(entry.id),
              },
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
