/** Spelling by the rules of the data folder, and by none. */
import { alike, Spelling } from './spelling.js';

const folder = import.meta.dirname + '/../../../../data/language/';
const rules = JSON.parse(Deno.readTextFileSync(folder + 'spelling.json'));

/** @param {unknown} left @param {unknown} other */
function same(left, other) {
  if (JSON.stringify(left) !== JSON.stringify(other)) {
    throw new Error(`${JSON.stringify(left)} is not ${JSON.stringify(other)}`);
  }
}

Deno.test('transcriptions of one name sound alike', () => {
  const spelling = new Spelling(rules);
  for (const names of [['Dohuk', 'Duhok'], ['Daqouq', 'Dakuk'], ['Sulaymaniyah', 'Sulaimaniya', 'Suleimaniyya']]) {
    const sounds = names.map((name) => spelling.key(name).map((word) => spelling.spoken(word)));
    for (const sound of sounds) same(sound, sounds[0]);
  }
});

Deno.test('letters of Arabic and Kurdish meet', () => {
  const spelling = new Spelling(rules);
  same(spelling.key('كَرْكُوك'), spelling.key('کرکوک'));
  same(spelling.key('Al-Hawija'), ['hawija']);
});

Deno.test('without rules a name is its small letters', () => {
  const spelling = new Spelling({});
  same(spelling.key("Vela's Šumava"), ['vela', 'sumava']);
  same(spelling.spoken('vela'), 'vela');
});

Deno.test('likeness is that of rapidfuzz', () => {
  same(alike('kirkuk', 'kirkuk'), 100);
  same(alike('', ''), 100);
  same(Math.round(alike('mosl', 'mosul')), 89);
  same(alike('abc', 'xyz'), 0);
});
