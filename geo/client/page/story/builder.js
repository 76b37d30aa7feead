/** A reader's story: states of the map that are collected, named, ordered, and taken along as the YAML of a story. */
import { here } from '../links/address.js';
import * as Dates from '../../paint/data/dates.js';
import { mark, save, saveBlob } from '../area_of_interest/files.js';
import { LONGEST_LINK, OWN, page, toLink } from './carried.js';
import { sentence } from '../../paint/marginalia/sentence.js';
import { initial, write } from '../../paint/data/view.js';

/** @import { LatLng } from 'leaflet' */
/** @import { Atlas } from '../atlas.js' */
/** @import { Box } from '../../paint/data/tables.js' */
/** @import { OwnStory } from './carried.js' */

/** @import { DrawnMark } from '../../paint/map/story_marks.js' */

/** One step, and where the map stood as it was taken.
 * @typedef {{view: string, day: string, title: string, text: string, marks: DrawnMark[], center: LatLng, zoom: number}} OwnStep */

/** Steps and characters that a story may have, as geo/stories has it. */
export const MOST = 100;
export const LONGEST = 4000;

/** Sources that a story may name, and characters of them. */
const MANY_SOURCES = 50;
export const LONGEST_SOURCES = 20_000;

/** The source of the page's statements: the atlas itself. */
const SOURCE = 'greenline';

/** Keys of a view that belong to the reader, not to a story. */
export const READERS_OWN = /** @type {const} */ (['language', 'tiles', 'story', 'step']);

export class StoryBuilder {
  /** @param {string} language */
  constructor(language) {
    /** @type {OwnStep[]} */
    this.steps = [];
    this.title = '';
    /** What the story rests on, as it was typed: a source a line. */
    this.sources = '';
    /** The language that it is written in. */
    this.language = language;
    /** The step that is being worked on. */
    this.at = 0;
  }

  /** The marks of the step that is being worked on; a note without a text is none yet. */
  get marks() {
    return this.steps[this.at]?.marks || [];
  }

  /** Take what the map shows as the next step.
   * @param {Atlas} atlas @param {Box} bounds */
  add(atlas, bounds) {
    if (this.steps.length >= MOST) return;
    const first = initial();
    const view = { ...atlas.view, bounds };
    for (const key of READERS_OWN) Object.assign(view, { [key]: first[key] });
    const [center, zoom] = [atlas.map.getCenter(), atlas.map.getZoom()];
    const day = Dates.iso(view.date);
    this.steps.push({ view: write(view), day, title: sentence(atlas), text: '', marks: [], center, zoom });
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

  /** The story as YAML, whose strings are written as JSON writes them. Texts stand under the language that they are
   * written in. @param {Record<string, unknown>} known sources of the atlas by id */
  yaml(known) {
    const title = this.title.trim() || this.steps[0]?.title || 'my-story';
    const { ids, references } = this.listSources(known);
    /** @param {string} text */
    const textOf = (text) => `{${this.language}: ${quote(text)}}`;
    const answer = [
      `title: ${textOf(title)}`,
      `summary: ${textOf(this.steps.map((step) => step.title).join('; ').slice(0, LONGEST))}`,
      `date: ${this.steps[0]?.day || ''}`,
      `sources: [${ids.join(', ')}]`,
      ...(references.length ? [`references: [${references.map(quote).join(', ')}]`] : []),
      'steps:',
      ...this.steps.flatMap((step, i) => [
        `  - id: step-${i + 1}`,
        `    view: ${JSON.stringify(step.view)}`,
        `    title: ${textOf(step.title.trim() || step.day)}`,
        `    text: ${textOf(step.text.trim() || step.title.trim() || step.day)}`,
        `    sources: [${SOURCE}]`,
        ...marksOf(step.marks, textOf),
      ]),
    ];
    // A file of a story is named after its id.
    const id = `my-story-${this.steps[0]?.day || ''}-${mark(new TextEncoder().encode(answer.join('\n')))}`;
    const lines = [
      '# Made by hand on the map. `greenline story check FILE` says whether it is sound; texts stand in one language.',
      `id: ${id}`,
      ...answer,
    ];
    return { id, text: lines.join('\n') + '\n' };
  }

  /** The sources that were typed: ids of the atlas, and what it does not have. The atlas itself is one of each story.
   * @param {Record<string, unknown>} known sources of the atlas by id */
  listSources(known) {
    const lines = [...new Set(this.sources.split('\n').map((line) => line.trim()).filter(Boolean))].slice(
      0,
      MANY_SOURCES,
    );
    return {
      ids: [SOURCE, ...lines.filter((line) => line !== SOURCE && Object.hasOwn(known, line))],
      references: lines.filter((line) => !Object.hasOwn(known, line)),
    };
  }

  /** What was written, as an address or a page carries it. @param {Record<string, unknown>} known @returns {OwnStory} */
  draft(known) {
    const steps = this.steps.map(({ view, title, text, day, marks }) => ({
      view,
      title: title.trim() || day,
      text: text.trim(),
      marks: readyMarks(marks),
    }));
    return { title: this.title.trim(), language: this.language, ...this.listSources(known), steps };
  }

  /** Save this page as one file that opens with the story. @param {Atlas} atlas */
  async savePage(atlas) {
    const name = `my-story-${this.steps[0]?.day || ''}.html`;
    await save(name, 'text/html', await page(this.draft(atlas.sources), atlas.map.getContainer().id));
  }

  /** The address of this page, or of the app that holds it, with the story in it; empty where it is too long for one.
   * @param {Atlas} atlas */
  async link(atlas) {
    const packed = await toLink(this.draft(atlas.sources));
    return packed.length > LONGEST_LINK ? '' : `${here(atlas)}#${OWN}=${packed}`;
  }

  /** @param {Atlas} atlas */
  save(atlas) {
    const { id, text } = this.yaml(atlas.sources);
    saveBlob(`${id}.yaml`, new Blob([text], { type: 'application/yaml' }));
  }
}

/** Marks that are complete: a note says something. @param {DrawnMark[]} marks */
function readyMarks(marks) {
  return marks.filter((mark) => mark.kind !== 'note' || mark.text.replace(UNFIT, '').trim());
}

/** The lines of the marks of a step. @param {DrawnMark[]} marks @param {(text: string) => string} written */
function marksOf(marks, written) {
  const lines = readyMarks(marks).flatMap(({ kind, at, text }) => [
    `      - kind: ${kind}`,
    `        at: ${JSON.stringify(at)}`,
    ...(text.replace(UNFIT, '').trim() ? [`        text: ${written(text.trim())}`] : []),
  ]);
  return lines.length ? ['    marks:', ...lines] : [];
}

/** Signs that a story refuses: controls and those that turn text round; joiners belong to words. */
const UNFIT = /[^\P{C}\n\u200c\u200d]/gu;

/** A text as JSON writes it. @param {string} text */
function quote(text) {
  return JSON.stringify(text.replace(UNFIT, '').slice(0, LONGEST).toWellFormed());
}
