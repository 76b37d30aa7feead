/** One map of the page: a scene on a Leaflet map, and what the reader does there. */
import * as View from '../paint/data/view.ts';
import { isCalm } from './dom.ts';
import { arrival, bundle, fetchLater } from './bundle.ts';
import { PageChrome } from './chrome.ts';
import { boundsOf, L } from './leaflet.ts';
import { replaceRemoved } from './links/removed.ts';
import { welcome } from './links/address.ts';
import { coveredBoxes } from './map/room.ts';
import { Stage } from './map/stage.ts';
import { Standing } from './map/standing.ts';
import { fetchTexts } from './translation.ts';
import { PageEvents } from './user_events/carried.ts';
import { addLayer, openScene } from '../paint/open.ts';
import { Scene } from '../paint/scene.ts';
import type { PageData } from '../paint/data/page_data.ts';
import type { Box } from '../paint/data/tables.ts';
import type { Painter } from '../paint/layers/layer.ts';
import type { Options } from './page.ts';
import type { LatLng, LeafletMouseEvent, Map as LeafletMap } from 'leaflet';

/** Whether the reader's screen is dark; nothing where there is no screen. */
const DARK = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

const AROUND = 0.15; // what of its size is shown around a thing that is brought into sight
const NEAR = 10.5; // the zoom at which a place is shown: it and the towns about it, some 150 km on a wide screen

export class PageAtlas extends Scene {
  stage!: Stage;
  staged!: Promise<void>; // done once the stage is on the map
  _raise!: () => void; // puts the stage on the map at once
  options!: Options;
  chromeBox!: PageChrome; // what stands around the map; created on first use
  asking = false; // whether the reader draws an area; clicks then set points
  printing = false; // whether the map is laid out for a sheet of paper
  placing = false; // whether the page itself brings a frame into view
  standing: Standing;
  removed = ''; // the key of the words that say what a link leads to, where what it names is gone
  appAddress = ''; // where the app stands that holds the page in a frame
  hovering: number | null = null;
  ready: Promise<void>;

  constructor(readonly map: LeafletMap) {
    super();
    this.standing = new Standing(this);
    this.ready = bundle().then((data) => this._begin(data));
  }

  _begin(data: PageData) {
    this.stage = new Stage(this);
    openScene(this, data, PageEvents);
    DARK?.addEventListener('change', () => {
      this.stage.touch(new Set(['tiles']));
      this.chromeBox?.build();
    });
    // Title and panels come first: a browser can draw them while the map is being drawn.
    // A frame that is not shown yet has no animation frames, hence the clock.
    this.staged = new Promise((done: (value?: unknown) => void) => {
      this._raise = done;
      requestAnimationFrame(() => setTimeout(done));
      setTimeout(done, 80);
    }).then(() => void this.stage.addTo(this.map));
    this.map.on('click', (event) => this.choose(event.latlng));
    this.map.on('mousemove', (event) => this._hover(event));
    this.map.on('mouseout', () => this.emit('hover', null));
  }

  /** On paper it is always day. */
  override get dark() {
    return Boolean(DARK?.matches) && !this.printing;
  }

  override addPainter(painter: Painter) {
    super.addPainter(painter);
    this.stage.followPainter(painter);
  }

  override touch(changed: Set<string>) {
    this.stage.touch(changed);
  }

  override coveredBoxes() {
    return this.chromeBox ? coveredBoxes(this.chromeBox) : [];
  }

  override requestPaint() {
    this.stage.requestPaint();
  }

  add(name: string) {
    return this.ready.then(() => addLayer(this, name));
  }

  /** Show a view on a map that has nothing of the page around it; layers that another view switched on stay on. */
  show(query: string) {
    return this.ready.then(() => {
      const next = View.read(query, View.initial());
      this.set({ ...next, layers: [...new Set([...this.view.layers, ...next.layers])] });
    });
  }

  /** What a link shows: what stands in place of a row that is gone, which the page says. */
  settle(view: View.View) {
    const { view: settled, note } = replaceRemoved(this, view);
    this.removed = note;
    this.chromeBox?.removed.update();
    return settled;
  }

  chrome(options: Options) {
    options.framed = options.framed && parent !== globalThis.window; // a page that the app's reader saved stands alone
    if (options.framed) parent.postMessage({ greenline: 'begun' }, '*'); // who asked for the page need not ask again
    const hash = options.framed ? '' : location.hash.slice(1);
    return this.ready.then(() => {
      this.options = options;
      const framedQuery = options.framed ? location.hash.slice(1) : '';
      const query = framedQuery || options.query || '';
      this.view = View.read(query, options.framed ? this.view : welcome(query || hash));
      if (hash) this.view = View.read(hash, this.view);
      this.view = this.settle(this.view);
      // A reader's own story in an address is gone since 2.0: the page says that it has none.
      if (new URLSearchParams(hash).has('own')) this.view = { ...this.view, story: 'own' };
      const { selection, story } = this.view;
      const isLed = options.framed && !framedQuery; // the app leads it to a story, it may be
      return selection || story || this.data.article || isLed ? fetchLater() : null; // what these tell stands at once
    }).then(() => {
      this.chromeBox = new PageChrome(this, options);
      this.on('view', (changed) => changed.has('language') && this._translate());
      this._frame();
      if (options.framed) this._raise(); // the app shows the page once its map stands: nothing comes before it
      return this.staged;
    }).then(() => this.announceDrawn());
  }

