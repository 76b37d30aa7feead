/** What the writer of a story drew on the map: notes, arrows and areas. */
import * as World from './world.ts';
import type { Style } from '../data/page_data.ts';
import type { Context2D, Frame } from './frame.ts';

type MarkKind = 'note' | 'arrow' | 'area';

/** What was drawn, at longitudes and latitudes: the text in the reader's language. */
export type DrawnMark = { kind: MarkKind; at: [number, number][]; text: string };

/** Pixels: width of a line, height of letters and of a line of them, room of a text, what it keeps from its mark. */
const [LINE, LETTERS, LEADING, ACROSS, GAP] = [2.2, 11, 14, 170, 8];
const LINES = 7; // lines that a text has room for; all of it stands in the step
const RTL = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufefc]/u; // letters that are written from right to left

export function drawMarks(ctx: Context2D, frame: Frame, style: Style, marks: DrawnMark[]) {
  const placed = marks.map((mark) => ({
    ...mark,
    pixels: mark.at.map(([lon, lat]) => frame.pixel(...World.of(lon, lat))),
  }));
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineJoin = 'round';
  for (const { kind, pixels } of placed) shape(ctx, style, kind, pixels);
  for (const { kind, pixels, text } of placed) if (text) write(ctx, style, text, stands(kind, pixels));
  ctx.restore();
}

function shape(ctx: Context2D, style: Style, kind: MarkKind, pixels: Array<[number, number]>) {
  const path = new Path2D();
  if (kind === 'note') path.arc(...pixels[0], 4.5, 0, 2 * Math.PI);
  else pixels.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  if (kind === 'area') path.closePath();
  const head = kind === 'arrow' ? headOf(pixels[0], pixels[1]) : null;
  for (
    const [colour, width] of [[style.halo, LINE + 2.6], [style.accent, LINE]] as [string, number][]
  ) {
    Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth: width });
    if (kind === 'area' && colour === style.accent) {
      ctx.globalAlpha = 0.1;
      ctx.fill(path);
      ctx.globalAlpha = 1;
    }
    ctx.stroke(path);
    if (kind === 'note') ctx.fill(path);
    if (head) {
      ctx.stroke(head);
      ctx.fill(head);
    }
  }
}

function write(ctx: Context2D, style: Style, text: string, [x, y]: [number, number]) {
  ctx.font = `${LETTERS}px system-ui, sans-serif`;
  ctx.direction = RTL.test(text) ? 'rtl' : 'ltr';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  const lines = wrap(ctx, text);
  const width = Math.max(...lines.map((line) => ctx.measureText(line).width)) + 12;
  const height = lines.length * LEADING + 6;
  const top = y - GAP - height;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, top, width, height, 4);
  Object.assign(ctx, { fillStyle: style.paper, strokeStyle: style.accent, lineWidth: 1 });
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = style.ink;
  lines.forEach((line, i) => ctx.fillText(line, x, top + 3 + (i + 0.5) * LEADING));
}

function stands(kind: MarkKind, pixels: Array<[number, number]>): [number, number] {
  if (kind === 'arrow') return pixels[0];
  const xs = pixels.map(([x]) => x);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, Math.min(...pixels.map(([, y]) => y)) - (kind === 'note' ? 2 : 0)];
}

function headOf([x, y]: [number, number], [ax, ay]: [number, number]) {
  const turn = Math.atan2(ay - y, ax - x);
  const path = new Path2D();
  for (const [away, aside] of [[0, 0], [12, 5], [12, -5]]) {
    const px = ax - away * Math.cos(turn) + aside * Math.sin(turn);
    const py = ay - away * Math.sin(turn) - aside * Math.cos(turn);
    if (away) path.lineTo(px, py);
    else path.moveTo(px, py);
  }
  path.closePath();
  return path;
}

function wrap(ctx: Context2D, text: string) {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).flatMap((part) => part.match(/.{1,24}/gu) || [])) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && ctx.measureText(longer).width <= ACROSS) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.length > LINES ? [...lines.slice(0, LINES - 1), lines[LINES - 1] + ' …'] : lines;
}
