/** The card of what is selected: what it is, who held it and since when, how sure, and who says so. */
import * as Dates from '../../paint/data/dates.ts';
import { byRank, sourceItem } from '../links/citation.ts';
import { fill, h } from '../dom.ts';
import { chip, leads } from '../form.ts';
import { percent } from '../../paint/layers/ground.ts';
import { band, spells } from '../card/history.ts';
import { waysOut } from '../card/ways_out.ts';
import { boundsOf, L, middleOf } from '../leaflet.ts';
import { NARROW } from '../map/room.ts';
import { makeGrip } from '../sheet.ts';
import { paint } from '../../paint/map/symbols.ts';
import { textElement, translator } from '../translation.ts';
import type { CardContent, CardRow, LayerHit, Listed, Share, Statement } from '../../paint/layers/layer.ts';
import type { Chrome } from '../page.ts';

/** What stands around a card: the whole chrome, or what a popup has of it. */
type Around = Pick<Chrome, 'atlas' | 't' | 'root'> & Partial<Pick<Chrome, 'room' | 'makeRoom'>>;

const LISTED = 20; // things at one spot that are listed at first, and more each time
const APART = 14; // pixels between a card and the place that it is about

export class Details {
  hits: LayerHit[] = []; // what lay at the spot that was clicked, and how many of it are listed
  listed: number = LISTED;
  isOpen = false; // whether what stands behind the answer is open
  box: HTMLElement;

  /** @param last what the card before was about, in another language */
  constructor(readonly chrome: Around, public last: string | null = null) {
    this.box = h('section.gl-box.gl-details', { hidden: true, 'aria-label': chrome.t('details'), tabindex: '-1' });
  }

  refresh() {
    if (!this.box.hidden) this.show();
  }

  show() {
    const { atlas } = this.chrome;
    const chosen = atlas.selected;
    const what = chosen && chosen.layer.describe && chosen.layer.describe(chosen.id);
    this.box.hidden = !what;
    this.chrome.root.classList.toggle('gl-has-details', Boolean(what));
    const fresh = Boolean(what) && this.last !== atlas.view.selection;
    this.chrome.makeRoom?.(fresh);
    if (!what) {
      this.last = null;
      return;
    }
    const scroll = fresh ? 0 : this.box.scrollTop;
    this.last = atlas.view.selection;
    fill(this.box, this._content(what));
    translator(atlas, this.box);
    this.box.scrollTop = scroll;
    if (fresh) this.clear();
    // Texts that are fetched on demand come a moment later.
    const selection = this.last;
    if (what.later) what.later.then(() => selection === atlas.view.selection && this.refresh());
  }

