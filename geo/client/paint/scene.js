/** What painters draw: a view of the page's data, its words and style, the layers and what they have in common. */
import { expand } from './data/condensed.js';
import * as Dates from './data/dates.js';
import * as View from './data/view.js';
import { isolate, profile } from './data/profile.js';
import { Translations } from './data/translations.js';
import { LAYERS } from './layers/registry.js';
import { Labels } from './map/labels.js';
import { finish, pieces } from './map/pieces.js';
import { bareGround } from './map/topology.js';
import { UserAreas } from './user_areas/layer.js';
import { UserEvents } from './user_events/layer.js';

/** @import { Layer, LayerHit, Layers, Painter } from './layers/layer.js' */
/** @import { Frame } from './map/frame.js' */
/** @import { PageData, Style } from './data/page_data.js' */
/** @import { Box, Named, Position, Span } from './data/tables.js' */

/** @typedef {keyof View.View} ViewKey */

/**
 * What a scene announces, by event.
 * @typedef {Object} EventDetails
 * @property {Set<string>} view keys of the view that changed
 * @property {string} layer a layer that came or went
 * @property {?{point: {x: number, y: number}, hit: ?LayerHit}} hover what lies under the pointer
 * @property {null} drawn the first picture stands
 * @property {null} painted a picture stands
 * @property {'loaded' | 'unloaded' | 'filtered'} user_events
 */

/** What is selected. @typedef {{layer: Layer, name: string, id: string}} Selected */

export class Scene {
  /** The data; it and what follows are there once it is opened. @type {PageData} */
  data;
  /** The style of a dark screen. @type {Style} */
  night;
  /** @type {Translations} */
  translations;
  /** @type {Labels} */
  labels;
  /** @type {UserEvents} */
  userEvents;
  /** @type {UserAreas} */
  userAreas;
  /** What it was drawn in last. @type {?Frame} */
  frame = null;
  /** What lay at the position that was chosen last. @type {?LayerHit[]} */
  hits = null;

  constructor() {
    this.layers = /** @type {Layers} */ (new Map());
    /** Painters from the ground up. @type {{ground: Painter[], marks: Painter[]}} */
    this.painters = { ground: [], marks: [] };
    /** @type {Record<string, Array<(detail: never, origin?: string) => void>>} */
    this.listeners = {};
    this.view = View.initial();
    /** Whether sub-districts are drawn whole, without the lines within them. */
    this.whole = false;
    /** Rows that are not drawn, as layer:id. @type {Set<string>} */
    this.leftOut = new Set();
  }

  /** Take the data; its layers are added one by one. @param {PageData} data */
  open(data) {
    this.data = data;
    expand(data.layers);
    this.translations = new Translations(data);
    this.night = { ...data.style, ...data.style.night };
    this.labels = new Labels(this);
    this.addPainter(this.labels);
    this.addPainter(bareGround(this, data.layers));
    this.userEvents = this.makeUserEvents();
    this.userAreas = new UserAreas(this);
  }

  /** What draws the reader's events. */
  makeUserEvents() {
    return new UserEvents(this);
  }

  /** Add a layer of the data. @param {string} name */
  addLayer(name) {
    const layer = new LAYERS[name](this, this.data.layers);
    layer.name = name;
    this.layers.set(name, layer);
    for (const painter of layer.painters()) {
      painter.layer = name;
      this.addPainter(painter);
    }
    this.emit('layer', name);
  }

  /** @param {Painter} painter */
  addPainter(painter) {
    const painters = this.painters[painter.stage];
    const { above, layer = '' } = painter;
    painter.z ??= profile.layers.indexOf(above ?? layer) + (above ? 0.5 : 0);
    painters.push(painter);
    painters.sort((a, b) => (a.z ?? 0) - (b.z ?? 0));
  }

  /** Painters of layers that are switched on. @param {'ground' | 'marks'} stage */
  shownPainters(stage) {
    return this.painters[stage].filter((painter) => !painter.layer || this.shows(painter.layer));
  }

