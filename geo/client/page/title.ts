/** The title of the map: the sentence that says what is shown, and the choice of perspective. */
import * as Dates from '../paint/data/dates.ts';
import { h } from './dom.ts';
import { iconButton } from './form.ts';
import { profile } from '../paint/data/profile.ts';
import { switchLayers } from '../paint/data/view.ts';
import { doubtSentence, lead, mapInWords, sentence } from '../paint/marginalia/words.ts';
import type { Chrome } from './page.ts';

const NAME = 'Greenline: '; // what the name of the window begins with

const REST = 300; // milliseconds without a change of the view after which the map is put in words

export class Title {
  _described: ReturnType<typeof setTimeout> | undefined = undefined; // when the map is put in words
  sentence = h('h1.gl-sentence', { 'aria-live': 'polite' });
  lead = h('p.gl-lead');
  meaning = h('p.gl-meaning');
  count = h('span', {});
  go: HTMLButtonElement;
  events: HTMLParagraphElement;
  choices: HTMLLabelElement[];
  groups: { layers: string[]; button: HTMLButtonElement }[];
  words = h('p.gl-hidden', { id: 'gl-words' });
  story = h('button.gl-text', { id: 'gl-opening-story', hidden: true });
  box: HTMLDivElement;

  constructor(readonly chrome: Chrome) {
    this.go = h('button.gl-text', { onclick: () => chrome.atlas.userEvents.goToPeriod() });
    this.events = h('p.gl-meaning.gl-title-events', { role: 'status', hidden: true }, this.count, ' ', this.go);
    this.choices = profile.perspectives.map((name) =>
      h(
        'label.gl-choice',
        { title: this._definition(name) },
        h('input', {
          type: 'radio',
          name: 'gl-perspective',
          value: name,
          onchange: () => chrome.atlas.set({ perspective: name }),
        }),
        h('span', chrome.t('perspective.' + name)),
      )
    );
    this.groups = this._groups();
    // What belongs to the reader's work stands in the app's side bar: this folds and unfolds it.
    const side = { id: 'gl-side-bar', title: chrome.t('tool.side'), onclick: () => chrome.link.ask('side') };
    this.box = h(
      'div.gl-box.gl-title',
      h('div.gl-title-head', chrome.options.framed && iconButton('menu', side), this.sentence),
      this.lead,
      h('fieldset.gl-choices', h('legend.gl-hidden', chrome.t('perspective')), this.choices),
      h(
        'div.gl-groups',
        { role: 'group', 'aria-label': chrome.t('tool.layers') },
        this.groups.map((group) => group.button),
      ),
      this.meaning,
      this.events,
      this.story,
      this._version(),
      this.words,
    );
  }

  /** Which version is shown, where a link was made with another one or a newer one was known as the page was made. */
  _version() {
    const { atlas, link } = this.chrome;
    const { newest, release } = atlas.data.about;
    const other = link.linked && link.linked !== release;
    const values = { linked: link.linked, newest, version: release };
    const text = other ? atlas.t('version.link', values) : newest ? atlas.t('version.old', values) : '';
    return h('p.gl-version', { role: 'status', hidden: !text }, text);
  }

  /** A switch for each group of layers that an address without a key leaves out. */
  _groups() {
    const { atlas } = this.chrome;
    return atlas.data.groups.flatMap(([group, names]) => {
      const layers = names.filter((name) => atlas.layers.has(name) && profile.near[name]);
      if (!layers.length) return [];
      const onclick = () => {
        atlas.set(switchLayers(atlas.view, layers, !layers.every((name) => atlas.shows(name))));
      };
      const button = h('button.gl-group', { id: 'gl-group-' + group, onclick }, atlas.t('group.' + group));
      return [{ layers, button }];
    });
  }

  _definition(name: string) {
    const control = this.chrome.atlas.layers.get('control');
    const row = control && control.perspectives.find((perspective) => perspective.id === name);
    return row ? this.chrome.atlas.translate(row, 'text') || row.text_en : '';
  }

  /** Put the map in words once the view rests: they are long to make, and are no longer true when it has changed. */
  _describe() {
    this.words.textContent = '';
    clearTimeout(this._described);
    this._described = setTimeout(() => {
      if (this.box.isConnected) this.words.textContent = mapInWords(this.chrome.atlas).join(' ');
    }, REST);
  }

  update() {
    const { atlas } = this.chrome;
    const { view } = atlas;
    this.sentence.textContent = sentence(atlas);
    this.lead.textContent = [lead(atlas), doubtSentence(atlas)].filter(Boolean).join(' ');
    this.lead.hidden = !this.lead.textContent;
    this._describe();
    for (const { layers, button } of this.groups) {
      button.setAttribute('aria-pressed', String(layers.every((name) => atlas.shows(name))));
    }
    this.meaning.textContent = view.perspective === 'held' ? '' : this._definition(view.perspective);
    this.meaning.hidden = view.perspective === 'held';
    for (const choice of this.choices) {
      const input = choice.querySelector('input') as HTMLInputElement;
      input.checked = input.value === view.perspective;
    }
    this.tellEvents();
    this.tellStory();
  }

  tellStory() {
    const { atlas, options, story } = this.chrome;
    const { date, story: id } = atlas.view;
    // A map that stands on the latest day offers the story of the day that a view without one shows.
    const offer = atlas.data.stories?.find((story) => story.date === Dates.OPENING);
    this.story.hidden = !offer || Boolean(id) || date !== Dates.LAST;
    if (offer && story) {
      this.story.textContent = story.say(offer.title);
      this.story.onclick = () => story.open(offer.id);
    }
    // The window or tab has the story's name, else the title of the map, as the page was written (geo/draw/map.py).
    const current = story?.byId.get(id || '');
    const text = NAME + (current ? story.say(current.title) : sentence(atlas));
    if (options.framed) parent.postMessage({ greenline: 'title', text }, '*');
    else if (document.title.startsWith(NAME)) document.title = text; // else a name of somebody else's
  }

  /** Say how many of the reader's events are shown and of which days; where none is, lead to theirs. */
  tellEvents() {
    const { atlas } = this.chrome;
    const text = atlas.userEvents.summary();
    this.events.hidden = !text;
    if (!text) return;
    this.count.textContent = text;
    this.go.textContent = atlas.t('userEvents.go');
    this.go.hidden = atlas.userEvents.filter.count() > 0;
  }
}
