/** A reader's story: states of the map that are collected, named, ordered, and taken along as the YAML of a story. */
import { here } from '../links/address.js';
import * as Dates from '../../paint/data/dates.js';
import { mark, save, saveBlob } from '../area_of_interest/files.js';
import { profile } from '../../paint/data/profile.js';
import { LONGEST_LINK, OWN, page, toLink } from './carried.js';
import { sentence } from '../../paint/marginalia/sentence.js';
import { initial, write } from '../../paint/data/view.js';

/** @import { Atlas } from '../atlas.js' */
/** @import { Box } from '../../paint/data/tables.js' */
/** @import { OwnStory } from './carried.js' */

/** @import { DrawnMark } from '../../paint/map/story_marks.js' */

/** One step. @typedef {{view: string, day: string, title: string, text: string, marks: DrawnMark[]}} OwnStep */

/** Steps and characters that a story may have, as geo/stories has it. */
export const MOST = 100;
export const LONGEST = 4000;

/** The source of the page's statements: the atlas itself. */
const SOURCE = 'greenline';

/** Keys of a view that belong to the reader, not to a story. */
export const READERS_OWN = /** @type {const} */ (['language', 'tiles', 'story', 'step']);

export class StoryBuilder {
  constructor() {
    /** @type {OwnStep[]} */
    this.steps = [];
    this.title = '';
    /** The step that is being worked on. */
    this.at = 0;
  }

  /** The marks of the step that is being worked on; a note without a text is none yet. */
  get marks() {
    return this.steps[this.at]?.marks || [];
  }

  /** Take what the map shows as the next step: its frame is what the reader sees of it, clear of all panels.
   * @param {Atlas} atlas @param {Box} bounds */
  add(atlas, bounds) {
    if (this.steps.length >= MOST) return;
    const first = initial();
    const view = { ...atlas.view, bounds };
    for (const key of READERS_OWN) Object.assign(view, { [key]: first[key] });
    this.steps.push({ view: write(view), day: Dates.iso(view.date), title: sentence(atlas), text: '', marks: [] });
    this.at = this.steps.length - 1;
  }

  /** Move a step up or down. @param {number} at @param {-1 | 1} by */
  move(at, by) {
    const to = at + by;
    if (to < 0 || to >= this.steps.length) return;
    [this.steps[at], this.steps[to]] = [this.steps[to], this.steps[at]];
    if (this.at === at) this.at = to;
    else if (this.at === to) this.at = at;
  }

  /** @param {number} at */
  remove(at) {
    this.steps.splice(at, 1);
    this.at = Math.max(0, Math.min(this.at - (at < this.at ? 1 : 0), this.steps.length - 1));
  }

  /** The story as YAML, whose strings are written as JSON writes them. Texts stand in every language as the reader wrote
   * them: a translator finds them where they belong. */
  yaml() {
    const title = this.title.trim() || this.steps[0]?.title || 'my-story';
    const told = [
      `title: ${everywhere(title)}`,
      `summary: ${everywhere(this.steps.map((step) => step.title).join('; ').slice(0, LONGEST))}`,
      `date: ${this.steps[0]?.day || ''}`,
      `sources: [${SOURCE}]`,
      'steps:',
      ...this.steps.flatMap((step, i) => [
        `  - id: step-${i + 1}`,
        `    view: ${JSON.stringify(step.view)}`,
        `    title: ${everywhere(step.title.trim() || step.day)}`,
        `    text: ${everywhere(step.text.trim() || step.title.trim() || step.day)}`,
        `    sources: [${SOURCE}]`,
        ...marksOf(step.marks),
      ]),
    ];
    // A file of a story is named after its id.
    const id = `my-story-${this.steps[0]?.day || ''}-${mark(new TextEncoder().encode(told.join('\n')))}`;
    const lines = [
      '# Made by hand on the map. `greenline story check FILE` says whether it is sound; texts still stand in one language,',
      '# and `greenline`, the atlas itself, is the only source: name yours by their ids in data/sources.csv.',
      `id: ${id}`,
      ...told,
    ];
    return { id, text: lines.join('\n') + '\n' };
  }

  /** What was written, as an address or a page carries it. @returns {OwnStory} */
  get draft() {
    const steps = this.steps.map(({ view, title, text, day, marks }) => ({
      view,
      title: title.trim() || day,
      text: text.trim(),
      marks: ready(marks),
    }));
    return { title: this.title.trim(), steps };
  }

  /** Save this page as one file that opens with the story. @param {Atlas} atlas */
  async savePage(atlas) {
    const name = `my-story-${this.steps[0]?.day || ''}.html`;
    await save(name, 'text/html', await page(this.draft, atlas.map.getContainer().id));
  }

  /** The address of this page, or of the app that holds it, with the story in it; empty where it is too long for one.
   * @param {Atlas} atlas */
  async link(atlas) {
    const packed = await toLink(this.draft);
    return packed.length > LONGEST_LINK ? '' : `${here(atlas)}#${OWN}=${packed}`;
  }

  save() {
    const { id, text } = this.yaml();
    saveBlob(`${id}.yaml`, new Blob([text], { type: 'application/yaml' }));
  }
}

/** Marks that are complete: a note says something. @param {DrawnMark[]} marks */
function ready(marks) {
  return marks.filter((mark) => mark.kind !== 'note' || mark.text.replace(UNFIT, '').trim());
}

/** The lines of the marks of a step. @param {DrawnMark[]} marks */
function marksOf(marks) {
  const lines = ready(marks).flatMap(({ kind, at, text }) => [
    `      - kind: ${kind}`,
    `        at: ${JSON.stringify(at)}`,
    ...(text.replace(UNFIT, '').trim() ? [`        text: ${everywhere(text.trim())}`] : []),
  ]);
  return lines.length ? ['    marks:', ...lines] : [];
}

/** Signs that a story refuses: controls and those that turn text round; joiners belong to words. */
const UNFIT = /[^\P{C}\n\u200c\u200d]/gu;

/** A text in every language. @param {string} text */
function everywhere(text) {
  const quoted = JSON.stringify(text.replace(UNFIT, '').slice(0, LONGEST).toWellFormed());
  return `{${profile.languages.map((code) => `${code}: ${quoted}`).join(', ')}}`;
}