  /** Draw the whole of it. @param {CanvasRenderingContext2D} ctx @param {Frame} frame
   * @param {(painter: Painter, draw: () => void) => void} [around] what is done around each painter */
  draw(ctx, frame, around = (_, draw) => draw()) {
    this.frame = frame;
    this.labels.begin();
    for (const painter of [...this.shownPainters('ground'), ...this.shownPainters('marks')]) {
      around(painter, () => finish(pieces(ctx, [painter], frame)));
    }
  }

  /** Say that what some keys of the view stand for is to be drawn anew, where that is drawn again at all.
   * @param {Set<string>} _changed */
  touch(_changed) {}

  /** What stands over the map, in its pixels: nothing on paper. @returns {Box[]} */
  coveredBoxes() {
    return [];
  }

  /** Say that marks are to be drawn anew. */
  requestPaint() {}

  /** The day of all that stands on the map: the later of two that it compares. */
  get day() {
    return View.daysOf(this.view).day;
  }

  /** The earlier of two days compared on the map; null where it shows one. */
  get before() {
    return View.daysOf(this.view).before;
  }

  /** What a thing is on the day shown; what it was and what it became, where two days differ.
   * @param {(day: number) => string} text */
  overDays(text) {
    const [from, to] = [this.before ?? this.day, this.day].map(text);
    return from === to ? to : this.t('sentence.change', { from, to });
  }

  /** The name of who held ground on a day, or of its class in a perspective's own words.
   * @param {string} side @param {number} day @param {string} [perspective] by default the one shown */
  sideName(side, day, perspective = this.view.perspective) {
    if (perspective === 'held') return this.heldBy(side, day);
    const particular = `class.${side}.${perspective}`;
    const text = this.t(particular);
    return text === particular ? this.t('class.' + side) : text;
  }

  /** The name of who held, ran or claimed a thing on a day. @param {string} side @param {number} day */
  heldBy(side, day) {
    return this.t('holder.' + this.namedOn(side, day));
  }

  /** The name that it had for most of the days of a row. @param {string} side @param {Span} row */
  heldOver(side, { start, end }) {
    const first = Math.max(start, Dates.FIRST);
    return this.heldBy(side, Math.floor((first + Math.max(first, end ?? Dates.LAST)) / 2));
  }

  /** What the sources of a row say of it, as a line of its card. @param {{evidence: string, publishers: number, source: string}} row
   * @returns {[string, string]} */
  proof({ evidence, publishers, source }) {
    const date = source.split(';').map((id) => this.sources[id]?.[3] || '').reduce((a, b) => (b > a ? b : a), '');
    const count = ['.side', '.one'][publishers] ?? '';
    const key = 'evidence.' + evidence + (evidence === 'stated' ? count : '');
    const { language } = this.view;
    const values = { n: Dates.number(publishers, language), date: Dates.stampWords(date, language) };
    return [this.t('details.evidence'), evidence ? this.t(key, values) : ''];
  }

  /** The id of the name that a holder had on a day. @param {string} side @param {number} day */
  namedOn(side, day) {
    const earlier = (profile.namedBefore[side] || []).find(([before]) => Dates.iso(day) < before);
    return earlier ? earlier[1] : side;
  }

  get sources() {
    return this.data.sources;
  }

  /** Whether it is drawn for a dark screen. */
  get dark() {
    return false;
  }

  /** How things are drawn, by day or by night. @returns {Style} */
  get style() {
    return this.dark ? this.night : this.data.style;
  }

