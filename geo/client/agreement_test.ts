/** The page and Python answer alike about the whole atlas: `tests/client/test_agreement.py` writes what Python says. */
import { sceneOf } from './testing.ts';
import assert from 'node:assert/strict';
import * as Dates from './paint/data/dates.ts';
import { profile } from './paint/data/profile.ts';
import { entriesOf } from './paint/marginalia/legend.ts';
import { mapInWords } from './paint/marginalia/words.ts';
import { residentsByHolder } from './paint/layers/ground.ts';
import { exposure } from './page/area_of_interest/exposure.ts';
import { unitsOfAreas } from './page/panels/table.ts';
import { Shape } from './page/area_of_interest/shape.ts';
import { spellWords } from './page/card/history.ts';
import type { Atlas } from './page/page.ts';
import type { PageData } from './paint/data/page_data.ts';
import type { State } from './paint/data/samples.ts';
import type { Spell } from './paint/data/tables.ts';
import type { CardContent } from './paint/layers/layer.ts';

type ByName<T> = Record<string, T>;

/** What Python answers. */
interface Answers {
  data: PageData;
  held: Array<{ day: string; perspective: string; holders: ByName<string> }>;
  bands: Array<{ days: string[]; ends: ByName<[number, number]>; states: ByName<[string[], string, string, string]> }>;
  barrels: Array<{ day: string; ends: ByName<number[]>; doubtful: string[] }>;
  standing: Array<{ day: string; layer: 'fields' | 'crossings'; rows: ByName<[string, string]> }>;
  changes: Array<{ first: string; last: string; perspective: string } & Changed>;
  exposure: Array<{ text: string; day: string; totals: ByName<number | null> } & Counted>;
  compared: Array<{ query: string; events: string[] } & ByName<ByName<[string, string][]>>>;
  conflict: Array<[query: string, ids: string[]]>;
  disputed: string[];
  administered: ByName<string[]>;
  called: ByName<Record<'control' | 'ways' | 'events' | 'claims', ByName<string[]>>>;
}

type Counted = { residents: ByName<number[]>; ids: ByName<string[]> };

interface Changed {
  ground: ByName<[units: number, km2: number, people: number[]]>;
  barrels: ByName<[fields: number, counted: number, low: number, high: number]>;
}

const path = Deno.permissions.querySync({ name: 'env', variable: 'GREENLINE_AGREEMENT' }).state === 'granted'
  ? Deno.env.get('GREENLINE_AGREEMENT')
  : undefined;
const answers: Answers | undefined = path ? JSON.parse(Deno.readTextFileSync(path)) : undefined;
if (!answers) console.log('agreement: no answers of Python are given; tests/client/test_agreement.py gives them');

function test(name: string, run: (answers: Answers) => Promise<void>) {
  Deno.test({ name, ignore: !answers, fn: () => run(answers as Answers) });
}

/** Whether two figures are near enough. */
const isNear = (entry: number, other: number, share: number) =>
  Math.abs(entry - other) <= Math.max(share * Math.abs(other), 1e-6);

test('who holds each unit on a day, in every perspective', async ({ data, held }) => {
  const control = (await sceneOf(data, '')).layers.get('control');
  assert.ok(control);
  for (const { day, perspective, holders } of held) {
    const classes: string[][] = control.units.map((
      { unit },
      i,
    ) => [unit, control.classOf(i, Dates.toDay(day), perspective)]);
    assert.deepEqual(Object.fromEntries(classes), holders, `${day} ${perspective}`);
  }
});

test('how sure it is who holds what: units on a day, and bands of km²', async ({ data, bands }) => {
  const scene = await sceneOf(data, '');
  const control = scene.layers.get('control');
  assert.ok(control);
  for (const key of ['band', 'between', 'ground', 'how', 'perhaps', 'since', 'switch']) {
    assert.notEqual(scene.t('unsure.' + key), 'unsure.' + key);
  }
  for (const { days, ends, states } of bands) {
    const dates = days.map(Dates.toDay);
    const [first] = dates;
    for (const [i, unit] of control.units.entries()) {
      const { others, earliest, latest }: State<Spell> = control.doubt.state(i, first);
      assert.deepEqual(
        [others, Dates.iso(earliest), Dates.iso(latest), control.certainty.of(i, first).grade],
        states[unit.unit],
        `${days} ${unit.unit}`,
      );
    }
    const result = control.rangesOf(dates);
    assert.deepEqual(new Set(result?.keys()), new Set(Object.keys(ends)), days.join());
    for (const [holder, band] of result || []) {
      band.forEach((end, i) => assert.ok(isNear(end, ends[holder][i], 0.001), `${days} ${holder}: ${band}`));
    }
  }
});

