/** Who holds each unit on the day shown, or how a perspective classes it; and what changed between two days. */
import * as Dates from '../data/dates.ts';
import { namesOf, profile } from '../data/profile.ts';
import { ofGround, sourcesOf } from './ground.ts';
import { cited, rowsOf, sumBy } from '../data/rows.ts';
import { type Context2D, type Frame, identify, name } from '../map/frame.ts';
import { inStrips, type Pieces } from '../map/pieces.ts';
import { hatch } from '../map/symbols.ts';
import { People } from '../data/people.ts';
import { Topology } from '../map/topology.ts';
import { Timeline } from '../data/timeline.ts';
import { legendOf } from './control_legend.ts';
import { Certainty } from '../data/certainty.ts';
import { Doubt, roundBand } from '../data/doubt.ts';
import { ControlPicture } from './control_picture.ts';
import { FrontBands } from './front_bands.ts';
import type { Class, District, Governorate, Perspective, Position, Spell, Tables, Unit } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, Hit, LegendEntry, Painter, SearchItem } from './layer.ts';
import type { Band } from '../data/samples.ts';

const WHOLE = 0.75; // share of a sub-district's ground by which it is called after one holder where it is drawn whole

const OUTLINE = 4; // pixels of a holder's colour along the inner side of its borders, where numbers fill the ground

export class Control {
  topology: Topology;
  units: Unit[];
  parts: Map<string, number[]>;
  index: Map<string, number>;
  districts: Map<string, District>;
  governorates: Map<string, Governorate>;
  spells: Spell[];
  history: Timeline<Spell>;
  timelines: Record<string, Timeline<Class>>; // by perspective
  doubt: Doubt;
  certainty: Certainty;
  perspectives: Perspective[];
  changeDays: number[];
  bands: FrontBands;
  pictures: ControlPicture[] = []; // the last two: words may be of a day whose picture is still being painted
  filled: { picture: ControlPicture; look: unknown[] } | null = null; // what the ground was filled with last, and how
  outlined: number | undefined = undefined; // the unit that was outlined last

  constructor(readonly atlas: Scene, layers: Tables) {
    this.topology = Topology.of(layers);
    this.units = rowsOf(layers.units);
    this.parts = Map.groupBy(this.units.keys(), (unit) => this.units[unit].pcode);
    this.index = new Map(this.units.map((unit, i) => [unit.unit, i]));
    this.units.forEach((unit, i) => identify(this.topology.fills[i], unit.unit));
    this.districts = new Map(rowsOf(layers.districts).map((row) => [row.pcode, row]));
    this.governorates = new Map(rowsOf(layers.governorates).map((row) => [row.iso, row]));
    this.spells = rowsOf(layers.control.spells);
    this.history = new Timeline(this.spells, 'unit');
    this.timelines = { held: this.history };
    for (const [name, columns] of Object.entries(layers.control.views)) {
      this.timelines[name] = new Timeline(rowsOf(columns), 'unit');
    }
    this.doubt = new Doubt(layers.control.doubt, this.history);
    this.certainty = new Certainty(
      layers.control.doubt.certainty,
      this.doubt,
      rowsOf(layers.control.lines),
      rowsOf(layers.control.settlements),
    );
    this.perspectives = rowsOf(layers.control.perspectives);
    this.changeDays = this.history.days();
    this.bands = new FrontBands(this.topology, rowsOf(layers.control.widths));
  }

  painters(): Painter[] {
    const uses = new Set(['date', 'compare', 'compareMode', 'perspective', 'against', 'uncertainty']);
    return [
      {
        stage: 'ground',
        uses: new Set([...uses, 'layers']),
        differs: () => this._differs(),
        draw: (ctx, frame) => this._fill(ctx, frame),
      },
      // Fronts differ nowhere but where the ground does.
      {
        stage: 'ground',
        above: 'governorates',
        uses,
        differs: () => [],
        draw: (ctx, frame) => this._fronts(ctx, frame),
      },
      {
        stage: 'ground',
        above: 'pipelines',
        uses: new Set(['selection']),
        differs: () => this._selectedUnit() === this.outlined ? [] : null,
        draw: (ctx, frame) => this._paintSelected(ctx, frame),
      },
    ];
  }

  /** The row of a unit on a day: a spell as held, else how the perspective classes it.
   * @param perspective by default the one shown */
  row(unit: number, day: number, perspective: string = this.atlas.view.perspective) {
    return this.timelines[perspective].at(unit, day);
  }

  classOf(unit: number, day: number, perspective?: string) {
    const row = this.row(unit, day, perspective);
    return row ? row.holder : 'unknown';
  }

