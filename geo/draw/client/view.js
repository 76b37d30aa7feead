/** The view as a query string: the same keys and defaults as geo/view.py. */
(function () {
  'use strict';
  const {Dates} = Greenline;
  const LAYERS = ['neighbours', 'control', 'water', 'disputed', 'subdistricts', 'districts', 'governorates',
    'lines', 'pipelines', 'fields', 'refineries', 'crossings', 'airports', 'events', 'towns'];
  const TYPES = ['law', 'politics', 'referendum', 'agreement', 'battle', 'takeover', 'attack',
    'displacement', 'oil', 'crossing'];
  const HIDDEN = ['subdistricts', 'lines'];

  const names = (known) => ({
    read: (text) => known.filter((name) => text.replace(/,/g, '.').split('.').includes(name)),
    write: (list) => list.join('.'),
  });
  const oneOf = (known) => ({read: (text) => (known.includes(text) ? text : undefined), write: String});
  const day = {
    read(text) {
      const value = Dates.day(text);
      return value !== null && Dates.iso(value) === text && value >= Dates.FIRST && value <= Dates.LAST ? value : undefined;
    },
    write: (value) => Dates.iso(value),
  };
  const box = {
    read(text) {
      const edges = text.split(',').map(Number);
      const sane = edges.length === 4 && edges.every(Number.isFinite) && edges[0] < edges[2] && edges[1] < edges[3] &&
        edges[0] >= -180 && edges[2] <= 180 && edges[1] >= -85 && edges[3] <= 85;
      return sane ? edges : undefined;
    },
    write: (edges) => edges.join(','),
  };
  const whole = {
    read(text) {
      const value = Number(text);
      return Number.isInteger(value) && value >= 0 && value <= 15000 ? value : undefined;
    },
    write: String,
  };
  const word = {read: (text) => text.slice(0, 120) || null, write: String};
  const flag = {read: (text) => text === '1', write: (on) => (on ? '1' : '0')};

  const KEYS = {
    d: ['date', day], c: ['compare', day], cm: ['compareMode', oneOf(['change', 'side'])],
    p: ['perspective', oneOf(['held', 'federal', 'region', 'un'])],
    l: ['layers', names(LAYERS)], t: ['eventTypes', names(TYPES)], w: ['window', whole],
    lang: ['language', oneOf(['en', 'ar', 'ckb'])], b: ['bounds', box], s: ['selection', word],
    tiles: ['tiles', flag],
  };

  Greenline.View = {
    LAYERS, TYPES,

    initial: () => ({
      date: Dates.day('2017-09-27'), compare: null, compareMode: 'change', perspective: 'held',
      layers: LAYERS.filter((name) => !HIDDEN.includes(name)), eventTypes: TYPES.slice(), window: 365,
      language: 'en', bounds: null, selection: null, tiles: false,
    }),

    /** Read a query string over a view; what cannot be read is left as it was. */
    read(query, view) {
      const pairs = new URLSearchParams(query);
      const next = {...view};
      for (const [key, [name, kind]] of Object.entries(KEYS)) {
        if (!pairs.has(key)) continue;
        const value = kind.read(pairs.get(key));
        if (value !== undefined) next[name] = value;
      }
      return next;
    },

    /** Write a view; what equals the default is left out. */
    write(view) {
      const initial = Greenline.View.initial();
      const parts = [];
      for (const [key, [name, kind]] of Object.entries(KEYS)) {
        const value = view[name];
        if (value === null || JSON.stringify(value) === JSON.stringify(initial[name])) continue;
        parts.push(key + '=' + encodeURIComponent(kind.write(value)).replace(/%2C/g, ',').replace(/%3A/g, ':'));
      }
      return parts.join('&');
    },
  };
})();
