/** What painters draw: a view of the page's data, its words and style, the layers and what they have in common. */
import * as Dates from './data/dates.ts';
import * as View from './data/view.ts';
import { cited, readCited } from './data/rows.ts';
import { isolate, profile } from './data/profile.ts';
import type { Translations } from './data/translations.ts';
import { finish, pieces } from './map/pieces.ts';
import type { PageData, Style } from './data/page_data.ts';
import type { Box, Named, Position, Span, Spell } from './data/tables.ts';
import type { Layer, LayerHit, LayerOf, Painter } from './layers/layer.ts';
import type { Context2D, Frame } from './map/frame.ts';

type ViewKey = keyof View.View;

interface EventDetails {
  view: Set<string>; // keys of the view that changed
  layer: string; // a layer that came or went
  hover: { point: { x: number; y: number }; hit: LayerHit | null } | null; // what lies under the pointer
  drawn: null; // the first picture stands
  painted: null; // a picture stands
  user_events: 'loaded' | 'unloaded' | 'filtered';
}

type Layers = { get<Name extends string>(name: Name): LayerOf<Name> | undefined } & Map<string, Layer>;

type Selected = { layer: Layer; name: string; id: string };

/** A scene; what draws names and the reader's events and areas adds itself, and stands in it once it is opened
 * (open.ts). */
export class Scene {
  data!: PageData; // the data; it and what follows are there once it is opened
  night!: Style;
  translations!: Translations;
  layers = new Map() as Layers;
  painters: { ground: Painter[]; marks: Painter[] } = { ground: [], marks: [] }; // painters from the ground up
  listeners: Record<string, Array<(detail: never, origin?: string) => void>> = {};
  view = View.initial();
  mergesParts = false; // whether sub-districts are drawn whole, without the lines within them
  leftOut: Set<string> = new Set(); // rows that are not drawn, as layer:id
  frame: Frame | null = null; // what it was drawn in last
  isPicture = false; // whether it is drawn once, on paper or in a film
  hits: LayerHit[] | null = null; // what lay at the position that was chosen last

  get ofReader() {
    return [this.userAreas, this.userControl];
  }

  get readerDays() {
    return this.ofReader.flatMap(({ changeDays }) => changeDays);
  }

  addPainter(painter: Painter) {
    const painters = this.painters[painter.stage];
    const { above, layer = '' } = painter;
    painter.z ??= profile.layers.indexOf(above ?? layer) + (above ? 0.5 : 0);
    painters.push(painter);
    painters.sort((a, b) => (a.z ?? 0) - (b.z ?? 0));
  }

  shownPainters(stage: 'ground' | 'marks') {
    return this.painters[stage].filter((painter) => !painter.layer || this.shows(painter.layer));
  }

  /** Draw the whole of it. @param around what is done around each painter */
  draw(ctx: Context2D, frame: Frame, around: (painter: Painter, draw: () => void) => void = (_, draw) => draw()) {
    this.frame = frame;
    this.labels.begin();
    for (const painter of [...this.shownPainters('ground'), ...this.shownPainters('marks')]) {
      around(painter, () => finish(pieces(ctx, [painter], frame)));
    }
  }

  /** Say that what some keys of the view stand for is to be drawn anew, where that is drawn again at all. */
  touch(_changed: Set<string>) {}

  /** What stands over the map, in its pixels: nothing on paper. */
  coveredBoxes(): Box[] {
    return [];
  }

  requestPaint() {}

  /** The day of all that stands on the map: the later of two that it compares. */
  get day() {
    return View.daysOf(this.view).day;
  }

  /** The earlier of two days compared on the map; null where it shows one. */
  get before() {
    return View.daysOf(this.view).before;
  }

  /** What a thing is on the day shown; what it was and what it became, where two days differ. */
  overDays(text: (day: number) => string) {
    const [from, to] = [this.before ?? this.day, this.day].map(text);
    return from === to ? to : this.t('sentence.change', { from, to });
  }

  /** The name of who held ground on a day, or of its class in a perspective's own words.
   * @param perspective by default the one shown */
  sideName(side: string, day: number, perspective: string = this.view.perspective) {
    if (perspective === 'held') return this.heldBy(side, day);
    const particular = `class.${side}.${perspective}`;
    const text = this.t(particular);
    return text === particular ? this.t('class.' + side) : text;
  }

  heldBy(side: string, day: number) {
    return this.t('holder.' + this.namedOn(side, day));
  }

  /** The name that it had for most of the days of a row. */
  heldOver(side: string, { start, end }: Span) {
    const first = Math.max(start, Dates.FIRST);
    return this.heldBy(side, Math.floor((first + Math.max(first, end ?? Dates.LAST)) / 2));
  }