  /** What a unit is drawn as: its class, or where sub-districts are drawn whole what most of its one is, `mixed`
   * where that is less than WHOLE of the ground. */
  _drawn(unit: number, day: number, perspective: string) {
    if (!this.atlas.mergesParts) return this.classOf(unit, day, perspective);
    const parts = this.parts.get(this.units[unit].pcode) || [];
    const ground = sumBy(parts, (part) => this.classOf(part, day, perspective), (part) => this.units[part].km2);
    const [[most, km2]] = [...ground].sort((a, b) => b[1] - a[1]);
    return km2 >= WHOLE * [...ground.values()].reduce((a, b) => a + b) ? most : 'mixed';
  }

  /** Classes of all units, and the paths to fill; kept until the view needs others. */
  picture() {
    const { date, compare, compareMode, perspective, against, uncertainty } = this.atlas.view;
    const { before, day } = this.atlas;
    const striped = compareMode === 'change' ? against : null;
    const key = [day, before, perspective, striped, striped && compare, uncertainty, this.atlas.mergesParts].join();
    const former = this.pictures.find((picture) => picture.key === key);
    if (former) return former;
    const classes = this.units.map((_, unit) => this._drawn(unit, day, perspective));
    const isSame = (unit: number) => before !== null && this._drawn(unit, before, perspective) === classes[unit];
    const groups = Map.groupBy(classes.keys(), (unit) => isSame(unit) ? 'same' : classes[unit]);
    const over = striped === null ? classes : this.units.map((_, unit) => this._drawn(unit, compare ?? date, striped));
    const second = Map.groupBy(over.keys().filter((unit) => over[unit] !== classes[unit]), (unit) => over[unit]);
    const plain = perspective === 'held' && before === null && striped === null;
    const changing = uncertainty && plain && !this.atlas.mergesParts ? this.doubt.changing(day) : new Map();
    const picture = new ControlPicture(this.topology, {
      changing,
      sides: this._sides(classes, groups.get('same') || [], changing, day),
      key,
      classes,
      groups,
      day,
      before,
      second,
    });
    this.pictures = [picture, ...this.pictures.slice(0, 1)];
    return picture;
  }

  /** The two sides of each unit that is divided, contested or changing hands: those who hold it together, or who
   * held it before and after.
   * @param same units that are drawn as unchanged */
  _sides(classes: string[], same: number[], changing: Map<number, { other: string; share: number }>, day: number) {
    const passive = new Set(same);
    const isPlain = (side: string) => !['mixed', 'contested', 'unknown'].includes(side);
    const result: Map<number, [string, string]> = new Map();
    for (const [unit, holder] of classes.entries()) {
      const other = changing.get(unit)?.other;
      if (passive.has(unit) || (!other && !['mixed', 'contested'].includes(holder))) continue;
      const rows = this.history.all(unit);
      const at = rows.findIndex((row) => row === this.history.at(unit, day));
      const beside = this.doubt.tables.beside[unit].map((neighbour) => classes[neighbour]);
      const parts = this.atlas.mergesParts ? this.parts.get(this.units[unit].pcode) || [] : [];
      const before = rows.slice(0, at).findLast((row) => isPlain(row.holder));
      const after = rows.slice(at + 1).find((row) => isPlain(row.holder));
      // Where it changes hands, who came or comes on that side of the change alone.
      const near = other ? [rows[at + 1]?.holder === other ? after : before] : [before, after];
      // Surest first: who holds it, who shares such ground, who came before and after, who stands beside it.
      const sides = [
        ...[holder, other || ''],
        ...parts.map((part) => this.classOf(part, day)),
        ...[holder, other].includes('mixed') ? profile.mixed : [],
        ...near.flatMap((row) => row?.holder || []),
        ...beside,
      ].filter((side) => side && isPlain(side));
      const [first, second = 'unknown'] = new Set([...sides, 'unknown']);
      result.set(unit, [first, second]);
    }
    return result;
  }

  beyond(frame: Frame, unit: number): (x: number, y: number) => boolean {
    const { classes } = this.picture();
    const unitAt = this.topology.pixels(frame);
    return (x, y) => {
      const other = unitAt(x, y);
      return unit >= 0 && other >= 0 && classes[other] !== classes[unit];
    };
  }

  /** Units that differ on the two days compared on one map; null where no two are. */
  changedUnits(): Set<number> | null {
    const { groups, before } = this.picture();
    if (before === null) return null;
    return new Set([...groups].flatMap(([group, units]) => (group === 'same' ? [] : units)));
  }

  /** What else than a day's holders the ground is filled by. */
  _look() {
    const { atlas } = this;
    const { perspective, against, uncertainty } = atlas.view;
    const { before, second } = this.picture();
    const parts = [perspective, before, second.size ? against : null, uncertainty];
    return [atlas.style, atlas.view.tiles, atlas.isCovered('control'), ...parts];
  }

