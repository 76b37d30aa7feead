/** Border crossings and airports, with who ran them on the day shown. */
import * as Dates from '../data/dates.js';
import { heldFrom, newestSource } from './ground.js';
import { cardRows } from './card_rows.js';
import { rowsOf } from '../data/rows.js';
import { Points } from '../map/points.js';
import { glyphPath } from '../map/symbols.js';
import { Timeline } from '../data/timeline.js';
import { register } from './registry.js';
import { cited } from '../data/cited.js';

/** @import { Scene } from '../scene.js' */
/** @import { Placed } from '../map/points.js' */
/** @import { Frame } from '../map/frame.js' */
/** @import { Crossing, CrossingPeriod } from '../data/oil_tables.js' */
/** @import { Tables } from '../data/tables.js' */
/** @import { CardContent, LegendEntry } from './layer.js' */

/** @extends {Points<Crossing>} */
class Crossings extends Points {
  /** @param {Scene} atlas @param {Tables} layers @param {'airport' | 'crossing'} kind */
  constructor(atlas, layers, kind) {
    const rows = rowsOf(layers.crossings.rows).filter((row) => (row.kind === 'airport') === (kind === 'airport'));
    super(atlas, rows);
    this.airport = kind === 'airport';
    this.uses = new Set(['date', 'selection', 'compare', 'compareMode', 'against']);
    this.order = 2;
    this.searchRank = 5;
    this.periods = new Timeline(rowsOf(layers.crossings.periods), 'crossing');
  }

  radius() {
    return 6;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Placed<Crossing>} row @param {number} x @param {number} y
   * @param {Frame} frame */
  mark(ctx, row, x, y, frame) {
    const { style, before, day } = this.atlas;
    const [from, to] = [before ?? day, day].map((on) => this.periods.at(row.id, on));
    if (from?.run_by === to?.run_by && from?.state === to?.state) this._glyph(ctx, to, x, y);
    else {
      // Two halves: on the earlier day and on the later.
      for (const [period, left] of /** @type {[?CrossingPeriod, number][]} */ ([[from, x - 12], [to, x]])) {
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

  /** @param {CanvasRenderingContext2D} ctx @param {?CrossingPeriod} period @param {number} x @param {number} y */
  _glyph(ctx, period, x, y) {
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

  /** Who ran it and its state: on the day shown, or on both of two days that differ. @param {string} id */
  stateWords(id) {
    return this.atlas.overDays((day) => {
      const period = this.periods.at(id, day);
      if (!period) return this.atlas.t('holder.unknown');
      return this._inWords(this.atlas.heldBy(period.run_by, day), period);
    });
  }

  /** @param {string} side @param {CrossingPeriod} period */
  _inWords(side, { state }) {
    return side + this.atlas.t('sentence.comma') + this.atlas.t('state.' + state);
  }

  /** @param {Crossing} row */
  kind(row) {
    const kind = this.atlas.t(this.airport ? 'kind.airport' : 'kind.crossing');
    return this.periods.at(row.id, this.atlas.day) ? `${kind} · ${this.stateWords(row.id)}` : kind;
  }

  /** @returns {LegendEntry[]} */
  legend() {
    const { layers, style, t } = this.atlas;
    const [ways, airports] = [layers.get('crossings'), layers.get('airports')];
    const both = [ways, airports].map((layer) => Boolean(layer?.inSight && this.atlas.shows(layer.name)));
    if (!this.inSight || (this.airport && both[0])) return []; // one key says both
    const glyphs = this.airport ? ['plane'] : both[1] ? ['gate', 'plane'] : ['gate'];
    const text = t(glyphs.length > 1 ? 'legend.ways' : this.airport ? 'legend.airport' : 'legend.crossing');
    return [{ swatch: { glyphs, fill: style.strong.region }, text }];
  }

  /** @param {string} id @returns {?CardContent} */
  describe(id) {
    const row = this.byId.get(id);
    if (!row) return null;
    const { t, view } = this.atlas;
    const period = this.periods.at(id, this.atlas.day);
    return {
      title: this.atlas.nameOf(row),
      subtitle: t(this.airport ? 'kind.airport' : 'kind.crossing'),
      headline: period &&
        [{
          colour: this.atlas.style.strong[period.run_by],
          text: heldFrom(
            this.atlas,
            this.stateWords(id),
            Dates.words(period.start, view.language, period.precision),
          ),
        }],
      sure: period ? [this.atlas.proof(period)] : [],
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

/** Crossings of the border on land. */
export class BorderCrossings extends Crossings {
  /** @param {Scene} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    super(atlas, layers, 'crossing');
  }
}

export class Airports extends Crossings {
  /** @param {Scene} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    super(atlas, layers, 'airport');
  }
}

register('crossings', BorderCrossings);
register('airports', Airports);
