/** Pipelines with their state on the day shown: bold with arrows where oil moves, thin where none does. */
import * as Dates from '../data/dates.ts';
import * as World from '../map/world.ts';
import { namesOf } from '../data/profile.ts';
import { cited, rowsOf } from '../data/rows.ts';
import { type Context2D, type Frame, name } from '../map/frame.ts';
import { decode, distance, pathOf } from '../map/topology.ts';
import { Timeline } from '../data/timeline.ts';
import type { Box, Pipeline, PipelineLength, PipelineState, Position, Tables } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, Hit, LegendEntry, Painter, SearchItem } from './layer.ts';

export type DrawnPipeline = Pipeline & { lines: Float64Array[]; path: Path2D };

const STEP = 7; // pixels between the places along a line that names keep off

const MOVES = new Set(['open', 'partial']); // states in which oil moves

export class Pipelines {
  rows: DrawnPipeline[];
  lengths: PipelineLength[];
  states: Timeline<PipelineState>;
  drawn: string | null = null; // what the lines were drawn by last

  constructor(readonly atlas: Scene, layers: Tables) {
    const { rows, shapes } = layers.pipelines;
    this.rows = rowsOf(rows).map((row, i) => {
      const lines = shapes.parts[i].map((steps) => decode(steps, shapes));
      return Object.assign(row, { lines, path: pathOf(lines, false) });
    });
    this.lengths = rowsOf(layers.pipelines.lengths);
    this.states = new Timeline(rowsOf(layers.pipelines.states), 'pipeline');
  }

  painters(): Painter[] {
    const uses = new Set(['date', 'selection', 'compare', 'compareMode', 'against']);
    return [
      {
        stage: 'ground',
        uses,
        differs: () => this._shows() === this.drawn ? [] : null,
        draw: (ctx, frame) => this._draw(ctx, frame),
      },
      { stage: 'marks', uses, draw: (_, frame) => this._names(frame) },
    ];
  }

  /** The state of a line on a day; 'none' where its record has not begun. @param day by default the one shown */
  state(row: DrawnPipeline, day: number = this.atlas.day) {
    const state = this.states.at(row.id, day);
    return state ? state.state : 'none';
  }

  /** Whether a line had another state on the earlier of two days compared. */
  isChanged(row: DrawnPipeline) {
    return this.atlas.before !== null && this.state(row, this.atlas.before) !== this.state(row);
  }

  stateWords(row: DrawnPipeline) {
    return this.atlas.overDays((day) => this.atlas.t('state.' + this.state(row, day)));
  }

  _shows() {
    return [this.atlas.selectedOf(this), ...this.rows.map((row) => this.state(row) + this.isChanged(row))].join();
  }

  standing() {
    return this.rows.filter((row) => !['none', 'planned'].includes(this.state(row)));
  }

  _line(kind: string, works: boolean) {
    const { oil, idle, pipelines } = this.atlas.style;
    return { colour: works ? oil : idle, width: works ? pipelines.width[kind] : pipelines.idle, dash: [] };
  }

  _names(frame: Frame) {
    for (const [x, y] of along(this.standing().flatMap((row) => row.lines), frame, STEP)) {
      const [px, py] = frame.pixel(x, y);
      if (frame.inside(px, py, 0)) this.atlas.labels.lines.push([px - 2, py - 2, px + 2, py + 2]);
    }
    const abroad = this.standing().filter((row) =>
      row.kind === 'export' && row.lines.some((line) => frame.seesLine(line))
    );
    const working = abroad.filter((row) => MOVES.has(this.state(row)));
    for (const row of working.length ? working : abroad.filter((row) => this.state(row) === 'shut')) {
      const [x, y] = frame.pixel(...middle(row.lines, frame));
      const title = this.atlas.nameOf(row);
      this.atlas.labels.want({
        text: title.split(' (')[0],
        x,
        y,
        size: 10.5,
        italic: true,
        rank: 129,
        colour: this.atlas.style.ink,
        owner: { layer: 'pipelines', id: row.id, title, text: this.stateWords(row) },
      });
    }
  }

  _draw(ctx: Context2D, frame: Frame) {
    const { style } = this.atlas;
    const chosen = this.atlas.selectedOf(this);
    this.drawn = this._shows();
    frame.world(ctx);
    // Lines that move oil lie above those that do not.
    const { states, width } = style.pipelines;
    const rank = (row: DrawnPipeline) => states.indexOf(this.state(row)) * 10 + width[row.kind];
    for (const row of this.standing().sort((a, b) => rank(a) - rank(b))) {
      const state = this.state(row);
      const line = this._line(row.kind, MOVES.has(state));
      name(ctx, state, row.id);
      const selected = chosen === row.id;
      if (this.isChanged(row)) {
        frame.pen(ctx, { colour: style.accent, width: line.width + style.pipelines.halo + 3, dash: [] });
        ctx.stroke(row.path);
      }
      frame.pen(ctx, {
        colour: selected ? style.accent : style.paper,
        width: line.width + (selected ? 4 : MOVES.has(state) ? style.pipelines.halo : style.pipelines.halo / 2),
        dash: [],
      });
      ctx.stroke(row.path);
      frame.pen(ctx, line);
      ctx.stroke(row.path);
      if (MOVES.has(state)) this._arrows(ctx, frame, row, line.colour);
    }
    ctx.setLineDash([]);
  }