  /** Boxes of units that are filled otherwise than last, with those beyond the bands of their fronts; null for all. */
  _differs() {
    const [now, last] = [this.picture(), this.filled];
    if (!last || now.before !== null || now.second.size) return null;
    if (this._look().some((value, i) => value !== last.look[i])) return null;
    const { classes, changing, sides } = last.picture;
    const units = this.units.flatMap((_, unit) =>
      now.classes[unit] === classes[unit] && String(now.sides.get(unit)) === String(sides.get(unit)) ? [] : [unit]
    );
    units.push(...new Set([...changing.keys(), ...now.changing.keys()]));
    return [...this.bands.beside(units)].map((unit) => this.topology.boxes[unit]);
  }

  *_fill(ctx: Context2D, frame: Frame): Pieces {
    this.filled = { picture: this.picture(), look: this._look() };
    if (this.atlas.isCovered('control')) return;
    const style = this.atlas.style;
    const { classes, paths, divided, stripes } = this.picture();
    frame.world(ctx);
    if (this.atlas.view.tiles) ctx.globalAlpha = 0.5;
    for (const [group, path] of paths) {
      name(ctx, group);
      ctx.fillStyle = style.holders[group] || style.holders.unknown;
      ctx.fill(path, 'nonzero');
      yield ctx;
    }
    const stripe = (part: string, side: string, path: Path2D) => {
      name(ctx, part);
      ctx.fillStyle = hatch(ctx, style.hatches['over.' + side], frame);
      ctx.fill(path, 'nonzero');
    };
    for (const { sides: [first, second], path } of divided) {
      name(ctx, 'divided');
      ctx.fillStyle = style.holders[first];
      ctx.fill(path, 'nonzero');
      stripe('divided', second, path);
    }
    for (const [group, path] of stripes) stripe('against-' + group, group, path);
    if (!this.atlas.view.uncertainty) return;
    name(ctx, 'doubt');
    yield* this.bands.draw(ctx, frame, classes, style.doubt);
  }

  /** Draw holders as bands along the inner side of their borders, over numbers that fill the ground. */
  *_outlineHolders(ctx: Context2D, frame: Frame): Pieces {
    const { style } = this.atlas;
    const { paths, outlines } = this.picture();
    frame.world(ctx);
    for (const [group, outline] of outlines) {
      const fill = paths.get(group);
      if (!fill || group === 'same') continue;
      name(ctx, 'outline-' + group);
      yield* inStrips(ctx, frame, () => {
        ctx.clip(fill);
        ctx.strokeStyle = style.holders[group] || style.holders.unknown;
        ctx.lineWidth = 2 * OUTLINE / frame.k;
        ctx.stroke(outline);
      });
    }
  }

  *_fronts(ctx: Context2D, frame: Frame): Pieces {
    const { fronts, cuts, moving } = this.picture();
    const { lines } = this.atlas.style;
    if (this.atlas.userAreas.isChoropleth) yield* this._outlineHolders(ctx, frame);
    name(ctx, 'fronts');
    frame.pen(ctx, lines.front);
    ctx.stroke(fronts);
    if (moving) {
      name(ctx, 'moving-fronts');
      frame.pen(ctx, lines.frontApproximate);
      ctx.stroke(moving);
    }
    name(ctx, 'approximate-fronts');
    frame.pen(ctx, lines.frontApproximate);
    ctx.stroke(cuts);
  }

  _selectedUnit() {
    return this.index.get(this.atlas.selectedOf(this));
  }

  _paintSelected(ctx: Context2D, frame: Frame) {
    const unit = this.outlined = this._selectedUnit();
    if (unit === undefined) return;
    name(ctx, 'selected');
    frame.world(ctx);
    ctx.strokeStyle = this.atlas.style.accent;
    ctx.lineWidth = 2.5 / frame.k;
    ctx.stroke(this.topology.fills[unit]);
  }

  pick(latlng: Position): Hit[] {
    const unit = this.topology.unitAt(latlng);
    if (unit < 0) return [];
    const text = this.atlas.overDays((day) => this.atlas.sideName(this.classOf(unit, day), day));
    return [{ id: this.units[unit].unit, title: this.atlas.nameOf(this.units[unit]), text, order: 100 }];
  }

  isCut(seen: Set<number>) {
    const { classes, changing } = this.picture();
    const { left, right, level } = this.topology.data;
    return level.some((depth, i) => {
      const [a, b] = [left[i], right[i]];
      return seen.has(a) && seen.has(b) && classes[a] !== classes[b] &&
        (depth === 4 || (depth < 4 && (changing.has(a) || changing.has(b))));
    });
  }

  legend(): LegendEntry[] {
    return legendOf(this);
  }

  locate(id: string) {
    const unit = this.index.get(id);
    return unit === undefined ? null : this.topology.bounds([unit]);
  }

