/** The flight of the map from one frame to another, repainted on its way as often as the machine can. */

/** @import { Atlas } from '../atlas.js' */
/** @import { Room } from './room.js' */
/** @import { Box } from '../../paint/data/tables.js' */

const SECONDS = 1.1;

export class Flight {
  /** @param {Atlas} atlas @param {() => void} strayed called when the reader moves the map himself */
  constructor(atlas, strayed) {
    this.atlas = atlas;
    /** Whether the page moves the map, not the reader. */
    this.isMoving = false;
    this.flying = false;
    /** @type {?string} */
    this.last = null;
    atlas.map.on('movestart', () => {
      if (this.isMoving) return;
      this._end();
      this.last = null;
      strayed();
    });
    // What comes into sight is painted on the way, as often as the machine can.
    atlas.map.on('move', () => this.flying && !atlas.stage.pending && atlas.stage.follow());
    atlas.map.on('moveend', () => !this.isMoving && this._end());
  }

  /** Bring a box into sight. @param {Box} box
   * @param {Room} room paddings of what covers the map @param {boolean} animate
   * @returns {void} */
  to(box, room, animate) {
    const { map } = this.atlas;
    const size = map.getSize();
    // A frame that has no size yet cannot be filled: the box waits until it has one.
    if (size.x < 80 || size.y < 80) return void map.once('resize', () => this.to(box, room, false));
    const key = JSON.stringify([box, room, size]);
    if (key === this.last) return;
    /** @type {[number, number][]} */
    const bounds = [[box[1], box[0]], [box[3], box[2]]];
    this._end();
    this.isMoving = true;
    if (animate) map.flyToBounds(bounds, { ...room, duration: SECONDS });
    else map.fitBounds(bounds, { ...room, animate: false });
    this.isMoving = false;
    this.last = key;
    this.flying = animate;
  }

  /** Let the page move the map without taking it for the reader. @param {() => void} run */
  still(run) {
    this._end();
    this.last = null;
    this.isMoving = true;
    run();
    this.isMoving = false;
  }

  _end() {
    this.flying = false;
  }
}
