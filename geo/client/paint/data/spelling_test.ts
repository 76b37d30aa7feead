/** Spelling by the rules of the data folder, and by none. */
import '../../testing.ts';
import { likeness, Spelling } from './spelling.ts';

const folder = import.meta.dirname + '/../../../../data/language/';
const rules = JSON.parse(Deno.readTextFileSync(folder + 'spelling.json'));

function assertSame(left: unknown, other: unknown) {
  if (JSON.stringify(left) !== JSON.stringify(other)) {
    throw new Error(`${JSON.stringify(left)} is not ${JSON.stringify(other)}`);
  }
}

Deno.test('transcriptions of one name sound alike', () => {
  const spelling = new Spelling(rules);
  for (const names of [['Dohuk', 'Duhok'], ['Daqouq', 'Dakuk'], ['Sulaymaniyah', 'Sulaimaniya', 'Suleimaniyya']]) {
    const sounds = names.map((name) => spelling.key(name).map((word) => spelling.soundOf(word)));
    for (const sound of sounds) assertSame(sound, sounds[0]);
  }
});

Deno.test('letters of Arabic and Kurdish meet', () => {
  const spelling = new Spelling(rules);
  assertSame(spelling.key('كَرْكُوك'), spelling.key('کرکوک'));
  assertSame(spelling.key('Al-Hawija'), ['hawija']);
});

Deno.test('without rules a name is its small letters', () => {
  const spelling = new Spelling({});
  assertSame(spelling.key("Vela's Šumava"), ['vela', 'sumava']);
  assertSame(spelling.soundOf('vela'), 'vela');
});

Deno.test('likeness is that of rapidfuzz', () => {
  assertSame(likeness('kirkuk', 'kirkuk'), 100);
  assertSame(likeness('', ''), 100);
  assertSame(Math.round(likeness('mosl', 'mosul')), 89);
  assertSame(likeness('abc', 'xyz'), 0);
});
