/** A base map from a file that the reader opened, below the atlas: without any network request. */
import { pen } from '../dom.js';
import { L } from '../leaflet.js';
import { Archive } from './archive.js';
import { drawVector } from './vector.js';

/** @import { Coords, DoneCallback, GridLayer } from 'leaflet' */
/** @import { Atlas } from '../atlas.js' */

/** Pixels of a side of a tile, and of a picture that is one, at most. */
const SIZE = 256;
const LARGEST_SIDE = 4096;
/** Zooms above its first at which a file is drawn, its tiles made smaller. */
const ABOVE = 2;

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
    // Below its first zoom a file is not drawn: Leaflet would make a tile for each of millions that are smaller than a pixel.
    const layer = L.gridLayer({
      minZoom: Math.max(0, archive.minZoom - ABOVE),
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
    // How far the map zooms is not the file's to say.
    Object.assign(layer, { createTile: make, beforeAdd: () => {} });
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
  if (!(Math.max(...sides(bytes)) <= LARGEST_SIDE)) throw new Error('a picture that is too large');
  const picture = await createImageBitmap(new Blob([/** @type {BlobPart} */ (bytes)], { type: archive.kind }));
  ctx.drawImage(picture, 0, 0, SIZE, SIZE);
}

/** Width and height of a picture, as its own first bytes say; of one that is none of the known kinds, no numbers.
 * @param {Uint8Array} bytes @returns {number[]} */
export function sides(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const signs = String.fromCharCode(...bytes.subarray(0, 4096));
  if (bytes.length < 32) return [NaN];
  if (signs.startsWith('\x89PNG')) return [view.getUint32(16), view.getUint32(20)];
  if (signs.startsWith('\xff\xd8')) return jpegSides(view);
  if (signs.startsWith('RIFF') && signs.startsWith('WEBP', 8)) return webpSides(view, signs.slice(12, 16));
  // AVIF names the size of each picture that it holds, one of them the whole.
  const boxes = [...signs.matchAll(/ispe/g)].map(({ index }) => index + 8).filter((at) => at + 8 <= bytes.length);
  return boxes.length ? boxes.flatMap((at) => [view.getUint32(at), view.getUint32(at + 4)]) : [NaN];
}

/** @param {DataView} view @returns {number[]} */
function jpegSides(view) {
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return [NaN];
}

/** @param {DataView} view @param {string} kind of its first part @returns {number[]} */
function webpSides(view, kind) {
  if (kind === 'VP8X') return [24, 27].map((at) => 1 + (view.getUint32(at, true) & 0xffffff));
  if (kind === 'VP8L') return [0, 14].map((bits) => 1 + ((view.getUint32(21, true) >> bits) & 0x3fff));
  return [26, 28].map((at) => view.getUint16(at, true) & 0x3fff);
}
