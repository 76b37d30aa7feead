/** Samples of who held a thing on a day by the days of its changes, as geo/ask/uncertainty/samples.py draws them. */
import type { Span, Strata } from './tables.ts';

/** A row of who held a thing, with the days between which it began. */
export type Dated = Span & { holder: string; earliest: number; latest: number; dated?: number | null };

/** The holder of a thing in each sample; one where all agree. */
export type Drawn = string | string[];

/** Ends of the band that nine of ten samples lie in. */
export type Band = [low: number, high: number];

interface Sampling {
  samples: number; // how many there are
  ends: [low: number, high: number]; // of a band among the samples in order
  dates: Strata[]; // of the days of changes that rest on one report
}

/** What is known of who held a thing on a day: its rows that the day may fall in, and the days between which the
 * change happened. */
export type State<Row extends Dated> = {
  spell: Row | null;
  spells: Row[];
  holder: string;
  others: string[];
  earliest: number;
  latest: number;
};

/** @param rows of a thing in the order of their days @param spell of the day */
export function stateOf<Row extends Dated>(rows: Row[], spell: Row | null, day: number): State<Row> {
  const spells = rows.filter((row, i) => {
    const after = rows[i + 1]?.start === row.end ? rows[i + 1] : null;
    return row.earliest <= day && (row.end === null || day < (after?.latest ?? row.end));
  });
  const changes = spells.length > 1 ? spells.slice(1) : spells;
  const holder = spell ? spell.holder : 'unknown';
  return {
    spell,
    spells,
    holder,
    others: [...new Set(spells.map((row) => row.holder))].filter((other) => other !== holder),
    earliest: Math.min(...changes.map((row) => row.earliest)),
    latest: Math.max(...changes.map((row) => row.latest)),
  };
}

export function quantile([step, first]: Strata, sample: number, samples: number) {
  return (((sample * step + first) % samples) + 0.5) / samples;
}

export function drawDates({ spells, holder, others }: State<Dated>, day: number, { samples, dates }: Sampling) {
  if (!others.length) return new Array(samples).fill(holder);
  const holders = new Array(samples).fill(spells[0].holder);
  for (const row of spells.slice(1)) {
    const share = (day - row.earliest + 1) / (row.latest - row.earliest + 1);
    for (let sample = 0; sample < samples; sample++) {
      if (typeof row.dated !== 'number' || quantile(dates[row.dated], sample, samples) < share) {
        holders[sample] = row.holder;
      }
    }
  }
  return holders;
}
