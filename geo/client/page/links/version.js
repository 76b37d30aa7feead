/** Which version of the data the page shows, and what changed since: for old data and old links. */
import * as Dates from '../../paint/data/dates.js';
import { fill, h } from '../dom.js';
import { L } from '../leaflet.js';

/** @import { Atlas } from '../atlas.js' */
/** @import { Chrome } from '../chrome.js' */
/** @import { VersionStep } from '../../paint/data/page_data.js' */

/** Zoom at which the ground of a change is shown. */
const NEAR = 9;

/** What changed after a version, the newest first; null where the page knows no such version.
 * @param {VersionStep[]} versions the oldest first @param {string} version @returns {?VersionStep[]} */
export function since(versions, version) {
  const at = versions.findIndex((candidate) => candidate.version === version);
  return at < 0 ? null : versions.slice(at + 1).reverse();
}

/** The positions of a sentence that lie in a frame, as pairs of latitude and longitude in degrees.
 * @param {number[]} at longitude and latitude, one after the other @param {(lat: number, lon: number) => boolean} shown
 * @returns {Array<[number, number]>} */
export function within(at, shown) {
  /** @type {Array<[number, number]>} */
  const steps = [];
  for (let i = 0; i + 1 < at.length; i += 2) if (shown(at[i + 1], at[i])) steps.push([at[i + 1], at[i]]);
  return steps;
}

/** A line below the title, and the list of changes among what the map is. */
export class VersionNotice {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    const { about } = chrome.atlas.data;
    const { linked } = chrome.link;
    const steps = linked && linked !== about.release ? since(about.versions, linked) : null;
    const ownSteps = since(about.versions, about.release) || [];
    /** The version of the link, where it is older than the data or unknown: data that are older still are reported first. */
    this.linkedVersion = linked && linked !== about.release && !(steps && steps.length < ownSteps.length) ? linked : '';
    /** What came after it. */
    this.steps = this.linkedVersion ? steps : ownSteps;
    this.facts = (this.steps || []).reduce((sum, step) => sum + step.facts, 0);
    this.changes = (this.steps || []).flatMap((step) => step.told);
    this.count = h('span');
    this.line = h('p.gl-version', { hidden: !this._words() });
    if (!this.line.hidden) this._write();
    this.update();
  }

  /** @param {string} key @param {number} n */
  _t(key, n) {
    return this.chrome.atlas.t(key, { n: Dates.number(n, this.chrome.atlas.view.language) });
  }

  _words() {
    const { atlas } = this.chrome;
    const values = {
      version: this.linkedVersion || atlas.data.about.release,
      shown: atlas.data.about.release,
      n: Dates.number(this.facts, atlas.view.language),
    };
    if (this.linkedVersion && !this.steps) return atlas.t('version.unknown', values);
    return this.facts ? atlas.t(this.linkedVersion ? 'version.link' : 'version.old', values) : '';
  }

  _write() {
    const { chrome } = this;
    const show = h('button.gl-text', {
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
    fill(
      this.line,
      h('span', { role: 'status' }, this._words()),
      this.facts ? [' ', this.count, ' ', show] : null,
    );
  }

  /** Count anew how many of the changes lie in the frame shown. */
  update() {
    if (this.line.hidden || !this.facts) return;
    const shown = this._frameHolds();
    this.count.textContent = this._t(
      'version.frame',
      this.changes.reduce((n, [, at]) => n + within(at, shown).length, 0),
    );
  }

  /** What the frame holds, of positions in degrees. @returns {(lat: number, lon: number) => boolean} */
  _frameHolds() {
    const frame = this.chrome.atlas.map.getBounds();
    return (lat, lon) => frame.contains(L.latLng(lat, lon));
  }

  /** What changed, each sentence that has a place leading there; those of the frame shown first. */
  list() {
    const { changes: message } = this;
    if (!message.length) return null;
    const shown = this._frameHolds();
    const sorted = message.map(([text, at]) => ({ text, at, here: within(at, shown) }));
    sorted.sort((item, other) => Number(!item.here.length) - Number(!other.here.length)); // in order within each
    return h(
      'details.gl-more.gl-changes-since',
      {},
      h('summary', {}, this._words()),
      h('p', {}, this._t('version.here', sorted.filter(({ here }) => here.length).length)),
      message.length < this.facts ? h('p', {}, this._t('version.more', this.facts)) : null,
      h(
        'ul.gl-listed',
        {},
        sorted.map((item) => h('li', { dir: 'auto', lang: 'en' }, this._entry(item))),
      ),
    );
  }

  /** @param {{text: string, at: number[], here: Array<[number, number]>}} one */
  _entry({ text, at, here }) {
    const { map } = this.chrome.atlas;
    const [place] = here.length ? here : within(at, () => true);
    if (!place) return text;
    const go = () => map.setView(place, Math.max(NEAR, map.getZoom()), { animate: false });
    return h('button.gl-text', { onclick: go }, text);
  }
}
