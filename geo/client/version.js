/** Which version of the data the reader has before him, and what changed since: for old data and for old links. */
import * as Dates from './dates.js';
import { fill, h } from './dom.js';
import { L } from './leaflet.js';

/** @import { Atlas } from './atlas.js' */
/** @import { Chrome } from './chrome.js' */
/** @import { VersionStep } from './page_data.js' */

/** Sentences that are listed. */
const MOST = 200;
/** Zoom at which the ground of a change is shown. */
const NEAR = 9;

/** What changed after a version, the newest first; null where the page knows no such version.
 * @param {VersionStep[]} versions the oldest first @param {string} version @returns {?VersionStep[]} */
export function since(versions, version) {
  const at = versions.findIndex((one) => one.version === version);
  return at < 0 ? null : versions.slice(at + 1).reverse();
}

/** A line below the title, and the list of changes among what the map is. */
export class VersionNotice {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    const { about } = chrome.atlas.data;
    const { linked } = chrome.link;
    this.linkedVersion = linked && linked !== about.release ? linked : '';
    /** What came after it. */
    this.steps = since(about.versions, this.linkedVersion || about.release);
    this.facts = (this.steps || []).reduce((sum, one) => sum + one.facts, 0);
    this.line = h('p.gl-version', { role: 'status', hidden: chrome.options.framed || !this._words() });
    if (!this.line.hidden) this._write();
  }

  _words() {
    const { atlas } = this.chrome;
    const values = {
      version: this.linkedVersion || atlas.data.about.release,
      n: Dates.number(this.facts, atlas.view.language),
    };
    if (this.linkedVersion && !this.steps) return atlas.t('version.unknown', values);
    return this.facts ? atlas.t(this.linkedVersion ? 'version.link' : 'version.old', values) : '';
  }

  _write() {
    const { chrome } = this;
    const show = h('button.gl-text', {
      type: 'button',
      id: 'gl-version-show',
      onclick: () => {
        chrome.open('about');
        /** @type {?HTMLDetailsElement} */
        const list = chrome.root.querySelector('.gl-changes-since');
        if (list) list.open = true;
        list?.scrollIntoView({ block: 'nearest' });
        list?.querySelector('summary')?.focus();
      },
    }, chrome.t('version.show'));
    fill(this.line, this._words(), this.facts ? [' ', show] : null);
  }

  /** What changed, each sentence that has a place leading there; those of the frame shown first. */
  list() {
    const { atlas } = this.chrome;
    const sentences = (this.steps || []).flatMap((one) => one.told);
    if (!sentences.length) return null;
    const shown = atlas.map.getBounds();
    /** @param {typeof sentences[0]} one */
    const here = ([, lon, lat]) => lon !== undefined && lat !== undefined && shown.contains(L.latLng(lat, lon));
    const sorted = [...sentences.filter(here), ...sentences.filter((one) => !here(one))];
    const n = Dates.number(sentences.filter(here).length, atlas.view.language);
    return h(
      'details.gl-more.gl-changes-since',
      {},
      h('summary', {}, this._words()),
      h('p', {}, atlas.t('version.here', { n })),
      this.facts > sentences.length
        ? h('p', {}, atlas.t('version.more', { n: Dates.number(this.facts, atlas.view.language) }))
        : null,
      h('ul.gl-listed', {}, sorted.slice(0, MOST).map((one) => h('li', { dir: 'auto', lang: 'en' }, this._entry(one)))),
    );
  }

  /** @param {[text: string, lon?: number, lat?: number]} one */
  _entry([text, lon, lat]) {
    const { map } = this.chrome.atlas;
    if (lon === undefined || lat === undefined) return text;
    const go = () => map.setView([lat, lon], Math.max(NEAR, map.getZoom()), { animate: false });
    return h('button.gl-text', { type: 'button', onclick: go }, text);
  }
}
