/** One map of the page: its view, its layers and what they share. */
import * as View from './view.js';
import { bundle } from './bundle.js';
import { Chrome } from './chrome.js';
import { LAYERS } from './layers/registry.js';
import { L } from './leaflet.js';
import { Labels } from './map/labels.js';
import { Stage } from './map/stage.js';
import { Standing } from './map/standing.js';
import { bareGround } from './map/topology.js';
import { Translations } from './translation.js';
import { profile } from './profile.js';
import { UserEvents } from './user_events/layer.js';
import { asStory, fromLink, OWN } from './story/carried.js';

/** @import { LatLng, LeafletMouseEvent, Map as LeafletMap, Point } from 'leaflet' */
/** @import { Options } from './chrome.js' */
/** @import { Hit, Layer, LayerHit, Layers } from './layers/layer.js' */
/** @import { OwnStory } from './story/carried.js' */
/** @import { PageData, Style } from './page_data.js' */
/** @import { Box, Named } from './tables.js' */

/** Whether the reader's screen is dark; nothing where there is no screen. */
const DARK = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

/** What of its size is shown around a thing that is brought into sight. */
const AROUND = 0.15;
/** The zoom at which a place is shown: it and the towns about it, some 150 km on a wide screen. */
const NEAR = 10.5;

/** @typedef {keyof View.View} ViewKey */

/**
 * What an atlas announces, by event.
 * @typedef {Object} EventDetails
 * @property {Set<string>} view keys of the view that changed
 * @property {string} layer a layer that came or went
 * @property {?{point: Point, hit: ?LayerHit}} hover what lies under the pointer
 * @property {null} drawn
 * @property {null} marks what the reader drew on a step of an own story, or that it is gone
 * @property {'loaded' | 'unloaded' | 'filtered'} user_events
 */

/** What is selected. @typedef {{layer: Layer, name: string, id: string}} Selected */

export class Atlas {
  /** The page's data; it and what follows are there once `ready` is done. @type {PageData} */
  data;
  /** The style of a dark screen. @type {Style} */
  night;
  /** @type {Translations} */
  translations;
  /** @type {Labels} */
  labels;
  /** @type {Stage} */
  stage;
  /** @type {UserEvents} */
  userEvents;
  /** Done once the stage is on the map. @type {Promise<void>} */
  staged;
  /** @type {Options} */
  options;
  /** What stands around the map; created on first use. @type {Chrome} */
  chromeBox;

  /** @param {LeafletMap} map */
  constructor(map) {
    this.map = map;
    this.layers = /** @type {Layers} */ (new Map());
    /** @type {Record<string, Array<(detail: never, origin?: string) => void>>} */
    this.listeners = {};
    this.view = View.initial();
    /** Whether the reader measures, or draws an area; clicks then set points. */
    this.measuring = this.asking = false;
    /** Whether a base map from a file lies below. */
    this.local = false;
    /** Whether the map is laid out for a sheet of paper. */
    this.printing = false;
    /** Whether the page itself brings a frame into view. */
    this.placing = false;
    this.standing = new Standing(this);
    /** What the address keeps of a story that it carries. */
    this.carried = '';
    /** Where the app stands that holds the page in a frame. */
    this.appAddress = '';
    /** What lay at the position that was clicked last. @type {?LayerHit[]} */
    this.hits = null;
    /** @type {?number} */
    this.hovering = null;
    this.ready = bundle().then((data) => this._open(data));
  }

  /** @param {PageData} data */
  _open(data) {
    this.data = data;
    this.translations = new Translations(data.translations);
    this.night = { ...data.style, ...data.style.night };
    DARK?.addEventListener('change', () => this._repaint());
    this.labels = new Labels(this);
    this.stage = new Stage(this);
    this.stage.add(this.labels);
    this.stage.add(bareGround(this, data.layers));
    this.userEvents = new UserEvents(this);
    // Title and panels come first: a browser can draw them while the map is being drawn.
    // A frame that is not shown yet has no animation frames, hence the clock.
    this.staged = new Promise((/** @type {(value?: unknown) => void} */ done) => {
      requestAnimationFrame(() => setTimeout(done));
      setTimeout(done, 80);
    }).then(() => void this.stage.addTo(this.map));
    this.map.on('click', (event) => this.choose(event.latlng));
    this.map.on('mousemove', (event) => this._hover(event));
    this.map.on('mouseout', () => this.emit('hover', null));
  }

  /** Draw and write all in the colours of the screen as it is now. */
  _repaint() {
    this.stage.touch(new Set(['tiles']));
    this.chromeBox?.build();
  }

  get sources() {
    return this.data.sources;
  }

  /** How things are drawn, by day or by night; on paper always by day. @returns {Style} */
  get style() {
    return DARK?.matches && !this.printing ? this.night : this.data.style;
  }

