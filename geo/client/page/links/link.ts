/** The page's link to the outside: the address after # in a file of its own, messages to and from the app when the
 * app holds the page in a frame. */
import * as View from '../../paint/data/view.ts';
import { fetchLater } from '../bundle.ts';
import { languageOf, query, versionOf, welcome } from './address.ts';
import { Messages } from './messages.ts';
import { showAreas } from '../../paint/user_areas/layer.ts';
import { sentence } from '../../paint/marginalia/words.ts';
import { L } from '../leaflet.ts';
import type { TileLayer } from 'leaflet';
import type { Atlas, Options } from '../page.ts';

const REST = 180;
const NOTCHES = 600; // milliseconds without a notch of the wheel after which the next one is another act

/** Acts of the reader: what one press, one drag, one turn of the wheel or one key that is held does to the view,
 * from its beginning on. The app makes one entry of its history of each. */
class Acts {
  number = 0;
  turned = -Infinity;

  /** @param before called as a new act begins */
  constructor(readonly before: () => void) {
    addEventListener('pointerdown', () => this.begin(), true);
    addEventListener('keydown', (event) => event.repeat || this.begin(), true);
    addEventListener('wheel', ({ timeStamp }) => {
      if (timeStamp - this.turned > NOTCHES) this.begin();
      this.turned = timeStamp;
    }, { capture: true, passive: true });
  }

  begin() {
    this.before();
    this.number += 1;
  }
}

/** What the app says to the page, each with the fields of its kind. */
type Order = {
  query: string;
  here: string;
  linked: string;
  embed: string;
  turn: number;
  id: string;
  go?: boolean;
  set: Record<string, string | null>;
  bytes: ArrayBuffer;
};

const read = (bytes: ArrayBuffer) => JSON.parse(new TextDecoder().decode(bytes)); // read what the app brought as JSON

export class Link {
  linked: string; // the version that the address was made with, as it opened
  layer: TileLayer | null | undefined;

  constructor(readonly atlas: Atlas, readonly options: Options) {
    this.linked = options.framed || options.hash === false ? '' : versionOf(location.hash.slice(1));
    if (this.options.hash !== false) this._noteFormer(location.hash.slice(1));
    if (options.framed) this._frame();
    else if (options.hash !== false) this._hash();
    this._tiles();
    atlas.on('view', (changed) => changed.has('tiles') && this._tiles());
  }

  /** Ask the app for something that only it can do: to fold or unfold its side bar, to lead past the map, to open one of
   * the tables below it. */
  ask(what: 'side' | 'past' | 'tables', table = '') {
    if (this.options.framed) parent.postMessage({ greenline: what, table }, '*');
  }

