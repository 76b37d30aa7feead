/** Oil and gas fields: sized by what they gave, coloured by who ran them, ringed by who held them. */
import * as Dates from '../data/dates.ts';
import { cardRows, heldFrom, newestSource, sinceWords, sureOf } from './ground.ts';
import { cited, rowsOf } from '../data/rows.ts';
import { type Placed, Points } from '../map/points.ts';
import { Production } from '../data/production.ts';
import type { Field, FieldPeriod, Tables } from '../data/tables.ts';
import type { Timeline } from '../data/timeline.ts';
import type { Context2D, Frame } from '../map/frame.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, LegendEntry } from './layer.ts';

/** Barrels a day from which on a field is named wherever the layer is on; and those of the samples in the legend. */
const NAMED = 50_000;
const SAMPLES = [50_000, 250_000];

export class Fields extends Points<Field> {
  production: Production;
  periods: Timeline<FieldPeriod>;

  constructor(atlas: Scene, layers: Tables) {
    super(atlas, () => rowsOf(layers.fields.rows));
    this.uses = new Set(['date', 'selection', 'compare', 'compareMode', 'against']);
    this.order = 0;
    this.searchRank = 4;
    this.production = new Production(layers.fields);
    this.periods = this.production.periods;
  }

  barrels(row: Field) {
    const output = this.production.on(row.id, this.atlas.day);
    return output ? output.best : null;
  }

  override radius(row: Field, frame: { zoom: number }) {
    return this._size(this.barrels(row), frame.zoom);
  }

  _size(barrels: number | null, zoom: number) {
    const grow = Math.min(1.25, Math.max(0.55, (zoom - 3) / 5));
    return grow * (barrels ? Math.max(4.5, Math.min(24, Math.sqrt(barrels) / 26)) : 4);
  }

  override mark(ctx: Context2D, row: Placed<Field>, x: number, y: number, frame: Frame) {
    const { style } = this.atlas;
    const radius = this.radius(row, frame);
    const colours = (by: 'run_by' | 'holder') =>
      this.sides(row.id, by).map((side) => style.strong[side] || style.strong.unknown);
    disc(ctx, x, y, radius + 1.5, style.halo);
    ring(ctx, x, y, radius + 0.7, [style.oil], 0.9);
    disc(ctx, x, y, radius, style.paper);
    disc(ctx, x, y, radius, ...colours('run_by'));
    ring(ctx, x, y, radius - 2.6, [style.paper], 1.2);
    ring(ctx, x, y, radius - 0.6, colours('holder'), 2.6);
    const large = (this.barrels(row) || 0) > NAMED;
    if (large || frame.zoom >= 8) {
      const rank = (large ? 128 : 500) - radius / 100;
      this.label(row, x, y, { offset: radius + 3, size: 10.5, weight: 600, rank, colour: style.oilName });
    }
  }

  outputBySide(ids: string[]) {
    const { atlas } = this;
    return [...this.production.sums(ids, atlas.day, 'holder').values()].filter((sum) => sum.counted)
      .sort((a, b) => b.best - a.best)
      .map((sum) =>
        `${atlas.heldBy(sum.side, atlas.day)}: ${Dates.rounded(sum, atlas.view.language)} (${
          Production.figuresCounted(atlas, sum.counted, sum.fields.length)
        })`
      )
      .join(' · ');
  }

  /** Who held a field, or for whom it was run: on the day shown, or on both of two days that differ. */
  sides(id: string, by: 'run_by' | 'holder'): string[] {
    const { before, day } = this.atlas;
    const to = this.production.side(id, day, by);
    const from = before === null ? to : this.production.side(id, before, by);
    return from === to ? [to] : [from, to];
  }

  sideWords(id: string, by: 'run_by' | 'holder') {
    return this.atlas.overDays((day) => this.atlas.heldBy(this.production.side(id, day, by), day));
  }