test('barrels by who held the fields, and fields that another may have held', async ({ data, barrels }) => {
  assert.ok(barrels.some(({ doubtful }) => doubtful.length));
  for (const { day, ends, doubtful } of barrels) {
    const scene = await sceneOf(data, `d=${day}`);
    const fields = scene.layers.get('fields');
    assert.ok(fields);
    const ids = fields.all.map((row) => row.id);
    const sums = [...fields.production.sums(ids, scene.day, 'holder').values()].filter((sum) => sum.counted);
    assert.deepEqual(new Set(sums.map((sum) => sum.side)), new Set(Object.keys(ends)), day);
    for (const { side, best } of sums) assert.ok(isNear(best, ends[side][1], 1e-6), `${day} ${side}: ${best}`);
    const perhaps = ids.filter((id) => fields.production.state(id, scene.day).others.length);
    assert.deepEqual(perhaps.sort(), doubtful, day);
    for (const id of perhaps) {
      assert.equal(fields.describe(id)?.sure?.[1][0], scene.t('unsure.perhaps'), `${day} ${id}`);
    }
  }
});

test('how certain it is who has a field or crossing, and what the sources of the change say', async ({ data, standing }) => {
  for (const { day, layer: name, rows } of standing) {
    const scene = await sceneOf(data, `d=${day}`);
    for (const [id, [certain, evidence]] of Object.entries(rows)) {
      const sure = scene.layers.get(name)?.describe?.(id)?.sure || [];
      assert.deepEqual([sure[0]?.[1], sure.at(-1)?.[1]], [certain, evidence], `${day} ${id}`);
    }
  }
});

test('people and barrels are rounded, without a range', async ({ data }) => {
  const scene = await sceneOf(data, 'd=2014-06-15');
  const card = scene.layers.get('governorates')?.describe?.('IQ-SD');
  const rows = [...card?.key || [], ...card?.evidence || []];
  for (const key of ['ask.barrels', 'unsure.people']) {
    const row = rows.find(([name]) => String(name).startsWith(scene.t(key)));
    assert.match(String(row?.[1]), /: \d{1,3}(,\d{3})*( \(figures for \d+ of \d+ fields\))?( ·|$)/, key);
    for (const figure of String(row?.[1]).match(/\d[\d,]*/g) || []) {
      assert.ok(figure.replaceAll(',', '').replace(/0+$/, '').length <= 3, `${key}: ${figure}`);
    }
  }
  const { barrels, totals } = exposure(scene, new Shape(scene, 'governorates:IQ-SD'));
  assert.ok(barrels.length);
  assert.equal(barrels.reduce((sum, item) => sum + item.best, 0), totals.barrels_best);
});

test('the card of a field has words for each code, and days as the panel says them', async ({ data }) => {
  const scene = await sceneOf(data, 'd=2019-05-05&lang=ar');
  const fields = scene.layers.get('fields');
  assert.ok(fields);
  const codes = new Set([
    ...fields.all.map((row) => row.status),
    ...fields.production.figures.flatMap(({ unit, qualifier, start }) => [unit, qualifier, Dates.iso(start)]),
  ]);
  for (const { id } of fields.all) {
    const { key = [], rows: others = [], statements = [] } = fields.describe(id) || {};
    const rows = [...key, ...others];
    const texts = [
      ...rows.filter(([name]) => ['details.output', 'details.status'].some((key) => scene.t(key) === name)).flat(),
      ...statements.flatMap(({ title, text }) => [title, text]),
    ].map(String);
    for (const text of texts) {
      assert.ok(!text.split(/[\s:]+/).some((word) => codes.has(word)), `${id}: ${text}`);
      assert.ok(!/[\u0600-\u06ff], /.test(text), `${id}: ${text}`);
    }
  }
});

