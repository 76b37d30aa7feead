/** The sheet of a phone: low, half the screen or nearly all of it; drawn by its grip, or pressed. */
import { h } from '../dom.ts';
import type { Article } from '../article.ts';
import type { Story } from './story.ts';

const STOPS = ['low', 'half', 'full'] as const;

type Stop = typeof STOPS[number];

export class StorySheet {
  grip: HTMLButtonElement;
  drawn = false; // whether it is being drawn by its grip

  constructor(readonly story: Story | Article) {
    this.grip = h('button.gl-story-grip', {
      onclick: () => this._press(),
      onpointerdown: (event) => this._take(event),
    }, h('i'));
    this.to(this.stop);
  }

  to(stop: Stop) {
    const { root } = this.story.chrome;
    const words = this.story.t(stop === 'full' ? 'story.smaller' : 'story.larger');
    const room = root.dataset.sheet === 'low' || stop === 'low';
    root.dataset.sheet = stop;
    this.grip.setAttribute('aria-expanded', String(stop === 'full'));
    this.grip.setAttribute('aria-label', words);
    this.grip.title = words;
    // Only the low sheet gives room to the map; the full one lies over it.
    if (room) this.story.atlas.map.invalidateSize({ animate: false, pan: false });
  }

  get stop() {
    return (this.story.chrome.root.dataset.sheet as Stop | undefined) || 'half';
  }

  _press() {
    if (this.drawn) return; // the end of a drag is no press
    this.to(this.stop === 'full' ? 'half' : this.stop === 'half' ? 'full' : 'half');
  }

  _take(event: PointerEvent) {
    const box = this.story.panel?.box;
    if (!box) return;
    const from = { y: event.clientY, height: box.offsetHeight };
    this.drawn = false;
    const move = (at: PointerEvent) => {
      const by = from.y - at.clientY;
      if (Math.abs(by) < 6 && !this.drawn) return;
      this.drawn = true;
      box.style.transition = 'none';
      box.style.height = Math.max(60, from.height + by) + 'px';
    };
    const drop = (at: PointerEvent) => {
      this.grip.removeEventListener('pointermove', move);
      box.style.transition = box.style.height = '';
      if (!this.drawn) return;
      const by = from.y - at.clientY;
      const i = STOPS.indexOf(this.stop);
      if (Math.abs(by) > 36) {
        this.to(STOPS[Math.max(0, Math.min(2, i + Math.sign(by) * (Math.abs(by) > 320 ? 2 : 1)))]);
      }
      setTimeout(() => (this.drawn = false));
    };
    this.grip.setPointerCapture(event.pointerId);
    this.grip.addEventListener('pointermove', move);
    this.grip.addEventListener('pointerup', drop, { once: true });
    this.grip.addEventListener('pointercancel', drop, { once: true });
  }
}