  /** Write a change into the address at once, and what follows it within an act once it rests: a drag is many.
   * An address that the reader puts in meanwhile is not written over: it is followed. */
  _hash() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = location.hash;
    const follow = () => {
      if (location.hash === current) return;
      current = location.hash;
      const text = current.slice(1);
      this._set(text); // what follows of it may be written at once
      this._noteVersion(versionOf(text));
    };
    const write = () => {
      if (location.hash !== current) return follow();
      const { chromeBox, view } = this.atlas;
      const hash = '#' + query(this.atlas) + languageOf(view) + chromeBox.embed.part;
      if (hash === current) return;
      try {
        history.replaceState(null, '', hash);
        current = location.hash;
      } catch (_) {
        // A page in a sandboxed frame may not change its address; its view is then its own.
      }
    };
    this.atlas.on('view', () => {
      if (timer === undefined && this.atlas.chromeBox) write(); // a page that is being built rests first
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        write();
      }, REST);
    });
    addEventListener('hashchange', follow);
    if (this.options.origins && parent !== globalThis.window) {
      new Messages(this.atlas, this.options.origins, (query) => this._set(query));
    }
  }

  /** Say by which version a link was made, where it is another one. */
  _noteVersion(version: string) {
    if (!version || version === this.linked) return;
    this.linked = version;
    this.atlas.chromeBox.build();
  }

  /** Say in the legend that a way of drawing events is gone that a query asks for. */
  _noteFormer(query: string) {
    this.atlas.userEvents.former = /(^|&)ev=sized(&|$)/.test(query);
  }

  /** Show what a query says; what it leaves out is as the page opens. */
  _set(query: string) {
    const next = this.atlas.settle(View.read(query, welcome(query)));
    const asks = next.areaOfInterest && next.areaOfInterest !== this.atlas.view.areaOfInterest;
    this._noteFormer(query);
    this.atlas.set({ ...next, bounds: this.atlas.view.bounds });
    if (next.bounds) this._goTo(next.bounds);
    if (asks) this.atlas.chromeBox.open('ask');
  }

  _goTo(box: number[]) {
    const { standing } = this.atlas;
    const resized = standing.resized;
    standing.resized = false; // an address asked for it, even while the window gets another size
    this.atlas.chromeBox.story.flight.still(() =>
      this.atlas.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false })
    );
    standing.resized = resized;
  }

  /** Tell the app's frame what the reader did once it rests, with the number of the act; do what widgets ask for,
   * each an act of its own. The address hears of a change at once too: who loads the page anew that moment finds it.
   * Steps of a story are separate acts, sent at once, however fast they follow one another. Until the frame has shown
   * its address the page's first view is nobody's choice, and is not sent. */
  _frame() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turn = 0; // which showing of an address the view comes of
    let done: string | null = null; // the command that was done last
    /** The act that was sent last; none as long as the frame that the map opens with is nobody's choice. */
    let lastAct: number | null = null;
    let acted = false; // whether more than the window's size changed since
    const send = (kind: string, act: number, rests = true) => {
      const query = View.write(this.atlas.view);
      parent.postMessage({ greenline: kind, query, act, turn, rests, done }, '*');
    };
    const number = () => acted || lastAct === null ? acts.number : lastAct;
    const now = () => {
      clearTimeout(timer);
      timer = undefined;
      lastAct = number();
      acted = false;
      send('view', lastAct);
    };
    const acts = new Acts(() => timer && now());
    // What the app shows beside the map is of another day until it hears where the day came to rest.
    const move = () => parent.postMessage({ greenline: 'moving', text: sentence(this.atlas), turn }, '*');
    let step = -1; // the act that led to the step that was sent last
    this.atlas.on('view', (changed, origin) => {
      if (origin === 'app' || !turn || (origin === 'window' && lastAct === null)) return;
      acted = acted || origin !== 'window';
      if (changed.has('date')) move();
      if (changed.has('step') || changed.has('story')) {
        if (step === acts.number) acts.begin();
        step = acts.number;
        return now();
      }
      if (timer === undefined) send('view', number(), false);
      clearTimeout(timer);
      timer = setTimeout(now, changed.has('selection') ? 0 : REST);
    });
    this.atlas.on('drawn', () => send('ready', acts.number));
    const orders: Record<string, (data: Order) => void> = {
      show: (data) => {
        clearTimeout(timer); // the reader went back from what was begun
        timer = undefined;
        acted = false;
        turn = data.turn;
        // Where the map stands in that frame already, nothing changes that would report where it ended.
        const report = () => timer ??= setTimeout(now, REST);
        this.atlas.map.once('moveend', report);
        if (this._show(data)) lastAct = lastAct ?? acts.number;
        else this.atlas.map.off('moveend', report);
      },
      rest: () => {
        this.atlas.chromeBox.timebar.stop();
        if (timer) now();
        else send('view', number());
      },
      do: (data) => {
        acts.begin();
        done = data.id;
        this._do(data);
        now();
      },
      user_events: ({ bytes }) => {
        const { userEvents } = this.atlas;
        if (bytes.byteLength) userEvents.load(bytes, '').catch(() => {}); // the app has read them before
        else userEvents.unload();
      },
      user_areas: ({ bytes }) => {
        showAreas(this.atlas, bytes.byteLength ? read(bytes) : []);
      },
      own: () => this.atlas.set({ story: 'own' }), // it is gone since 2.0: the page says that it has none
      article: ({ bytes }) => {
        const { article } = this.atlas.chromeBox;
        if (bytes.byteLength) fetchLater().then(() => article.show(read(bytes)));
        else article.close();
      },
    };
    addEventListener('message', ({ source, data }) => {
      if (source === parent && data && Object.hasOwn(orders, data.greenline)) orders[data.greenline](data);
    });
  }

  /** Show the address of the app; whether it names a frame that the map is not in. */
  _show({ query, here, linked, embed }: { query: string; here: string; linked: string; embed: string }) {
    const { atlas } = this;
    atlas.appAddress = here;
    this._noteVersion(versionOf(`v=${linked || ''}`));
    if (embed) atlas.chromeBox.embed.on(String(embed), '?', query);
    const next = atlas.settle(View.read(String(query), View.initial()));
    const box = String(next.bounds) !== String(atlas.view.bounds) && next.bounds;
    atlas.set({ ...next, bounds: atlas.view.bounds }, 'app');
    if (box) this._goTo(box);
    return Boolean(box);
  }

  _do({ set, go }: { set: Record<string, string | null>; go?: boolean }) {
    const { atlas } = this;
    atlas.set(View.change(set, atlas.view));
    const [layer, ...id] = (go && atlas.view.selection || '').split(':');
    if (layer) atlas.goTo(layer, id.join(':'));
  }

  /** Online tiles, where the reader switches them on and the file allows them. */
  _tiles() {
    const tiles = this.atlas.view.tiles ? this.options.tiles : null;
    if (tiles && !this.layer) {
      this.layer = L.tileLayer(tiles.url, {
        attribution: tiles.attribution,
        maxZoom: 14,
        opacity: 0.9,
      }).addTo(this.atlas.map);
    } else if (!tiles && this.layer) {
      this.layer.remove();
      this.layer = null;
    }
  }
}
