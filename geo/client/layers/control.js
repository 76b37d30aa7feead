/** Who holds each unit on the day shown, or how a perspective classes it; and what changed between two days. */
import * as Dates from '../dates.js';
import { profile } from '../profile.js';
import { rowsOf } from '../bundle.js';
import { hatch, paint } from '../map/symbols.js';
import { People } from '../people.js';
import { Topology } from '../map/topology.js';
import { Timeline } from '../timeline.js';
import { register } from './registry.js';

export class Control {
  constructor(atlas, layers) {
    this.atlas = atlas;
    this.topology = Topology.of(layers);
    this.units = rowsOf(layers.units);
    this.index = new Map(this.units.map((unit, i) => [unit.unit, i]));
    this.districts = new Map(rowsOf(layers.districts).map((row) => [row.pcode, row]));
    this.governorates = new Map(rowsOf(layers.governorates).map((row) => [row.iso, row]));
    this.spells = rowsOf(layers.control.spells);
    this.timelines = { held: new Timeline(this.spells, 'unit') };
    for (const [name, columns] of Object.entries(layers.control.views)) {
      this.timelines[name] = new Timeline(rowsOf(columns), 'unit');
    }
    this.perspectives = rowsOf(layers.control.perspectives);
    this.actors = new Map(rowsOf(layers.control.actors).map((row) => [row.id, row]));
    this.changeDays = this.timelines.held.days();
    this.key = '';
  }

  painters() {
    const uses = new Set(['date', 'compare', 'compareMode', 'perspective']);
    return [
      { stage: 'ground', z: 20, uses, draw: (ctx, frame) => this._fill(ctx, frame) },
      { stage: 'ground', z: 60, uses, draw: (ctx, frame) => this._fronts(ctx, frame) },
      { stage: 'ground', z: 90, uses: new Set(['selection']), draw: (ctx, frame) => this._selected(ctx, frame) },
    ];
  }

  /** The row of a unit on a day in the perspective shown. @param {number} unit */
  row(unit, day, perspective = this.atlas.view.perspective) {
    return this.timelines[perspective].at(unit, day);
  }

  classOf(unit, day, perspective) {
    const row = this.row(unit, day, perspective);
    return row ? row.holder : 'unknown';
  }

  /** Classes of all units, and the paths to fill; kept until the view asks for others. */
  picture() {
    const { date, compare, compareMode, perspective } = this.atlas.view;
    const before = compare !== null && compareMode === 'change' ? Math.min(compare, date) : null;
    const day = before === null ? date : Math.max(compare, date);
    const key = [day, before, perspective].join();
    if (key === this.key) return this.kept;
    const groups = new Map();
    const classes = new Array(this.units.length);
    const low = [];
    for (let unit = 0; unit < this.units.length; unit++) {
      const row = this.row(unit, day, perspective);
      const holder = (classes[unit] = row ? row.holder : 'unknown');
      const same = before !== null && this.classOf(unit, before, perspective) === holder;
      const group = same ? 'same' : holder;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(unit);
      if (!same && row && row.confidence === 'low') low.push(unit);
    }
    this.key = key;
    this.kept = {
      classes,
      groups,
      day,
      before,
      paths: new Map([...groups].map(([group, units]) => [group, this.topology.area(units)])),
      low: low.length ? this.topology.area(low) : null,
      fronts: this.topology.lines((a, b, level) => a >= 0 && b >= 0 && level < 4 && classes[a] !== classes[b]),
      cuts: this.topology.lines((a, b, level) => a >= 0 && b >= 0 && level === 4 && classes[a] !== classes[b]),
    };
    return this.kept;
  }

  _fill(ctx, frame) {
    const style = this.atlas.style;
    const { paths, low } = this.picture();
    frame.world(ctx);
    if (this.atlas.view.tiles) ctx.globalAlpha = 0.5;
    for (const [group, path] of paths) {
      ctx.fillStyle = style.holders[group] || style.holders.unknown;
      ctx.fill(path, 'nonzero');
      const lines = style.hatches[group];
      if (lines) {
        ctx.fillStyle = hatch(ctx, lines, frame);
        ctx.fill(path, 'nonzero');
      }
    }
    if (low) {
      ctx.fillStyle = hatch(ctx, style.hatches.low, frame);
      ctx.fill(low, 'nonzero');
    }
  }

  _fronts(ctx, frame) {
    const { fronts, cuts } = this.picture();
    const { lines } = this.atlas.style;
    frame.pen(ctx, lines.front);
    ctx.stroke(fronts);
    frame.pen(ctx, lines.frontApproximate);
    ctx.stroke(cuts);
  }

  _selected(ctx, frame) {
    const chosen = this.atlas.selected;
    if (!chosen || chosen.layer !== this || !this.index.has(chosen.id)) return;
    frame.world(ctx);
    ctx.strokeStyle = this.atlas.style.accent;
    ctx.lineWidth = 2.5 / frame.k;
    ctx.stroke(this.topology.fills[this.index.get(chosen.id)]);
  }

  pick(latlng) {
    const unit = this.topology.unitAt(latlng);
    if (unit < 0) return [];
    const { t, holder } = this._words(unit);
    return [{ id: this.units[unit].unit, title: this.atlas.nameOf(this.units[unit]), text: t(holder), order: 100 }];
  }

  _words(unit) {
    const holder = this.classOf(unit, this.atlas.view.date);
    return { holder, t: (name) => this.holderName(name, this.atlas.view.date) };
  }