  /** Add a layer once the data is there. @param {string} name */
  add(name) {
    return this.ready.then(() => {
      const layer = new LAYERS[name](this, this.data.layers);
      layer.name = name;
      this.layers.set(name, layer);
      for (const painter of layer.painters()) {
        painter.layer = name;
        this.stage.add(painter);
      }
      this.emit('layer', name);
    });
  }

  /** Build the title, time bar, panels. @param {Options} options */
  chrome(options) {
    options.framed = options.framed && parent !== globalThis.window; // a page that the app's reader saved stands alone
    const hash = options.framed ? '' : location.hash.slice(1);
    return this.ready.then(() => fromLink(hash)).then((carried) => {
      this.options = options;
      this.view = View.read(options.query || '', options.framed ? this.view : View.welcome());
      if (hash) this.view = View.read(hash, this.view);
      this._carry(carried, hash);
      this.chromeBox = new Chrome(this, options);
      this._translate();
      this.on('view', (changed) => changed.has('language') && this._translate());
      this._frame();
      return this.staged;
    }).then(() => this.drawn());
  }

  /** Show the reader's story that the address carries, or that the page was saved with.
   * @param {?OwnStory} carried @param {string} hash */
  _carry(carried, hash) {
    if (carried) {
      this.data.stories = [asStory(carried), ...(this.data.stories || []).filter(({ id }) => id !== OWN)];
      this.carried = `&${OWN}=${new URLSearchParams(hash).get(OWN)}`;
    } else if (hash || this.data.stories?.[0]?.id !== OWN) return;
    if (!new URLSearchParams(hash).has('st')) {
      this.view = { ...View.initial(), language: this.view.language, story: OWN };
    }
  }

  /** Show the reader's story of an address that the app was opened with. @param {string} query @returns {Promise<void>} */
  async bring(query) {
    const own = await fromLink(query);
    if (!own) return;
    const story = asStory(own);
    this.data.stories = [story, ...(this.data.stories || []).filter(({ id }) => id !== OWN)];
    this.chromeBox.story.bring(story);
  }

  /** Fetch the texts of the reader's language, where the page does not hold them, and write all anew. */
  _translate() {
    this.translations.fetch(this.view.language)?.then((came) => came && this.chromeBox.build());
  }

