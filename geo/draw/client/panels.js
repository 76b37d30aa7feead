/** The panels: layers in groups, the legend of what is on, and what the map is. */
(function () {
  'use strict';
  const {Dom, Dates, View} = Greenline;
  const {h, svg, link} = Dom;

  function frame(chrome, title, ...children) {
    return h('section.gl-panel', {'aria-label': title},
      h('header', {}, h('h2', {}, title), h('button.gl-close', {type: 'button', 'aria-label': chrome.t('close'),
        onclick: () => chrome.open(null)}, '×')), ...children);
  }

  class LayerPanel {
    constructor(chrome) {
      this.chrome = chrome;
      this.body = h('div.gl-body');
      this.box = frame(chrome, chrome.t('tool.layers'), this.body);
    }

    update() {
      const {atlas} = this.chrome;
      const t = (key) => atlas.t(key);
      const focused = this.body.contains(document.activeElement) && document.activeElement.id;
      const groups = atlas.data.groups.map(([group, names]) => {
        const own = names.filter((name) => atlas.layers.has(name));
        return own.length && h('fieldset', {}, h('legend', {}, t('group.' + group)), own.map((name) => this._box(name)));
      });
      const types = atlas.layers.has('events') && h('fieldset', {}, h('legend', {}, t('group.eventTypes')),
        View.TYPES.map((type) => this._check('gl-type-' + type, t('event.' + type), atlas.view.eventTypes.includes(type), (on) =>
          atlas.set({eventTypes: View.TYPES.filter((one) => (one === type ? on : atlas.view.eventTypes.includes(one)))}))));
      this.body.replaceChildren(...[...groups, types, this._window(), this._tiles()].filter(Boolean));
      if (focused) document.getElementById(focused)?.focus();
    }

    _box(name) {
      const {atlas} = this.chrome;
      return this._check('gl-layer-' + name, atlas.t('layer.' + name), atlas.shows(name), (on) =>
        atlas.set({layers: View.LAYERS.filter((one) => (one === name ? on : atlas.shows(one)))}));
    }

    _check(id, text, on, run) {
      return h('label.gl-check', {}, h('input', {type: 'checkbox', id, checked: on, onchange: (event) => run(event.target.checked)}),
        h('span', {}, text));
    }

    _window() {
      const {atlas} = this.chrome;
      if (!atlas.layers.has('events')) return null;
      const choices = [[30, 'window.30'], [90, 'window.90'], [365, 'window.365'], [1826, 'window.1826'], [0, 'window.0']];
      return h('label.gl-field', {}, h('span', {}, atlas.t('window')),
        h('select', {id: 'gl-window', onchange: (event) => atlas.set({window: Number(event.target.value)})},
          choices.map(([days, key]) => h('option', {value: days, selected: atlas.view.window === days}, atlas.t(key)))));
    }

    /** Online tiles are a choice, offered only where the file was made to allow them. */
    _tiles() {
      const {atlas, options} = this.chrome;
      if (!options.tiles) return null;
      return this._check('gl-tiles', atlas.t('tiles'), atlas.view.tiles, (on) => atlas.set({tiles: on}));
    }
  }

  class LegendPanel {
    constructor(chrome) {
      this.chrome = chrome;
      this.body = h('div.gl-body');
      this.box = frame(chrome, chrome.t('tool.legend'), this.body);
    }

    update() {
      const {atlas} = this.chrome;
      const parts = [];
      for (const [group, names] of atlas.data.groups) {
        const entries = names.filter((name) => atlas.layers.has(name) && atlas.shows(name))
          .flatMap((name) => atlas.layers.get(name).legend?.() || []);
        if (!entries.length) continue;
        parts.push(h('h3', {}, atlas.t('group.' + group)),
          h('ul.gl-legend', {}, entries.map((entry) => h('li', {}, swatch(entry.swatch), h('span', {}, entry.text)))));
      }
      this.body.replaceChildren(...parts);
    }
  }

  /** A sample of how a thing is drawn. */
  function swatch(what) {
    const box = svg('svg', {class: 'gl-swatch', viewBox: '0 0 26 16', width: 26, height: 16, 'aria-hidden': 'true'});
    if (!what) return box;
    const dash = what.dots ? '1.5 4' : what.dash ? '4 3' : null;
    const edge = what.edge || 'rgba(0,0,0,.3)';
    if (what.dot) box.append(svg('circle', {cx: 13, cy: 8, r: (what.size || 9) / 2, fill: what.dot, stroke: edge, 'stroke-dasharray': dash && '2 2'}));
    else if (what.square) box.append(svg('rect', {x: 9, y: 4, width: 8, height: 8, fill: what.square}));
    else if (what.glyph) box.append(svg('path', {d: Greenline.glyphs.path(what.glyph, 13, 8), fill: what.fill}));
    else if (what.line) {
      if (what.band) box.append(svg('rect', {x: 0, y: 8, width: 26, height: 6, fill: what.band}));
      box.append(svg('path', {d: 'M0 8H26', stroke: what.line, 'stroke-width': what.width || 1.6, 'stroke-dasharray': dash}));
    } else {
      box.append(svg('rect', {x: 1, y: 2, width: 24, height: 12, fill: what.fill}));
      if (what.hatch) box.append(svg('path', {d: slants(what.hatch), stroke: what.hatch.colour, 'stroke-width': what.hatch.width}));
      box.append(svg('rect', {x: 1, y: 2, width: 24, height: 12, fill: 'none', stroke: edge, 'stroke-width': 0.8}));
    }
    return box;
  }

  /** Slanting lines over the swatch's field of 24 by 12. @param {Object} hatch {step, slant} */
  function slants(hatch) {
    let path = '';
    for (let x = -12 + hatch.step; x < 24; x += hatch.step) {
      const [from, to] = [Math.max(0, x), Math.min(24, x + 12)];
      const height = (at) => (hatch.slant > 0 ? 14 - (at - x) : 2 + (at - x));
      path += `M${from + 1} ${height(from)}L${to + 1} ${height(to)}`;
    }
    return path;
  }

  class AboutPanel {
    constructor(chrome) {
      this.chrome = chrome;
      this.body = h('div.gl-body.gl-about');
      this.box = frame(chrome, chrome.t('tool.about'), this.body);
    }

    update() {
      const {atlas} = this.chrome;
      const {view} = atlas;
      const {about} = atlas.data;
      const t = (key, values) => atlas.t(key, values);
      const control = atlas.layers.get('control');
      this.body.replaceChildren(
        h('p', {}, h('strong', {}, Greenline.sentence(atlas))),
        h('p', {}, t('about.data', {date: Dates.words(Dates.day(about.date), view.language), version: about.version})),
        h('p', {}, t('about.cite'), h('br'), h('cite', {}, t('about.citation', {
          what: Greenline.sentence(atlas), date: about.date, version: about.version}))),
        h('h3', {}, t('perspective')),
        h('dl', {}, (control ? control.perspectives : []).flatMap((row) => [h('dt', {}, atlas.nameOf(row)),
          h('dd', {}, row['text_' + view.language] || row.text_en)])),
        h('p', {}, t('about.front')), h('p', {}, t('about.neutral')),
        h('h3', {}, t('about.licences')),
        h('ul', {}, about.licences.map(([what, licence, address]) => h('li', {}, what + ': ', address ? link(address, licence) : licence))),
        h('label.gl-field', {}, h('span', {}, t('language')),
          h('select', {id: 'gl-language', onchange: (event) => atlas.set({language: event.target.value})},
            [['en', 'English'], ['ar', 'العربية'], ['ckb', 'کوردی']].map(([code, name]) =>
              h('option', {value: code, lang: code, selected: view.language === code}, name)))),
        h('p.gl-keys', {}, t('about.keys')));
    }
  }

  Object.assign(Greenline, {LayerPanel, LegendPanel, AboutPanel, panelFrame: frame});
})();
