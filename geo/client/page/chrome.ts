/** What stands around the map: title, tools, panels, time bar. Built anew when the language changes. */
import { DrawingTool } from './area_of_interest/drawing.ts';
import { AreaOfInterestPanel } from './area_of_interest/panel.ts';
import { AboutPanel, CreditCorner, LayerPanel, LegendPanel } from './panels/panels.ts';
import { Article } from './article.ts';
import { h, isCalm } from './dom.ts';
import { iconButton } from './form.ts';
import { Embed } from './links/embed.ts';
import { L } from './leaflet.ts';
import { Link } from './links/link.ts';
import { RemovedNotice } from './links/removed.ts';
import { Keyboard } from './map/keyboard.ts';
import { extent, isCrowded, NARROW, room } from './map/room.ts';
import { Compare } from './panels/compare.ts';
import { Details } from './panels/details.ts';
import { OilPanel } from './panels/oil.ts';
import { ReportPanel } from './panels/report.ts';
import { Search } from './search/search.ts';
import { makeGrip } from './sheet.ts';
import { TablePanel } from './panels/table.ts';
import { TimeBar } from './panels/timebar.ts';
import { watchPrinting } from './print.ts';
import { direction } from '../paint/data/profile.ts';
import { goneKeys } from '../paint/data/view.ts';
import { StoriesPanel } from './story/panel.ts';
import { Story } from './story/story.ts';
import { Title } from './title.ts';
import { UserEventPanel } from './user_events/panel.ts';
import { textElement } from './translation.ts';
import { scaleBar } from '../paint/marginalia/scale.ts';
import { share } from './links/share.ts';
import type { Box } from '../paint/data/tables.ts';
import type { Panel } from './panels/panel.ts';
import type { Atlas, Chrome, Options, Purpose, Room } from './page.ts';

const PANEL = 340; // pixels that a panel below the title needs at least, with the time bar below it

const FINE = 0.05; // steps of the zoom of a frame that the page chooses

export class PageChrome {
  root!: HTMLElement; // the page's own element, and in it the maps and what stands over them
  maps!: HTMLElement;
  over!: HTMLElement;
  notices!: HTMLElement; // what stands above the time bar for a while
  skip!: HTMLElement;
  table: TablePanel | undefined;
  story: Story;
  article: Article;
  panels: Record<string, Panel> = {}; // what is built anew with the language
  buttons!: Record<string, HTMLElement>;
  title!: Title;
  report!: ReportPanel;
  search!: Search;
  details!: Details;
  timebar!: TimeBar;
  opened: string | undefined | null = undefined;
  folded: string | null = null; // the panel that gave way to a card
  covers = false; // whether the open panel stands in place of a card that has no room beside it
  t: Atlas['t'];
  drawScale: () => void;
  credits: CreditCorner;
  link: Link;
  tip: Tip;
  compare: Compare;
  embed: Embed;
  sized: ResizeObserver;
  keyboard: Keyboard;
  removed: RemovedNotice;
  drawing!: DrawingTool;

  constructor(readonly atlas: Atlas, readonly options: Options) {
    this.t = atlas.t;
    this._wrap();
    document.addEventListener('keydown', (event) => this.timebar.press(event));
    this.drawScale = addScale(atlas);
    atlas.map.attributionControl.setPrefix(false);
    this.credits = new CreditCorner(this);
    atlas.on('view', (changed) => {
      if (changed.has('language')) this.build();
      else this.update(changed);
    });
    atlas.on('layer', () => this.update(new Set(['layers'])));
    atlas.on('user_events', () => this._userEvents());
    // A frame is known once it is painted: the legend lists what lies in it, and names keep clear of the legend.
    atlas.on('painted', () => {
      if (this.opened === 'legend') this.panels.legend.update();
      if (String(atlas.coveredBoxes()) !== atlas.labels.over) atlas.touch(new Set(['selection']));
    });
    this.link = new Link(atlas, options);
    this._sayGone();
    this.tip = new Tip(this);
    this.compare = new Compare(this);
    this.embed = new Embed(this, options.framed ? '' : location.hash.slice(1));
    watchPrinting(this);
    this.build();
    this.sized = new ResizeObserver(() => this.makeRoom());
    this.sized.observe(this.root);
    this.sized.observe(this.title.box);
    this.keyboard = new Keyboard(this);
    this.removed = new RemovedNotice(atlas, this.notices);
    this.story = new Story(this);
    this.article = new Article(this);
    this.title.tellStory(); // the window has the name of the story that the page opens at
  }

