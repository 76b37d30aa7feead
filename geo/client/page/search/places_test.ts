/** What is suggested for a text that is no name: what resembles it, and nothing else. */
import '../../testing.ts';
import assert from 'node:assert/strict';
import { Spelling } from '../../paint/data/spelling.ts';
import { Places } from './places.ts';

const root = import.meta.dirname + '/../../../../data/';
const spelling = new Spelling(JSON.parse(Deno.readTextFileSync(root + 'language/spelling.json')));
const NAMES = 'Kirkuk|Khabbaz|Atrush|Khanaqin|Sinjar|Tuz Khurmatu|Makhmur|Mosul|Bashiqa|Zummar'.split('|');
const places = new Places(NAMES.map((name) => ({ names: [name], rank: 3 })), spelling);

Deno.test('misspelt names are suggested', () => {
  const slips = { Kirkok: 'Kirkuk', Khanakin: 'Khanaqin', Sinjarr: 'Sinjar', Makmour: 'Makhmur', Mossul: 'Mosul' };
  for (const [text, name] of Object.entries(slips)) {
    const names = [...places.find(text), ...places.findNear(text)].map((item) => item.names[0]);
    assert.equal(names[0], name, text);
  }
});

Deno.test('what is no name of the atlas suggests nothing', () => {
  for (const text of ['<b>x</b>zzz', 'Paris', 'London', 'xyzzy', 'a=b', '']) {
    assert.deepEqual(places.find(text).concat(places.findNear(text)).map((item) => item.names[0]), [], text);
  }
});
