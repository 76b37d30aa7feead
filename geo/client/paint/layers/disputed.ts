/** Disputed areas: an outline with a soft inner band, so that what lies under it stays readable. */
import * as Dates from '../data/dates.ts';
import { Areas } from './admin.ts';
import { cited, rowsOf } from '../data/rows.ts';
import { type Context2D, type Frame, identify, name } from '../map/frame.ts';
import { inStrips, type Pieces } from '../map/pieces.ts';
import { decode, pathOf, Topology } from '../map/topology.ts';
import type { Basis, DisputedArea, Line, Position, Tables } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, Hit, LegendEntry, Painter } from './layer.ts';

type DrawnArea = DisputedArea & { outline: Path2D; bases: Basis[] };

type AreaPaths = { fill: Path2D; outline: Path2D };

export class Disputed extends Areas<DrawnArea> {
  cached: { key: string; listed: AreaPaths; other: AreaPaths } | null = null;

  constructor(atlas: Scene, layers: Tables) {
    const bases = rowsOf(layers.disputed.bases);
    const rows = rowsOf(layers.disputed.areas).map((row) => {
      const inside = new Set(row.units);
      return Object.assign(row, {
        outline: identify(Topology.of(layers).lines((a, b) => inside.has(a) !== inside.has(b)), row.id),
        bases: bases.filter((basis) => basis.area === row.id),
      });
    });
    super(atlas, layers, 'disputed', rows, 'id', 3);
  }

  get kind() {
    return this.atlas.t('kind.area');
  }

  painters(): Painter[] {
    return [
      {
        stage: 'ground',
        uses: new Set(['selection', 'date', 'compare', 'compareMode', 'against']),
        state: () => this._state(),
        draw: (ctx, frame) => this._draw(ctx, frame),
      },
      { stage: 'marks', uses: new Set(), draw: (_, frame) => this._names(frame) },
    ];
  }

  /** Areas that somebody had named disputed by the day shown; those of the list are drawn full, others thin. */
  _areasOfDay() {
    const { day } = this.atlas;
    return this.rows.filter((row) => row.bases.some((basis) => basis.since <= day));
  }

  /** Fills and outlines of all areas shown, listed and others apart; kept until others are shown. */
  _paths() {
    const rows = this._areasOfDay();
    const key = rows.map((row) => row.id).join();
    if (this.cached?.key === key) return this.cached;
    this.cached = {
      key,
      listed: this._together(rows.filter((row) => row.list_number !== null)),
      other: this._together(rows.filter((row) => row.list_number === null)),
    };
    return this.cached;
  }

  _together(rows: DrawnArea[]): AreaPaths {
    const outline = new Path2D();
    for (const row of rows) outline.addPath(row.outline);
    return { fill: this.topology.area(new Set(rows.flatMap((row) => row.units))), outline };
  }

  _state(): string {
    return this._areasOfDay().map((row) => row.id).join() + this.atlas.selectedOf(this);
  }

  *_draw(ctx: Context2D, frame: Frame): Pieces {
    const { style } = this.atlas;
    frame.world(ctx);
    ctx.lineJoin = 'round';
    const { listed, other } = this._paths();
    for (const { fill, outline } of [other, listed]) {
      const [line, part] = fill === listed.fill
        ? [style.lines.disputed, 'listed'] as const
        : [style.lines.disputedOther, 'other'] as const;
      if (line.band) {
        name(ctx, part + '-bands');
        yield* inStrips(ctx, frame, () => {
          ctx.clip(fill);
          ctx.strokeStyle = style.disputedBand;
          ctx.lineWidth = (line.band || 0) / frame.k;
          ctx.stroke(outline);
        });
      }
      name(ctx, part);
      frame.pen(ctx, line);
      ctx.stroke(outline);
      ctx.setLineDash([]);
      yield ctx;
    }
    const row = this.find(this.atlas.selectedOf(this));
    if (row) {
      name(ctx, 'selected');
      ctx.strokeStyle = style.accent;
      ctx.lineWidth = 3 / frame.k;
      ctx.stroke(row.outline);
    }
  }

