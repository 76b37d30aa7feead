/** Border crossings and airports, with who ran them on the day shown. */
import * as Dates from '../data/dates.js';
import { rowsOf } from '../data/rows.js';
import { Points } from '../map/points.js';
import { glyphPath } from '../map/symbols.js';
import { Timeline } from '../data/timeline.js';
import { register } from './registry.js';

/** @import { Scene } from '../scene.js' */
/** @import { Placed } from '../map/points.js' */
/** @import { Frame } from '../map/frame.js' */
/** @import { Crossing } from '../data/oil_tables.js' */
/** @import { Tables } from '../data/tables.js' */
/** @import { CardContent, LegendEntry } from './layer.js' */

/** @extends {Points<Crossing>} */
class Crossings extends Points {
  /** @param {Scene} atlas @param {Tables} layers @param {'airport' | 'crossing'} kind */
  constructor(atlas, layers, kind) {
    const rows = rowsOf(layers.crossings.rows).filter((row) => (row.kind === 'airport') === (kind === 'airport'));
    super(atlas, rows);
    this.airport = kind === 'airport';
    this.z = 64;
    this.uses = new Set(['date', 'selection']);
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
    const { style } = this.atlas;
    const period = this.periods.at(row.id, this.atlas.view.date);
    const shut = period && period.state === 'shut';
    const glyph = new Path2D(glyphPath(this.airport ? 'plane' : 'gate', x, y));
    ctx.fillStyle = shut ? style.halo : style.strong[period ? period.run_by : 'unknown'] || style.strong.unknown;
    ctx.strokeStyle = shut ? style.ink : style.halo;
    ctx.lineWidth = 1.3;
    ctx.fill(glyph);
    ctx.stroke(glyph);
    if (shut) {
      ctx.beginPath();
      ctx.moveTo(x - 5, y + 5);
      ctx.lineTo(x + 5, y - 5);
      ctx.strokeStyle = style.ink;
      ctx.stroke();
    }
    if (frame.zoom >= (this.airport ? 8.5 : 7.5)) {
      this.label(row, x, y, { offset: 9, size: 10.5, rank: 480, colour: style.ink });
    }
  }

  /** @param {Crossing} row */
  kind(row) {
    const period = this.periods.at(row.id, this.atlas.view.date);
    const kind = this.atlas.t(this.airport ? 'kind.airport' : 'kind.crossing');
    return period
      ? `${kind} · ${this.atlas.t('holder.' + period.run_by)}, ${this.atlas.t('state.' + period.state)}`
      : kind;
  }

  /** @returns {LegendEntry[]} */
  legend() {
    const { style } = this.atlas;
    const glyph = this.airport ? 'plane' : 'gate';
    return [{
      swatch: { glyph, fill: style.strong.region },
      text: this.atlas.t(this.airport ? 'legend.airport' : 'legend.crossing'),
    }];
  }

  /** @param {string} id @returns {?CardContent} */
  describe(id) {
    const row = this.byId.get(id);
    if (!row) return null;
    const { view } = this.atlas;
    /** @param {string} key */
    const t = (key) => this.atlas.t(key);
    const period = this.periods.at(id, view.date);
    return {
      title: this.atlas.nameOf(row),
      subtitle: t(this.airport ? 'kind.airport' : 'kind.crossing'),
      headline: period &&
        [{
          colour: this.atlas.style.strong[period.run_by],
          text: `${t('holder.' + period.run_by)}, ${t('state.' + period.state)}`,
        }],
      rows: [
        [t('details.neighbour'), row.neighbour],
        [t('details.official'), ['yes', 'no'].includes(row.official) ? t('answer.' + row.official) : row.official],
        [t('details.alt'), row.alt_names],
        [t('details.position'), this.position(row)],
        [t('details.positionNote'), row.position_note],
        [t('details.confidence'), t('confidence.' + row.confidence)],
      ],
      text: row.note,
      sources: row.source,
      statementsTitle: t('details.states'),
      statements: this.periods.all(id).map((one) => ({
        title: `${Dates.words(one.start, view.language, one.precision)}: ${t('holder.' + one.run_by)}, ${
          t('state.' + one.state)
        }`,
        text: one.text,
        rows: [[t('details.confidence'), t('confidence.' + one.confidence)]],
        sources: one.source,
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
