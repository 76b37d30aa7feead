/** How probable it is that the recorded holder is right, on a day: the rules of geo/ask/certainty.py. */
import { Timeline } from './timeline.ts';
import type { Doubt } from './doubt.ts';
import type { Dated, State } from './samples.ts';
import type { CertaintyTables, NearLine, Settlement } from './tables.ts';

type Grade = 'settled' | 'likely' | 'in_doubt';

export interface Verdict {
  grade: Grade;
  probability: number; // that the recorded holder is right
  reason: '' | 'line' | 'days' | 'sources' | 'divided' | 'unknown'; // why it is not settled
}

const RADIANS = Math.PI / 180;

export class Certainty {
  lines: Timeline<NearLine>;

  constructor(
    readonly tables: CertaintyTables,
    readonly doubt: Doubt,
    lines: NearLine[],
    readonly settlements: Settlement[],
  ) {
    this.lines = new Timeline(lines, 'unit');
  }

  /** How near a line most of a unit's ground is; null where none cuts its sub-district. */
  line(unit: number, day: number) {
    const line = this.lines.at(unit, day);
    return line && line.step >= 0 ? line : null;
  }

  /** Of a unit, on most of its ground. */
  of(unit: number, day: number): Verdict {
    const line = this.line(unit, day);
    return this._judge(unit, day, line ? this.tables.steps[line.step][1] : this.tables.undisputed);
  }

  doubtful(unit: number, day: number) {
    if (this._judge(unit, day, this.tables.undisputed).grade === 'in_doubt') return 1;
    return (this.line(unit, day)?.doubt ?? 0) / 100;
  }

  at(unit: number, day: number, lon: number, lat: number) {
    const { steps, undisputed } = this.tables;
    if (!this.line(unit, day)) return this._judge(unit, day, undisputed);
    const ratio = this._ratio(unit, day, lon, lat);
    const step = steps.find(([least]) => ratio >= least) ?? steps[steps.length - 1];
    return this._judge(unit, day, step[1]);
  }

  /** How much farther another side's settlements are than those of the recorded one. */
  _ratio(unit: number, day: number, lon: number, lat: number) {
    const { history } = this.doubt;
    const holder = history.at(unit, day)?.holder;
    const narrow = Math.cos(lat * RADIANS);
    let [same, other] = [Infinity, Infinity];
    for (const place of this.settlements) {
      const far = Math.hypot((place.lon - lon) * narrow, place.lat - lat);
      if (far >= same && far >= other) continue;
      if (history.at(place.unit, day)?.holder === holder) same = Math.min(same, far);
      else other = Math.min(other, far);
    }
    return other / Math.max(same, 1e-9);
  }

  /** @param near share of places so near a line that agree */
  _judge(unit: number, day: number, near: number): Verdict {
    return this.judge(this.doubt.state(unit, day), day, near);
  }

  /** Of anything whose periods say who has it; sides and states are divided by ; (geo/ask/holdings.py). */
  judge(state: State<Dated & { evidence: string }>, day: number, near = this.tables.undisputed): Verdict {
    const { divided, denied, sharesDivided, grades } = this.tables;
    if (!state.spell) return { grade: 'in_doubt', probability: 0, reason: 'unknown' };
    const shares: [Verdict['reason'], number][] = [
      ['divided', state.holder.split(';').some((side) => divided.includes(side)) ? sharesDivided : 1],
      ['days', this._daysPassed(state, day)],
      ['sources', state.spell.evidence === 'conflicting' ? denied : 1],
      ['line', near],
    ];
    const probability = shares.reduce((product, [, share]) => product * share, 1);
    const grade = (grades.find(([least]) => probability >= least)?.[1] ?? 'in_doubt') as Grade;
    const [reason] = shares.reduce((least, share) => (share[1] < least[1] ? share : least));
    return { grade, probability, reason: grade === 'settled' ? '' : reason };
  }

  /** The share of the possible days of a change by which the recorded holder was there. */
  _daysPassed({ others, spells }: State<Dated>, day: number) {
    if (!others.length) return 1;
    return spells.slice(1).reduce((share, row) => {
      const passed = Math.min(1, Math.max(0, (day - row.earliest + 1) / (row.latest - row.earliest + 1)));
      return share * (row.start <= day ? passed : 1 - passed);
    }, 1);
  }
}
