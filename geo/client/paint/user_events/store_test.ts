import { fixture } from '../../testing.ts';
import assert from 'node:assert/strict';
import * as Dates from '../data/dates.ts';
import * as View from '../data/view.ts';
import { Bytes } from '../data/packed.ts';
import { addLayer } from '../open.ts';
import { setCanvasFactory } from '../map/pieces.ts';
import type { Painter } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';
import { Filter } from './filter.ts';
import { UserEvents } from './layer.ts';
import { Store } from './store.ts';
import { Texts } from './text.ts';

type Row = Record<string, string | number | null>;
type Choice = { query: string; ids: string[] };
const { container, rows, choices }: { container: string; rows: Row[]; choices: Choice[] } = fixture('user_events');
const bytes = Uint8Array.from(atob(container), (letter) => letter.charCodeAt(0));
const store = await Store.open(Bytes.ofBuffer(bytes));
const all = Array.from({ length: store.n }, (_, row) => row);

Deno.test('a container opens with every row that Python wrote, texts and missing figures included', async () => {
  assert.equal(store.name, 'Our list');
  const userEvents = await store.records(all);
  assert.equal(userEvents.length, rows.length);
  userEvents.forEach((record, i) => {
    const { lon, lat, start, end, ...remainder } = rows[i];
    assert.equal(Dates.iso(record.start), start);
    assert.equal(Dates.iso(record.end), end);
    assert.ok(Math.hypot(record.lng - Number(lon), record.lat - Number(lat)) < 1e-4, record.id);
    const cells = record as unknown as Record<string, unknown>;
    for (const [name, value] of Object.entries(remainder)) assert.equal(cells[name], value, `${i}: ${name}`);
  });
});

Deno.test('a view shows the events that it shows in Python, the latest first', async () => {
  const filter = new Filter(store);
  for (const { query, ids } of choices) {
    filter.follow(View.read(query, View.initial()));
    const records = await store.records(filter.rows());
    assert.deepEqual(records.map(({ id }) => id).sort(), ids, query);
    assert.equal(filter.count(), ids.length, query);
    const days = records.map(({ start }) => start);
    assert.deepEqual(days, [...days].sort((a, b) => b - a), query);
  }
});

Deno.test('sums count what is known, and say of how many events nothing is', () => {
  const filter = new Filter(store);
  filter.follow(View.read('w=0', View.initial()));
  const counted = rows.filter(({ best }) => best !== null);
  const sum = (name: string) => counted.reduce((total, row) => total + Number(row[name] ?? row.best), 0);
  const { events, best, low, high, unknown, kinds } = filter.totals();
  assert.deepEqual({ events, best, low, high }, { events: 90, best: sum('best'), low: sum('low'), high: sum('high') });
  assert.equal(unknown, rows.length - counted.length);
  assert.equal(kinds.reduce((a, b) => a + b, 0), 90);
  assert.equal(filter.histogram().counts.reduce((a, b) => a + b, 0), 90);
});

Deno.test('a view that asks for the same rows says that nothing changed', () => {
  const filter = new Filter(store);
  assert.equal(filter.follow(View.read('w=0&ek=battle', View.initial())), true);
  assert.equal(filter.follow(View.read('w=0&ek=battle&s=towns:x', View.initial())), false);
});

Deno.test('what is no container is refused, and one that is cut off', async () => {
  const list = Uint8Array.from('a list of events', (sign) => sign.charCodeAt(0));
  await assert.rejects(Store.open(Bytes.ofBuffer(list)), /no event data/);
  await assert.rejects(Store.open(Bytes.ofBuffer(bytes.slice(0, bytes.length >> 1))));
});

Deno.test('other columns of the file are apart from the texts of events', async () => {
  const packed = 'H4sIAAAAAAACA4uOVkpU0lFQSlKK1VGIVvLLLyrJAPFjSg0MDFMgghUggUql2FgA4U+Dly0AAAA='; // a, b; North, a control character; x, y
  const chunk = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const directory = { rows: 4096, names: ['id', '+sector', '+__proto__'], chunks: [chunk.length] };
  const texts = new Texts(Bytes.ofBuffer(chunk), 0, directory);
  assert.deepEqual(texts.more, ['+sector', '+__proto__']);
  assert.deepEqual(await texts.of(0), { id: 'a', '+sector': 'North', '+__proto__': 'x' });
  assert.deepEqual(await texts.of(1), { id: 'b', '+sector': '\x1d', '+__proto__': 'y' });
});

Deno.test('a map beside another draws the events once', async () => {
  setCanvasFactory((() => ({ canvas: {} })) as never);
  for (const number of ['first', 'second']) {
    const painters: Painter[] = [];
    const addPainter = (painter: Painter) => painters.push(painter);
    const none = () => {};
    const hooks = { addPainter, on: none, emit: none, requestPaint: none, selectedOf: none, t: none };
    const scene = { ...hooks, layers: new Map(), view: View.initial(), data: { layers: {} } } as unknown as Scene;
    scene.userEvents = new UserEvents(scene);
    addLayer(scene, 'user_events');
    if (number === 'first') await scene.userEvents.load(bytes);
    assert.deepEqual([painters.length, scene.userEvents.store?.n], [1, store.n], number);
  }
});