  /** Change the view; unknown or equal values change nothing.
   * @param {Partial<View.View>} changes @param {string} [origin] who changes it, so that nobody reacts to an echo */
  set(changes, origin) {
    /** @type {Set<string>} */
    const changed = new Set();
    const near = View.nearLayers(this.view).join();
    for (const [key, value] of Object.entries(changes)) {
      if (JSON.stringify(this.view[/** @type {ViewKey} */ (key)]) === JSON.stringify(value)) continue;
      Object.assign(this.view, { [key]: value });
      changed.add(key);
    }
    if (!changed.size) return;
    if (View.nearLayers(this.view).join() !== near) changed.add('layers');
    this.touch(changed);
    this.emit('view', changed, origin);
  }

  /** Hear of an event. @template {keyof EventDetails} E @param {E} event
   * @param {(detail: EventDetails[E], origin?: string) => void} listener */
  on(event, listener) {
    (this.listeners[event] = this.listeners[event] || []).push(listener);
  }

  /** Tell of an event. @template {keyof EventDetails} E @param {E} event @param {EventDetails[E]} detail @param {string} [origin] who did it */
  emit(event, detail, origin) {
    for (const listener of this.listeners[event] || []) listener(/** @type {never} */ (detail), origin);
  }

  /** Whether online tiles lie below. */
  get tiled() {
    return this.view.tiles;
  }

  /** Whether a layer is drawn: switched on, or come by itself. @param {string} name */
  shows(name) {
    return this.view.layers.includes(name) || this.isNear(name);
  }

  /** Whether a layer is drawn though no reader switched it on. @param {string} name */
  isNear(name) {
    return View.nearLayers(this.view).includes(name);
  }

  /** Whether a layer that is shown hides another's fills. @param {string} name */
  isCovered(name) {
    if (name === 'control' && this.userAreas.isChoropleth) return true;
    return Object.entries(profile.covers).some(([over, below]) => below.includes(name) && this.shows(over));
  }

  /** A word in the reader's language. @type {(key: string, values?: Record<string, string | number>) => string} */
  t = (key, values) => {
    const { words } = this.data; // what a language lacks stands there in the first of the profile
    const text = words[this.view.language][key] ?? words.en?.[key] ?? key;
    return values ? text.replace(/\{(\w+)\}/g, (_, name) => isolate(String(values[name]), this.view.language)) : text;
  };

  /** A whole number in the reader's language. @type {(value: number) => string} */
  number = (value) => Dates.number(value, this.view.language);

  /** A text of a record in the reader's language, where there is one. @param {object} record
   * @param {string} column without the language, such as `name` @returns {string | undefined} */
  translate(record, column) {
    return /** @type {Record<string, string | undefined>} */ (record)[column + '_' + this.view.language];
  }

  /** A text of the data in the reader's language, else in English. @param {?string} [text] the English */
  dataText(text) {
    return text ? this.translations.of(text, this.view.language) ?? text : '';
  }

  /** The name of a record in the reader's language, else in another one. @param {Named} record @returns {string} */
  nameOf(record) {
    return this.translate(record, 'name') || record.name_en || record.name_ar || record.id || '';
  }

  /** Everything that lies at a point, nearest and smallest first. @param {Position} position
   * @param {boolean} [glance] whether one line about many events is enough */
  at(position, glance) {
    /** @type {LayerHit[]} */
    const hits = [];
    const label = this.frame && this.labels.at(...this.frame.spot(position));
    if (label) hits.push({ ...label, order: -2 });
    for (const [name, layer] of this.layers) {
      if (layer.pick && this.shows(layer.shownAs || name)) {
        for (const hit of layer.pick(position, glance)) {
          if (label?.layer !== name || label.id !== hit.id) hits.push({ layer: name, ...hit });
        }
      }
    }
    return hits.sort((a, b) => a.order - b.order);
  }

  /** The selected layer and id, or null. @returns {?Selected} */
  get selected() {
    const text = this.view.selection;
    if (!text) return null;
    const cut = text.indexOf(':');
    const layer = this.layers.get(text.slice(0, cut));
    return layer ? { layer, name: text.slice(0, cut), id: text.slice(cut + 1) } : null;
  }
}