  kind(row: Field) {
    const figure = this.production.on(row.id, this.atlas.day);
    const kind = this.atlas.t('kind.field.' + row.kind);
    const sides = this.periods.at(row.id, this.atlas.day)
      ? [
        this.atlas.t('oil.ran', { side: this.sideWords(row.id, 'run_by') }),
        this.atlas.t('oil.held', { side: this.sideWords(row.id, 'holder') }),
      ]
      : [];
    const output = figure ? [`${Production.best(this.atlas, figure)} ${this.atlas.t('unit.bpd')}`] : [];
    return [kind, ...output, ...sides].join(' · ');
  }

  legend(): LegendEntry[] {
    const { style, t, frame, before } = this.atlas;
    if (!this.inSight) return [];
    const [few, many] = SAMPLES.map(this.atlas.number);
    const sizes = SAMPLES.map((barrels) => 2 * this._size(barrels, frame?.zoom ?? 7));
    const swatch = { dot: style.strong.federal, ring: style.strong.region, sizes, toScale: true };
    return [
      { swatch, text: t('legend.field', { few, many }) },
      ...(before === null ? [] : [{ text: t('legend.halves') }]),
    ];
  }

  card(row: Field, id: string): CardContent {
    const { t } = this.atlas;
    const period = this.periods.at(id, this.atlas.day);
    const change = period && this.periods.arrival(id, period, 'holder');
    const output = this.production.on(id, this.atlas.day);
    const [holder, runFor] = period ? [this.sideWords(id, 'holder'), this.sideWords(id, 'run_by')] : ['', ''];
    return {
      title: this.atlas.nameOf(row),
      subtitle: t('kind.field.' + row.kind),
      headline: period && [{
        colour: this.atlas.style.strong[period.holder],
        text: heldFrom(
          this.atlas,
          t('details.held', { holder }),
          sinceWords(this.atlas, change || period),
        ),
      }],
      sure: change ? sureOf(this.atlas, this.production.state(id, this.atlas.day), change) : [],
      claims: [[t('details.disputed'), t('answer.' + row.disputed)]],
      key: [
        [
          t('details.operator'),
          period?.operator && `${period.operator} (${t('since.day', { date: sinceWords(this.atlas, period) })})`,
        ],
        [t('oil.runFor'), runFor === holder ? null : runFor],
        [
          t('details.output'),
          output &&
          Production.words(this.atlas, output) + ' ' + t('unit.bpd') + t('sentence.comma') +
            Production.kind(this.atlas, output),
        ],
      ],
      evidence: period
        ? [
          ...newestSource(this.atlas, [output && output.source, period.source].filter(Boolean).join(';')),
          [t('details.what'), period.text],
        ]
        : [],
      rows: cardRows(this.atlas, this.name, row),
      text: row.note,
      sources: [output && output.source, row.source, row.position_source, period && cited(period)].filter(Boolean)
        .join(
          ';',
        ),
      statementsTitle: t('details.figures'),
      statements: this.production.figures.filter((figure) => figure.subject === id).map((figure) => ({
        title: `${Production.when(this.atlas, figure)}: ${this.atlas.number(figure.value)} ${t('unit.' + figure.unit)}`,
        text: t('oil.how.' + figure.qualifier),
        rows: [this.atlas.proof(figure), [t('details.note'), figure.note]],
        sources: cited(figure),
      })),
    };
  }
}

/** A disc; of two colours, the first is its left half. */
function disc(ctx: Context2D, x: number, y: number, radius: number, ...colours: string[]) {
  arcs(ctx, x, y, radius, colours, (colour) => {
    ctx.fillStyle = colour;
    ctx.fill();
  });
}

/** A ring; of two colours, the first is its left half. */
function ring(ctx: Context2D, x: number, y: number, radius: number, colours: string[], width: number) {
  arcs(ctx, x, y, radius, colours, (colour) => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  });
}

function arcs(ctx: Context2D, x: number, y: number, radius: number, colours: string[], draw: (colour: string) => void) {
  const turns = colours.length < 2 ? [[0, 2]] : [[0.5, 1.5], [-0.5, 0.5]];
  colours.forEach((colour, i) => {
    ctx.beginPath();
    ctx.arc(x, y, Math.max(0.5, radius), turns[i][0] * Math.PI, turns[i][1] * Math.PI);
    draw(colour);
  });
}
