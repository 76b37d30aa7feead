/** Oil and gas fields sized by production, refineries, and pipelines with their state by date. */
(function () {
  'use strict';
  const {Points, Timeline, Dates, Geometry} = Greenline;

  class Fields extends Points {
    constructor(atlas, layers) {
      super(atlas, Greenline.rows(layers.fields.rows));
      this.z = 60;
      this.uses = new Set(['date', 'selection']);
      this.order = 0;
      this.searchRank = 4;
      this.periods = new Timeline(Greenline.rows(layers.fields.periods), 'field');
      this.output = new Timeline(Greenline.rows(layers.fields.output), 'field');
      this.figures = Greenline.rows(layers.fields.production);
    }

    /** Barrels a day on the day shown, or null where no source says. */
    barrels(row) {
      const output = this.output.at(row.id, this.atlas.view.date);
      return output ? output.best : null;
    }

    radius(row, frame) {
      const barrels = this.barrels(row);
      const grow = Math.min(1.25, Math.max(0.55, (frame.zoom - 3) / 5));
      return grow * (barrels ? Math.max(4, Math.min(24, Math.sqrt(barrels) / 26)) : 3.6);
    }

    mark(ctx, row, x, y, frame) {
      const {style} = this.atlas;
      const radius = this.radius(row, frame);
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      if (row.position_confidence === 'low') {
        // An inferred place must not look like a surveyed one: hollow and dashed.
        ctx.fillStyle = style.oilFaint;
        ctx.setLineDash([2.5, 2.5]);
        ctx.strokeStyle = style.oil;
        ctx.lineWidth = 1.4;
      } else {
        ctx.fillStyle = row.kind === 'gas' ? style.gas : style.oil;
        ctx.globalAlpha = row.position_confidence === 'medium' ? 0.72 : 0.9;
        ctx.strokeStyle = style.halo;
        ctx.lineWidth = 1.2;
      }
      ctx.fill();
      ctx.stroke();
      ctx.globalAlpha = 1;
      ctx.setLineDash([]);
      if (frame.zoom >= 8) this.label(row, x, y, {offset: radius + 3, size: 10.5, rank: 500 - radius, colour: style.oil});
    }

    kind(row) {
      const barrels = this.barrels(row);
      const kind = this.atlas.t('kind.field.' + row.kind);
      return barrels ? `${kind} · ${Dates.number(barrels, this.atlas.view.language)} ${this.atlas.t('unit.bpd')}` : kind;
    }

    legend() {
      const {style} = this.atlas;
      const t = (key) => this.atlas.t(key);
      return [
        {swatch: {dot: style.oil, size: 14}, text: t('legend.oil')},
        {swatch: {dot: style.gas, size: 9}, text: t('legend.gas')},
        {swatch: {dot: style.oilFaint, edge: style.oil, dash: true, size: 9}, text: t('legend.inferred')},
      ];
    }

    describe(id) {
      const row = this.byId.get(id);
      if (!row) return null;
      const {view} = this.atlas;
      const t = (key, values) => this.atlas.t(key, values);
      const period = this.periods.at(id, view.date);
      const output = this.output.at(id, view.date);
      return {
        title: this.atlas.nameOf(row), subtitle: t('kind.field.' + row.kind),
        headline: output && [{text: range(output, view.language) + ' ' + t('unit.bpd') +
          (output.measured ? '' : ' (' + t('details.carried', {year: Dates.year(output.since)}) + ')')}],
        rows: [
          ...(period ? [[t('details.heldBy'), t('holder.' + period.holder)], [t('details.operator'), period.operator],
            [t('details.since'), Dates.words(period.start, view.language, period.precision)], [t('details.what'), period.text]] : []),
          [t('details.disputed'), t('answer.' + row.disputed)], [t('details.basis'), row.disputed_basis],
          [t('details.discovered'), row.discovered], [t('details.firstProduction'), row.first_production],
          [t('details.reserves'), row.reserves_mmbbl === null ? null : Dates.number(row.reserves_mmbbl, view.language) + ' ' + t('unit.mmbbl')],
          [t('details.reservesNote'), row.reserves_note], [t('details.status'), row.status], [t('details.alt'), row.alt_names],
          [t('details.position'), this.position(row)], [t('details.positionNote'), row.position_note],
          [t('details.confidence'), t('confidence.' + row.confidence)],
        ],
        text: row.note, sources: [row.source, row.position_source, period && period.source].filter(Boolean).join(';'),
        statementsTitle: t('details.figures'),
        statements: this.figures.filter((figure) => figure.subject === id).map((figure) => ({
          title: `${figure.period}: ${Dates.number(figure.value, view.language)} ${figure.unit}`,
          text: figure.qualifier, rows: [[t('details.confidence'), t('confidence.' + figure.confidence)], [t('details.note'), figure.note]],
          sources: figure.source,
        })),
      };
    }
  }

  function range(output, language) {
    const number = (value) => Dates.number(value, language);
    return output.low === output.high ? number(output.best) : `${number(output.low)}–${number(output.high)}`;
  }

  class Refineries extends Points {
    constructor(atlas, layers) {
      super(atlas, Greenline.rows(layers.refineries));
      this.z = 62;
      this.uses = new Set(['selection']);
      this.order = 1;
      this.searchRank = 6;
    }

    radius() {
      return 4.5;
    }

    mark(ctx, row, x, y, frame) {
      const {style} = this.atlas;
      const sure = row.position_confidence !== 'low';
      ctx.beginPath();
      ctx.rect(x - 4, y - 4, 8, 8);
      ctx.fillStyle = sure ? style.oil : style.oilFaint;
      ctx.strokeStyle = sure ? style.halo : style.oil;
      ctx.lineWidth = 1.2;
      ctx.setLineDash(sure ? [] : [2, 2]);
      ctx.fill();
      ctx.stroke();
      ctx.setLineDash([]);
      if (frame.zoom >= 9) this.label(row, x, y, {offset: 7, size: 10, rank: 620, colour: style.oil});
    }

    kind() {
      return this.atlas.t('kind.refinery');
    }

    legend() {
      return [{swatch: {square: this.atlas.style.oil}, text: this.atlas.t('layer.refineries')}];
    }

    describe(id) {
      const row = this.byId.get(id);
      if (!row) return null;
      const t = (key) => this.atlas.t(key);
      const capacity = row.capacity_bpd === null ? null : `${Dates.number(row.capacity_bpd, this.atlas.view.language)} ${t('unit.bpd')}`;
      return {
        title: this.atlas.nameOf(row), subtitle: t('kind.refinery'),
        rows: [[t('details.capacity'), capacity], [t('details.capacityNote'), row.capacity_note], [t('details.operator'), row.operator],
          [t('details.control'), row.control_note], [t('details.position'), this.position(row)], [t('details.positionNote'), row.position_note],
          [t('details.confidence'), t('confidence.' + row.confidence)]],
        text: row.note, sources: row.source,
      };
    }
  }

  class Pipelines {
    constructor(atlas, layers) {
      this.atlas = atlas;
      this.all = this.rows = Greenline.rows(layers.pipelines.rows);
      this.states = new Timeline(Greenline.rows(layers.pipelines.states), 'pipeline');
      this.rows.forEach((row, i) => {
        row.lines = layers.pipelines.shapes.parts[i].map((deltas) => Geometry.decode(deltas, layers.pipelines.shapes));
        row.path = new Path2D();
        for (const line of row.lines) Geometry.trace(row.path, line, false);
      });
    }

    painters() {
      return [{stage: 'ground', z: 80, uses: new Set(['date', 'selection']), draw: (ctx, frame) => this._draw(ctx, frame)}];
    }

    state(row) {
      const found = this.states.at(row.id, this.atlas.view.date);
      return found ? found.state : 'unknown';
    }

    _draw(ctx, frame) {
      const {style} = this.atlas;
      const chosen = this.atlas.selected;
      frame.world(ctx);
      ctx.lineJoin = ctx.lineCap = 'round';
      for (const row of this.rows) {
        const state = this.state(row);
        if (state === 'planned') continue;
        const width = (row.kind === 'export' ? 2.4 : 1.5) / frame.k;
        const own = chosen && chosen.layer === this && chosen.id === row.id;
        ctx.setLineDash([]);
        ctx.strokeStyle = own ? style.accent : style.halo;
        ctx.lineWidth = width + (own ? 4 : 1.8) / frame.k;
        ctx.globalAlpha = 0.85;
        ctx.stroke(row.path);
        ctx.globalAlpha = 1;
        ctx.strokeStyle = row.commodity === 'gas' ? style.gas : style.oil;
        ctx.lineWidth = width;
        if (state === 'shut' || state === 'unknown') ctx.setLineDash([1.5 / frame.k, 5 / frame.k]);
        if (state === 'partial') ctx.setLineDash([8 / frame.k, 4 / frame.k]);
        ctx.stroke(row.path);
      }
      ctx.setLineDash([]);
    }

    pick(latlng) {
      const [x, y] = Greenline.World.of(latlng.lng, latlng.lat);
      const reach = 6 / Greenline.World.scale(this.atlas.map.getZoom());
      const found = [];
      for (const row of this.rows) {
        const distance = Math.min(...row.lines.map((line) => away(line, x, y)));
        if (distance < reach && this.state(row) !== 'planned') {
          found.push({id: row.id, title: this.atlas.nameOf(row), text: this.atlas.t('state.' + this.state(row)), order: 20 + distance / reach});
        }
      }
      return found;
    }

    legend() {
      const {style} = this.atlas;
      const t = (key) => this.atlas.t(key);
      return [{swatch: {line: style.oil, width: 2.4}, text: t('legend.pipeline')},
        {swatch: {line: style.oil, width: 2.4, dots: true}, text: t('legend.pipelineShut')}];
    }

    locate(id) {
      const row = this.rows.find((one) => one.id === id);
      if (!row) return null;
      const ends = row.lines.flatMap((line) => [[line[0], line[1]], [line[line.length - 2], line[line.length - 1]]]);
      return L.latLngBounds(ends.map(([x, y]) => Greenline.World.position(x, y)));
    }

    items() {
      return this.rows.map((row) => ({id: row.id, record: row, rank: 6, kind: this.atlas.t('kind.pipeline'),
        names: [row.name_en, row.name_ar, row.name_ckb]}));
    }

    describe(id) {
      const row = this.rows.find((one) => one.id === id);
      if (!row) return null;
      const {view} = this.atlas;
      const t = (key) => this.atlas.t(key);
      const capacity = row.capacity_bpd === null ? null : `${Dates.number(row.capacity_bpd, view.language)} ${t('unit.bpd')}`;
      return {
        title: this.atlas.nameOf(row), subtitle: t('kind.pipeline'),
        headline: [{text: t('state.' + this.state(row))}],
        rows: [[t('details.commodity'), row.commodity], [t('details.operator'), row.operator], [t('details.capacity'), capacity],
          [t('details.capacityNote'), row.capacity_note], [t('details.diameter'), row.diameter_in], [t('details.opened'), row.opened],
          [t('details.position'), this.atlas.t('position.' + row.position_confidence)], [t('details.positionNote'), row.position_note],
          [t('details.confidence'), t('confidence.' + row.confidence)]],
        text: row.note, sources: [row.source, row.position_source].filter(Boolean).join(';'),
        statementsTitle: t('details.states'),
        statements: this.states.all(id).map((state) => ({
          title: `${Dates.words(state.start, view.language, state.precision)}: ${t('state.' + state.state)}`,
          text: state.text, rows: [], sources: state.source,
        })),
      };
    }
  }

  /** Distance of a point from a line of points. */
  function away(line, x, y) {
    let best = Infinity;
    for (let i = 2; i < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i - 2], line[i - 1], line[i], line[i + 1]];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
      best = Math.min(best, Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)));
    }
    return best;
  }

  Greenline.layers.fields = Fields;
  Greenline.layers.refineries = Refineries;
  Greenline.layers.pipelines = Pipelines;
})();
