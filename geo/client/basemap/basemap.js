/** A base map from a file that the reader opened, below the atlas: without any network request. */
import { pen } from '../dom.js';
import { L } from '../leaflet.js';
import { Archive } from './archive.js';
import { drawVector } from './vector.js';

/** @import { Coords, DoneCallback, GridLayer } from 'leaflet' */
/** @import { Atlas } from '../atlas.js' */

/** Pixels of a side of a tile. */
const SIZE = 256;

export class Basemap {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    /** @type {?GridLayer} */
    this.layer = null;
    /** What the file is called. */
    this.name = '';
  }

  /** Show the tiles of a file. @param {File} file */
  async open(file) {
    const archive = await Archive.open(file);
    this.close();
    const layer = L.gridLayer({
      minNativeZoom: archive.minZoom,
      maxNativeZoom: archive.maxZoom,
      tileSize: SIZE,
    });
    /** @param {Coords} coords @param {DoneCallback} done */
    const make = (coords, done) => {
      const ctx = pen();
      const ratio = Math.min(devicePixelRatio || 1, 2);
      Object.assign(ctx.canvas, { width: SIZE * ratio, height: SIZE * ratio });
      ctx.scale(ratio, ratio);
      draw(archive, ctx, coords).then(() => done(undefined, ctx.canvas), (error) => done(error, ctx.canvas));
      return ctx.canvas;
    };
    Object.assign(layer, { createTile: make });
    this.layer = layer.addTo(this.atlas.map);
    this.name = file.name;
    this._ground();
  }

  /** Take it away again. */
  close() {
    this.layer?.remove();
    this.layer = null;
    this.name = '';
    this._ground();
  }

  /** The map's own land and water give way to a base map. */
  _ground() {
    this.atlas.local = Boolean(this.layer);
    this.atlas.map.getContainer().classList.toggle('gl-tiled', this.atlas.tiled);
    this.atlas.stage.touch(new Set(['tiles']));
  }
}

/** @param {Archive} archive @param {CanvasRenderingContext2D} ctx @param {Coords} coords */
async function draw(archive, ctx, { z, x, y }) {
  const bytes = await archive.tile(z, x, y);
  if (!bytes) return;
  if (archive.kind === 'vector') return drawVector(ctx, bytes, SIZE);
  const picture = await createImageBitmap(new Blob([/** @type {BlobPart} */ (bytes)], { type: archive.kind }));
  ctx.drawImage(picture, 0, 0, SIZE, SIZE);
}
