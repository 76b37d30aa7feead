/** The panel that lists the stories of the page. */
import * as Dates from '../../paint/data/dates.ts';
import { h } from '../dom.ts';
import { panelFrame } from '../panels/panels.ts';
import type { Chrome } from '../chrome.ts';

export class StoriesPanel {
  body: HTMLDivElement;
  listing: HTMLDivElement;
  box: HTMLElement;

  constructor(readonly chrome: Chrome) {
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