  /** Heads of arrows along a line, one every 120 pixels of the screen; both ways where oil may go both. */
  _arrows(ctx: Context2D, frame: Frame, row: DrawnPipeline, colour: string) {
    const size = (row.kind === 'export' ? 7 : 5.5) / frame.k;
    const every = 120 / frame.k;
    ctx.setLineDash([]);
    Object.assign(ctx, { strokeStyle: this.atlas.style.halo, lineWidth: 2 / frame.k, fillStyle: colour });
    for (const line of row.lines) {
      let next = every / 2;
      for (let i = 2; i < line.length; i += 2) {
        const [dx, dy] = [line[i] - line[i - 2], line[i + 1] - line[i - 1]];
        const length = Math.hypot(dx, dy);
        for (; next < length; next += every) {
          const [x, y] = [line[i - 2] + (dx * next) / length, line[i - 1] + (dy * next) / length];
          const [px, py] = frame.pixel(x, y);
          if (!frame.inside(px, py)) continue;
          const turn = [dx / length, dy / length];
          head(ctx, x, y, turn, size);
          if (row.flow === 'both') {
            const [bx, by] = turn.map((part) => part * size * 1.3);
            head(ctx, x - bx, y - by, turn.map((part) => -part), size);
          }
        }
        next -= length;
      }
    }
  }

  pick(latlng: Position): Hit[] {
    const [x, y] = World.of(latlng.lng, latlng.lat);
    const reach = 6 / (this.atlas.frame?.k || 1);
    const hits = [];
    for (const row of this.standing()) {
      const far = Math.min(...row.lines.map((line) => distance(line, x, y)));
      if (far < reach) {
        hits.push({ id: row.id, title: this.atlas.nameOf(row), text: this.stateWords(row), order: 20 + far / reach });
      }
    }
    return hits;
  }

  legend(): LegendEntry[] {
    const { frame, style, t } = this.atlas;
    const rows = this.standing().filter((row) => !frame || row.lines.some((line) => frame.seesLine(line)));
    if (!rows.length) return [];
    const works = rows.map((row) => MOVES.has(this.state(row)));
    const some = works.includes(true);
    const word = !some ? 'legend.pipelineIdle' : works.includes(false) ? 'legend.pipelines' : 'legend.pipeline';
    const entries = [{ swatch: { line: this._line('export', some), arrow: some }, text: t(word) }];
    if (!rows.some((row) => this.isChanged(row))) return entries;
    const line = { colour: style.accent, width: 5, dash: [] };
    return [...entries, { swatch: { line }, text: t('legend.pipelineChanged') }];
  }

  find(id: string) {
    return this.rows.find((row) => row.id === id);
  }

  locate(id: string): Box | null {
    const row = this.find(id);
    if (!row) return null;
    const ends = row.lines.flatMap((line) => [[line[0], line[1]], [line[line.length - 2], line[line.length - 1]]]);
    const places = ends.map(([x, y]) => World.position(x, y));
    const [lats, lngs] = [0, 1].map((i) => places.map((place) => place[i]));
    return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
  }

  items(): SearchItem[] {
    return this.rows.map((row) => ({
      id: row.id,
      record: row,
      rank: 6,
      kind: this.atlas.t('kind.pipeline'),
      names: namesOf(row),
    }));
  }

  describe(id: string): CardContent | null {
    const row = this.find(id);
    if (!row) return null;
    const { t, view } = this.atlas;
    const capacity = row.capacity_bpd === null
      ? null
      : `${Dates.number(row.capacity_bpd, view.language)} ${t('unit.bpd')}`;
    return {
      title: this.atlas.nameOf(row),
      subtitle: t('kind.pipeline'),
      headline: [{ text: this.stateWords(row) }],
      key: [
        [t('details.commodity'), t('oil.' + row.commodity)],
        [t('details.operator'), row.operator],
        [t('details.capacity'), capacity],
      ],
      rows: [
        [t('oil.flow'), t('oil.flow.' + row.flow)],
        [t('details.capacityNote'), row.capacity_note],
        [t('details.diameter'), row.diameter_in],
        [t('details.opened'), row.opened && Dates.writeStamp(row.opened, view.language)],
        [t('details.position'), this.atlas.t('position.' + row.position_confidence)],
        [t('details.positionNote'), row.position_note],
      ],
      text: row.note,
      sources: [row.source, row.position_source].filter(Boolean).join(';'),
      statementsTitle: t('details.states'),
      statements: this.states.all(id).map((state) => ({
        title: `${Dates.words(state.start, view.language, state.precision)}: ${t('state.' + state.state)}`,
        text: state.text,
        rows: [],
        sources: cited(state),
      })),
    };
  }
}

/** The point half-way along what the reader sees of some lines. */
function middle(lines: Float64Array[], frame: Frame): [number, number] {
  const points = [...along(lines, frame, 10)].filter(([x, y]) => frame.sees(x, y));
  return points[points.length >> 1] || [lines[0][0], lines[0][1]];
}

/** Points along lines, so many pixels apart at most: vertices may lie far apart. */
function* along(lines: Float64Array[], frame: Frame, pixels: number): Generator<[x: number, y: number]> {
  for (const line of lines) {
    for (let i = 2; i < line.length; i += 2) {
      const [dx, dy] = [line[i] - line[i - 2], line[i + 1] - line[i - 1]];
      const steps = Math.ceil(Math.hypot(dx, dy) * frame.k / pixels);
      for (let k = 0; k < steps; k++) yield [line[i - 2] + dx * k / steps, line[i - 1] + dy * k / steps];
    }
  }
}

function head(ctx: Context2D, x: number, y: number, [dx, dy]: number[], size: number) {
  ctx.beginPath();
  ctx.moveTo(x + dx * size, y + dy * size);
  ctx.lineTo(x - dx * size * 0.5 - dy * size * 0.7, y - dy * size * 0.5 + dx * size * 0.7);
  ctx.lineTo(x - dx * size * 0.5 + dy * size * 0.7, y - dy * size * 0.5 - dx * size * 0.7);
  ctx.closePath();
  ctx.stroke();
  ctx.fill();
}
