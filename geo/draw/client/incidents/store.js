/** Event data as typed columns, one entry a row, in the order of their days (see geo/draw/container.py). */
(function () {
  'use strict';
  const {Bytes, World, inflate} = Greenline;
  const MAGIC = 'GLE1';
  const VERSION = 1;
  /** Position precisions drawn as areas; those before are points, the last says nothing. */
  const AREAS = ['district', 'governorate', 'region', 'country'];

  class Store {
    /** @param {Bytes} bytes @param {string} [name] what the data is called */
    static async open(bytes, name = '') {
      const head = bytes.read(0, 8);
      if (String.fromCharCode(...head.subarray(0, 4)) !== MAGIC) throw new Error('no event data');
      const size = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
      const directory = JSON.parse(new TextDecoder().decode(await inflate(bytes.read(8, 8 + size))));
      if (directory.version !== VERSION) throw new Error('event data of another version');
      const store = new Store(directory, name);
      await store._read(bytes, 8 + size);
      return store;
    }

    constructor(directory, name) {
      this.name = name || directory.name;
      this.n = directory.rows;
      this.origin = directory.origin[0];
      this.directory = directory;
      /** Typed arrays by name: codes, or figures as the container has them. */
      this.columns = {};
    }

    async _read(bytes, start) {
      const {directory} = this;
      let at = start;
      const take = (size) => bytes.read(at, (at += size));
      const read = (entries, count) => Promise.all(entries.map(async (entry) => {
        const planes = entry.planes.map(take);
        return [entry, whole(await Promise.all(planes.map(inflate)), count)];
      }));
      const columns = read(directory.columns, this.n);
      const spots = read(directory.spots, directory.spot_count);
      this.texts = new Greenline.Texts(bytes, at, directory.text);
      for (const [entry, values] of await columns) Object.assign(this.columns, unmixed(entry, values));
      this._days();
      this._places((await spots).map(([, values]) => values)[0]);
      this._names();
    }

    /** Days since the first one. */
    _days() {
      const passed = this.columns.day;
      const days = new Int32Array(this.n);
      let day = 0;
      for (let i = 0; i < this.n; i++) days[i] = day += passed[i];
      this.day = days;
      this.first = this.origin;
      this.last = this.origin + day;
      delete this.columns.day;
    }

    /** World pixels, from steps along the curve, which begin anew each day. */
    _places(spots) {
      const {n, day} = this;
      const gaps = this.columns.position;
      if (spots) for (let i = 1; i < spots.length; i++) spots[i] += spots[i - 1];
      // Steps from the corner first: single precision holds them whole.
      const [east, north] = [(this.x = new Float32Array(n)), (this.y = new Float32Array(n))];
      let along = 0;
      for (let i = 0; i < n; i++) {
        along = i && day[i] === day[i - 1] ? along + gaps[i] : gaps[i];
        const place = spots ? spots[along] : along;
        const low = place | 0;
        const high = (place / 4294967296) | 0;
        east[i] = gather(low) | (gather(high) << 16);
        north[i] = gather(low >>> 1) | (gather(high >>> 1) << 16);
      }
      this._project(east, north);
      delete this.columns.position;
    }

    /** Turn steps from the corner into world pixels. @param {Float32Array} xs @param {Float32Array} ys */
    _project(xs, ys) {
      const {origin: [, west, south], steps} = this.directory;
      const {n} = this;
      const first = World.of(west / steps, 0)[0];
      const step = World.of((west + 1) / steps, 0)[0] - first;
      let most = 0;
      for (let i = 0; i < n; i++) if (ys[i] > most) most = ys[i];
      // A table of latitudes, where it is shorter than the rows.
      const table = new Float32Array(most < n ? most + 1 : 0);
      for (let k = 0; k < table.length; k++) table[k] = World.of(0, (south + k) / steps)[1];
      for (let i = 0; i < n; i++) {
        xs[i] = first + xs[i] * step;
        ys[i] = table.length ? table[ys[i]] : World.of(0, (south + ys[i]) / steps)[1];
      }
    }

    /** One list of actors for both sides, and which precisions are areas. */
    _names() {
      const {names, precisions} = this.directory;
      this.kinds = names.type;
      this.sources = names.source || null;
      this.actors = [...new Set([...names.actor_a, ...names.actor_b])].filter(Boolean);
      const place = new Map(this.actors.map((actor, i) => [actor, i + 1]));
      for (const side of ['actor_a', 'actor_b']) {
        const codes = Uint16Array.from(names[side], (actor) => place.get(actor) || 0);
        const column = this.columns[side];
        this.columns[side] = new Uint16Array(this.n);
        for (let i = 0; i < this.n; i++) this.columns[side][i] = codes[column[i]];
      }
      this.precisions = precisions.position_precision;
      /** For each position precision: 0 a point, 1 not said, 2 an area. */
      this.vague = Uint8Array.from(this.precisions, (name) => (AREAS.includes(name) ? 2 : name === 'unknown' ? 1 : 0));
      /** Whether it is not said of some places how exact they are. */
      this.unsaid = this.columns.position_precision.includes(this.vague.indexOf(1));
    }

    /** First row of a day or later. @param {number} day since 1970-01-01 */
    from(day) {
      let low = 0;
      let high = this.n;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.day[middle] + this.origin < day) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    /** Figures of deaths, null where the source gives none. @param {number} row */
    deaths(row) {
      const {best: bests, low: lows, high: highs} = this.columns;
      const best = bests[row] - 1;
      const middle = Math.max(best, 0);
      const low = beside(lows[row], best, (away) => middle - away);
      const mirrored = low < 0 ? -1 : 2 * middle - low;
      const high = beside(highs[row], mirrored, (away) => Math.max(mirrored, 0) + away);
      const figure = (value) => (value < 0 ? null : value);
      return {best: figure(best), low: figure(low), high: figure(high)};
    }

    /** A row as an object, without its texts. @param {number} row */
    row(row) {
      const {columns, directory, actors} = this;
      const [lat, lng] = World.position(this.x[row], this.y[row]);
      const start = this.day[row] + this.origin;
      const record = {row, start, end: start + columns.lasts[row], lat, lng, ...this.deaths(row)};
      for (const [name, options] of Object.entries({...directory.names, ...directory.precisions})) record[name] = options[columns[name][row]];
      for (const side of ['actor_a', 'actor_b']) record[side] = actors[columns[side][row] - 1] || '';
      for (const name of directory.kilometres) record[name] = columns[name][row] ? (columns[name][row] - 1) / 10 : null;
      return record;
    }

    /** Rows with their texts (id, place, text). @param {number[]} rows @returns {Promise<Object[]>} */
    async records(rows) {
      const found = [];
      for (const row of rows) found.push({id: '', place: '', text: '', ...this.row(row), ...(await this.texts.of(row))});
      return found;
    }
  }

  /** Put byte planes together, the lowest first. */
  function whole(planes, count) {
    if (planes.length === 1) return planes[0];
    const values = planes.length === 2 ? new Uint16Array(count) : planes.length < 5 ? new Uint32Array(count) : new Float64Array(count);
    planes.forEach((plane, p) => {
      const weight = 256 ** p;
      for (let i = 0; i < count; i++) values[i] += plane[i] * weight;
    });
    return values;
  }

  /** Take columns apart that share a byte. */
  function unmixed({names, sizes}, values) {
    if (!sizes.length) return {[names[0]]: values};
    const found = {};
    let weight = 1;
    names.forEach((name, k) => {
      const table = Uint8Array.from({length: 256}, (_, value) => Math.floor(value / weight) % sizes[k]);
      const column = (found[name] = new Uint8Array(values.length));
      for (let i = 0; i < values.length; i++) column[i] = table[values[i]];
      weight *= sizes[k];
    });
    return found;
  }

  /** Every second bit of 32. */
  function gather(bits) {
    let v = bits & 0x55555555;
    v = (v | (v >>> 1)) & 0x33333333;
    v = (v | (v >>> 2)) & 0x0f0f0f0f;
    v = (v | (v >>> 4)) & 0x00ff00ff;
    return (v | (v >>> 8)) & 0x0000ffff;
  }

  function beside(code, expected, figure) {
    if (code === 0) return expected;
    return code === 1 ? -1 : figure(((code - 2) >>> 1) ^ -((code - 2) & 1));
  }

  Greenline.IncidentStore = Store;
})();
