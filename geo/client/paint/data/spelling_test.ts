/** Spelling by the rules of the data folder, and by none. */
import '../../testing.ts';
import assert from 'node:assert/strict';
import { otherNames } from './profile.ts';
import { likeness, Spelling } from './spelling.ts';

const folder = import.meta.dirname + '/../../../../data/language/';
const rules = JSON.parse(Deno.readTextFileSync(folder + 'spelling.json'));

Deno.test('transcriptions of one name sound alike', () => {
  const spelling = new Spelling(rules);
  for (const names of [['Dohuk', 'Duhok'], ['Daqouq', 'Dakuk'], ['Sulaymaniyah', 'Sulaimaniya', 'Suleimaniyya']]) {
    const sounds = names.map((name) => spelling.key(name).map((word) => spelling.soundOf(word)));
    for (const sound of sounds) assert.deepEqual(sound, sounds[0]);
  }
});

Deno.test('letters of Arabic and Kurdish meet', () => {
  const spelling = new Spelling(rules);
  assert.deepEqual(spelling.key('كَرْكُوك'), spelling.key('کرکوک'));
  assert.deepEqual(spelling.key('Al-Hawija'), ['hawija']);
});

Deno.test('without rules a name is its small letters', () => {
  const spelling = new Spelling({});
  assert.deepEqual(spelling.key("Vela's Šumava"), ['vela', 'sumava']);
  assert.deepEqual(spelling.soundOf('vela'), 'vela');
});

Deno.test('likeness is that of rapidfuzz', () => {
  assert.deepEqual(likeness('kirkuk', 'kirkuk'), 100);
  assert.deepEqual(likeness('', ''), 100);
  assert.deepEqual(Math.round(likeness('mosl', 'mosul')), 89);
  assert.deepEqual(likeness('abc', 'xyz'), 0);
});

Deno.test('other spellings are parted as names are', () => {
  assert.equal(otherNames({ alt_names: 'Makhmour camp | Rustem Cudi' }), 'Makhmour camp · Rustem Cudi');
  assert.equal(otherNames({}), '');
});
