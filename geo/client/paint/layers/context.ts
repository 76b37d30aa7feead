/** What lies around: neighbouring countries, rivers and lakes. */
import * as World from '../map/world.ts';
import { rowsOf } from '../data/rows.ts';
import { bounds, crosses, decode, pathOf } from '../map/topology.ts';
import { atZoom, type Context2D, type Frame, name } from '../map/frame.ts';
import type { Box, Lake, Neighbour, River, Shapes, Tables } from '../data/tables.ts';
import type { Pieces } from '../map/pieces.ts';
import type { Scene } from '../scene.ts';
import type { Painter } from './layer.ts';

/** The share of its width in which what lies around fades out, and pixels beyond it that are ground too. */
const FADE = 0.05;
const WORLD = 40_000;
/** Places at which room for a country's name is looked for, at most, and pixels between them, at least. */
const PLACES = 500;
const CELL = 8;
const EDGE = 4; // pixels beyond the edge that it fades too

function paths(shapes: Shapes) {
  return shapes.parts.map((lines) => pathOf(lines.map((deltas) => decode(deltas, shapes)), shapes.closed));
}

function paintersOf(layer: Neighbours | Water): Painter[] {
  return [
    { stage: 'ground', uses: new Set(), state: () => '', draw: (ctx, frame) => layer._draw(ctx, frame) },
    { stage: 'marks', uses: new Set(), draw: (_, frame) => layer._names(frame) },
  ];
}

export class Neighbours {
  rows: Neighbour[];
  paths: Path2D[];
  /** The outlines of each country, and the box around them. */
  grounds: { rings: Float64Array<ArrayBuffer>[]; box: Box }[];
  box: Box; // the box that they end in, in world pixels: left, top, right, bottom
  /** Where the names stood last, and in which frame. */
  named: { key: string; spots: Map<number, [number, number]> } = { key: '', spots: new Map() };

  constructor(readonly atlas: Scene, layers: Tables) {
    this.rows = rowsOf(layers.neighbours.rows);
    const { shapes } = layers.neighbours;
    this.paths = paths(shapes);
    this.grounds = shapes.parts.map((lines) => {
      const rings = lines.map((deltas) => decode(deltas, shapes));
      return { rings, box: bounds(rings) };
    });
    this.box = bounds(this.grounds.flatMap(({ rings }) => rings));
  }

  painters(): Painter[] {
    return paintersOf(this);
  }

  *_draw(ctx: Context2D, frame: Frame): Pieces {
    if (this.atlas.view.tiles) return;
    const { style } = this.atlas;
    frame.world(ctx);
    // Beyond the box that the data has, ground without a border; within it water, where no country is.
    const [left, top, right, bottom] = this.box;
    ctx.fillStyle = style.neighbour;
    ctx.fillRect(left - WORLD, top - WORLD, right - left + 2 * WORLD, bottom - top + 2 * WORLD);
    ctx.fillStyle = style.sea;
    ctx.fillRect(left, top, right - left, bottom - top);
    yield ctx;
    ctx.fillStyle = style.neighbour;
    ctx.strokeStyle = style.neighbourLine;
    ctx.lineWidth = 0.8 / frame.k;
    for (const path of this.paths) {
      ctx.fill(path);
      ctx.stroke(path);
    }
    yield ctx;
    this._fade(ctx);
  }

  /** What the data has of the countries around ends in a box: beyond it is plain ground, and its edge fades into
   * that. */
  _fade(ctx: Context2D) {
    const [left, top, right, bottom] = this.box;
    const { neighbour } = this.atlas.style;
    const clear = neighbour + '00';
    const wide = (right - left) * FADE;
    if (!Number.isFinite(wide)) return; // no country around is known
    /** @param line from the edge on */
    const strip = (x: number, y: number, w: number, h: number, [x0, y0, x1, y1]: number[]) => {
      const ink = ctx.createLinearGradient(x0, y0, x1, y1);
      ink.addColorStop(0, neighbour);
      ink.addColorStop(1, clear);
      ctx.fillStyle = ink;
      // A little beyond the edge too, where half of a border's line lies.
      ctx.fillRect(x - EDGE, y - EDGE, w + 2 * EDGE, h + 2 * EDGE);
    };
    strip(left, top, wide, bottom - top, [left, 0, left + wide, 0]);
    strip(right - wide, top, wide, bottom - top, [right, 0, right - wide, 0]);
    strip(left, top, right - left, wide, [0, top, 0, top + wide]);
    strip(left, bottom - wide, right - left, wide, [0, bottom, 0, bottom - wide]);
  }

