/** Measure: distances along a line and the area of a shape that the reader draws. */
import * as Dates from '../../paint/data/dates.js';
import * as World from '../../paint/map/world.js';
import { h } from '../dom.js';

/** @import { Chrome } from '../chrome.js' */
/** @import { Frame } from '../../paint/map/frame.js' */
/** @import { LatLng } from 'leaflet' */

const RADIUS = 6371.0088;

export class Measure {
  /** @param {Chrome} chrome */
  constructor(chrome) {
    this.chrome = chrome;
    /** @type {LatLng[]} */
    this.points = [];
    /** @type {?HTMLElement} */
    this.box = null;
    const { atlas } = chrome;
    atlas.addPainter({ stage: 'marks', z: 900, uses: new Set(), draw: (ctx, frame) => this._draw(ctx, frame) });
    atlas.map.on('click', (event) => {
      if (!atlas.measuring) return;
      this.points.push(event.latlng);
      this._write();
    });
    document.addEventListener('keydown', (event) => {
      if (!atlas.measuring) return;
      if (event.key === 'Escape') this.toggle();
      const typing = event.target instanceof Element && event.target.closest('input, select, textarea');
      if (event.key === 'Backspace' && !typing) {
        this.points.pop();
        this._write();
      }
    });
  }

  toggle() {
    const { atlas, root } = this.chrome;
    this.chrome.drawing?.stop();
    atlas.measuring = !atlas.measuring;
    this.points = [];
    root.classList.toggle('gl-measuring', atlas.measuring);
    this.show();
  }

  /** Write the button and the hint as they are, anew in another language. */
  show() {
    const { atlas, notices, buttons } = this.chrome;
    buttons.measure.setAttribute('aria-pressed', String(Boolean(atlas.measuring)));
    if (this.box) this.box.remove();
    this.box = null;
    if (atlas.measuring) {
      this.box = h('div.gl-measure', { role: 'status' });
      notices.append(this.box);
    }
    this._write();
  }

  _write() {
    const { atlas } = this.chrome;
    if (this.box) {
      const language = atlas.view.language;
      let km = 0;
      for (let i = 1; i < this.points.length; i++) km += atlas.map.distance(this.points[i - 1], this.points[i]) / 1000;
      this.box.textContent = this.points.length < 2
        ? atlas.t('measure.start')
        : `${Dates.number(km, language, 1)} ${atlas.t('unit.km')}` +
          (this.points.length > 2 ? ` · ${Dates.number(area(this.points), language)} ${atlas.t('compare.km2')}` : '') +
          ' · ' + atlas.t('measure.undo');
    }
    atlas.stage.requestPaint();
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    if (!this.points.length) return;
    const at = this.points.map((point) => frame.pixel(...World.of(point.lng, point.lat)));
    ctx.beginPath();
    at.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    if (at.length > 2) {
      ctx.fillStyle = this.chrome.atlas.style.window;
      ctx.fill();
    }
    ctx.strokeStyle = this.chrome.atlas.style.accent;
    ctx.lineWidth = 2;
    ctx.stroke();
    ctx.fillStyle = this.chrome.atlas.style.accent;
    for (const [x, y] of at) {
      ctx.beginPath();
      ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
}

/** Area on a sphere of Earth's mean radius, in km². @param {L.LatLng[]} points */
function area(points) {
  const turn = Math.PI / 180;
  let sum = 0;
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length];
    sum += (b.lng - a.lng) * turn * (2 + Math.sin(a.lat * turn) + Math.sin(b.lat * turn));
  });
  return Math.abs((sum * RADIUS * RADIUS) / 2);
}
