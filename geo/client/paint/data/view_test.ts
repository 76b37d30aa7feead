import { fixture } from '../../testing.ts';
import assert from 'node:assert/strict';
import * as Dates from './dates.ts';
import * as View from './view.ts';

/** An address, what of the view it says, and how it is written. */
type Case = {
  query: string;
  view: Record<string, unknown>;
  shown: [string | null, string];
  near: string[];
  written: string;
};

const { addresses, refused }: { addresses: Case[]; refused: string[] } = fixture('views');

Deno.test('an address says and shows what it does in Python, and is written as Python writes it', () => {
  for (const { query, view, shown, near, written } of addresses) {
    const result = View.read(query, View.base(query));
    const { before, day } = View.daysOf(result);
    for (const [name, value] of Object.entries(view)) assert.deepEqual(write(result)[name], value, `${query}: ${name}`);
    assert.deepEqual([before === null ? null : Dates.iso(before), Dates.iso(day)], shown, query);
    assert.deepEqual(View.nearLayers(result), near, query);
    assert.equal(View.write(result), written, query);
  }
  assert.ok(addresses.some(({ near }) => near.length));
});

Deno.test('what Python refuses leaves the view as it was', () => {
  const first = View.write(View.initial());
  for (const query of refused) assert.equal(View.write(View.read(query, View.initial())), first, query);
});

Deno.test('a layer that came by itself stays off once it is switched off, and the others stay', () => {
  const view = View.read('lz=1&l=control&b=44,35,45,36', View.initial());
  const [first, ...others] = View.nearLayers(view);
  const off = { ...view, ...View.switchLayers(view, [first], false) };
  assert.deepEqual([off.byZoom, View.nearLayers(off)], [false, []]);
  assert.deepEqual(new Set(off.layers), new Set(['control', ...others]));
  const on = { ...view, ...View.switchLayers(view, ['towns'], true) };
  assert.deepEqual([on.byZoom, on.layers], [true, View.LAYERS.filter((name) => ['control', 'towns'].includes(name))]);
});

Deno.test('keys that are not given stay', () => {
  const before = View.read('d=2014-08-08&w=30', View.initial());
  const after = View.read('d=2015-01-01', before);
  assert.equal(after.window, 30);
  assert.equal(Dates.iso(after.date), '2015-01-01');
  assert.equal(Dates.iso(before.date), '2014-08-08', 'the view that was read over is not changed');
});

/** A view with its days in ISO 8601, as Python's JSON has it. */
function write(view: View.View): Record<string, unknown> {
  return {
    ...view,
    date: Dates.iso(view.date),
    compare: view.compare === null ? null : Dates.iso(view.compare),
    interval: view.interval && view.interval.map(Dates.iso),
  };
}