  /** Put the map in a box of ours, so that a second map can stand beside it. */
  _wrap() {
    const container = this.atlas.map.getContainer();
    this.root = h('main.gl-root');
    this.maps = h('div.gl-maps');
    container.replaceWith(this.root);
    this.root.style.height = container.style.height; // where the page that holds the map gives it one
    this.maps.append(container);
    this.over = h('div.gl-over');
    this.skip = h('button.gl-skip', { onclick: () => this._skip() });
    this.notices = h('div.gl-notices');
    this.root.append(this.skip, this.maps, this.over, this.notices);
    container.classList.add('gl-map');
  }

  /** Name the map, and the way around it, for who does not see it. */
  _name() {
    const container = this.atlas.map.getContainer();
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', this.t('map.label'));
    container.setAttribute('aria-describedby', 'gl-words');
    this.skip.textContent = this.t(this.options.framed ? 'map.past' : 'map.skip');
  }

  /** Lead past the map: to its tables, which the app has below it. */
  _skip() {
    const { table } = this;
    if (!table) return this.link.ask('past');
    this.open('table');
    table.body.focus();
  }

  build() {
    const { language } = this.atlas.view;
    const focused = document.activeElement && document.activeElement.id;
    if (this.timebar) this.timebar.stop();
    const { covers, details, folded, panels: last, search, timebar } = this;
    this.over.replaceChildren();
    this.root.dir = direction(language);
    this.root.lang = language;
    Object.assign(document.documentElement, { lang: language, dir: this.root.dir });
    this._name();
    this.drawScale();
    this.credits.update();
    this.panels = {};
    this.buttons = {};
    this.title = new Title(this);
    this.sized?.observe(this.title.box);
    // What the reader set in a part that is built anew, and what is being drawn, stays.
    this.search = new Search(this, search?.input.value);
    this.details = new Details(this, details?.last);
    this.timebar = new TimeBar(this, timebar);
    this.drawing ||= new DrawingTool(this);
    this.table = this.options.framed ? undefined : new TablePanel(this);
    this.report = new ReportPanel(this, this.report);
    const panels = [
      new LayerPanel(this, 'layers'),
      new LegendPanel(this),
      this.compare.panel(),
      this.atlas.layers.has('fields') && new OilPanel(this, last.oil),
      this.atlas.layers.has('control') && new AreaOfInterestPanel(this, last.ask),
      new UserEventPanel(this, last.user_events),
      this.table,
      this.report,
      new AboutPanel(this, 'about', '.gl-about'),
      this.atlas.data.stories?.length && new StoriesPanel(this, 'stories'),
    ];
    for (const panel of panels) if (panel) this.panels[panel.name] = panel;
    this.over.append(
      this.title.box,
      h('div.gl-box.gl-tools', { role: 'toolbar', 'aria-label': this.t('tools') }, this.search.box, ...tools(this)),
      h(
        'div.gl-box.gl-panels',
        makeGrip(this, 'panel', () => this.open(null)),
        ...Object.values(this.panels).map((panel) => panel.box),
      ),
      this.details.box,
      this.timebar.box,
      this.tip.box,
    );
    this._userEvents();
    this.embed.show();
    this.drawing.show();
    for (const box of this.over.children as Iterable<HTMLElement>) {
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
    }
    const first = this.embed.isStill || this.root.clientWidth > 900 ? 'legend' : null;
    this.open(this.opened !== undefined ? this.opened : this.atlas.view.areaOfInterest ? 'ask' : first);
    Object.assign(this, { covers, folded });
    this.update(new Set(['date', 'layers', 'selection', 'perspective', 'compare']));
    if (focused) document.getElementById(focused)?.focus();
  }

