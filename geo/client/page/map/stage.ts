/** The stage: what the easel paints, in a pane of the map. It moves and zooms as Leaflet's own renderers do. A
 * picture holds its place on the ground until the next is whole; then place and picture change in one task. */
import * as World from '../../paint/map/world.ts';
import { Easel } from '../../paint/map/easel.ts';
import { Frame } from '../../paint/map/frame.ts';
import { L } from '../leaflet.ts';
import type { View } from '../../paint/data/view.ts';
import type { Painter } from '../../paint/layers/layer.ts';
import type { Pieces } from '../../paint/map/pieces.ts';
import type { Bounds, LatLng, Map as LeafletMap, Point } from 'leaflet';
import type { Atlas } from '../page.ts';

const REST = 200; // milliseconds without a change of the day after which the ground is painted whole

/** Milliseconds that painting takes of a task: of one that draws the page besides, and of one of its own. */
const [BESIDE, APART] = [4, 7];

const PADDING = 0.12; // how much of its size the canvas reaches beyond the window on each side

const PANE = 'greenline';

/** Where a picture lies: its corner on the map's plane at a zoom, in pixels, its frame, and the view that it shows. */
type Work = {
  frame: Frame;
  zoom: number;
  center: LatLng;
  bounds: Bounds;
  corner: Point;
  view: View | null;
  pieces: Pieces;
};

/** What Leaflet's renderer has, of which its types state little. */
type LeafletRenderer = {
  _map: LeafletMap & { _animatingZoom?: boolean; _getNewPixelOrigin(center: LatLng, zoom: number): Point };
  _bounds: Bounds;
  _center: LatLng;
  _zoom: number;
  _container?: HTMLCanvasElement;
  addTo(map: LeafletMap): unknown;
  onAdd(map: LeafletMap): unknown;
};

const Renderer = L.Renderer as unknown as new (options: { padding: number; pane: string }) => LeafletRenderer;

export class Stage extends Renderer {
  _atlas: Atlas;
  easel: Easel;
  _painted = false;
  _corner = L.point(0, 0); // the corner of the picture on the map's plane at its own zoom
  /** When the ground is painted whole, after a day that was painted in part. */
  _pause: ReturnType<typeof setTimeout> | undefined = undefined;
  ratio = 1;
  _requested: number | null = null; // the frame of the page in which painting begins
  _work: Work | null = null;
  _later: () => void; // goes on painting in a task of its own

  constructor(atlas: Atlas) {
    super({ padding: PADDING, pane: PANE });
    this._atlas = atlas;
    this.easel = new Easel(atlas);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => this._go(performance.now() + APART);
    this._later = () => port2.postMessage(null);
  }

  get pending() {
    return this._requested !== null || this._work !== null;
  }

  /** What is shown, with all of the ground painted on one day. */
  get canvas() {
    this.repaintParted();
    return this.easel.screen.canvas;
  }

  get corner() {
    return this._bounds.getTopLeft();
  }

  /** Follow the map where it has moved by itself: what is painted for where it stood is left. */
  follow() {
    this._leave();
    this.easel.renew();
    if (this._painted) this._ask();
    else this.paint();
  }

  override onAdd(map: LeafletMap) {
    if (!map.getPane(PANE)) {
      const pane = map.createPane(PANE);
      pane.style.zIndex = '350';
      pane.style.pointerEvents = 'none';
    }
    super.onAdd(map);
    return this;
  }

  _initContainer() {
    this._container = this.easel.screen.canvas;
    this._container.setAttribute('aria-hidden', 'true');
  }

  _destroyContainer() {
    this._cancel();
    this._leave();
    this._container?.remove();
    delete this._container;
    this.easel.pictures.clear();
  }

  _updatePaths() {}

  _update() {
    if (!this._map._animatingZoom || !this._painted) this.follow();
  }

  _reset() {
    this._update();
    this._place();
  }

  /** Let the picture lie where its ground is. @param center of the map */
  _updateTransform(center: LatLng, zoom: number) {
    if (!this._container || !this._painted) return;
    const scale = this._map.getZoomScale(zoom, this._zoom);
    const at = this._corner.multiplyBy(scale).subtract(this._map._getNewPixelOrigin(center, zoom));
    L.DomUtil.setTransform(this._container, at, scale === 1 ? undefined : scale);
  }

  _place() {
    this._updateTransform(this._map.getCenter(), this._map.getZoom());
  }