test('holders and claimants are called as Python calls them while a row stood', async ({ data, called }) => {
  for (const [language, { control, ways, events, claims }] of Object.entries(called)) {
    const scene = await sceneOf(data, `d=2017-10-16&lang=${language}`);
    const card = (layer: string, id: string) =>
      scene.layers.get(layer)?.describe?.(id) || assert.fail(`${layer} ${id}`);
    for (const [id, names] of Object.entries(control)) {
      const words = (card('control', id).history || []).map((spell) =>
        spellWords(scene as Atlas, spell).split(': ').pop()
      );
      assert.deepEqual(words, names, id);
    }
    for (const [id, names] of Object.entries(ways)) {
      const layer = scene.layers.get('crossings')?.byId.has(id) ? 'crossings' : 'airports';
      const { key = [], statements = [] } = card(layer, id);
      assert.equal(statements.length, names.length, id);
      const comma = scene.t('sentence.comma');
      statements.forEach(({ title }, i) => assert.ok(title.includes(`: ${names[i]}${comma}`), `${title}, ${names[i]}`));
      const codes = key.filter(([, value]) => /^\w+$/.test(String(value)));
      if (language !== 'en') assert.deepEqual(codes, [], id);
    }
    for (const [id, names] of Object.entries(events)) {
      const keys = ['details.from', 'details.to'].map((key) => scene.t(key));
      assert.deepEqual(
        card('events', id).key?.filter(([key, value]) => keys.includes(String(key)) && value).map((row) => row[1]),
        names,
        id,
      );
    }
    for (const [id, names] of Object.entries(claims)) {
      const claimants = card('disputed', id).statements?.flatMap(({ rows }) =>
        rows.filter(([key]) => key === scene.t('details.claimant')).map((row) => row[1])
      );
      assert.deepEqual(claimants?.sort(), names.sort(), id);
    }
  }
});

test('who lost ground is called as on the day before', async ({ data }) => {
  const day = Dates.toDay(profile.namedBefore.federal[0][0]);
  const scene = await sceneOf(data, `d=${Dates.iso(day)}`);
  const name = scene.heldBy('federal', day - 1);
  assert.notEqual(name, scene.heldBy('federal', day));
  assert.ok(mapInWords(scene).join(' ').includes(name));
});

test('a legend of two perspectives has each class below what its colours mean', async ({ data }) => {
  const [first, second] = await Promise.all(['', 'p=un'].map((query) => sceneOf(data, `d=2017-09-27&${query}`)));
  const texts = entriesOf(first, second)[0][1].map(({ text }) => text);
  assert.equal(texts.filter((text) => text === 'Kurdistan Region').length, 2);
  assert.ok(texts.lastIndexOf('Kurdistan Region') > texts.indexOf(first.t('legend.claim')));
  assert.equal(texts.filter((text) => text === first.t('legend.disputed')).length, 1);
});

test('no card and no legend shows the key of a word', async ({ data }) => {
  for (const query of ['d=1999-05-05', 'd=2003-04-10&lang=ar', 'd=2026-07-01&lang=ckb']) {
    const scene = await sceneOf(data, query);
    const first = new Set(Object.keys(data.words.en).map((key) => key.split('.')[0]));
    const keys = new RegExp(`["\\s](${[...first].join('|')})\\.[a-z]\\w*"`);
    for (const [name, layer] of scene.layers) {
      for (const { id } of layer.items?.() || []) {
        const card = JSON.stringify(layer.describe?.(id), (key, value) => key === 'sources' ? '' : value) || '';
        assert.ok(!keys.test(card), `${query} ${name} ${id}: ${card.match(keys)}`);
      }
      assert.ok(!keys.test(JSON.stringify(layer.legend?.() || [])), `${query} ${name}`);
    }
  }
});

test('what ground changed from whom to whom', async ({ data, changes }) => {
  for (const { first, last, perspective, ground } of changes) {
    const control = (await sceneOf(data, `p=${perspective}`)).layers.get('control');
    const result = control?.changes(Dates.toDay(first), Dates.toDay(last)) || [];
    assert.deepEqual(new Set(result.map(({ from, to }) => `${from}>${to}`)), new Set(Object.keys(ground)), first);
    for (const { from, to, units, km2, people } of result) {
      const [count, size, residents] = ground[`${from}>${to}`];
      assert.equal(units, count, `${first} ${from}>${to}`);
      assert.ok(isNear(km2, size, 0.002), `${first} ${from}>${to}: ${km2} km², ${size}`);
      const best = Number(people.replaceAll(',', ''));
      const step = (residents[2] - residents[0]) / 4 + 0.01 * residents[1]; // as far as the band lets it be rounded
      assert.ok(Math.abs(best - residents[1]) <= 2 + step, `${first} ${from}>${to}: ${people}, ${residents}`);
    }
  }
});

