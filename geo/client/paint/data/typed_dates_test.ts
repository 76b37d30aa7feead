import '../../testing.ts';
import assert from 'node:assert/strict';
import * as Dates from './dates.ts';
import { readDay } from './typed_dates.ts';

Deno.test('days are read as people type them, in three languages', () => {
  const day = Dates.day('2017-10-16');
  const texts =
    '2017-10-16| 2017/10/16 |16/10/2017|10/16/2017|16-10-2017|16.10.2017|16 October 2017|october 16, 2017|' +
    '16th of Oct 2017|٢٠١٧-١٠-١٦|١٦/١٠/٢٠١٧|\u206816/10/2017\u2069|١٦ تشرين الأول ٢٠١٧|16 أكتوبر 2017|١٦ی تشرینی یەکەمی ٢٠١٧';
  for (const text of texts.split('|')) assert.equal(readDay(text), day, text);
  for (const text of ['today', 'اليوم', 'ئەمڕۆ', 'Today']) assert.equal(readDay(text), Dates.LAST, text);
  const others = '|Kirkuk|2017|2017-13-01|31/02/2017|16/10/17|16 Kirkuk 2017|35.46, 44.39|12';
  for (const text of others.split('|')) assert.equal(readDay(text), null, text);
  assert.equal(readDay('3/4/2017'), Dates.day('2017-04-03'));
});