  /** Move the map as little as brings the place of the card out from under it. */
  clear() {
    const { atlas } = this.chrome;
    const { map, selected, view } = atlas;
    const size = map.getSize();
    const place = selected?.layer.locate?.(selected.id);
    if (!place || !this.chrome.room || view.story || atlas.printing || size.x < 80) return;
    const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = this.chrome.room({ place: true });
    const at = map.latLngToContainerPoint(middleOf(place));
    // What lies outside of the window altogether was not clicked: it stays there.
    if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) return;
    const box = Array.isArray(place) && boundsOf(place);
    const corners = box ? [box.getNorthWest(), box.getSouthEast()] : [middleOf(place), middleOf(place)];
    const [first, last] = corners.map((corner) => map.latLngToContainerPoint(corner));
    const room = L.point(size.x - left - right - 2 * APART, size.y - top - bottom - 2 * APART);
    if (box && this.chrome.root.clientWidth <= NARROW && (last.x - first.x > room.x || last.y - first.y > room.y)) {
      const [paddingTopLeft, paddingBottomRight] = [L.point(left, top), L.point(right, bottom)];
      map.fitBounds(box, { paddingTopLeft, paddingBottomRight, animate: false });
      return;
    }
    const by = L.point(
      off([first.x, last.x], at.x, left + APART, size.x - right - APART),
      off([first.y, last.y], at.y, top + APART, size.y - bottom - APART),
    );
    if (by.x || by.y) map.panBy(by, { animate: false });
  }

  _act({ action }: CardContent) {
    if (!action) return;
    this.chrome.atlas.set(action.change);
    if (action.panel) this.chrome.atlas.chromeBox.open(action.panel);
  }

  _content(what: CardContent) {
    const { atlas } = this.chrome;
    const { t } = atlas;
    return [
      makeGrip(this.chrome, 'panel', () => atlas.set({ selection: null })),
      h(
        'header',
        h('h2', { dir: 'auto' }, what.title || t('details.unnamed')),
        h('button.gl-close', { 'aria-label': t('close'), onclick: () => atlas.set({ selection: null }) }, '×'),
      ),
      h('p.gl-subtitle', what.subtitle),
      ...(what.headline || []).map((line) => h('p.gl-headline', line.colour ? chip(line.colour) : null, line.text)),
      this._isStack() ? this._others() : null,
      what.shares ? this._shares(what.shares) : null,
      what.lead ? h('p', textElement(atlas, what.lead)) : null,
      this._table([what.sure, what.claims, what.key].flatMap((rows) => rows || [])),
      what.action ? h('button.gl-text', { onclick: () => this._act(what) }, what.action.text) : null,
      this._more(what),
      this._isStack() ? null : this._others(),
      this.chrome.room ? waysOut(atlas, what) : null,
    ];
  }

  /** What stands behind the answer: further figures, what lies there, sources, the history. It stays open while the
   * day moves. */
  _more(what: CardContent) {
    const { atlas } = this.chrome;
    const rows = [...what.evidence || [], ...what.rows].filter(([, value]) => value || value === 0);
    const parts = [
      what.history ? band(atlas, what.history) : null,
      rows.length ? this._table(rows) : null,
      what.text ? h('p.gl-note', textElement(atlas, what.text)) : null,
      ...(what.lists || []).map((list) => this._list(list)),
      this.sourceLinks(what.sources),
      what.history ? spells(atlas, what.history, (ids) => this.sourceLinks(ids)) : null,
      what.statements?.length ? this._statements(what.statements, what.statementsTitle || '') : null,
    ];
    if (!parts.some(Boolean)) return null;
    const open = this.isOpen || atlas.printing;
    const ontoggle = ({ currentTarget }: Event & { currentTarget: HTMLDetailsElement }) => {
      this.isOpen = currentTarget.open;
    };
    return h('details.gl-more.gl-behind', { open, ontoggle }, h('summary', atlas.t('details.more')), parts);
  }

  /** Shares of the ground as one bar; the lines above say them in words. */
  _shares(shares: Share[]) {
    const { atlas } = this.chrome;
    return h(
      'div.gl-shares',
      { 'aria-hidden': 'true' },
      shares.map((share) =>
        h('i', {
          title: percent(atlas, share),
          style: { flexGrow: String(share.part), background: paint(atlas.style, share.holder) },
        })
      ),
    );
  }

  _list({ title, items, more }: Listed) {
    const { atlas } = this.chrome;
    return h(
      'details.gl-more',
      h('summary', title),
      leads(
        'ul.gl-listed',
        items.map((item) => ({
          title: item.title,
          text: textElement(atlas, item.text),
          run: () => atlas.set({ selection: item.selection }),
        })),
      ),
      more > 0 ? h('p', atlas.t('userEvents.more', { n: Dates.number(more, atlas.view.language) })) : null,
    );
  }

  _table(rows: CardRow[]) {
    const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
    return h(
      'dl.gl-rows',
      filled.flatMap((
        [name, value],
      ) => [h('dt', name), h('dd', { dir: 'auto' }, textElement(this.chrome.atlas, String(value)))]),
    );
  }

  sourceLinks(ids?: string | null) {
    const { atlas } = this.chrome;
    const entries = byRank(atlas, (ids || '').split(';'));
    if (!entries.length) return null;
    return h(
      'div.gl-sources',
      h('h3', atlas.t('details.sources')),
      h('ul', entries.map((id) => sourceItem(atlas, id))),
    );
  }

  _statements(statements: Statement[], title: string) {
    return h(
      'details.gl-more',
      { open: statements.length < 6 },
      h('summary', `${title} (${Dates.number(statements.length, this.chrome.atlas.view.language)})`),
      h(
        'ol.gl-spells',
        statements.map((statement) =>
          h(
            'li',
            h('strong', { dir: 'auto' }, statement.title),
            statement.text ? h('p', textElement(this.chrome.atlas, statement.text)) : null,
            this._table(statement.rows),
            this.sourceLinks(statement.sources),
          )
        ),
      ),
    );
  }

  _isStack() {
    const { hits, selected } = this.chrome.atlas;
    return (hits || []).filter(({ layer }) => layer === selected?.name).length > 1;
  }

  _others() {
    const { atlas } = this.chrome;
    const hits = atlas.hits || [];
    if (hits.length < 2) return null;
    if (hits !== this.hits) [this.hits, this.listed] = [hits, LISTED];
    const more = hits.reduce((sum, hit) => sum + (hit.more || 0), 0);
    return h(
      'div.gl-others',
      h('h3', atlas.t('details.here', { n: Dates.number(hits.length + more, atlas.view.language) })),
      leads(
        'ul',
        hits.slice(0, this.listed).map(({ layer, id, title, text }) => ({
          title,
          text: textElement(atlas, text || ''),
          run: () => atlas.set({ selection: layer + ':' + id }),
          current: atlas.view.selection === layer + ':' + id,
        })),
      ),
      hits.length > this.listed
        ? h('button.gl-text', {
          id: 'gl-others-more',
          onclick: () => {
            this.listed += LISTED;
            this.refresh();
          },
        }, atlas.t('userEvents.showMore'))
        : null,
      more ? h('p', atlas.t('userEvents.more', { n: Dates.number(more, atlas.view.language) })) : null,
    );
  }
}

/** How far a stretch lies outside of a room; where the room is too short for it, how far its middle does. */
function off([from, to]: number[], middle: number, least: number, most: number) {
  const [first, last] = to - from > most - least ? [middle, middle] : [from, to];
  return first < least ? first - least : last > most ? last - most : 0;
}