test('what fields that changed hands produced', async ({ data, changes }) => {
  const { production, all } = (await sceneOf(data, '')).layers.get('fields') || assert.fail('no fields');
  const ids = all.map((row) => row.id);
  for (const { first, last, perspective, barrels } of changes) {
    if (perspective !== 'held') continue;
    const result = production.changes(ids, Dates.toDay(first), Dates.toDay(last));
    assert.deepEqual(new Set(result.keys()), new Set(Object.keys(barrels)), first);
    for (const [pair, { fields, counted, best }] of result) {
      const [n, figures, low, high] = barrels[pair];
      assert.deepEqual([fields.length, counted], [n, figures], `${first} ${pair}`);
      assert.ok(
        low * (1 - 1e-6) <= best && best <= high * (1 + 1e-6),
        `${first} ${pair}: ${best}, Python ${barrels[pair]}`,
      );
    }
  }
});

test('what lies in an area and what it comes to', async ({ data, exposure: cases }) => {
  for (const { text, day, totals, ids } of cases) {
    const atlas = await sceneOf(data, `d=${day}`);
    const result = exposure(atlas, new Shape(atlas, text));
    const points = Object.fromEntries(result.points.map(({ layer, rows }) => [layer, rows]));
    const { fields, crossings, events, towns } = result;
    for (const [name, rows] of Object.entries({ fields, crossings, events, towns, ...points })) {
      assert.deepEqual([...new Set(rows.map(({ row }) => row.id))].sort(), ids[name], `${text}: ${name}`);
    }
    for (const [name, value] of Object.entries({ ...result.totals, ...result.counts })) {
      const expected = totals[name];
      // Ground and lengths are measured on another grid than Python's, right to a hundredth.
      const share = /^(km|residents|pipelines)/.test(name) ? 0.02 : 1e-5;
      if (value === null || expected === null) assert.equal(value, expected, `${text}: ${name}`);
      else if (name.startsWith('km_')) {
        assert.ok(Math.abs(value - expected) <= Math.max(0.02 * expected, 2), name);
      } else assert.ok(isNear(value, expected, share), `${text}: ${name}: ${value}, Python ${expected}`);
    }
  }
});

test('people by who holds their ground', async ({ data, exposure: cases }) => {
  for (const { text, day, residents } of cases) {
    const scene = await sceneOf(data, `d=${day}`);
    const control = scene.layers.get('control');
    assert.ok(control);
    const result = residentsByHolder(scene, control, new Shape(scene, text).km2());
    assert.deepEqual(new Set(result.keys()), new Set(Object.keys(residents)), text);
    for (const [holder, { best }] of result) {
      assert.ok(Math.abs(best - residents[holder][1]) <= 1 + 0.02 * best, `${text} ${holder}: ${best}`);
    }
  }
});

test('armed conflict is shown on the days, of the kinds and the side that Python says', async ({ data, conflict }) => {
  for (const [query, ids] of conflict) {
    const layer = (await sceneOf(data, query)).layers.get('conflict');
    assert.ok(ids.length > 0, query);
    assert.deepEqual(layer?.rowsShown().map((row) => row.id).sort(), ids, query);
  }
});

