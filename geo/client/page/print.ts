/** The map on one sheet of paper. What the screen has no room for, title, legend and sources, is written as the
 * browser prints, and the map is drawn at the size that the style sheet gives it (print.css); all is set back
 * after. */
import * as Dates from '../paint/data/dates.ts';
import { h } from './dom.ts';
import { boundsOf, L } from './leaflet.ts';
import { citation } from './links/cite.ts';
import { LegendPanel } from './panels/panels.ts';
import { sumBy } from '../paint/data/rows.ts';
import { creditText, sentence } from '../paint/marginalia/words.ts';
import type { Atlas, Chrome } from './page.ts';

const NAMED = 6; // sources that a sheet names; the others are counted

/** Print a page that stands alone; in the app, which has its own way to a PDF, the screen is printed as it is. */
export function watchPrinting(chrome: Chrome) {
  if (chrome.options.framed) return;
  let restore: (() => void) | null = null;
  const before = () => restore ??= lay(chrome);
  const after = () => {
    restore?.();
    restore = null;
  };
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  matchMedia('print').addEventListener('change', (event) => (event.matches ? before() : after()));
}

function lay(chrome: Chrome) {
  const { atlas, compare, root } = chrome;
  const { map } = atlas;
  const [center, zoom, { x, y }] = [map.getCenter(), map.getZoom(), map.getSize()];
  const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = chrome.room();
  const corners = [L.point(left, top), L.point(x - right, y - bottom)].map((at) => map.containerPointToLatLng(at));
  const paint = (isPaper: boolean, place: () => void) => {
    document.documentElement.classList.toggle('gl-printing', isPaper);
    const atlases = compare.side ? [atlas, compare.side] : [atlas];
    for (const each of atlases) {
      each.printing = isPaper;
      each.map.invalidateSize({ animate: false, pan: false });
    }
    place();
    for (const { stage } of atlases) {
      stage.follow();
      stage.paint();
    }
  };
  const sheet = h('div.gl-sheet');
  root.append(sheet);
  paint(true, () => map.fitBounds(L.latLngBounds(corners), { animate: false }));
  const legend = new LegendPanel(chrome);
  legend.update();
  const { t } = atlas;
  sheet.append(
    h('header', h('h2', sentence(atlas)), h('p', chrome.title.meaning.textContent)),
    h('div.gl-sheet-legend', ...legend.body.childNodes),
    h(
      'footer',
      h('p', citation(atlas)),
      h('p', { dir: 'auto' }, creditText(atlas)),
      sources(atlas),
      h('p', t('about.front') + ' ' + t('about.neutral')),
    ),
  );
  return () => {
    sheet.remove();
    paint(false, () => chrome.finely(() => map.setView(center, zoom, { animate: false })));
  };
}

/** The sources that speak of most units within the frame on the day shown; of a claim, its own. */
function sources(atlas: Atlas) {
  const { t, view } = atlas;
  const control = atlas.layers.get('control');
  if (!control) return null;
  const claim = view.perspective !== 'held' && control.perspectives.find(({ id }) => id === view.perspective);
  const frame = atlas.map.getBounds();
  const units = control.units.map((_, unit) => unit)
    .filter((unit) => frame.intersects(boundsOf(control.topology.bounds([unit]))));
  const rows = claim ? [claim] : units.map((unit) => control.history.at(unit, atlas.day));
  const counts = sumBy(rows.flatMap((row) => (row?.source || '').split(';').filter(Boolean)), (id) => id);
  const titles = [...counts].sort(([, a], [, b]) => b - a).map(([id]) => (atlas.sources[id] || [id])[0]);
  const more = titles.splice(NAMED).length;
  if (more) titles.push(t('print.more', { n: Dates.number(more, view.language) }));
  const heading = claim ? t('details.sources') + ':' : t('print.sources');
  return titles.length && h('p', heading + ' ', titles.flatMap((title, i) => [i ? ' · ' : '', h('bdi', title)]));
}
