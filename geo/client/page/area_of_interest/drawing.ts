/** Draw: the reader sets corners on the map, by pointer or by keyboard, of a shape to ask about, which stands on it. */
import * as Dates from '../../paint/data/dates.ts';
import * as World from '../../paint/map/world.ts';
import { type Corner, Shape } from './shape.ts';
import { h } from '../dom.ts';
import { L } from '../leaflet.ts';
import { circle } from '../../paint/map/symbols.ts';
import type { Context2D, Frame } from '../../paint/map/frame.ts';
import type { Chrome } from '../page.ts';

const [LEAST, MOST] = [3, 200]; // corners that a polygon has, as geo/view/kinds.py says

export class DrawingTool {
  lastShape: Shape | null = null;
  status!: HTMLElement; // the hint while drawing, its buttons, and the cross
  box: HTMLElement = h('div');
  cross!: HTMLElement;
  corners: Corner[] = [];
  repeated = false; // whether the last corner was set twice

  constructor(readonly chrome: Chrome) {
    const { atlas } = chrome;
    atlas.addPainter({
      stage: 'marks',
      z: 890,
      uses: new Set(['areaOfInterest']),
      draw: (ctx, frame) => this._draw(ctx, frame),
    });
    atlas.map.on('click', (event) => atlas.asking && this.add(event.latlng));
    atlas.map.on('dblclick', () => atlas.asking && this.repeated && this.finish());
    atlas.on('drawn', () => setTimeout(() => this.shape?.ring && Shape.warm(atlas), 200));
    document.addEventListener('keydown', (event) => atlas.asking && this._key(event), true);
  }

  /** The chosen shape, or null; made anew when the view has another. */
  get shape(): Shape | null {
    const { atlas } = this.chrome;
    const text = atlas.layers.has('control') ? atlas.view.areaOfInterest : null;
    if (!text) this.lastShape = null;
    else if (!this.lastShape || this.lastShape.text !== text) this.lastShape = new Shape(atlas, text);
    return this.lastShape;
  }

  start() {
    const { chrome } = this;
    const { atlas, root } = chrome;
    if (atlas.asking) return chrome.open(null); // it goes on where it stands
    atlas.asking = true;
    this.corners = [];
    chrome.open(null);
    root.classList.add('gl-asking');
    atlas.map.doubleClickZoom.disable();
    this.cross = h('i.gl-cross', { 'aria-hidden': 'true' });
    atlas.map.getContainer().append(this.cross);
    this.show();
    atlas.map.getContainer().focus({ preventScroll: true });
    setTimeout(() => Shape.warm(atlas), 30);
  }

  /** Write the hint and its buttons while something is drawn, anew in another language. */
  show() {
    const { chrome } = this;
    const { atlas, notices } = chrome;
    if (!atlas.asking) return;
    this.box.remove();
    const button = (name: string, run: () => void) =>
      h('button.gl-text', { id: 'gl-ask-' + name, onclick: run }, chrome.t('ask.' + name));
    this.status = h('span', { role: 'status' });
    this.box = h(
      'div.gl-ask-box',
      { role: 'group', 'aria-label': chrome.t('ask.start') },
      this.status,
      button('finish', () => this.finish()),
      button('undo', () => this.undo()),
      button('cancel', () => this.stop()),
    );
    L.DomEvent.disableClickPropagation(this.box);
    notices.append(this.box);
    this._write();
  }

  /** Leave the drawing as it is; the earlier shape stays. */
  stop() {
    const { chrome } = this;
    const { atlas } = chrome;
    if (!atlas.asking) return;
    atlas.asking = false;
    this.corners = [];
    chrome.root.classList.remove('gl-asking');
    atlas.map.doubleClickZoom.enable();
    this.box.remove();
    this.cross.remove();
    atlas.stage.requestPaint();
    chrome.buttons.ask?.focus();
  }

  /** Set a corner; one set again on the first or the last closes the shape. */
  add(latlng: L.LatLng) {
    const round = (value: number) => Math.round(value * 1000) / 1000;
    const corner: Corner = [round(latlng.lng), round(latlng.lat)];
    const { map } = this.chrome.atlas;
    const isNear = (other: Corner | undefined) =>
      !!other &&
      map.latLngToContainerPoint([other[1], other[0]]).distanceTo(map.latLngToContainerPoint(latlng)) < 10;
    if (this.corners.length > 2 && isNear(this.corners[0])) return this.finish();
    // Leaflet takes two quick taps for a double click, wherever they are.
    this.repeated = isNear(this.corners[this.corners.length - 1]);
    if (this.repeated) return;
    if (this.corners.length < MOST && Math.abs(corner[0]) <= 180 && Math.abs(corner[1]) <= 85) {
      this.corners.push(corner);
    }
    this._write();
  }

  undo() {
    this.corners.pop();
    this._write();
  }

  finish() {
    if (this.corners.length < LEAST) return;
    const { chrome, corners } = this;
    this.stop();
    chrome.atlas.set({ areaOfInterest: corners.map((corner) => corner.join(',')).join(';') });
    chrome.open('ask');
  }

  /** Keys while drawing: Enter sets a corner at the cross, Backspace takes the last back, F closes, Escape leaves. */
  _key(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof Element && event.target.closest('input, select, textarea');
    if (typing && event.key !== 'Escape') return;
    const onButton = event.target instanceof Element && event.target.closest('button, a');
    const keys: Record<string, (() => void) | null> = {
      Escape: () => this.stop(),
      Backspace: () => this.undo(),
      f: () => this.finish(),
      F: () => this.finish(),
      Enter: onButton ? null : () => this.add(this.chrome.atlas.map.getCenter()),
    };
    const run = keys[event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  _write() {
    const { chrome } = this;
    const count = Dates.number(this.corners.length, chrome.atlas.view.language);
    this.status.textContent = this.corners.length ? chrome.t('ask.corners', { n: count }) : chrome.t('ask.start');
    const [finish, undo] = this.box.querySelectorAll('button');
    finish.disabled = this.corners.length < LEAST;
    undo.disabled = !this.corners.length;
    chrome.atlas.stage.requestPaint();
  }

  _draw(ctx: Context2D, frame: Frame) {
    const { style } = this.chrome.atlas;
    const { shape } = this;
    if (shape) {
      ctx.save();
      frame.world(ctx);
      ctx.lineJoin = 'round';
      for (const [colour, width] of [[style.halo, 5], [style.accent, 2.2]] as [string, number][]) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width / frame.k;
        ctx.stroke(shape.path());
      }
      ctx.restore();
    }
    if (!this.corners.length) return;
    const at = this.corners.map(([lon, lat]) => frame.pixel(...World.of(lon, lat)));
    ctx.beginPath();
    at.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    ctx.fillStyle = style.window;
    ctx.fill();
    ctx.strokeStyle = style.accent;
    ctx.lineWidth = 2;
    ctx.setLineDash([6, 4]);
    ctx.stroke();
    ctx.setLineDash([]);
    for (const [x, y] of at) circle(ctx, x, y, 4, { fill: style.accent });
  }
}