  _names(frame: Frame) {
    if (frame.zoom < 5.8 || frame.zoom > 11.5) return;
    const changed = this.atlas.layers.get('control')?.changedUnits();
    const listed = new Set(this._areasOfDay().flatMap((row) => row.list_number === null ? [] : row.units));
    const look = { size: frame.zoom < 9.5 ? 10 : 11.5, italic: true, colour: this.atlas.style.disputed };
    for (const row of this._areasOfDay().filter(({ list_number }) => list_number !== null)) {
      // After towns; before them where the view is about a change there.
      const rank = changed && row.units.some((unit) => changed.has(unit)) ? 90 : 320;
      this.want(row, frame, { ...look, rank }, listed);
    }
  }

  pick(latlng: Position): Hit[] {
    const unit = this.topology.unitAt(latlng);
    return this._areasOfDay().filter((row) => row.units.includes(unit)).map((row) => ({
      id: row.id,
      title: this.atlas.nameOf(row),
      text: this.kind,
      order: 110,
    }));
  }

  legend(): LegendEntry[] {
    const { style, frame, t } = this.atlas;
    const seen = frame && this.topology.seen(frame);
    const areas = this._areasOfDay().filter((row) => !seen || row.units.some((unit) => seen.has(unit)));
    if (!areas.length) return [];
    const lists = new Set(areas.map((row) => row.list_number === null ? 'unlisted' : 'listed'));
    const line = lists.has('listed') ? style.lines.disputed : style.lines.disputedOther;
    const swatch = { line, band: line.band ? style.disputedBand : undefined };
    return [{ swatch, text: t(lists.size > 1 ? 'legend.disputed' : 'legend.' + [...lists][0]) }];
  }

  describe(id: string): CardContent | null {
    const row = this.find(id);
    if (!row) return null;
    const { number, t, view } = this.atlas;
    return {
      ...this.card(row, cited(row)),
      rows: [
        [t('details.listNumber'), row.list_number === null ? '' : number(row.list_number)],
        this.size(row),
        [t('details.pcode'), row.pcodes],
      ],
      action: this.atlas.layers.has('control') && {
        text: t('ask.this'),
        change: { areaOfInterest: 'areas:' + id },
        panel: 'ask',
      },
      statements: row.bases.map((basis) => ({
        title: `${t('basis.' + basis.basis)} · ${Dates.words(basis.since, view.language, basis.precision)}`,
        text: basis.text,
        rows: [
          [t('details.saidBy'), basis.said_by],
          [t('details.claimant'), this.atlas.heldBy(basis.claimant, basis.since)],
          [t('details.note'), basis.note],
        ],
        sources: cited(basis),
      })),
      statementsTitle: t('details.whoSays'),
    };
  }
}

/** Lines of separation, drawn only as the sources allow. */
export class Lines {
  rows: Line[];
  lines: Float64Array<ArrayBuffer>[][];
  paths: Path2D[];

  constructor(readonly atlas: Scene, layers: Tables) {
    this.rows = rowsOf(layers.lines.rows);
    const { shapes } = layers.lines;
    this.lines = shapes.parts.map((lines) => lines.map((deltas) => decode(deltas, shapes)));
    this.paths = this.lines.map((lines) => pathOf(lines, false));
  }

  painters(): Painter[] {
    return [{
      stage: 'ground',
      uses: new Set(),
      state: () => '',
      draw: (ctx, frame) => {
        frame.pen(ctx, this.atlas.style.lines.greenLine);
        for (const [i, path] of this.paths.entries()) {
          name(ctx, '', this.rows[i].id);
          ctx.stroke(path);
        }
      },
    }];
  }

  legend(): LegendEntry[] {
    const { frame } = this.atlas;
    return this.rows.filter((_, i) => !frame || this.lines[i].some((line) => frame.seesLine(line))).map((row) => ({
      swatch: { line: this.atlas.style.lines.greenLine },
      text: `${this.atlas.nameOf(row)} (${this.atlas.t('position.approximate')})`,
    }));
  }
}