  /** Event data can come and go: its panel is offered while there is some. */
  _userEvents() {
    const loaded = Boolean(this.atlas.userEvents.store);
    this.buttons.user_events.hidden = !loaded;
    this.title.tellEvents();
    if (this.opened !== 'user_events') return;
    if (loaded) this.panels.user_events.update();
    else this.open(null);
  }

  frame(box: Box, animate: boolean): void {
    const { map } = this.atlas;
    const size = map.getSize();
    // A frame that has no size yet cannot be filled: the box waits until it has one.
    if (size.x < 80 || size.y < 80) return void map.once('resize', () => this.frame(box, animate));
    // A card that was hidden in a frame without a size is there once it has one, and takes its room.
    this.makeRoom();
    // The sheet of a card leaves a phone a strip: what the map opens with keeps its scale, and moves for the card's place.
    const card = animate || this.root.clientWidth > NARROW;
    const corners: [number, number][] = [[box[1], box[0]], [box[3], box[2]]];
    const [first, last] = corners.map((corner) => map.project(corner, 0));
    const aspect = (last.x - first.x) / (first.y - last.y);
    this.finely(() => map.fitBounds(corners, { animate, ...this.room({ card, aspect }) }));
    if (!card) this.details.clear();
  }

  /** Move the map to a scale between the steps of the wheel, which would leave up to a fifth of the room. */
  finely(move: () => void) {
    const { options } = this.atlas.map;
    const { zoomSnap } = options;
    options.zoomSnap = FINE;
    move();
    options.zoomSnap = zoomSnap;
  }

  room(purpose?: Purpose): Room {
    return room(this, purpose);
  }

  /** Open a panel by its button, or close it; who works by keys goes on in it. */
  toggle(name: string, event: MouseEvent) {
    const close = this.opened === name;
    this.open(close ? null : name);
    if (!close && event.detail === 0) this.panels[name].box.focus();
  }

  /** Where the map has no room for a panel and a card, the one that came last stays: the panel folds to its button,
   * and comes back when the card closes or the map is larger again.
   * @param card whether a card just came */
  makeRoom(card = false) {
    // Below the title a card has the room that is left, however many lines the title has.
    const { offsetTop, offsetHeight } = this.title.box;
    this.root.style.setProperty('--title', `${offsetTop + offsetHeight}px`);
    const tools = this.search.box.parentElement;
    // Below a tall title the tools of a phone stand in two columns: a sheet leaves both in reach.
    if (tools && this.root.clientWidth <= NARROW) {
      this.root.style.setProperty('--tools', `${Math.round(extent(tools).width) + 14}px`);
    } else this.root.style.removeProperty('--tools');
    this._clearTitle();
    const [tight, opened] = [isCrowded(this), this.opened];
    this.root.classList.toggle('gl-crowded', tight);
    const both = tight && !this.details.box.hidden;
    if (!both) this.covers = false;
    if (both && opened && (card || !this.covers)) {
      this.open(null);
      this.folded = opened;
    } else if (!both && this.folded) this.open(this.folded);
  }

  /** A panel that would cover the title stands below it, where the map is high enough for both. */
  _clearTitle() {
    const panels = this.over.querySelector('.gl-panels');
    this.root.classList.remove('gl-below-title');
    if (!panels || !this.opened || this.root.clientWidth <= NARROW) return;
    const [panel, title] = [panels, this.title.box].map((box) => box.getBoundingClientRect());
    const covers = panel.left < title.right && title.left < panel.right && panel.top < title.bottom;
    this.root.classList.toggle('gl-below-title', covers && this.over.clientHeight - title.height > PANEL);
  }

  open(panel: string | undefined | null) {
    const name = panel && panel in this.panels ? panel : null;
    const former = this.opened;
    const inside = former && former !== name && this.panels[former]?.box.contains(document.activeElement);
    this.opened = name;
    this.folded = null;
    this.covers = Boolean(name) && isCrowded(this) && !this.details.box.hidden;
    for (const [panelName, panel] of Object.entries(this.panels)) {
      panel.box.hidden = panelName !== name;
      this.buttons[panelName]?.setAttribute('aria-expanded', String(panelName === name));
      if (panelName === name) panel.update();
    }
    if (inside && !name) (this.buttons[former] || this.details.box).focus();
    this.root.classList.toggle('gl-has-panel', Boolean(name));
    this._clearTitle();
  }

