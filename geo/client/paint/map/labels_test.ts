/** Names on the map: each place once, and ground only on its own ground. */
import '../../testing.ts';
import assert from 'node:assert/strict';
import { finish } from './pieces.ts';
import { type Label, Labels } from './labels.ts';
import type { Box } from '../data/tables.ts';

/** Names that are written, with the left end and the middle of each.
 * @param covered boxes of what stands over the map
 * @param more boxes of badges and along lines, marks */
function placedNames(
  queue: Partial<Label>[],
  covered: number[][] = [],
  window: number[] = [0, 0, 1000, 1000],
  more: { badges?: Box[]; lines?: Box[]; marks?: Labels['marks'] } = {},
): Array<[text: string, x: number, y: number]> {
  const result: Array<[string, number, number]> = [];
  const pen = {
    measureText: (text: string) => ({ width: 6 * text.length }),
    fillText: (text: string, x: number, y: number) => result.push([text, x, y]),
    strokeText() {},
    beginPath() {},
    moveTo() {},
    lineTo() {},
    stroke() {},
  };
  const scene = {
    view: { selection: null, language: 'en' },
    userEvents: { countMarks: () => [] },
    coveredBoxes: () => covered,
    style: {},
  };
  const labels = new Labels(scene as never);
  labels.begin();
  Object.assign(labels, more);
  for (const label of queue) labels.want({ size: 10, rank: 100, ...label } as Label);
  const frame = { inside: () => true, window };
  finish(labels.draw(pen as never, frame as never));
  return result;
}

const owner = (layer: string, id: string) => ({ layer, id, title: id, text: '' });

Deno.test('a town, its governorate and a field of its name are named once, however far apart', () => {
  const names = placedNames([
    { text: 'KIRKUK', x: 500, y: 100, rank: 150, centred: true, owner: owner('governorates', 'KI') },
    { text: 'Kirkuk', x: 500, y: 500, rank: 0, owner: owner('towns', 'kirkuk') },
    { text: 'Kirkuk', x: 100, y: 500, rank: 140, centred: true, italic: true, owner: owner('disputed', 'kirkuk') },
    { text: 'Kirkuk', x: 900, y: 900, rank: 500, owner: owner('fields', 'kirkuk') },
    { text: 'NINEWA', x: 200, y: 100, rank: 150, centred: true, owner: owner('governorates', 'NI') },
  ]);
  assert.deepEqual(names.map(([text]) => text), ['Kirkuk', 'NINEWA']);
  assert.equal(names[0][1] > 500, true, 'that of the town, beside it');
});

Deno.test('two villages of one name are two', () => {
  const names = placedNames([
    { text: 'Tel', x: 100, y: 100, owner: owner('towns', 'one') },
    { text: 'Tel', x: 500, y: 500, owner: owner('towns', 'other') },
    { text: 'Tel', x: 510, y: 540, weak: true, rank: 300, owner: owner('towns', 'near') },
  ]);
  assert.equal(names.length, 2);
});

Deno.test('the name of ground lies on it from end to end, or is not written', () => {
  const name = { text: 'Hawija', x: 500, y: 500, centred: true, owner: owner('disputed', 'hawija') }; // 36 pixels
  const ground = (west: number, east: number): Partial<Label> => ({
    ...name,
    within: (x) => x > west && x < east,
    beyond: (x) => x <= west || x >= east,
  });
  assert.equal(placedNames([ground(470, 530)]).length, 1);
  assert.deepEqual(placedNames([ground(485, 515)]), [], 'it is wider than its ground');
  const [[, x]] = placedNames([ground(490, 560)]);
  assert.equal(x > 490 && x + 36 < 560, true, 'it stands aside, where it fits');
});

Deno.test('the name of ground keeps off a line where it can', () => {
  const turkey = {
    text: 'TURKEY',
    x: 500,
    y: 500,
    centred: true,
    within: () => true,
    owner: owner('neighbours', 'TR'),
  };
  const line = (top: number, bottom: number): Box[] => [[400, top, 600, bottom]];
  const [[, , y]] = placedNames([turkey], [], undefined, { lines: line(498, 502) });
  assert.equal(Math.abs(y - 500) > 8, true);
  assert.equal(
    placedNames([turkey], [], undefined, { lines: line(0, 1000) })[0][2],
    500,
    'nothing is better elsewhere',
  );
});

Deno.test('the name of a town stands beside the badge that lies on its dot', () => {
  const kirkuk = { text: 'Kirkuk', x: 500, y: 500, owner: owner('towns', 'kirkuk') };
  const badges: Box[] = [[484, 484, 516, 516]];
  const [[, x, y]] = placedNames([kirkuk], [], undefined, { badges });
  assert.deepEqual([x > 516 && x < 525, y], [true, 500]);
});

Deno.test('the name of a town keeps off ground of other holders where it can, and is there where it cannot', () => {
  const town = { text: 'Kirkuk', x: 500, y: 500, rank: 0, owner: owner('towns', 'kirkuk') };
  const [[, x]] = placedNames([{ ...town, beyond: (x) => x > 505 }]);
  assert.equal(x + 36 <= 505, true);
  assert.equal(placedNames([{ ...town, beyond: () => true }]).length, 1);
  const [[, , above]] = placedNames([{ ...town, beyond: (_, y) => y > 481 }]);
  assert.equal(above <= 481, true, 'a step away');
  const marks = [{ x: 480, y: 452, layer: 'towns', id: 'altun_kupri', box: [477, 449, 483, 455] as Box }];
  const [[, , near]] = placedNames([{ ...town, beyond: (_, y) => y > 481 }], [], undefined, { marks });
  assert.equal(near > 481, true, 'not where it would seem the name of another dot');
});

Deno.test('a name keeps clear of what stands over the map, where it can', () => {
  const town = { text: 'Kirkuk', x: 500, y: 500, owner: owner('towns', 'kirkuk') };
  const [[, x]] = placedNames([town], [[520, 0, 1000, 1000]]);
  assert.equal(x + 36 <= 520, true);
  assert.equal(placedNames([town], [[0, 0, 1000, 1000]]).length, 1, 'it stands below where all is covered');
  const edge = { text: 'Sulaymaniyah', x: 560, y: 500, rank: 1, first: true, owner: owner('towns', 'edge') };
  const names = placedNames([{ ...town, x: 470, rank: 0, first: true }, edge], [[570, 0, 1000, 1000]], [
    0,
    490,
    1000,
    510,
  ]);
  assert.equal(names.every(([text, x]) => x + 6 * text.length <= 570), true, 'the other moves aside before it does');
});

Deno.test('a name that comes first moves aside for another that has no room', () => {
  const kirkuk = { text: 'Kirkuk', x: 900, y: 500, rank: 0, first: true, owner: owner('towns', 'kirkuk') };
  const edge = { text: 'Sulaymaniyah', x: 995, y: 500, rank: 1, first: true, owner: owner('towns', 'edge') };
  const line = [0, 490, 1000, 510];
  const names = placedNames([kirkuk, edge], [], line);
  assert.deepEqual(names.map(([text, x]) => [text, x < 900]), [['Kirkuk', true], ['Sulaymaniyah', false]]);
  assert.equal(placedNames([kirkuk, { ...edge, first: false }], [], line).length, 1);
});
