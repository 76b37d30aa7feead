/** Border crossings and airports, with who ran them on the day shown. */
import * as Dates from '../data/dates.ts';
import { cardRows, heldFrom, newestSource, sureOf } from './ground.ts';
import { cited, rowsOf } from '../data/rows.ts';
import { stateOf } from '../data/samples.ts';
import { type Placed, Points } from '../map/points.ts';
import { glyphPath } from '../map/symbols.ts';
import { Timeline } from '../data/timeline.ts';
import type { Crossing, CrossingPeriod, Tables } from '../data/tables.ts';
import type { Context2D, Frame } from '../map/frame.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, LegendEntry } from './layer.ts';

export class Crossings extends Points<Crossing> {
  airport: boolean;
  periods: Timeline<CrossingPeriod>;

  constructor(atlas: Scene, layers: Tables, name: string) {
    super(atlas, () => rowsOf(layers.crossings.rows).filter((row) => (row.kind === 'airport') === this.airport));
    this.airport = name === 'airports';
    this.uses = new Set(['date', 'selection', 'compare', 'compareMode', 'against']);
    this.order = 2;
    this.searchRank = 5;
    this.periods = new Timeline(rowsOf(layers.crossings.periods), 'crossing');
  }

  override radius() {
    return 6;
  }

  override mark(ctx: Context2D, row: Placed<Crossing>, x: number, y: number, frame: Frame) {
    const { style, before, day } = this.atlas;
    const [from, to] = [before ?? day, day].map((on) => this.periods.at(row.id, on));
    if (from?.run_by === to?.run_by && from?.state === to?.state) this._glyph(ctx, to, x, y);
    else {
      // Two halves: on the earlier day and on the later.
      for (const [period, left] of [[from, x - 12], [to, x]] as [CrossingPeriod | null, number][]) {
        ctx.save();
        ctx.beginPath();
        ctx.rect(left, y - 12, 12, 24);
        ctx.clip();
        this._glyph(ctx, period, x, y);
        ctx.restore();
      }
    }
    if (frame.zoom >= (this.airport ? 8.5 : 7.5)) {
      this.label(row, x, y, { offset: 9, size: 10.5, rank: 480, colour: style.ink });
    }
  }

  _glyph(ctx: Context2D, period: CrossingPeriod | null, x: number, y: number) {
    const { style } = this.atlas;
    const shut = period && period.state === 'shut';
    const glyph = new Path2D(glyphPath(this.airport ? 'plane' : 'gate', x, y));
    ctx.fillStyle = shut ? style.halo : style.strong[period ? period.run_by : 'unknown'] || style.strong.unknown;
    ctx.strokeStyle = shut ? style.ink : style.halo;
    ctx.lineWidth = 1.3;
    ctx.fill(glyph);
    ctx.stroke(glyph);
    if (!shut) return;
    ctx.beginPath();
    ctx.moveTo(x - 5, y + 5);
    ctx.lineTo(x + 5, y - 5);
    ctx.strokeStyle = style.ink;
    ctx.stroke();
  }

  /** Who ran it and its state: on the day shown, or on both of two days that differ. */
  stateWords(id: string) {
    return this.atlas.overDays((day) => {
      const period = this.periods.at(id, day);
      if (!period) return this.atlas.t('holder.unknown');
      return this._inWords(this.atlas.heldBy(period.run_by, day), period);
    });
  }

  _holderInWords(holder: string) {
    const [side, state] = holder.split(';');
    return this._inWords(this.atlas.heldBy(side, this.atlas.day), { state });
  }

  _inWords(side: string, { state }: Pick<CrossingPeriod, 'state'>) {
    return side + this.atlas.t('sentence.comma') + this.atlas.t('state.' + state);
  }

  kind(row: Crossing) {
    const kind = this.atlas.t(this.airport ? 'kind.airport' : 'kind.crossing');
    return this.periods.at(row.id, this.atlas.day) ? `${kind} · ${this.stateWords(row.id)}` : kind;
  }

  legend(): LegendEntry[] {
    const { layers, style, t } = this.atlas;
    const [ways, airports] = [layers.get('crossings'), layers.get('airports')];
    const both = [ways, airports].map((layer) => Boolean(layer?.inSight && this.atlas.shows(layer.name)));
    if (!this.inSight || (this.airport && both[0])) return []; // one key says both
    const glyphs = this.airport ? ['plane'] : both[1] ? ['gate', 'plane'] : ['gate'];
    const text = t(glyphs.length > 1 ? 'legend.ways' : this.airport ? 'legend.airport' : 'legend.crossing');
    return [{ swatch: { glyphs, fill: style.strong.region }, text }];
  }

  card(row: Crossing, id: string): CardContent {
    const { t, view } = this.atlas;
    const period = this.periods.at(id, this.atlas.day);
    const change = period && this.periods.arrival(id, period, 'holder');
    const state = stateOf(this.periods.all(id), period, this.atlas.day);
    return {
      title: this.atlas.nameOf(row),
      subtitle: t(this.airport ? 'kind.airport' : 'kind.crossing'),
      headline: change &&
        [{
          colour: this.atlas.style.strong[change.run_by],
          text: heldFrom(this.atlas, this.stateWords(id), Dates.words(change.start, view.language, change.precision)),
        }],
      sure: change ? sureOf(this.atlas, state, change, (other) => this._holderInWords(other)) : [],
      key: [[t('details.neighbour'), row.neighbour && t('country.' + row.neighbour)]],
      evidence: period ? newestSource(this.atlas, period.source) : [],
      rows: cardRows(this.atlas, this.name, row),
      text: row.note,
      sources: row.source,
      statementsTitle: t('details.states'),
      statements: this.periods.all(id).map((item) => ({
        title: `${Dates.words(item.start, view.language, item.precision)}: ${
          this._inWords(this.atlas.heldOver(item.run_by, item), item)
        }`,
        text: item.text,
        rows: [this.atlas.proof(item)],
        sources: cited(item),
      })),
    };
  }
}