  /** Say what the page's own address asks for that is no longer shown; the app says it of its own. */
  _sayGone() {
    const { framed, hash } = this.options;
    const { t } = this.atlas;
    const gone = framed || hash === false ? [] : goneKeys(location.hash);
    if (!gone.length) return;
    const what = gone.map((key) => t('link.gone.' + key)).join(t('sentence.comma'));
    const note = h('button.gl-gone', { title: t('close'), onclick: () => note.remove() }, t('link.gone', { what }));
    this.notices.append(note);
  }

  update(changed: Set<string>) {
    this.title.update();
    this.credits.update();
    this.timebar.update(changed);
    this.compare.update();
    if (changed.has('selection')) this.details.show();
    else if (changed.has('date') || changed.has('perspective')) this.details.refresh();
    if (this.opened) this.panels[this.opened].update(changed);
  }
}

class Tip {
  box = h('div.gl-box.gl-tip', { hidden: true });

  constructor(chrome: Chrome) {
    chrome.atlas.on('hover', (hits) => {
      const hit = hits && hits.hit;
      this.box.hidden = !hit || chrome.atlas.asking;
      chrome.atlas.map.getContainer().style.cursor = hit && hit.order < 100 ? 'pointer' : '';
      if (!hit) return;
      this.box.replaceChildren(h('strong', hit.title), h('span', textElement(chrome.atlas, hit.text || '')));
      const width = chrome.over.clientWidth;
      const flip = hits.point.x > width - 260;
      Object.assign(this.box.style, {
        left: flip ? 'auto' : hits.point.x + 14 + 'px',
        right: flip ? width - hits.point.x + 14 + 'px' : 'auto',
        top: hits.point.y + 14 + 'px',
      });
    });
  }
}

function addScale(atlas: Atlas): () => void {
  const { map } = atlas;
  const line = h('div.leaflet-control-scale-line');
  const control = new L.Control({ position: 'bottomleft' });
  control.onAdd = () => h('div.leaflet-control-scale', line);
  const draw = () => {
    const { width, text } = scaleBar(atlas, map.getZoom(), map.getCenter().lat);
    line.style.width = `${width}px`;
    line.textContent = text;
  };
  map.addControl(control).on('move', draw).whenReady(draw);
  return draw;
}

const RARE = ['oil', 'ask', 'table'];

function tools(chrome: PageChrome) {
  const { atlas, root } = chrome;
  const { map } = atlas;
  const button = (name: string, run: (event: MouseEvent) => void, opens?: string) =>
    chrome.buttons[name] = iconButton(name, {
      id: 'gl-' + name,
      class: RARE.includes(name) ? 'gl-button gl-rare' : 'gl-button',
      title: chrome.t('tool.' + name),
      'aria-expanded': opens ? 'false' : null,
      'aria-controls': opens,
      onclick: run,
    });
  const panel = (name: string) => button(name, (event) => chrome.toggle(name, event), 'gl-panel-' + name);
  const unfold = () => {
    const unfolded = root.classList.toggle('gl-unfolded');
    more.setAttribute('aria-expanded', String(unfolded));
    chrome.makeRoom();
  };
  const more = button('more', unfold);
  more.setAttribute('aria-expanded', String(root.classList.contains('gl-unfolded')));
  return [
    ...['stories', 'layers', 'legend', 'compare', 'oil', 'ask', 'user_events', 'table']
      .filter((name) => chrome.panels[name]).map(panel),
    panel('about'),
    ...(typeof navigator.share === 'function' ? [button('share', () => share(chrome.atlas))] : []),
    more,
    button(
      'full',
      () => document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.().catch(() => {}),
    ),
    button('plus', () => map.zoomIn()),
    button('minus', () => map.zoomOut()),
    button('home', () => {
      atlas.standing.begin();
      chrome.frame(atlas.data.home, !isCalm());
    }),
  ];
}
