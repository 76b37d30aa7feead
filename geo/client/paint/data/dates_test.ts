import { fixture } from '../../testing.ts';
import assert from 'node:assert/strict';
import * as Dates from './dates.ts';

const { words, numbers }: {
  words: Array<[string, string, string, string]>;
  numbers: Array<[number, number, string, string]>;
} = fixture('days');

Deno.test('a day is written as Python writes it, whether or not the browser knows the language', () => {
  const { supportedLocalesOf } = Intl.DateTimeFormat;
  try {
    // Firefox and WebKit know Sorani, this one does not.
    for (const knows of [supportedLocalesOf, (locales: unknown) => [locales].flat().map(String)]) {
      Intl.DateTimeFormat.supportedLocalesOf = knows;
      for (const [iso, language, precision, text] of words) {
        assert.equal(Dates.words(Dates.toDay(iso), language, precision), text, `${iso} ${language} ${precision}`);
      }
    }
  } finally {
    Intl.DateTimeFormat.supportedLocalesOf = supportedLocalesOf;
  }
});

Deno.test('a number is written as Python writes it', () => {
  for (const [value, places, language, text] of numbers) {
    assert.equal(Dates.number(value, language, places), text, `${value} ${language}`);
  }
});

Deno.test('months are moved by to the last day of a shorter month', () => {
  const move = (iso: string, months: number) => Dates.iso(Dates.addMonths(Dates.toDay(iso), months));
  assert.equal(move('2017-01-31', 1), '2017-02-28');
  assert.equal(move('2020-02-29', 12), '2021-02-28');
  assert.equal(move('2017-03-31', -1), '2017-02-28');
  assert.equal(move('2017-12-15', 1), '2018-01-15');
});

Deno.test('what is no day is none', () => {
  for (const text of ['', '2017', 'today', '2017-13-01', '2017-02-30', '2017-10-16T12:00']) {
    assert.equal(Dates.day(text), null, text);
  }
  assert.equal(Dates.iso(Dates.toDay('1970-01-01')), '1970-01-01');
  assert.equal(Dates.of(2017, 10), Dates.day('2017-10-01'));
});