  /** What the sources of a row say of it, as a line of its card. */
  proof(
    { evidence, publishers, ...cites }: Pick<Spell, 'evidence' | 'publishers' | 'source' | 'says'>,
  ): [string, string] {
    const n = publishers ?? 0;
    const pages = cited(cites).split(';').map(readCited);
    const stating = pages.filter(([id, reading]) => reading.startsWith('s') && this.sources[id]?.[3]);
    const dates = (stating.length ? stating : pages).map(([id]) => this.sources[id]?.[3] || '');
    const date = dates.reduce((a, b) => (b > a ? b : a), '');
    const count = ['.side', '.one'][n] ?? '';
    const key = 'evidence.' + evidence + (evidence === 'stated' ? count : '');
    const { language } = this.view;
    const values = { n: Dates.number(n, language), date: Dates.stampWords(date, language) };
    return [this.t('details.evidence'), evidence ? this.t(key, values) : ''];
  }

  namedOn(side: string, day: number) {
    const earlier = (profile.namedBefore[side] || []).find(([before]) => Dates.iso(day) < before);
    return earlier ? earlier[1] : side;
  }

  get sources() {
    return this.data.sources;
  }

  get dark() {
    return false;
  }

  get style(): Style {
    return this.dark ? this.night : this.data.style;
  }

  /** Change the view; unknown or equal values change nothing.
   * @param origin who changes it, so that nobody reacts to an echo */
  set(changes: Partial<View.View>, origin?: string) {
    const changed: Set<string> = new Set();
    const near = View.nearLayers(this.view).join();
    for (const [key, value] of Object.entries(changes)) {
      if (JSON.stringify(this.view[key as ViewKey]) === JSON.stringify(value)) continue;
      Object.assign(this.view, { [key]: value });
      changed.add(key);
    }
    if (!changed.size) return;
    if (View.nearLayers(this.view).join() !== near) changed.add('layers');
    this.touch(changed);
    this.emit('view', changed, origin);
  }

  on<E extends keyof EventDetails>(event: E, listener: (detail: EventDetails[E], origin?: string) => void) {
    (this.listeners[event] = this.listeners[event] || []).push(listener);
  }

  emit<E extends keyof EventDetails>(event: E, detail: EventDetails[E], origin?: string) {
    for (const listener of this.listeners[event] || []) listener(detail as never, origin);
  }

  shows(name: string) {
    return this.view.layers.includes(name) || this.isNear(name);
  }

  /** Whether a layer is drawn though no reader switched it on. */
  isNear(name: string) {
    return View.nearLayers(this.view).includes(name);
  }

  /** Whether a layer that is shown hides another's fills. */
  isCovered(name: string) {
    return (name === 'control' && this.userAreas.isChoropleth) || this.isOverlaid(name);
  }

  /** Whether another layer of the atlas that is shown hides a layer. */
  isOverlaid(name: string) {
    return Object.entries(profile.covers).some(([over, below]) => below.includes(name) && this.shows(over));
  }

  t = (key: string, values?: Record<string, string | number>): string => {
    const { words } = this.data; // what a language lacks stands there in the first of the profile
    const text = words[this.view.language][key] ?? words.en?.[key] ?? key;
    return values ? text.replace(/\{(\w+)\}/g, (_, name) => isolate(String(values[name]), this.view.language)) : text;
  };

  number = (value: number) => Dates.number(value, this.view.language);

  /** A text of a record in the reader's language, where there is one.
   * @param column without the language, such as `name` */
  translate(record: object, column: string): string | undefined {
    return (record as Record<string, string | undefined>)[column + '_' + this.view.language];
  }

  /** A text of the data in the reader's language, else in English. @param text the English */
  dataText(text?: string | null) {
    return text ? this.translations.of(text, this.view.language) ?? text : '';
  }

  nameOf(record: Named): string {
    return this.translate(record, 'name') || record.name_en || record.name_ar || record.id || '';
  }

  /** Everything that lies at a point, nearest and smallest first.
   * @param glance whether one line about many events is enough */
  at(position: Position, glance?: boolean) {
    const hits: LayerHit[] = [];
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

  /** The id of what is selected of a layer, '' where nothing is. */
  selectedOf(layer: Layer) {
    const chosen = this.selected;
    return chosen?.layer === layer ? chosen.id : '';
  }

  get selected(): Selected | null {
    const text = this.view.selection;
    if (!text) return null;
    const cut = text.indexOf(':');
    const layer = this.layers.get(text.slice(0, cut));
    return layer ? { layer, name: text.slice(0, cut), id: text.slice(cut + 1) } : null;
  }
}
