/** One map of the page: its view, its layers and what they share. */
import * as View from './view.js';
import { bundle } from './bundle.js';
import { Chrome } from './chrome.js';
import { LAYERS } from './layers/registry.js';
import { L } from './leaflet.js';
import { Labels } from './map/labels.js';
import { Stage } from './map/stage.js';
import { bareGround } from './map/topology.js';
import { UserEvents } from './user_events/layer.js';

export class Atlas {
  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
    this.layers = new Map();
    this.listeners = {};
    this.waiting = [];
    this.view = View.initial();
    this.ready = bundle().then((data) => this._open(data));
  }

  _open(data) {
    this.data = data;
    this.sources = data.sources || {};
    this.style = data.style;
    this.labels = new Labels(this);
    this.stage = new Stage(this);
    this.stage.add(this.labels);
    this.stage.add(bareGround(this, data.layers));
    this.userEvents = new UserEvents(this);
    // Title and panels come first: a browser can draw them while the map is being drawn.
    // A frame that is not shown yet has no animation frames, hence the clock.
    this.staged = new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done));
      setTimeout(done, 80);
    })
      .then(() => this.stage.addTo(this.map));
    this.map.on('click', (event) => this.choose(event.latlng));
    this.map.on('mousemove', (event) => this._hover(event));
    this.map.on('mouseout', () => this.emit('hover', null));
  }

  /** Add a layer once the data is there. @param {string} name @param {Object} options */
  add(name, options) {
    return this.ready.then(() => {
      const layer = new LAYERS[name](this, this.data.layers, options || {});
      layer.name = name;
      this.layers.set(name, layer);
      for (const painter of layer.painters()) {
        painter.layer = name;
        this.stage.add(painter);
      }
      this.emit('layer', name);
    });
  }

  /** Build the title, time bar, panels. @param {Object} options */
  chrome(options) {
    return this.ready.then(() => {
      this.options = options;
      this.view = View.read(options.query || '', this.view);
      const hash = location.hash.slice(1);
      if (hash && !options.framed) this.view = View.read(hash, this.view);
      this.chromeBox = new Chrome(this, options);
      this._frame();
      return this.staged;
    }).then(() => this.drawn());
  }

  _frame() {
    const box = this.view.bounds;
    const size = this.map.getSize();
    const { story } = this.chromeBox;
    const told = story.frame() || this.chromeBox.article.frame();
    const place = () =>
      story.flight.still(() => {
        if (box && size.x && size.y) this.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false });
        else this.chromeBox.frame(box || this.data.home, false);
      });
    if (!told) place();
    if (!told && !box && this.options.framed) this._again(place);
    this.map.on('moveend', () => this._moved());
    if (this.view.selection) this.emit('view', new Set(['selection']), told ? 'story' : undefined);
  }

  /** The app may give its frame a size after the page: the first box is framed anew, for a moment and until the reader acts.
   * @param {Function} place */
  _again(place) {
    const stop = () => this.map.off('resize', place);
    this.map.on('resize', place);
    for (const kind of ['pointerdown', 'wheel', 'keydown']) addEventListener(kind, stop, { once: true, capture: true });
    // An address that names a frame or a story has its own box.
    addEventListener('message', ({ data }) => data && (data.go || /(^|&)(b|st)=/.test(data.query || '')) && stop());
    setTimeout(stop, 4000);
  }

  _moved() {
    if (this.printing) return; // the sheet's frame is not the reader's
    const b = this.map.getBounds();
    const round = (value) => Math.round(value * 100) / 100;
    const box = [round(b.getWest()), round(b.getSouth()), round(b.getEast()), round(b.getNorth())];
    this.set({ bounds: box });
  }

  /** Say that the first whole picture stands. */
  drawn() {
    if (this.stage._asked) this.stage.paint();
    performance.mark('map-drawn');
    this.emit('drawn', null);
  }

  /** Change the view; unknown or equal values change nothing.
   * @param {Object} changes @param {string} [origin] who asks, so that nobody hears his own echo */
  set(changes, origin) {
    const changed = new Set();
    for (const [key, value] of Object.entries(changes)) {
      if (JSON.stringify(this.view[key]) === JSON.stringify(value)) continue;
      this.view[key] = value;
      changed.add(key);
    }
    if (!changed.size) return;
    this.stage.touch(changed);
    this.emit('view', changed, origin);
  }

  on(event, listener) {
    (this.listeners[event] = this.listeners[event] || []).push(listener);
  }

  emit(event, detail, origin) {
    for (const listener of this.listeners[event] || []) listener(detail, origin);
  }

  /** The Atlas of another map of the page. @param {L.Map} map @returns {Atlas} */
  beside(map) {
    return on(map);
  }

  shows(name) {
    return this.view.layers.includes(name);
  }

  /** A word in the reader's language. @param {string} key @param {Object} [values] */
  t(key, values) {
    const words = this.data.words;
    let text = words[this.view.language][key];
    if (text === undefined) text = words.en[key] === undefined ? key : words.en[key];
    return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name])) : text;
  }

  /** The name of a record in the reader's language, else in another one. */
  nameOf(record) {
    return record['name_' + this.view.language] || record.name_en || record.name_ar || record.id;
  }

  /** Everything that lies at a point, nearest and smallest first. @param {L.LatLng} latlng
   * @param {boolean} [glance] whether one line about many events is enough */
  at(latlng, glance) {
    const found = [];
    for (const [name, layer] of this.layers) {
      if (layer.pick && this.shows(layer.shownAs || name)) {
        for (const hit of layer.pick(latlng, glance)) found.push({ layer: name, ...hit });
      }
    }
    return found.sort((a, b) => a.order - b.order);
  }

  choose(latlng) {
    if (this.measuring || this.asking) return;
    const hits = this.at(latlng);
    this.hits = hits;
    this.set({ selection: hits.length ? hits[0].layer + ':' + hits[0].id : null });
  }

  _hover(event) {
    if (this.hovering) return;
    this.hovering = requestAnimationFrame(() => {
      this.hovering = null;
      this.emit('hover', { point: event.containerPoint, hit: this.at(event.latlng, true)[0] || null });
    });
  }

  /** The selected layer and id, or null. */
  get selected() {
    const text = this.view.selection;
    if (!text) return null;
    const cut = text.indexOf(':');
    const layer = this.layers.get(text.slice(0, cut));
    return layer ? { layer, name: text.slice(0, cut), id: text.slice(cut + 1) } : null;
  }

  /** Select a feature and bring it into sight. */
  goTo(name, id) {
    const layer = this.layers.get(name);
    const place = layer && layer.locate(id);
    if (!place) return;
    this.hits = null;
    if (!this.shows(layer.shownAs || name)) {
      this.set({ layers: this.data.order.filter((l) => l === (layer.shownAs || name) || this.shows(l)) });
    }
    this.set({ selection: name + ':' + id });
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (place instanceof L.LatLngBounds) this.map.fitBounds(place.pad(0.6), { maxZoom: 10, animate: !calm });
    else this.map.setView(place, Math.max(this.map.getZoom(), 9), { animate: !calm });
  }
}

const atlases = new WeakMap();

/** The Atlas of a Leaflet map; made when first asked for. @param {L.Map} map @returns {Atlas} */
export function on(map) {
  if (!atlases.has(map)) atlases.set(map, new Atlas(map));
  return atlases.get(map);
}