  _translate() {
    fetchTexts(this.translations, this.view.language)?.then((came) => came && this.chromeBox.build());
  }

  _frame() {
    const [box, size] = [this.view.bounds, this.map.getSize()];
    const { story, details, article } = this.chromeBox;
    const framed = story.frame() || article.frame();
    const place = () =>
      story.flight.still(() => {
        if (box && size.x && size.y) {
          this.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false });
        } else this.chromeBox.frame(box || this.data.home, false);
        details.clear();
      });
    if (!framed) place();
    this.map.on('moveend', () => this._onMove());
    this.standing.watch();
    if (!framed && !box) {
      this.standing.remember();
      if (this.options.framed) this._again(place);
    }
    if (this.view.selection) this.emit('view', new Set(['selection']), framed ? 'story' : undefined);
  }

  /** The app may give its frame a size after the page, and a language that sets the panels on the other side: the
   * first box is framed anew, for a moment and until the reader acts. */
  _again(place: () => void) {
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
    addEventListener('message', ({ data }) => data?.greenline === 'show' && setTimeout(() => led = true));
    for (const kind of ['pointerdown', 'wheel', 'keydown']) {
      addEventListener(kind, stop, { once: true, capture: true });
    }
    // An address that names a frame or a story has its own box.
    addEventListener('message', ({ data }) => data && (data.go || /(^|&)(b|st)=/.test(data.query || '')) && stop());
    setTimeout(stop, 4000);
  }

  _onMove() {
    if (this.printing) return; // the sheet's frame is not the reader's
    const b = this.map.getBounds();
    const round = (value: number) => Math.round(value * 100) / 100;
    const box: Box = [round(b.getWest()), round(b.getSouth()), round(b.getEast()), round(b.getNorth())];
    const origin = this.placing ? 'app' : this.standing.resized ? 'window' : undefined;
    // What the map opens with is nobody's wish, in a window of any size: no address is to name it.
    if (origin === 'window' && this.view.bounds === null) return;
    this.set({ bounds: box }, origin);
  }

  /** Say that the first whole picture stands. */
  announceDrawn() {
    if (this.stage.pending) this.stage.paint();
    performance.mark('map-drawn');
    this.emit('drawn', null);
    const whenIdle = globalThis.requestIdleCallback || setTimeout;
    whenIdle(() => void fetchLater());
    arrival.then((isMissed) => {
      this._translate();
      if (isMissed) this.chromeBox.build(); // something was written without it
    });
  }

  beside(map: LeafletMap): PageAtlas {
    return on(map);
  }

  /** Select what lies at a position. @param layer the layer whose feature is wanted, where it has one there */
  choose(latlng: LatLng, layer?: string) {
    if (this.asking) return;
    const hits = this.at(latlng);
    const first = hits.find((hit) => hit.layer === layer) || hits[0];
    this.hits = hits;
    this.set({ selection: first ? first.layer + ':' + first.id : null });
  }

  _hover(event: LeafletMouseEvent) {
    if (this.hovering !== null || matchMedia('(hover: none)').matches) return; // a finger leaves no trace
    this.hovering = requestAnimationFrame(() => {
      this.hovering = null;
      const isTold = this.map.getPane('tooltipPane')?.hasChildNodes(); // somebody else's marker says what it is
      const hit = !isTold && this.at(event.latlng, true)[0] || null;
      this.emit('hover', { point: event.containerPoint, hit });
    });
  }

  goTo(name: string, id: string) {
    const layer = this.layers.get(name);
    if (!layer) return;
    const place = layer.locate?.(id);
    if (!place) return;
    this.hits = null;
    const group = layer.shownAs || name;
    this.set({ ...this.shows(group) ? {} : View.switchLayers(this.view, [group], true), selection: name + ':' + id });
    const animate = !isCalm();
    const room = this.chromeBox?.room({ place: true });
    const box = Array.isArray(place) ? boundsOf(place).pad(AROUND) : L.latLngBounds(place, place);
    const most = Array.isArray(place) ? 11 : Math.max(this.map.getZoom(), NEAR);
    this.map.fitBounds(box, { maxZoom: most, animate, ...room });
  }
}

const atlases: WeakMap<LeafletMap, PageAtlas> = new WeakMap();

export function on(map: LeafletMap): PageAtlas {
  const atlas = atlases.get(map) || new PageAtlas(map);
  atlases.set(map, atlas);
  return atlas;
}
