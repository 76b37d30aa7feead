/** One map over the other, up to a line that the reader moves with a pointer or with arrow keys. */
import { h } from '../dom.ts';
import type { Atlas, Chrome } from '../page.ts';

const HALF = 50; // per cent from the left of a line that no reader moved

export class Swipe {
  at: number; // where the line is, from the left, 0 to 1
  line: HTMLElement | null = null;

  constructor(readonly chrome: Chrome) {
    this.at = chrome.atlas.view.swipe / 100;
  }

  show(second: Atlas | null) {
    const { root, maps, atlas } = this.chrome;
    if (second && this.line) this._follow();
    if (!!second === !!this.line) return;
    root.classList.toggle('gl-swipe', !!second);
    this._raiseCredits(!!second);
    if (second) {
      this.line = this._line();
      maps.append(this.line);
      this._put(this._start());
      this.line.querySelector('input')?.setAttribute('value', String(Math.round(this.at * 100)));
    } else {
      this.line?.remove();
      this.line = null;
      maps.style.removeProperty('--gl-at');
    }
    for (const side of [atlas, second]) side?.map.invalidateSize({ animate: false });
  }

  /** Where the line stands first: in the middle of what nothing covers, unless the reader moved it. */
  _start() {
    const { atlas, maps } = this.chrome;
    const { swipe } = atlas.view;
    const { paddingTopLeft: [left], paddingBottomRight: [right] } = this.chrome.room({ card: false });
    return swipe === HALF ? (1 + (left - right) / maps.clientWidth) / 2 : swipe / 100;
  }

  /** The second map lies over the first one's corner: the credits stand above both meanwhile. */
  _raiseCredits(above: boolean) {
    const { atlas, maps } = this.chrome;
    const credits = atlas.map.attributionControl.getContainer();
    const corner = above ? maps : atlas.map.getContainer().querySelector('.leaflet-bottom.leaflet-right');
    if (credits) corner?.append(credits);
  }

  _line() {
    const field = h('input', {
      type: 'range',
      id: 'gl-swipe-at',
      min: 0,
      max: 100,
      step: 1,
      value: Math.round(this.at * 100),
      dir: 'ltr',
      'aria-label': this.chrome.t('compare.handle'),
      oninput: (event) => this._put(Number(event.target.value) / 100),
      onchange: () => this._settle(),
    }) as HTMLInputElement;
    const line = h('div.gl-swipe-line', h('span.gl-swipe-grip', { 'aria-hidden': 'true' }), field);
    line.addEventListener('pointerdown', (event) => {
      line.setPointerCapture(event.pointerId);
      event.preventDefault();
      field.focus({ preventScroll: true });
    });
    line.addEventListener('pointermove', (event) => {
      if (!line.hasPointerCapture(event.pointerId)) return;
      const box = this.chrome.maps.getBoundingClientRect();
      this._put((event.clientX - box.left) / box.width);
      field.value = String(Math.round(this.at * 100));
    });
    line.addEventListener('pointerup', () => this._settle());
    return line;
  }

  /** Say where the line is, once it rests: the address has it. */
  _settle() {
    this.chrome.atlas.set({ swipe: Math.round(this.at * 100) });
  }

  _follow() {
    const { swipe } = this.chrome.atlas.view;
    const field = this.line?.querySelector('input');
    field?.setAttribute('aria-label', this.chrome.t('compare.handle')); // the language may be another one
    if (swipe === HALF || swipe === Math.round(this.at * 100)) return;
    this._put(swipe / 100);
    if (field) field.value = String(swipe);
  }

  _put(at: number) {
    this.at = Math.min(1, Math.max(0, at));
    this.chrome.maps.style.setProperty('--gl-at', String(this.at));
  }
}
