/** A reader's story in transit: packed behind the # of an address, or in the data of a page saved anew. */
import { unpack } from '../bundle.js';
import { profile } from '../../paint/data/profile.js';
import { marksOf, OWN } from './marks.js';
import { initial, read } from '../../paint/data/view.js';

export { OWN };

/** @import { PageData, StoryData } from '../../paint/data/page_data.js' */
/** @import { DrawnMark } from '../../paint/map/story_marks.js' */

/** What a reader wrote, in which language, and what it rests on: ids of sources of the atlas, and others as they were typed.
 * @typedef {{title: string, language: string, ids: string[], references: string[],
 *   steps: {view: string, title: string, text: string, marks: DrawnMark[]}[]}} OwnStory */

/** Characters of an address that are unpacked at most: what is longer goes along as a file. */
export const LONGEST_LINK = 20_000;

/** Steps and characters of a text, as geo/stories has it. */
const [MOST, LONGEST] = [100, 4000];

/** Where a story of the page rests: the atlas itself. */
const SOURCE = 'greenline';

/** Pack a value as base64 of gzipped JSON. @param {unknown} value */
export async function pack(value) {
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

/** What an address carries behind `own=`. @param {OwnStory} story */
export async function toLink(story) {
  return (await pack(story)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The story that an address carries; null where it carries none, or what is none. @param {string} query
 * @returns {Promise<?OwnStory>} */
export async function fromLink(query) {
  const packed = new URLSearchParams(query).get(OWN) || '';
  if (!packed || packed.length > LONGEST_LINK) return null;
  try {
    return checkStory(await unpack(packed.replace(/-/g, '+').replace(/_/g, '/')));
  } catch (_) {
    return null; // cut off, or never a story
  }
}

/** What is a story of what an address brought. @param {unknown} value @returns {?OwnStory} */
function checkStory(value) {
  const { title, language, ids, references, steps } = /** @type {Partial<OwnStory>} */ (value ?? {});
  if (!Array.isArray(steps) || !steps.length) return null;
  /** @param {unknown} text @param {number} [most] */
  const clip = (text, most = LONGEST) => (typeof text === 'string' ? text.slice(0, most) : '');
  return {
    title: clip(title, 200),
    language: profile.languages.find((code) => code === language) || profile.languages[0],
    ids: listOf(ids),
    references: listOf(references),
    steps: steps.slice(0, MOST).map((step) => ({
      view: clip(step?.view),
      title: clip(step?.title, 200),
      text: clip(step?.text),
      marks: marksOf(step?.marks),
    })),
  };
}

/** Texts of a list; none of what is no list. @param {unknown} value @returns {string[]} */
function listOf(value) {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string').slice(0, MOST) : [];
}

/** A story as the page shows it. @param {OwnStory} story @returns {StoryData} */
export function asStory(story) {
  /** @param {string} text */
  const textOf = (text) => ({ [story.language]: text });
  const [first] = story.steps;
  return {
    id: OWN,
    date: read(first.view, initial()).date,
    title: textOf(story.title || first.title),
    summary: textOf(''),
    sources: [SOURCE, ...story.ids.filter((id) => id !== SOURCE)],
    references: story.references,
    steps: story.steps.map((step, i) => ({
      id: `step-${i + 1}`,
      view: step.view,
      title: textOf(step.title),
      text: textOf(step.text),
      sources: [SOURCE],
      checks: [],
      marks: step.marks.map(({ kind, at, text }) => ({ kind, at, text: text ? textOf(text) : null })),
    })),
  };
}

/** The block of the page's data; null where the page holds none that could be saved, as in the app. */
export function block() {
  const element = document.getElementById('greenline-data');
  return element?.getAttribute('type') === 'text/plain' ? element : null;
}

/** This page as one file that opens with a story: its own scripts and data, without what they drew.
 * @param {OwnStory} story @param {string} map id of the map's element */
export async function page(story, map) {
  const data = /** @type {PageData} */ (await unpack(block()?.textContent || ''));
  const others = (data.stories || []).filter(({ id }) => id !== OWN);
  const packed = await pack({ ...data, stories: [asStory(story), ...others] });
  const root = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
  const body = /** @type {HTMLElement} */ (root.querySelector('body'));
  for (const child of [...body.children]) if (child.tagName !== 'SCRIPT') child.remove();
  body.removeAttribute('class');
  body.prepend(Object.assign(document.createElement('div'), { className: 'folium-map', id: map }));
  const held = /** @type {HTMLElement} */ (root.querySelector('#greenline-data'));
  held.textContent = packed;
  return '<!DOCTYPE html>\n' + root.outerHTML;
}
