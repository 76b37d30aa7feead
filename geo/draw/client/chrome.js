/** What stands around the map: title, tools, panels, time bar. Built anew when the language changes. */
(function () {
  'use strict';
  const {Dom, Dates} = Greenline;
  const {h, icon} = Dom;

  const ICONS = {
    layers: 'M12 3 3 8l9 5 9-5-9-5zM3 13l9 5 9-5',
    legend: 'M4 6h3M10 6h10M4 12h3M10 12h10M4 18h3M10 18h10',
    compare: 'M12 4v16M4 6h5v12H4zM15 6h5v12h-5z',
    measure: 'M3 17 17 3l4 4L7 21zM7 13l2 2M10 10l2 2M13 7l2 2',
    about: 'M12 11v6M12 7.5v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
    full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
    plus: 'M12 5v14M5 12h14',
    minus: 'M5 12h14',
    home: 'M4 11 12 4l8 7M6 10v10h12V10',
  };

  class Chrome {
    constructor(atlas, options) {
      this.atlas = atlas;
      this.options = options;
      this._wrap();
      L.control.scale({position: 'bottomleft', imperial: false, maxWidth: 120}).addTo(atlas.map);
      atlas.map.attributionControl.setPrefix(false).addAttribution(this._credit());
      atlas.on('view', (changed) => {
        if (changed.has('language')) this.build();
        else this.update(changed);
      });
      atlas.on('layer', () => this.update(new Set(['layers'])));
      this.link = new Greenline.Link(atlas, options);
      this.tip = new Greenline.Tip(this);
      this.compare = new Greenline.Compare(this);
      this.build();
    }

    /** Put the map in a box of ours, so that a second map can stand beside it. */
    _wrap() {
      const container = this.atlas.map.getContainer();
      this.root = h('div.gl-root');
      this.maps = h('div.gl-maps');
      container.replaceWith(this.root);
      this.maps.append(container);
      this.over = h('div.gl-over');
      this.root.append(this.maps, this.over);
      container.classList.add('gl-map');
      this.home = null;
    }

    _credit() {
      const {data, version} = this.atlas.data.about;
      return `Greenline · ${Dom.clean(data)} (${Dom.clean(version)}) · COD-AB © OCHA, CSO (CC BY 3.0 IGO)`;
    }

    t(key, values) {
      return this.atlas.t(key, values);
    }

    build() {
      const {language} = this.atlas.view;
      const focused = document.activeElement && document.activeElement.id;
      if (this.timebar) this.timebar.stop();
      if (this.atlas.measuring) this.measure.toggle();
      this.over.replaceChildren();
      this.root.dir = language === 'en' ? 'ltr' : 'rtl';
      this.root.lang = language;
      this.panels = {};
      this.buttons = {};
      this.title = new Greenline.Title(this);
      this.search = new Greenline.Search(this);
      this.details = new Greenline.Details(this);
      this.timebar = new Greenline.TimeBar(this);
      this.measure = this.measure || new Greenline.Measure(this);
      this.addPanel('layers', new Greenline.LayerPanel(this));
      this.addPanel('legend', new Greenline.LegendPanel(this));
      this.addPanel('compare', this.compare.panel());
      this.addPanel('about', new Greenline.AboutPanel(this));
      this.over.append(
        this.title.box, h('div.gl-box.gl-tools', {role: 'toolbar', 'aria-label': this.t('tools')},
          this.search.box, ...this._buttons()),
        h('div.gl-box.gl-panels', {}, ...Object.values(this.panels).map((panel) => panel.box)),
        this.details.box, this.timebar.box, this.tip.box);
      for (const box of this.over.children) {
        L.DomEvent.disableClickPropagation(box);
        L.DomEvent.disableScrollPropagation(box);
      }
      this.open(this.opened || (this.root.clientWidth > 900 ? 'legend' : null));
      this.update(new Set(['date', 'layers', 'selection', 'perspective', 'compare']));
      if (focused) document.getElementById(focused)?.focus();
    }

    addPanel(name, panel) {
      panel.box.id = 'gl-panel-' + name;
      panel.box.hidden = true;
      this.panels[name] = panel;
    }

    _buttons() {
      const button = (name, run, pressed) => {
        const element = h('button.gl-button', {
          type: 'button', id: 'gl-' + name, title: this.t('tool.' + name), 'aria-label': this.t('tool.' + name),
          'aria-expanded': pressed ? 'false' : null, 'aria-controls': pressed ? 'gl-panel-' + name : null, onclick: run,
        }, icon(ICONS[name]));
        this.buttons[name] = element;
        return element;
      };
      const panel = (name) => button(name, () => this.open(this.opened === name ? null : name), true);
      const {map} = this.atlas;
      return [panel('layers'), panel('legend'), panel('compare'), button('measure', () => this.measure.toggle()),
        panel('about'), button('full', () => this._full()), button('plus', () => map.zoomIn()),
        button('minus', () => map.zoomOut()), button('home', () => this._goHome())];
    }

    _goHome() {
      this.frame(this.atlas.data.home, true);
    }

    /** Bring a box into the part of the map that no panel covers. @param {number[]} box west, south, east, north
     * @param {boolean} animate */
    frame(box, animate) {
      const {map} = this.atlas;
      const size = map.getSize();
      // A frame that has no size yet cannot be filled: the box waits until it has one.
      if (size.x < 80 || size.y < 80) return map.once('resize', () => this.frame(box, animate));
      const wide = this.root.clientWidth > 900;
      const panel = wide && this.opened ? 300 : 10;
      const rtl = this.root.dir === 'rtl';
      const room = size.x > 420 && size.y > 400 ? 1 : 0;
      map.fitBounds([[box[1], box[0]], [box[3], box[2]]], {animate,
        paddingTopLeft: [room * (rtl ? panel : 10), room * (wide ? 30 : 60)],
        paddingBottomRight: [room * (rtl ? 10 : panel), room * (wide ? 95 : 120)]});
    }

    _full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.root.requestFullscreen?.().catch(() => {});
    }

    /** Open one panel and close the others. @param {?string} name */
    open(name) {
      this.opened = name;
      for (const [own, panel] of Object.entries(this.panels)) {
        panel.box.hidden = own !== name;
        this.buttons[own]?.setAttribute('aria-expanded', String(own === name));
        if (own === name) panel.update();
      }
      this.root.classList.toggle('gl-has-panel', Boolean(name));
    }

    /** Bring what is written in line with the view. @param {Set<string>} changed */
    update(changed) {
      this.title.update();
      this.timebar.update(changed);
      this.compare.update(changed);
      if (changed.has('selection')) this.details.show();
      else if (changed.has('date') || changed.has('perspective')) this.details.refresh();
      if (this.opened) this.panels[this.opened].update(changed);
    }
  }

  /** The sentence that says what is shown, and the choice of perspective. */
  class Title {
    constructor(chrome) {
      this.chrome = chrome;
      this.sentence = h('h1.gl-sentence', {'aria-live': 'polite'});
      this.meaning = h('p.gl-meaning');
      this.choices = ['held', 'federal', 'region', 'un'].map((name) =>
        h('label.gl-choice', {title: this._definition(name)},
          h('input', {type: 'radio', name: 'gl-perspective', value: name, onchange: () => chrome.atlas.set({perspective: name})}),
          h('span', {}, chrome.t('perspective.' + name))));
      this.box = h('div.gl-box.gl-title', {}, this.sentence,
        h('fieldset.gl-choices', {}, h('legend.gl-hidden', {}, chrome.t('perspective')), this.choices), this.meaning);
    }

    _definition(name) {
      const control = this.chrome.atlas.layers.get('control');
      const row = control && control.perspectives.find((one) => one.id === name);
      const {language} = this.chrome.atlas.view;
      return row ? row['text_' + language] || row.text_en : '';
    }

    update() {
      const {atlas} = this.chrome;
      const {view} = atlas;
      this.sentence.textContent = sentence(atlas);
      this.meaning.textContent = view.perspective === 'held' ? '' : this._definition(view.perspective);
      this.meaning.hidden = view.perspective === 'held';
      for (const choice of this.choices) {
        const input = choice.querySelector('input');
        input.checked = input.value === view.perspective;
      }
    }
  }

  /** The sentence that says what is shown. */
  function sentence(atlas) {
    const {view} = atlas;
    const t = (key, values) => atlas.t(key, values);
    const words = (day) => Dates.words(day, view.language);
    const control = atlas.layers.get('control');
    if (view.compare !== null) {
      const [first, last] = [Math.min(view.compare, view.date), Math.max(view.compare, view.date)];
      return t(view.compareMode === 'side' ? 'sentence.side' : 'sentence.compare', {what: t('sentence.' + view.perspective), from: words(first), to: words(last)});
    }
    const contested = control ? control.count('contested') : 0;
    const mixed = control ? control.count('mixed') : 0;
    const tail = [
      contested && t(contested === 1 ? 'sentence.contested.one' : 'sentence.contested', {n: Dates.number(contested, view.language)}),
      mixed && t(mixed === 1 ? 'sentence.mixed.one' : 'sentence.mixed', {n: Dates.number(mixed, view.language)}),
    ].filter(Boolean);
    return [t('sentence.' + view.perspective) + t('sentence.comma') + words(view.date), ...tail].join(' · ');
  }

  /** What lies under the pointer, in two lines. */
  class Tip {
    constructor(chrome) {
      this.box = h('div.gl-box.gl-tip', {hidden: true});
      chrome.atlas.on('hover', (found) => {
        const hit = found && found.hit;
        this.box.hidden = !hit || chrome.atlas.measuring;
        chrome.atlas.map.getContainer().style.cursor = hit && hit.order < 100 ? 'pointer' : '';
        if (!hit) return;
        this.box.replaceChildren(h('strong', {}, hit.title), h('span', {}, hit.text || ''));
        const width = chrome.root.clientWidth;
        const flip = found.point.x > width - 260;
        Object.assign(this.box.style, {
          left: flip ? 'auto' : found.point.x + 14 + 'px', right: flip ? width - found.point.x + 14 + 'px' : 'auto',
          top: found.point.y + 14 + 'px',
        });
      });
    }
  }

  Object.assign(Greenline, {Chrome, Title, Tip, sentence});
})();
