/** The named things of the page, found by any spelling of their names; what only resembles one is suggested. */
import { likeness, type Spelling } from '../../paint/data/spelling.ts';

interface Named {
  names: (string | null | undefined)[]; // in every language; several in one are set apart by ` | `
  rank: number; // how well known: 1 a capital, 5 a hamlet
  kind?: string; // what it is, in the reader's language
  layer?: string; // the layer of the map that has it
}

/** Layers in the order in which a whole name is looked for, as `SOMEWHERE` of geo/gazetteer/resolver.py has its kinds:
 * who types *Kirkuk* means the town. Others follow. */
const ORDER = ['towns', 'control', 'districts', 'governorates', 'disputed', 'crossings', 'airports', 'fields'];

/** Suggestions at most, and how alike a text and a name must be for one, of 100: more where they begin by another sound,
 * which is seldom a slip of the pen. */
const SUGGESTED = 5;
const ALIKE = 70;
const ALIKE_ELSEWHERE = 85;

const HAMLET = 5; // rank of a place that is not meant by a text that only sounds like its name

const NO_NAME = /[<>{}[\]=\\@]/; // what no name is written with

const WELL_KNOWN = 3; // what each rank adds to the likeness, so that the better known come first

const CODE = /^[A-Z]{2,4}-?[A-Z]?\d*[A-Z\d]+$/; // a P-code or ISO code, which nothing but itself resembles

const HEARD = 3; // letters of a text that a sound is compared with in part; shorter ones fit everything

export class Places<Item extends Named> {
  entries: { item: Item; kind: string[]; names: Form[] }[];

  constructor(items: Item[], readonly spelling: Spelling) {
    this.entries = items.map((item) => ({
      item,
      kind: spelling.key(item.kind || ''),
      names: item.names.flatMap((names) => (names ? String(names).split(' | ') : [])).map((name) => this._form(name)),
    }));
  }

  _form(text: string): Form {
    const words = this.spelling.key(text);
    return {
      words,
      code: CODE.test(text),
      letters: words.join(' '),
      joined: words.join(''),
      sound: words.map((word) => this.spelling.soundOf(word)).join(''),
    };
  }

  /** Things that go by a name or begin of one, the best first: those of a whole name as the commands choose. */
  find(text: string): Item[] {
    const query = this._form(text);
    if (!query.letters) return [];
    const hits = [];
    for (const { item, kind, names } of this.entries) {
      let best = 9;
      for (const name of names) best = Math.min(best, fit(query, name, kind));
      const isFullName = best === 0 || (best === 1 && item.rank < HAMLET);
      const part = isFullName ? 2 * (ORDER.indexOf(item.layer || '') + 1 || ORDER.length + 1) + best : 100 + best;
      if (best < 9) hits.push({ item, score: part * 10 + item.rank });
    }
    return hits.sort((a, b) => a.score - b.score).map((hit) => hit.item);
  }

  /** Things whose names resemble a text, the closest first, each name once. */
  findNear(text: string): Item[] {
    if (NO_NAME.test(text)) return [];
    const { joined, sound } = this._form(text);
    const hits = [];
    for (const { item, names } of this.entries) {
      const called = names.filter((name) => !name.code);
      const score = Math.max(
        0,
        ...called.map((name) => {
          const alike = Math.max(likeness(joined, name.joined), likeness(sound, name.sound));
          return alike >= (name.sound[0] === sound[0] ? ALIKE : ALIKE_ELSEWHERE) ? alike : 0;
        }),
      );
      if (score) hits.push({ item, score: score - WELL_KNOWN * item.rank });
    }
    hits.sort((a, b) => b.score - a.score);
    const seen = new Set();
    const once = hits.filter(({ item }) => !seen.has(item.names[0]) && seen.add(item.names[0]));
    return once.slice(0, SUGGESTED).map((hit) => hit.item);
  }
}

type Form = { words: string[]; code: boolean; letters: string; joined: string; sound: string };

/** How well a name fits what is looked for, 0 the best and 9 not at all. */
function fit(query: Form, name: Form, kind: string[]) {
  if (name.joined === query.joined) return 0;
  if (name.sound === query.sound) return 1;
  if (name.letters.startsWith(query.letters)) return 2;
  if (query.sound.length >= HEARD && name.sound.startsWith(query.sound)) return 3;
  if (query.letters.length > 1 && name.letters.includes(' ' + query.letters)) return 4;
  if (query.letters.length > 2 && name.letters.includes(query.letters)) return 5;
  // Words of a name and of its kind: *Kirkuk governorate*.
  const isOfName = (word: string) => name.words.includes(word);
  const isOfKind = (word: string) => kind.some((other) => other.startsWith(word));
  const isBoth = query.words.some(isOfName) && query.words.every((word) => isOfName(word) || isOfKind(word));
  return query.words.length > 1 && isBoth ? 6 : 9;
}
