/** The map's things by keyboard: Enter on the map selects what lies in its middle; while something is selected,
 * arrows lead to the next thing of its layer in their direction and Enter opens its card. A live region says what is
 * selected. */
import { h } from '../dom.ts';
import { middleOf } from '../leaflet.ts';
import { Points } from '../../paint/map/points.ts';
import type { Layer } from '../../paint/layers/layer.ts';
import type { Point } from 'leaflet';
import type { Atlas, Chrome } from '../page.ts';

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const AHEAD = 0.5; // a thing must lie at least so much in the arrow's direction: within 60 degrees of it

export class Keyboard {
  status = h('p.gl-hidden.gl-said', { role: 'status', 'aria-live': 'polite' });

  constructor(readonly chrome: Chrome) {
    chrome.root.append(this.status);
    // Before Leaflet, which moves the map by arrows.
    chrome.atlas.map.getContainer().addEventListener('keydown', (event) => this._key(event), true);
    chrome.atlas.on('view', (changed) => changed.has('selection') && this._say());
  }

  _key(event: KeyboardEvent) {
    const { atlas, details } = this.chrome;
    if (event.target !== atlas.map.getContainer() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      if (atlas.selected) details.box.focus();
      else atlas.choose(atlas.map.getCenter());
    } else if (ARROWS[event.key] && atlas.selected && !event.shiftKey) this._next(ARROWS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  _next(direction: [number, number]) {
    const { atlas } = this.chrome;
    const { selected } = atlas;
    const from = selected && middle(atlas, selected.name, selected.id);
    if (!selected || !from) return;
    let best = null;
    let least = Infinity;
    for (const id of things(selected.layer)) {
      const at = id === selected.id ? null : middle(atlas, selected.name, id);
      if (!at) continue;
      const [dx, dy] = [at.x - from.x, at.y - from.y];
      const far = Math.hypot(dx, dy);
      const ahead = far ? (dx * direction[0] + dy * direction[1]) / far : 0;
      // What lies aside counts as farther away.
      if (ahead >= AHEAD && far / ahead ** 2 < least) [best, least] = [id, far / ahead ** 2];
    }
    if (best === null) return;
    const at = middle(atlas, selected.name, best);
    atlas.hits = null;
    atlas.set({ selection: `${selected.name}:${best}` });
    const size = atlas.map.getSize();
    if (at && (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y)) atlas.goTo(selected.name, best);
  }

  _say() {
    const { selected } = this.chrome.atlas;
    const what = selected?.layer.describe?.(selected.id);
    const headline = (what?.headline || []).map((line) => line.text);
    this.status.textContent = what ? [what.title, what.subtitle, ...headline].filter(Boolean).join(', ') : '';
  }
}

function things(layer: Layer): Iterable<string> {
  if (layer instanceof Points) return layer.rowsShown({ zoom: 20 }).map((row) => row.id);
  return new Set((layer.items?.() || []).map((item) => item.id));
}

function middle(atlas: Atlas, name: string, id: string): Point | null {
  const place = atlas.layers.get(name)?.locate?.(id);
  if (!place) return null;
  return atlas.map.latLngToContainerPoint(middleOf(place));
}
