/** Badges beside a reader's clusters: room is looked for among marks nearby. */
import '../../testing.js';
import assert from 'node:assert/strict';
import { Events } from './events.js';

/** Badges of thirty events among many marks, and how often the place of a mark was read. @param {number} gap pixels
 * between marks */
function placeAmong(gap) {
  let reads = 0;
  const marks = Array.from({ length: 2000 }, (_, i) => ({
    get x() {
      reads += 1;
      return gap * (i % 50);
    },
    y: gap * Math.floor(i / 50),
    radius: 14,
  }));
  const rows = Array.from({ length: 30 }, (_, i) => ({ lon: i, lat: i, start: i }));
  const layer = { rowsShown: () => rows, atlas: { userEvents: { countMarks: () => marks } } };
  /** @param {{lon: number}} row @returns {[number, number]} */
  const pixel = ({ lon }) => [gap * lon, gap * lon];
  const badges = Events.prototype._badges.call(/** @type {never} */ (layer), pixel);
  return { reads, badges, marks };
}

Deno.test('a badge looks for room among the marks near it, and stands on none', () => {
  for (const gap of [30, 70]) {
    const { reads, badges, marks } = placeAmong(gap);
    assert.ok(reads < 400_000, `${reads} places read`);
    assert.equal(badges.length, 30);
    if (gap < 50) continue; // there is no room
    for (const { x, y, radius } of badges) {
      for (const mark of marks) {
        assert.ok(Math.max(Math.abs(mark.x - x), Math.abs(mark.y - y)) >= radius + mark.radius + 2.9);
      }
    }
  }
});
