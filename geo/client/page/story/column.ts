/** A text beside the map, a story or an article: a column on a desktop, a sheet below the map on a phone. */
import { type Children, h, isCalm } from '../dom.ts';
import { L } from '../leaflet.ts';
import { Flight } from '../map/flight.ts';
import { makeGrip } from '../sheet.ts';
import type { Box } from '../../paint/data/tables.ts';
import type { Atlas, Chrome } from '../page.ts';

const LINE = 90; // pixels that an arrow key scrolls

export abstract class Column {
  abstract now: { steps: unknown[] } | null; // the text that is open
  abstract at: number; // the step that the map shows
  abstract panel: { box: HTMLElement; scroller: HTMLElement } | null;
  opened: string | undefined | null = null; // the panel that was open before
  t: Atlas['t'];
  atlas: Atlas;
  flight: Flight;

  constructor(readonly chrome: Chrome) {
    this.t = chrome.atlas.t;
    this.atlas = chrome.atlas;
    this.flight = new Flight(this.atlas, () => this.stray());
    document.addEventListener('keydown', (event) => this.now && this._key(event));
  }

  abstract go(i: number): void;

  abstract build(): void;

  /** Follow the reader who moved the map himself. */
  stray() {}

  take() {
    const { atlas, chrome } = this;
    if (!this.panel) this.opened = chrome.opened;
    chrome.open(null);
    chrome.root.classList.add('gl-telling');
    this.build();
    atlas.map.invalidateSize({ animate: false, pan: false });
  }

  /** @param keep whether something else takes the column */
  clear(keep = false) {
    this.panel?.box.remove();
    this.panel = null;
    if (keep) return;
    this.chrome.root.classList.remove('gl-telling');
    this.atlas.map.invalidateSize({ animate: false, pan: false });
  }

  fly(box: Box, animate: boolean) {
    this.flight.to(box, this.chrome.room(), animate && !isCalm() && !this.chrome.compare.side);
  }

  /** Put the text into the page, with its grip and the button that leaves it. @param key of that button's name */
  place(
    tag: 'section.gl-story' | 'section.gl-story.gl-article',
    label: string,
    key: string,
    leave: () => void,
    ...content: Children[]
  ) {
    this.panel?.box.remove();
    const title = this.t(key);
    const box = h(
      tag,
      { 'aria-label': label },
      makeGrip(this.chrome, 'sheet'),
      h('button.gl-close.gl-story-leave', { 'aria-label': title, title, onclick: leave }, '×'),
      ...content,
    );
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    this.chrome.root.prepend(box);
    return box;
  }

  _key(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.closest?.('.gl-details, .gl-panels')) return;
    const onMap = target.closest?.('.gl-map'); // its arrows move the map
    const [forth, back] = this.chrome.root.dir === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
    const ways: Record<string, number> = {
      PageDown: this.at + 1,
      PageUp: this.at - 1,
      Home: 0,
      End: (this.now?.steps.length || 0) - 1,
      ...(onMap ? {} : { [forth]: this.at + 1, [back]: this.at - 1 }),
    };
    const to = ways[event.key];
    const by = onMap || this.panel?.scroller.contains(target)
      ? undefined
      : { ArrowDown: LINE, ArrowUp: -LINE }[event.key];
    if (to === undefined && !by) return;
    event.preventDefault();
    if (by) this.panel?.scroller.scrollBy(0, by);
    else this.go(to);
  }
}