  _frame() {
    const [box, size] = [this.view.bounds, this.map.getSize()];
    const { story, details, article } = this.chromeBox;
    const framed = story.frame() || article.frame();
    const place = () =>
      story.flight.still(() => {
        if (box && size.x && size.y) this.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false });
        else this.chromeBox.frame(box || this.data.home, false);
        details.clear();
      });
    if (!framed) place();
    this.map.on('moveend', () => this._moved());
    this.standing.watch();
    if (!framed && !box) {
      this.standing.remember();
      if (this.options.framed) this._again(place);
    }
    if (this.view.selection) this.emit('view', new Set(['selection']), framed ? 'story' : undefined);
  }

  /** The app may give its frame a size after the page, and a language that sets the panels on the other side: the first
   * box is framed anew, for a moment and until the reader acts. @param {() => void} place */
  _again(place) {
    let fresh = true;
    const again = () => {
      place();
      this.standing.remember();
    };
    const stop = () => {
      fresh = false;
      this.map.off('resize', again);
    };
    const turn = () => {
      this.placing = true; // nobody's act: no address is to name this frame
      if (fresh) again();
      this.placing = false;
    };
    let led = false; // the app's first word has been heard; a later language is the reader's choice
    this.map.on('resize', again);
    this.on('view', (changed) => !led && changed.has('language') && requestAnimationFrame(turn));
    addEventListener('message', ({ data }) => data?.greenline === 'set' && setTimeout(() => led = true));
    for (const kind of ['pointerdown', 'wheel', 'keydown']) addEventListener(kind, stop, { once: true, capture: true });
    // An address that names a frame or a story has its own box.
    addEventListener('message', ({ data }) => data && (data.go || /(^|&)(b|st)=/.test(data.query || '')) && stop());
    setTimeout(stop, 4000);
  }

  _moved() {
    if (this.printing) return; // the sheet's frame is not the reader's
    const b = this.map.getBounds();
    /** @param {number} value */
    const round = (value) => Math.round(value * 100) / 100;
    /** @type {Box} */
    const box = [round(b.getWest()), round(b.getSouth()), round(b.getEast()), round(b.getNorth())];
    const origin = this.placing ? 'app' : this.standing.resized ? 'window' : undefined;
    // What the map opens with is nobody's wish, in a window of any size: no address is to name it.
    if (origin === 'window' && this.view.bounds === null) return;
    this.set({ bounds: box }, origin);
  }

  /** Say that the first whole picture stands. */
  drawn() {
    if (this.stage.pending) this.stage.paint();
    performance.mark('map-drawn');
    this.emit('drawn', null);
  }

  /** Change the view; unknown or equal values change nothing.
   * @param {Partial<View.View>} changes @param {string} [origin] who changes it, so that nobody reacts to an echo */
  set(changes, origin) {
    /** @type {Set<string>} */
    const changed = new Set();
    for (const [key, value] of Object.entries(changes)) {
      if (JSON.stringify(this.view[/** @type {ViewKey} */ (key)]) === JSON.stringify(value)) continue;
      Object.assign(this.view, { [key]: value });
      changed.add(key);
    }
    if (!changed.size) return;
    this.stage.touch(changed);
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

  /** The Atlas of another map of the page. @param {LeafletMap} map @returns {Atlas} */
  beside(map) {
    return on(map);
  }

  /** Whether a base map lies below: online tiles, or a file that the reader opened. */
  get tiled() {
    return this.view.tiles || this.local;
  }

  /** Whether a layer is switched on. @param {string} name */
  shows(name) {
    return this.view.layers.includes(name);
  }

  /** Whether a layer that is shown hides another's fills. @param {string} name */
  covered(name) {
    return Object.entries(profile.covers).some(([over, below]) => below.includes(name) && this.shows(over));
  }

  /** A word in the reader's language. @param {string} key @param {Record<string, string | number>} [values] */
  t(key, values) {
    const words = this.data.words;
    let text = words[this.view.language][key];
    if (text === undefined) text = words.en[key] === undefined ? key : words.en[key];
    return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name])) : text;
  }

  /** A text of a record in the reader's language, where there is one. @param {object} record
   * @param {string} column without the language, such as `name` @returns {string | undefined} */
  translated(record, column) {
    return /** @type {Record<string, string | undefined>} */ (record)[column + '_' + this.view.language];
  }

  /** A text of the data in the reader's language, else in English. @param {?string} [text] the English */
  dataText(text) {
    return text ? this.translations.of(text, this.view.language) ?? text : '';
  }

  /** The name of a record in the reader's language, else in another one. @param {Named} record @returns {string} */
  nameOf(record) {
    return this.translated(record, 'name') || record.name_en || record.name_ar || record.id || '';
  }

  /** Everything that lies at a point, nearest and smallest first. @param {LatLng} latlng
   * @param {boolean} [glance] whether one line about many events is enough */
  at(latlng, glance) {
    /** @type {LayerHit[]} */
    const found = [];
    const label = this._labelled(latlng);
    if (label) found.push({ ...label, order: -2 });
    for (const [name, layer] of this.layers) {
      if (layer.pick && this.shows(layer.shownAs || name)) {
        for (const hit of layer.pick(latlng, glance)) {
          if (label?.layer !== name || label.id !== hit.id) found.push({ layer: name, ...hit });
        }
      }
    }
    return found.sort((a, b) => a.order - b.order);
  }

  /** What the name stands for that is written at a position. @param {LatLng} latlng */
  _labelled(latlng) {
    const point = this.map.latLngToLayerPoint(latlng).subtract(this.stage.corner);
    return this.labels.at(point.x, point.y);
  }

  /** Select what lies at a position. @param {LatLng} latlng */
  choose(latlng) {
    if (this.measuring || this.asking) return;
    const hits = this.at(latlng);
    this.hits = hits;
    this.set({ selection: hits.length ? hits[0].layer + ':' + hits[0].id : null });
  }

  /** @param {LeafletMouseEvent} event */
  _hover(event) {
    if (this.hovering !== null) return;
    this.hovering = requestAnimationFrame(() => {
      this.hovering = null;
      this.emit('hover', { point: event.containerPoint, hit: this.at(event.latlng, true)[0] || null });
    });
  }

  /** The selected layer and id, or null. @returns {?Selected} */
  get selected() {
    const text = this.view.selection;
    if (!text) return null;
    const cut = text.indexOf(':');
    const layer = this.layers.get(text.slice(0, cut));
    return layer ? { layer, name: text.slice(0, cut), id: text.slice(cut + 1) } : null;
  }

  /** Select a feature and bring it into sight. @param {string} name @param {string} id */
  goTo(name, id) {
    const layer = this.layers.get(name);
    if (!layer) return;
    const place = layer.locate?.(id);
    if (!place) return;
    this.hits = null;
    if (!this.shows(layer.shownAs || name)) {
      this.set({ layers: this.data.order.filter((l) => l === (layer.shownAs || name) || this.shows(l)) });
    }
    this.set({ selection: name + ':' + id });
    const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const room = this.chromeBox?.room({ place: true });
    const box = place instanceof L.LatLngBounds ? place.pad(AROUND) : L.latLngBounds(place, place);
    const most = place instanceof L.LatLngBounds ? 11 : Math.max(this.map.getZoom(), NEAR);
    this.map.fitBounds(box, { maxZoom: most, animate, ...room });
  }
}

/** @type {WeakMap<LeafletMap, Atlas>} */
const atlases = new WeakMap();

/** The Atlas of a Leaflet map; made on first use. @param {LeafletMap} map @returns {Atlas} */
export function on(map) {
  const atlas = atlases.get(map) || new Atlas(map);
  atlases.set(map, atlas);
  return atlas;
}