test('between two days all is of the later, with what it was before', async ({ data, compared }) => {
  for (const { query, events, ...layers } of compared) {
    const scene = await sceneOf(data, query);
    const { before, day } = scene;
    assert.ok(before !== null && before < day, query);
    const request: Record<string, (id: string, on: number) => string[]> = {
      fields: (id, on) => {
        const production = scene.layers.get('fields')?.production;
        return [production?.side(id, on, 'holder') || '', production?.side(id, on, 'run_by') || ''];
      },
      pipelines: (id, on) => {
        const layer = scene.layers.get('pipelines');
        return layer?.rows.filter((row) => row.id === id).map((row) => layer.state(row, on)) || [];
      },
      control: (id, on) => {
        const layer = scene.layers.get('control');
        return [layer?.classOf(layer.index.get(id) ?? -1, on) || ''];
      },
    };
    for (const layer of [scene.layers.get('crossings'), scene.layers.get('airports')]) {
      request[layer?.name || ''] = (id, on) => {
        const period = layer?.periods.at(id, on);
        return [period?.run_by || 'unknown', period?.state || 'unknown'];
      };
    }
    for (const [name, things] of Object.entries(layers)) {
      for (const [id, pairs] of Object.entries(things)) {
        const [earlier, later]: string[][] = [request[name](id, before), request[name](id, day)];
        assert.deepEqual(earlier.map((value, i) => [value, later[i]]), pairs, `${query}: ${name} ${id}`);
      }
    }
    assert.deepEqual(scene.layers.get('events')?.rowsShown().map((row) => row.id).sort(), events, query);
    const [id, [[from, to]]] = Object.entries(layers.fields).find(([, [[candidate, other]]]) => candidate !== other) ||
      ['', [['', '']]];
    const text = scene.layers.get('fields')?.describe(id)?.headline?.[0].text;
    if (!id || !text) continue;
    assert.ok(text.includes(scene.sideName(from, before)) && text.includes(scene.sideName(to, day)), text);
  }
});

test('a card says who administers, together with who holds, and no two of its rows have one name', async ({ data, administered }) => {
  const scene = await sceneOf(data, `d=${Dates.iso(Dates.LAST)}`);
  const title = scene.t('details.administered');
  const earlier = await sceneOf(data, 'd=2017-10-25');
  let cards = 0;
  for (const [name, layer] of scene.layers) {
    for (const { id } of layer.items?.() || []) {
      const card = layer.describe?.(id);
      if (!card) continue;
      const rows = [card.sure, card.claims, card.key, card.evidence, card.rows].flatMap((some) => some || [])
        .filter(([, value]) => value !== null && value !== undefined && value !== '').map(([key]) => key);
      assert.equal(new Set(rows).size, rows.length, `${name} ${id}: ${rows.join()}`);
      if (!['control', 'towns', 'districts', 'governorates', 'disputed'].includes(name) || !card.headline) continue;
      assert.ok(rows.includes(scene.t('details.newest')), `${name} ${id}`);
      // One unit is more or less certain, several have a last change, and what lies out of scope says so.
      const kinds = ['details.certainty', 'details.lastChange', 'details.detail'].filter((key) =>
        rows.includes(scene.t(key))
      );
      assert.equal(kinds.length, 1, `${name} ${id}: ${kinds.join()}`);
      cards += 1;
    }
  }
  assert.ok(cards > 500);
  const kirkuk = earlier.layers.get('control')?.describe('IQG13Q04N06')?.evidence || [];
  assert.ok(!kirkuk.some(([key]) => key === title), 'no source of its day says so');
  const control = scene.layers.get('control');
  const towns = scene.layers.get('towns');
  assert.ok(control && towns);
  for (const [pcode, names] of Object.entries(administered)) {
    const unit = control.units.findIndex((candidate) => candidate.pcode === pcode);
    const card = control.describe(control.units[unit].unit);
    for (const governorate of names) assert.ok(String(card?.evidence?.[0][1]).includes(governorate), pcode);
    const town: string | undefined = towns.rows.find((row) => row.at === unit)?.id;
    const inferred: CardContent | null = town === undefined ? null : towns.describe(town);
    if (!inferred) continue;
    assert.equal(inferred.evidence?.[0][0], scene.t('details.administered.inferred'));
    for (const governorate of names) assert.ok(String(inferred.evidence?.[0][1]).includes(governorate), town);
    const item = towns.items().find((candidate) => candidate.id === town);
    assert.ok(item?.where?.includes('run from') && item.where.includes('Held by'), `${town}: ${item?.where}`);
  }
});

test("the table of who holds the disputed areas has the units of Python's", async ({ data, disputed }) => {
  const scene = await sceneOf(data, '');
  const control = scene.layers.get('control');
  assert.deepEqual(unitsOfAreas(scene).map((unit) => control?.units[unit].unit).sort(), disputed);
});