  followPainter(painter: Painter) {
    if (painter.stage === 'ground') this.easel.stale = true;
    this.requestPaint();
  }

  touch(changed: Set<string>) {
    if (this.easel.touch(changed)) this._ask();
  }

  requestPaint() {
    this.easel.change();
    this._ask();
  }

  /** Begin painting in the next frame, or when what is being painted stands. */
  _ask() {
    if (this.pending || !this._map) return;
    this._requested = requestAnimationFrame((start) => {
      this._requested = null;
      this._begin();
      this._go(start + BESIDE);
    });
  }

  _cancel() {
    if (this._requested !== null) cancelAnimationFrame(this._requested);
    this._requested = null;
    clearTimeout(this._pause);
  }

  /** Paint all of the ground anew where it was not painted at once: along edges a part is smoothed a little otherwise
   * than the whole, and one day is to have one picture. */
  repaintParted() {
    if (this.easel.parted) this.easel.renew();
    if (this.easel.changed || this.pending) this.paint();
  }

  paint() {
    if (this._work) this._finish();
    this._cancel();
    this._begin();
    if (this._work) this._finish();
  }

  _begin() {
    this._cancel();
    const map = this._map;
    if (!map || this._work || (map._animatingZoom && this._painted)) return;
    const size = map.getSize();
    const first = map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
    const bounds = L.bounds(first, first.add(size.multiplyBy(1 + 2 * PADDING)).round());
    const ratio = this._atlas.printing ? 3 : Math.min(globalThis.devicePixelRatio || 1, 2);
    const frame = frameOf(map, bounds, ratio);
    if (!Math.round(frame.width) || !Math.round(frame.height)) return; // nothing to draw on yet
    this._work = {
      frame,
      bounds,
      center: map.getCenter(),
      zoom: map.getZoom(),
      corner: map.getPixelOrigin().add(bounds.getTopLeft()),
      view: null,
      pieces: this.easel.paint(frame),
    };
  }

  _leave() {
    this._work?.pieces.return();
    this._work = null;
  }

  _go(end: number) {
    // While Leaflet zooms, a picture keeps its place; then the map stands elsewhere, and what is painted is left.
    if (!this._work || this._map._animatingZoom) return;
    while (performance.now() < end) {
      const { done, value } = this._piece(this._work);
      if (done) return this._stand(this._work);
      if (value === null) break;
      value?.getImageData(0, 0, 1, 1); // what was drawn is painted only when somebody looks at it, and would not count
    }
    this._later();
  }

  _finish() {
    const work = this._work as Work;
    while (!this._piece(work).done);
    this._stand(work);
  }

  /** Paint a piece, of the view that was shown at the first: then what had changed counts as painted. */
  _piece(work: Work) {
    const atlas = this._atlas;
    const now = atlas.view;
    atlas.view = work.view ??= { ...now };
    try {
      return work.pieces.next();
    } finally {
      atlas.view = now;
    }
  }

  /** Let a picture that is whole take the place of the last. */
  _stand({ frame, bounds, center, zoom, corner }: Work) {
    Object.assign(this.easel.screen.canvas.style, { width: frame.width + 'px', height: frame.height + 'px' });
    Object.assign(this, {
      _work: null,
      _painted: true,
      _bounds: bounds,
      ratio: frame.ratio,
      _center: center,
      _zoom: zoom,
      _corner: corner,
    });
    this._place();
    if (this.easel.changed) this._ask();
    else if (this.easel.parted) this._pause = setTimeout(() => (this.easel.renew(), this._ask()), REST);
    this._atlas.emit('painted', null);
  }
}

/** The part of Leaflet's map that a canvas covers. @param bounds of the canvas on the map's plane, in pixels */
function frameOf(map: LeafletMap, bounds: Bounds, ratio: number) {
  const zoom = map.getZoom();
  const k = World.scale(zoom);
  const [origin, corner] = [map.getPixelOrigin(), bounds.getTopLeft()];
  const { x: width, y: height } = bounds.getSize();
  const [start, size] = [map.containerPointToLayerPoint([0, 0]).subtract(corner), map.getSize()];
  return new Frame({
    zoom,
    tx: World.ORIGIN.x * k - origin.x - corner.x,
    ty: World.ORIGIN.y * k - origin.y - corner.y,
    width,
    height,
    ratio,
    window: [start.x, start.y, start.x + size.x, start.y + size.y],
  });
}
