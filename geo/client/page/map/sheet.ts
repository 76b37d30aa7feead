/** On a phone panels and cards are a sheet at the foot: its grip makes it tall, low again, and closes it. */
import { h } from '../dom.ts';

const DRAG = 24; // pixels of a drag from which on it is one, and no tap

type Around = { root: HTMLElement; t: (key: string) => string };

/** The grip of a sheet; a wide window does not show it. */
export function grip(chrome: Around, close: () => void) {
  const { root } = chrome;
  let from = 0;
  let dragged = false;
  const button = h('button.gl-grip', {
    'aria-label': chrome.t('sheet.tall'),
    'aria-expanded': String(root.classList.contains('gl-tall')),
    onpointerdown: (event) => {
      from = event.clientY;
      dragged = false;
      button.setPointerCapture(event.pointerId);
    },
    onpointerup: (event: PointerEvent) => {
      const by = event.clientY - from;
      dragged = Math.abs(by) > DRAG;
      if (!dragged) return;
      if (by > 0 && !root.classList.contains('gl-tall')) close();
      else set(by < 0);
    },
    onclick: () => {
      if (!dragged) set(!root.classList.contains('gl-tall'));
      dragged = false;
    },
  }, h('i'));
  const set = (tall: boolean) => {
    root.classList.toggle('gl-tall', tall);
    for (const element of root.querySelectorAll('.gl-grip')) element.setAttribute('aria-expanded', String(tall));
  };
  return button;
}