  /** Where a unit lies, in words: district, governorate, and the governorate that runs it, where that is another. */
  lies(unit: Unit) {
    const district = this.districts.get(unit.district);
    const governorate = district && this.governorates.get(district.governorate);
    const names = [district, governorate].flatMap((code) => (code ? this.atlas.nameOf(code) : []));
    const places = [...new Set(names)].join(' · ');
    const attested = People.of(this.atlas)?.administration(unit.pcode, this.atlas.day) || [];
    const from = [...new Set(attested.map((row) => this.governorates.get(row.governorate)))];
    const away = from.flatMap((code) => code && code !== governorate ? this.atlas.nameOf(code) : []);
    if (!away.length) return places;
    const key = away.length < from.length ? 'details.partRunFrom' : 'details.runFrom';
    return `${places} (${this.atlas.t(key, { governorate: away.join(this.atlas.t('sentence.comma')) })})`;
  }

  about(unit: number) {
    if (unit < 0) return this.atlas.t('holder.abroad');
    const holder = this.atlas.overDays((day) => this.atlas.heldBy(this.classOf(unit, day, 'held'), day));
    return [this.lies(this.units[unit]), this.atlas.t('details.held', { holder })].join(' · ');
  }

  describe(id: string): CardContent | null {
    const i = this.index.get(id);
    if (i === undefined) return null;
    const unit = this.units[i];
    const { t, view } = this.atlas;
    const spell = this.history.at(i, this.atlas.day);
    return {
      title: this.atlas.nameOf(unit),
      subtitle: `${t(unit.unit === unit.pcode ? 'kind.subdistrict' : 'kind.part')} · ${this.lies(unit)}`,
      ...ofGround(this.atlas, [i], unit.unit !== unit.pcode),
      rows: [
        [t('details.area'), Dates.number(unit.km2, view.language) + ' ' + t('compare.km2')],
        [t('details.pcode'), unit.unit],
      ],
      text: spell ? spell.note : '',
      sources: sourcesOf(this.atlas, [i], spell && cited(spell)),
      history: this.history.all(i),
    };
  }

  items(): SearchItem[] {
    return this.units.filter((unit) => unit.unit === unit.pcode || unit.main).map((unit) => ({
      id: unit.unit,
      names: [...namesOf(unit), unit.alt_names, unit.pcode],
      kind: this.atlas.t('kind.subdistrict'),
      record: unit,
      rank: 4,
      where: this.about(this.index.get(unit.unit) ?? -1),
    }));
  }

  /** Ground that changed between two days: from whom to whom, in km² with their band, units and people (in words). */
  changes(before: number, after: number) {
    return pairs(this, (i) => this.classOf(i, before), (i) => this.classOf(i, after), this.rangesOf([before, after]));
  }

  /** Bands of ground by its holders on some days; null in the perspective of a claim, which is a rule.
   * @param km2 of the units that count, by default all of each */
  rangesOf(days: number[], km2: Map<number, number> = new Map(this.units.map((unit, i) => [i, unit.km2]))) {
    return this.atlas.view.perspective === 'held' ? this.doubt.bands(days, km2) : null;
  }

  /** A number of km² in words, with its band, rounded, where there is one; no end is the number itself. */
  ground(km2: number, ends: [number, number] | null) {
    const { language } = this.atlas.view;
    const band = ends && roundBand(km2, ends);
    if (!band) return Dates.number(km2, language, km2 < 10 ? 1 : 0);
    const [low, n, high] = band.map((end) => Dates.number(end, language));
    return this.atlas.t(high === n ? 'unsure.least' : low === n ? 'unsure.most' : 'unsure.band', { n, low, high });
  }

  differences(against: string) {
    const { date, compare } = this.atlas.view;
    return pairs(this, (i) => this.classOf(i, date), (i) => this.classOf(i, compare ?? date, against));
  }
}

/** Ground of two classes, with the band of its km² where that is in doubt. */
type Pair = { from: string; to: string; km2: number; units: number; which: number[]; band: Band | null };

/** Ground whose two classes differ, in km², units and people (in words), the largest first. @param bands by from>to */
export function pairs(
  control: Control,
  first: (unit: number) => string,
  other: (unit: number) => string,
  bands: Map<string, Band> | null = null,
) {
  const result: Map<string, Pair> = new Map();
  control.units.forEach((unit, i) => {
    const from = first(i);
    const to = other(i);
    if (from === to) return;
    const key = from + '>' + to;
    const sum = result.get(key) || { from, to, km2: 0, units: 0, which: [], band: bands && (bands.get(key) ?? [0, 0]) };
    sum.km2 += unit.km2;
    sum.units += 1;
    sum.which.push(i);
    result.set(key, sum);
  });
  const rows = [...result.values()].sort((a, b) => b.km2 - a.km2);
  return rows.map((row) => ({ ...row, people: People.words(control.atlas, row.which) }));
}
