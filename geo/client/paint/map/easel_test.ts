/** The easel: one canvas for the screen, and memory for canvases apart from other work. */
import '../../testing.ts';
import assert from 'node:assert/strict';
import { setCanvasFactory } from './pieces.ts';
import { Frame } from './frame.ts';
import { Easel } from './easel.ts';

/** What a canvas was told, in the order of all of them. */
let done: Array<{ canvas: object; did: string }> = [];

/** A context that draws nowhere, and notes where new memory is taken and where something is drawn. */
function context(width: number, height: number) {
  const size = { width, height };
  const canvas = {};
  for (const side of ['width', 'height'] as const) {
    Object.defineProperty(canvas, side, {
      get: () => size[side],
      set: (value) => (size[side] = value, done.push({ canvas, did: 'memory' })),
    });
  }
  const draw = () => done.push({ canvas, did: 'draw' });
  return new Proxy({ canvas }, {
    get: (target, key) => key === 'canvas' ? target.canvas : key === 'drawImage' ? draw : () => {},
    set: () => true,
  });
}
setCanvasFactory(context as never);

/** What each piece did of two pictures of other sizes and one of the same, and after which value it came. */
function paintThree() {
  const scene = { painters: { ground: [], marks: [] }, shownPainters: () => [], labels: { begin() {} }, frame: null };
  const easel = new Easel(scene as never);
  const screen = easel.screen.canvas;
  const all = [];
  for (const width of [400, 500, 500]) {
    const pieces = easel.paint(new Frame({ zoom: 7, tx: 0, ty: 0, width, height: 300, ratio: 2 }));
    for (let value, isOver = false; !isOver;) {
      done = [];
      const before = value;
      ({ value, done: isOver = false } = pieces.next());
      all.push({ before, did: done });
    }
    easel.renew();
  }
  return { easel, screen, all };
}

Deno.test('every picture is drawn on the canvas that the screen shows, in one piece', () => {
  const { easel, screen, all } = paintThree();
  assert.equal(easel.screen.canvas, screen);
  const drawings = all.filter(({ did }) => did.some(({ canvas }) => canvas === screen));
  assert.equal(drawings.length, 3);
  for (const { did } of drawings) assert.ok(did.some((act) => act.canvas === screen && act.did === 'draw'));
});

Deno.test('canvases take memory in tasks of their own', () => {
  const taken = paintThree().all.filter(({ did }) => did.some((act) => act.did === 'memory'));
  assert.ok(taken.length >= 5, String(taken.length));
  for (const { before, did } of taken) {
    assert.equal(before, null);
    assert.equal(new Set(did.map(({ canvas }) => canvas)).size, 1, 'one canvas at a time');
  }
});