  /** The name of a holder or class, which an actor may have had by another word before some day. */
  holderName(holder, day) {
    const held = this.atlas.view.perspective === 'held';
    const earlier = held && (profile.namedBefore[holder] || []).find(([before]) => day < Dates.day(before));
    return this.atlas.t('holder.' + (earlier ? earlier[1] : holder));
  }

  /** How many units' ground is held so on the day. @param {string} holder */
  count(holder) {
    const units = this.picture().groups.get(holder);
    return units ? units.length : 0;
  }

  legend() {
    const { groups, low, before } = this.picture();
    const { style } = this.atlas;
    const entries = this.atlas.data.holders.concat(['disputed', 'same'])
      .filter((holder) => groups.has(holder))
      .map((holder) => ({
        swatch: { fill: style.holders[holder] || style.holders.unknown, hatch: style.hatches[holder] },
        text: holder === 'same' ? this.atlas.t('legend.same') : this.holderName(holder, this.atlas.view.date),
      }));
    if (low) {
      entries.push({
        swatch: { fill: style.holders[profile.mixed[0]], hatch: style.hatches.low },
        text: this.atlas.t('legend.low'),
      });
    }
    entries.push({ swatch: { line: style.lines.front }, text: this.atlas.t('legend.front') }, {
      swatch: { line: style.lines.frontApproximate },
      text: this.atlas.t('legend.frontApproximate'),
    });
    if (before !== null) entries.unshift({ text: this.atlas.t('legend.change') });
    return entries;
  }

  locate(id) {
    return this.index.has(id) ? this.topology.bounds([this.index.get(id)]) : null;
  }

  /** Where a unit lies, in words: district, governorate. */
  lies(unit) {
    const district = this.districts.get(unit.district);
    const governorate = this.governorates.get(district.governorate);
    return `${this.atlas.nameOf(district)} · ${this.atlas.nameOf(governorate)}`;
  }

  describe(id) {
    const i = this.index.get(id);
    if (i === undefined) return null;
    const unit = this.units[i];
    const { view } = this.atlas;
    const t = (key, values) => this.atlas.t(key, values);
    const spell = this.row(i, view.date, 'held');
    const claims = profile.perspectives.slice(1).map((name) => [
      t('perspective.' + name),
      this.holderClass(i, name, view.date),
    ]);
    return {
      title: this.atlas.nameOf(unit),
      subtitle: `${t(unit.unit === unit.pcode ? 'kind.subdistrict' : 'kind.part')} · ${this.lies(unit)}`,
      headline: spell && [{
        colour: paint(this.atlas.style, spell.holder),
        text: t('details.held', {
          holder: this.holderName(spell.holder, view.date),
        }),
      }],
      rows: [
        ...(spell
          ? [[t('details.since'), Dates.words(spell.start, view.language, spell.precision)], [
            t('details.forces'),
            spell.forces,
          ], [t('details.confidence'), t('confidence.' + spell.confidence)]]
          : []),
        ...claims,
        ...this._people(unit, i),
        [t('details.area'), Dates.number(unit.km2, view.language) + ' ' + t('compare.km2')],
        [t('details.pcode'), unit.unit],
      ],
      text: spell ? spell.note : '',
      sources: spell ? spell.source : '',
      history: this.timelines.held.all(i),
    };
  }

  /** Rows of a card: who administered a unit's sub-district, and how many people the census counted there. */
  _people(unit, i) {
    const people = People.of(this.atlas);
    if (!people) return [];
    const { view } = this.atlas;
    const said = people.administration(unit.pcode, view.date).map((row) =>
      [
        [row.part, this.atlas.nameOf(this.governorates.get(row.governorate))].filter(Boolean).join(': '),
        row.side ? this.holderName(row.side, row.date) : '',
        Dates.words(row.date, view.language, row.precision),
      ].filter(Boolean).join(' · ')
    );
    return [
      [this.atlas.t('details.administered'), said.join('; ')],
      [this.atlas.t('details.residents'), this.residents([i])],
    ];
  }

  /** People that the census counted on units, in words; empty where it has none. @param {Array<number>} units */
  residents(units) {
    const people = People.of(this.atlas);
    const sum = people && people.ofUnits(units);
    if (!sum) return '';
    const number = (value) => Dates.number(value, this.atlas.view.language);
    return sum.low === sum.high ? number(sum.best) : `${number(sum.best)} (${number(sum.low)}–${number(sum.high)})`;
  }

  holderClass(unit, perspective, day) {
    return this.atlas.t('class.' + this.classOf(unit, day, perspective));
  }

  items() {
    return this.units.filter((unit) => unit.unit === unit.pcode || unit.main).map((unit) => ({
      id: unit.unit,
      names: [unit.name_en, unit.name_ar, unit.name_ckb, unit.alt_names, unit.pcode],
      kind: this.atlas.t('kind.subdistrict'),
      record: unit,
      rank: 4,
      where: this.lies(unit),
    }));
  }

  /** Ground that changed between two days: from whom to whom, in km², units and people (in words). */
  changes(before, after) {
    const found = new Map();
    this.units.forEach((unit, i) => {
      const from = this.classOf(i, before);
      const to = this.classOf(i, after);
      if (from === to) return;
      const key = from + '>' + to;
      const sum = found.get(key) || { from, to, km2: 0, units: 0, which: [] };
      sum.km2 += unit.km2;
      sum.units += 1;
      sum.which.push(i);
      found.set(key, sum);
    });
    const rows = [...found.values()].sort((a, b) => b.km2 - a.km2);
    return rows.map((row) => ({ ...row, people: this.residents(row.which) }));
  }
}

register('control', Control);
