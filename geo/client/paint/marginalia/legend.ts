/** The legend: the entries of the layers that are shown, and samples of how their things are drawn. */
import { profile } from '../data/profile.ts';
import { circle, eventPath, glyphPath, hatch } from '../map/symbols.ts';
import type { LegendEntry, Swatch } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';
import type { Context2D } from '../map/frame.ts';

type Key = LegendEntry & { layer: string };

type Group = [title: string, entries: Key[]];

const [WIDE, TALL] = [26, 16]; // pixels of a sample

function entriesOfLayer(scene: Scene, name: string) {
  const entries = scene.shows(name) && scene.layers.get(name)?.legend?.() || [];
  const isDrawn = ({ swatch, text }: LegendEntry) =>
    swatch ? swatch.line : entries.some((below) => below.under === text && below.swatch?.line);
  const headed = (text: string) => profile.apart.includes(name) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return entries.filter((entry) => !scene.isCovered(name) || isDrawn(entry))
    .map((entry) => ({ ...entry, layer: name, text: headed(entry.text) }));
}

/** The keys of what is in the frame: a reader's events, then the map's own, below no title, then each other layer that
 * has a group of its own.
 * @param second another map that the legend is of */
export function entriesOf(scene: Scene, second?: Scene | null): Group[] {
  const names = scene.data.groups.flatMap(([, members]) => members);
  const isApart = (name: string) => profile.apart.includes(name);
  const isReaders = (members: string[]) => Number(members.includes('user_events'));
  const layers: [string, string[]][] = [
    ['', names.filter((name) => !isApart(name))],
    ...names.filter(isApart).map((name) => [scene.t('layer.' + name), [name]] as [string, string[]]),
  ];
  layers.sort(([, a], [, b]) => isReaders(b) - isReaders(a));
  return layers.map(([title, members]) =>
    [
      title,
      members.flatMap((name) => {
        const entries = entriesOfLayer(scene, name);
        return second ? joinEntries(entries, entriesOfLayer(second, name)) : entries;
      }),
    ] as Group
  ).filter(([, entries]) => entries.length);
}

/** What several maps say, each line once below what it stands under, and none with figures of one day. */
export function joinEntries(...both: Key[][]) {
  const entries = both.flat().filter(({ dated }) => !dated);
  return [...new Map(entries.map((entry) => [entry.text + entry.under, entry])).values()];
}

/** Width and height of a sample; circles that are as large as on the map need more than a line. */
export function sizeOf(what?: Swatch | null) {
  const sizes = what?.sizes || (what?.dot ? [what.size || 0] : []);
  const wide = what?.glyphs?.length === 2 ? 2 * TALL + 2 : sizes.reduce((sum, size) => sum + size + 2, 0);
  return [Math.max(WIDE, Math.ceil(wide)), Math.max(TALL, Math.ceil(Math.max(0, ...sizes)) + 2)];
}

export function centredSample(ctx: Context2D, what?: Swatch | null) {
  if (!what) return;
  const [wide, tall] = sizeOf(what);
  const { sizes = [what.size], glyphs = [undefined] } = what;
  const parts = sizes.flatMap((size) =>
    glyphs.map((glyph) => ({ size, glyph, room: glyph ? TALL + 2 : (size || 0) + 2 }))
  );
  const together = parts.reduce((sum, { room }) => sum + room, 0);
  let middle = (wide - together) / 2;
  for (const { size, glyph, room } of parts) {
    middle += room / 2;
    ctx.save();
    ctx.translate(middle - WIDE / 2, (tall - TALL) / 2);
    sample(ctx, { ...what, size, glyph });
    ctx.restore();
    middle += room / 2;
  }
}

function sample(ctx: Context2D, what: Swatch & { glyph?: string }) {
  const shape = new Path2D();
  if (what.line) {
    ctx.fillStyle = what.band || 'transparent';
    // A band lies along the inner side of an outline, and on both sides of a line in doubt.
    const [top, tall] = what.line.dash.length ? [2, 12] : [8, (what.line.band || 0) / 2];
    ctx.fillRect(0, top, 26, tall);
    shape.moveTo(0, 8);
    shape.lineTo(26, 8);
  } else if (what.dot) shape.arc(13, 8, (what.size || 9) / 2, 0, 2 * Math.PI);
  else if (what.square) shape.rect(9, 4, 8, 8);
  else if (what.shape) shape.addPath(new Path2D(eventPath(what.shape, 13, 8, (what.size || 11) / 2.4)));
  else if (what.glyph) shape.addPath(new Path2D(glyphPath(what.glyph, 13, 8)));
  else shape.rect(1, 2, 24, 12);
  if (!what.line) {
    ctx.fillStyle = what.dot || what.square || what.fill || 'transparent';
    ctx.globalAlpha = what.faint ? 0.6 : 1;
    ctx.fill(shape);
    ctx.globalAlpha = 1;
  }
  if (what.hatch) {
    ctx.fillStyle = hatch(ctx, what.hatch, { ratio: 2 });
    ctx.fill(shape);
  }
  if (what.ring) { // as fields are drawn
    const radius = (what.size || 9) / 2;
    circle(ctx, 13, 8, radius - 2.6, { edge: '#fff', width: 1.2 });
    return circle(ctx, 13, 8, radius - 0.6, { edge: what.ring, width: 2.6 });
  }
  const line = what.line || { colour: what.edge || 'rgba(0,0,0,.3)', width: what.width || 0.8, dash: [] };
  ctx.setLineDash(line.dash);
  Object.assign(ctx, { strokeStyle: line.colour, lineWidth: line.width });
  if (!what.glyph && (!what.square || what.edge)) ctx.stroke(shape);
  if (what.arrow && what.line) {
    ctx.setLineDash([]);
    ctx.fillStyle = what.line.colour;
    ctx.fill(new Path2D('M18 8 L11 3.5 L11 12.5 Z'));
  }
}
