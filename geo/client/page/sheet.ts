/** On a phone panels, cards and texts are sheets at the foot: the grip of one is pressed, or drawn up and down. */
import { h } from './dom.ts';
import type { Atlas } from './page.ts';

/** How tall a sheet stands; panels and cards close instead of standing low. */
const STOPS = ['low', 'half', 'full'] as const;

type Stop = typeof STOPS[number];

/** Pixels of a drag from which on the sheet follows it, goes to the next stop, and to the one after that. */
const [FOLLOWS, NEXT, FAR] = [6, 24, 320];

/** The grip of a sheet, in the box of which it is to stand; a wide window does not show it.
 * @param kind panels and cards have one stop, texts another
 * @param close in place of the low stop */
export function makeGrip({ atlas, root }: { atlas: Atlas; root: HTMLElement }, kind: Kind, close?: () => void) {
  let [from, height] = [0, 0];
  let box: HTMLElement | null = null; // which is drawn; the grip may leave it meanwhile
  let isDrawn = false; // whether the press has become a drag
  const stop = () => (root.dataset[kind] || 'half') as Stop;
  const to = (next: Stop) => {
    const hasLow = [stop(), next].includes('low');
    root.dataset[kind] = next;
    for (const other of root.querySelectorAll(`[name=${kind}]`)) {
      other.setAttribute('aria-expanded', `${next === 'full'}`);
    }
    // Only the low sheet gives room to the map; the full one lies over it.
    if (hasLow) atlas.map.invalidateSize({ animate: false, pan: false });
  };
  const resize = (style: Partial<CSSStyleDeclaration>) => Object.assign(box?.style || {}, style);
  const reset = () => {
    resize({ transition: '', maxHeight: '', height: '' });
    setTimeout(() => isDrawn = false); // the end of a drag is no press
  };
  const drop = (event: PointerEvent) => {
    const by = from - event.clientY;
    reset();
    if (!isDrawn || Math.abs(by) < NEXT) return;
    const i = STOPS.indexOf(stop()) + Math.sign(by) * (Math.abs(by) > FAR ? 2 : 1);
    if (i <= 0 && close) close();
    else to(STOPS[Math.max(0, Math.min(2, i))]);
  };
  const grip = h(kind === 'sheet' ? 'button.gl-story-grip' : 'button.gl-grip', {
    name: kind,
    title: atlas.t('sheet.tall'),
    'aria-label': atlas.t('sheet.tall'),
    'aria-expanded': String(stop() === 'full'),
    onclick: () => isDrawn || to(stop() === 'half' ? 'full' : 'half'),
    onpointerdown: (event) => {
      box = grip.parentElement;
      [from, height] = [event.clientY, box?.offsetHeight || 0];
      grip.setPointerCapture(event.pointerId);
      // A grip that is replaced loses its pointer without hearing of it: the document does.
      document.addEventListener('lostpointercapture', reset, { once: true });
    },
    onpointermove: (event) => {
      const by = from - event.clientY;
      if (!grip.hasPointerCapture(event.pointerId) || (!isDrawn && Math.abs(by) < FOLLOWS)) return;
      isDrawn = true;
      resize({ transition: 'none', maxHeight: 'none', height: Math.max(60, height + by) + 'px' });
    },
    onpointerup: drop,
    onpointercancel: reset,
  }, h('i'));
  return grip;
}

type Kind = 'panel' | 'sheet';
