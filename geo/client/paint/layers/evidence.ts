/** What the sources say of who held each unit on the day shown. */
import { rowsOf } from '../data/rows.ts';
import { Topology } from '../map/topology.ts';
import { Timeline } from '../data/timeline.ts';
import { type Context2D, type Frame, name } from '../map/frame.ts';
import type { Columns, Evidence as EvidenceRow, Tables } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { LegendEntry, Painter } from './layer.ts';

export class Evidence {
  topology: Topology;
  table: { spells: Columns<EvidenceRow>; fills: Record<string, string> };
  timeline: Timeline<EvidenceRow>;
  cached: { day: number; groups: Map<string, number[]>; paths: Map<string, Path2D> } | null = null;

  constructor(readonly atlas: Scene, layers: Tables) {
    this.topology = Topology.of(layers);
    this.table = layers.evidence;
    this.timeline = new Timeline(rowsOf(this.table.spells), 'unit');
  }

  painters(): Painter[] {
    return [{
      stage: 'ground',
      uses: new Set(['date', 'compare', 'compareMode', 'against']),
      draw: (ctx, frame) => this._fill(ctx, frame),
    }];
  }

  picture() {
    const { day } = this.atlas;
    if (this.cached?.day === day) return this.cached;
    const groups = Map.groupBy(this.topology.fills.keys(), (unit) => this.timeline.at(unit, day)?.evidence || '');
    groups.delete('');
    const paths = new Map([...groups].map(([evidence, units]) => [evidence, this.topology.area(units)]));
    return (this.cached = { day, groups, paths });
  }

  _fill(ctx: Context2D, frame: Frame) {
    frame.world(ctx);
    if (this.atlas.view.tiles) ctx.globalAlpha = 0.5;
    for (const [evidence, path] of this.picture().paths) {
      name(ctx, evidence);
      ctx.fillStyle = this.table.fills[evidence];
      ctx.fill(path, 'nonzero');
    }
  }

  legend(): LegendEntry[] {
    const { groups } = this.picture();
    const seen = this.atlas.frame && this.topology.seen(this.atlas.frame);
    return Object.entries(this.table.fills)
      .filter(([evidence]) => groups.get(evidence)?.some((unit) => !seen || seen.has(unit)))
      .map(([evidence, fill]) => ({ swatch: { fill }, text: this.atlas.t('legend.evidence.' + evidence) }));
  }
}
