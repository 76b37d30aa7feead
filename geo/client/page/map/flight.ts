/** The flight of the map from one frame to another, repainted on its way as often as the machine can. */
import type { Box } from '../../paint/data/tables.ts';
import type { Atlas, Room } from '../page.ts';

const SECONDS = 1.1;

export class Flight {
  isMoving = false; // whether the page moves the map, not the reader
  flying = false;
  last: string | null = null;

  /** @param strayed called when the reader moves the map himself */
  constructor(readonly atlas: Atlas, strayed: () => void) {
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

  to(box: Box, room: Room, animate: boolean): void {
    const { map } = this.atlas;
    const size = map.getSize();
    // A frame that has no size yet cannot be filled: the box waits until it has one.
    if (size.x < 80 || size.y < 80) return void map.once('resize', () => this.to(box, room, false));
    const key = JSON.stringify([box, room, size]);
    if (key === this.last) return;
    const bounds: [number, number][] = [[box[1], box[0]], [box[3], box[2]]];
    this._end();
    this.isMoving = true;
    if (animate) map.flyToBounds(bounds, { ...room, duration: SECONDS });
    else map.fitBounds(bounds, { ...room, animate: false });
    this.isMoving = false;
    this.last = key;
    this.flying = animate;
  }

  /** Let the page move the map without taking it for the reader. */
  still(run: () => void) {
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
