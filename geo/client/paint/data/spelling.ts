/** How names are written: spellings of one name meet by the rules of the profile, as in Python's
 * `geo/gazetteer/spelling.py`; tests/fixtures/places.json holds the two together. */

import { profile, type Rules } from './profile.ts';

/** Signs that are written within a word and are no letters of it. */
const WITHIN = "'’ʼʿʾ`‘ـ\\u200c\\u200d\\u064b-\\u065f\\u0670";
const WORD = new RegExp(`[\\p{L}\\p{N}]+(?:[${WITHIN}]+[\\p{L}\\p{N}]+)*`, 'gu');
const DROPPED = new RegExp(`[${WITHIN}]|\\p{M}`, 'gu');
const OWNER = /['’ʼ]s$/i;
const ARABIC = /^[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/;

const BARE = 4; // letters above which an article that is written onto a word is taken off

function sources(targets: Record<string, Iterable<string>> = {}): Map<string, string> {
  return new Map(Object.entries(targets).flatMap(([target, signs]) => [...signs].map((source) => [source, target])));
}

export class Spelling {
  same: Map<string, string>;
  articles: Set<string>;
  prefix: string;
  sounds: readonly [RegExp, string][];
  letterSounds: Map<string, string>;
  words: Map<string, string>;

  constructor(rules: Partial<Rules>) {
    this.same = sources(rules.letters);
    this.articles = new Set(rules.articles || []);
    this.prefix = rules.article_prefix || '';
    this.sounds = (rules.sounds || []).map(([form, plain]) => [new RegExp(form, 'g'), plain] as const);
    this.letterSounds = sources(rules.letter_sounds);
    this.words = sources(rules.words);
  }

  /** Letters of a word, so that case, accents and kinds of one letter do not matter. */
  letters(word: string) {
    const plain = [...word.toLowerCase()].map((letter) => this.same.get(letter) ?? letter).join('');
    return [...plain.normalize('NFKD').replace(DROPPED, '')].map((letter) => this.same.get(letter) ?? letter).join('');
  }

  key(text: string): string[] {
    const match = text.normalize('NFC').match(WORD) || [];
    const words = match.map((word) => this.letters(word.replace(OWNER, '')));
    const withoutArticles = words.filter((word) => !this.articles.has(word));
    return withoutArticles.length ? withoutArticles : words;
  }

  /** How a word of a name sounds, words with many spellings made one. @param word what `letters` gives */
  soundOf(word: string) {
    let heard = word.length > BARE && this.prefix && word.startsWith(this.prefix)
      ? word.slice(this.prefix.length)
      : word;
    if (ARABIC.test(heard)) heard = [...heard].map((letter) => this.letterSounds.get(letter) ?? letter).join('');
    else for (const [form, plain] of this.sounds) heard = heard.replace(form, plain);
    heard = heard.replace(/(.)\1+/gu, '$1');
    return this.words.get(heard) ?? heard;
  }
}

export const spelling = new Spelling(profile.spelling);

export function fold(text: string) {
  return spelling.key(text).map((word) => spelling.soundOf(word)).join(' ');
}

/** How alike two words are, from 0 to 100: letters that both have in this order, doubled, of all. */
export function likeness(left: string, other: string) {
  if (!left.length && !other.length) return 100;
  let last = new Uint16Array(other.length + 1);
  for (const letter of left) {
    const row = new Uint16Array(other.length + 1);
    for (let i = 0; i < other.length; i++) {
      row[i + 1] = letter === other[i] ? last[i] + 1 : Math.max(last[i + 1], row[i]);
    }
    last = row;
  }
  return 200 * last[other.length] / (left.length + other.length);
}
