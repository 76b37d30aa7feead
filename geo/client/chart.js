/** A chart over time: areas stacked by holder, a band from lowest to highest, a line at the day shown. Drawn with D3. */
(function () {
  'use strict';
  const {Dates} = Greenline;
  const {FIRST, LAST} = Dates;
  const MARGIN = {top: 8, bottom: 20, start: 44, end: 8};
  let library = null;

  /** D3, unpacked from the page when first asked for: the first picture does not wait for it. @returns {Promise<Object>} */
  Greenline.charts = function () {
    library = library || Greenline.unpack(document.getElementById('greenline-charts').textContent).then((text) => {
      const script = document.createElement('script');
      script.textContent = text; // the page's policy knows this script by its hash
      document.head.append(script);
      return globalThis.d3;
    });
    return library;
  };

  class Chart {
    /** @param {Object} d3 @param {HTMLElement} box what the chart fills
     * @param {(day: number) => void} choose called with the day that the reader drags to */
    constructor(d3, box, choose) {
      this.d3 = d3;
      this.box = box;
      this.choose = choose;
      this.svg = d3.select(box).append('svg').attr('class', 'gl-chart').attr('aria-hidden', 'true');
      this.defs = this.svg.append('defs');
      this.areas = this.svg.append('g');
      this.xAxis = this.svg.append('g').attr('class', 'gl-axis');
      this.yAxis = this.svg.append('g').attr('class', 'gl-axis');
      this.line = this.svg.append('line').attr('class', 'gl-chart-day');
      const surface = this.svg.append('rect').attr('class', 'gl-chart-surface');
      this.surface = surface;
      const node = surface.node();
      const drag = (event) => {
        if (event.type === 'pointerdown') node.setPointerCapture(event.pointerId);
        if (event.type === 'pointermove' && !node.hasPointerCapture(event.pointerId)) return;
        event.preventDefault();
        const left = this.svg.node().getBoundingClientRect().left;
        this.choose(Math.max(FIRST, Math.min(LAST, Math.round(this.x.invert(event.clientX - left)))));
      };
      for (const kind of ['pointerdown', 'pointermove']) node.addEventListener(kind, drag);
    }

    /** Draw the areas. @param {Object} data months ({day, sums}), sides (in the order stacked), colours (side -> {fill, lines}),
     * rtl, language */
    draw(data) {
      const {d3} = this;
      this.data = data;
      this.width = this.box.clientWidth || 320;
      this.height = 190;
      this.svg.attr({width: this.width, height: this.height});
      const [left, right] = data.rtl ? [MARGIN.end, this.width - MARGIN.start] : [MARGIN.start, this.width - MARGIN.end];
      this.x = d3.scale.linear().domain(data.rtl ? [LAST, FIRST] : [FIRST, LAST]).range([left, right]);
      const top = d3.max(data.months, (month) => d3.sum([...month.sums.values()], (sum) => sum.high)) || 1;
      this.y = d3.scale.linear().domain([0, top]).nice(4).range([this.height - MARGIN.bottom, MARGIN.top]);
      this._patterns();
      this._areas();
      this._axes(left, right);
      this.surface.attr({x: left, y: MARGIN.top, width: right - left, height: this.height - MARGIN.top - MARGIN.bottom});
    }

    /** Two layers for each side: what sources give for the day, and, paler, what is interpolated or carried on. */
    _areas() {
      const {d3, data} = this;
      const layers = data.sides.flatMap((side) => ['known', 'rest'].map((part) => ({side, part, values: data.months.map(({day, sums}) => {
        const sum = sums.get(side);
        return {x: day, y: sum ? (part === 'known' ? sum.known : sum.best - sum.known) : 0};
      })})));
      const stacked = d3.layout.stack().values((layer) => layer.values)(layers);
      const area = d3.svg.area().interpolate('step-after').x((at) => this.x(at.x)).y0((at) => this.y(at.y0)).y1((at) => this.y(at.y0 + at.y));
      const paths = this.areas.selectAll('path.gl-area').data(stacked, (layer) => layer.side + layer.part);
      paths.enter().append('path').attr('class', 'gl-area');
      paths.exit().remove();
      paths.order().attr('data-side', (layer) => layer.side).attr('d', (layer) => area(layer.values))
        .attr('fill', (layer) => `url(#gl-fill-${layer.side}-${layer.part})`);
      const total = data.months.map(({day, sums}) => ({day, low: d3.sum([...sums.values()], (sum) => sum.low), high: d3.sum([...sums.values()], (sum) => sum.high)}));
      const band = d3.svg.area().interpolate('step-after').x((at) => this.x(at.day)).y0((at) => this.y(at.low)).y1((at) => this.y(at.high));
      const bands = this.areas.selectAll('path.gl-band-range').data([total]);
      bands.enter().append('path').attr('class', 'gl-band-range');
      bands.attr('d', band);
      this.areas.node().append(bands.node());
    }

    /** Fills by side: plain for figures of the day, slanting lines on a paler ground for the rest. */
    _patterns() {
      const fills = this.data.sides.flatMap((side) => ['known', 'rest'].map((part) => ({side, part, ...this.data.colours(side)})));
      const patterns = this.defs.selectAll('pattern').data(fills, (fill) => fill.side + fill.part);
      const fresh = patterns.enter().append('pattern').attr({width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'});
      fresh.attr('id', (fill) => `gl-fill-${fill.side}-${fill.part}`);
      fresh.append('rect').attr({width: 5, height: 5}).attr('fill', (fill) => fill.colour).attr('fill-opacity', (fill) => (fill.part === 'known' ? 1 : 0.42));
      fresh.filter((fill) => fill.part === 'rest').append('rect').attr({width: 1.3, height: 5}).attr('fill', (fill) => fill.colour);
      patterns.exit().remove();
    }

    _axes(left, right) {
      const {d3, data} = this;
      const years = d3.range(1995, 2026, this.width > 300 ? 5 : 10).map((year) => Dates.day(year + '-01-01'));
      const words = (value) => Dates.number(value / 1000, data.language, value < 10000 && value % 1000 ? 1 : 0);
      this.xAxis.attr('transform', `translate(0,${this.height - MARGIN.bottom})`).call(d3.svg.axis().scale(this.x).tickValues(years)
        .tickFormat((day) => Dates.digits(Dates.year(day), data.language)).tickSize(4).tickPadding(3));
      this.yAxis.attr('transform', `translate(${data.rtl ? right : left},0)`).call(d3.svg.axis().scale(this.y).orient(data.rtl ? 'right' : 'left')
        .ticks(4).tickFormat(words).tickSize(data.rtl ? left - right : left - right, 0).tickPadding(5));
    }

    /** Move the line to a day. @param {number} day */
    move(day) {
      if (this.x) this.line.attr({x1: this.x(day), x2: this.x(day), y1: MARGIN.top - 4, y2: this.height - MARGIN.bottom});
    }
  }

  Greenline.Chart = Chart;
})();
