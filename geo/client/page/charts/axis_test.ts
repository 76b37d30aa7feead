import '../../testing.ts';
import assert from 'node:assert/strict';
import * as Dates from '../../paint/data/dates.ts';
import { years } from './axis.ts';

const [first, last] = [Dates.of(1991, 1), Dates.of(2026, 1) - 1];
/** Letters are seven pixels wide. */
const measure = (text: string) => 7 * text.length;

function at(width: number, rtl = false) {
  const x = (day: number) => {
    const share = (day - first) / (last - first);
    return (rtl ? 1 - share : share) * width;
  };
  return years(first, last, x, width, measure, 'en');
}

Deno.test('no year stands over another, at any width and in both directions', () => {
  for (let width = 60; width <= 4000; width += 37) {
    for (const rtl of [false, true]) {
      const ticks = at(width, rtl).sort((a, b) => a.x - b.x);
      for (let i = 1; i < ticks.length; i++) {
        const [left, other] = [ticks[i - 1], ticks[i]];
        assert.ok(
          other.x - left.x >= (measure(left.text) + measure(other.text)) / 2 + 8,
          `${width}: ${left.text} ${other.text}`,
        );
      }
      for (const { x, text } of ticks) {
        assert.ok(x >= measure(text) / 2 && x <= width - measure(text) / 2, `${width}: ${text}`);
      }
    }
  }
});

Deno.test('the wider the axis, the more years; all of them where they fit', () => {
  const counts = [120, 400, 900, 4000].map((width) => at(width).length);
  assert.deepEqual(counts, [...counts].sort((a, b) => a - b));
  assert.equal(at(4000).length, 35);
});