  _names(frame: Frame) {
    const key = frame.place + frame.window;
    if (this.named.key !== key) this.named = { key, spots: this._spots(frame) };
    for (const [country, [x, y]] of this.named.spots) {
      const within = (px: number, py: number) =>
        this._countryAt((px - frame.tx) / frame.k, (py - frame.ty) / frame.k) === country;
      this.atlas.labels.want({
        text: this.atlas.nameOf(this.rows[country]).toUpperCase(),
        x,
        y,
        size: atZoom(frame, 10, 11.5),
        weight: 500,
        spaced: atZoom(frame, 2, 4),
        colour: this.atlas.style.faint,
        rank: 110,
        centred: true,
        within,
        beyond: (px, py) => !within(px, py),
      });
    }
  }

  _countryAt(x: number, y: number) {
    return this.grounds.findIndex(({ rings, box }) =>
      x > box[0] && x < box[2] && y > box[1] && y < box[3] &&
      rings.filter((ring) => crosses(ring, x, y)).length % 2 === 1
    );
  }

  /** The pixel in each country that has most of what the reader sees of it on all sides. */
  _spots(frame: Frame) {
    const [left, top, right, bottom] = frame.window;
    const covered = this.atlas.coveredBoxes();
    const cell = Math.max(CELL, Math.sqrt((right - left) * (bottom - top) / PLACES));
    const [columns, rows] = [right - left, bottom - top].map((side) => Math.max(1, Math.ceil(side / cell)));
    const cells = Array.from({ length: columns * rows }, (_, i) => {
      const [across, down] = [(i % columns + 0.5) * cell, (Math.floor(i / columns) + 0.5) * cell];
      if (covered.some((box) => across > box[0] && across < box[2] && down > box[1] && down < box[3])) return -1;
      const [x, y] = [left + across, top + down];
      return this._countryAt((x - frame.tx) / frame.k, (y - frame.ty) / frame.k);
    });
    const best: Map<number, { room: number; spot: [number, number] }> = new Map();
    cells.forEach((country, i) => {
      if (country < 0) return;
      const column = i % columns;
      const run = (step: number, most: number) => {
        let n = 0;
        while (n < most && cells[i + (n + 1) * step] === country) n++;
        return n;
      };
      const across = Math.min(run(-1, column), run(1, columns - 1 - column));
      // A name is wide and low.
      const room = Math.min(across, 2 * run(-columns, rows) + 1, 2 * run(columns, rows) + 1);
      if (room <= (best.get(country)?.room ?? -1)) return;
      best.set(country, { room, spot: [left + (column + 0.5) * cell, top + (Math.floor(i / columns) + 0.5) * cell] });
    });
    return new Map([...best].map(([country, { spot }]) => [country, spot]));
  }
}

export class Water {
  rivers: River[];
  riverPaths: Path2D[];
  lakes: Lake[];
  lakePaths: Path2D[];

  constructor(readonly atlas: Scene, layers: Tables) {
    this.rivers = rowsOf(layers.water.rivers.rows);
    this.riverPaths = paths(layers.water.rivers.shapes);
    this.lakes = rowsOf(layers.water.lakes.rows);
    this.lakePaths = paths(layers.water.lakes.shapes);
  }

  painters(): Painter[] {
    return paintersOf(this);
  }

  *_draw(ctx: Context2D, frame: Frame): Pieces {
    if (this.atlas.view.tiles) return;
    const { style } = this.atlas;
    frame.world(ctx);
    name(ctx, 'rivers');
    ctx.lineJoin = ctx.lineCap = 'round';
    ctx.strokeStyle = style.river;
    this.riverPaths.forEach((path, i) => {
      const rank = this.rivers[i].rank;
      if (rank > 2 && frame.zoom < 7) return;
      ctx.lineWidth = ([2.2, 1.6, 1.1][rank - 1] || 1) * Math.min(1.6, 0.5 + frame.zoom / 14) / frame.k;
      ctx.stroke(path);
    });
    yield ctx;
    name(ctx, 'lakes');
    ctx.fillStyle = style.water;
    ctx.lineWidth = 0.8 / frame.k;
    for (const path of this.lakePaths) {
      ctx.fill(path);
      ctx.stroke(path);
    }
  }

  _names(frame: Frame) {
    if (frame.zoom < 7) return;
    for (const row of [...this.rivers, ...this.lakes]) {
      const [x, y] = frame.pixel(...World.of(row.lon, row.lat));
      if (frame.inside(x, y)) {
        this.atlas.labels.want({
          text: this.atlas.nameOf(row),
          x,
          y,
          size: 11,
          italic: true,
          colour: this.atlas.style.waterName,
          rank: 700,
          centred: true,
        });
      }
    }
  }
}
