/** The tools beside the map; a phone folds away those that are used least. */
import { h, icon } from './dom.ts';
import { canShare, share } from './links/share.ts';
import type { Chrome } from './chrome.ts';

const ICONS: Record<string, string> = {
  layers: 'M12 3 3 8l9 5 9-5-9-5zM3 13l9 5 9-5',
  legend: 'M4 6h3M10 6h10M4 12h3M10 12h10M4 18h3M10 18h10',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
  compare: 'M12 4v16M4 6h5v12H4zM15 6h5v12h-5z',
  oil: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11zM9 15a3 3 0 0 0 3 3',
  ask: 'M5 5l13 3 1 9-9 3-6-7zM5 5v.1M18 8v.1M19 17v.1M10 20v.1M4 13v.1',
  user_events: 'M4 20V13h3v7M10.5 20V5h3v15M17 20v-10h3v10M3 20h18',
  share: 'M12 15V4M8 7.5 12 3.5l4 4M6 11H5v9h14v-9h-1',
  about: 'M12 11v6M12 7.5v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  more: 'M4 12h3M10.5 12h3M17 12h3',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  home: 'M4 11 12 4l8 7M6 10v10h12V10',
  stories: 'M12 6.5C10 5 7 4.5 3.5 4.5v14C7 18.5 10 19 12 20.5c2-1.5 5-2 8.5-2v-14C17 4.5 14 5 12 6.5zM12 6.5v14',
};

const RARE = ['oil', 'ask', 'table'];

export function tools(chrome: Chrome) {
  const { atlas: { map }, root } = chrome;
  /** @param opens id of what it opens */
  const button = (name: string, run: (event: MouseEvent) => void, opens?: string) =>
    chrome.buttons[name] = h(RARE.includes(name) ? 'button.gl-button.gl-rare' : 'button.gl-button', {
      id: 'gl-' + name,
      title: chrome.t('tool.' + name),
      'aria-label': chrome.t('tool.' + name),
      'aria-expanded': opens ? 'false' : null,
      'aria-controls': opens,
      onclick: run,
    }, icon(ICONS[name]));
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
    ...(canShare() ? [button('share', () => share(chrome.atlas))] : []),
    more,
    button('full', () => chrome.fullScreen()),
    button('plus', () => map.zoomIn()),
    button('minus', () => map.zoomOut()),
    button('home', () => chrome.goHome()),
  ];
}
