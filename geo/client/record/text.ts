/** How wide words are and how they are written: by what the host measured in the fonts of pictures. */
import { hundredths } from './path.ts';

/** Scripts whose letters join: they never slant, and have a face of their own. */
const JOINED = /[\u0590-\u08ff\ufb1d-\ufeff]/;
const LETTERS = /\p{L}/u;

/** What the host knows of words in a face, in parts of the size of letters. */
export type Measure = { advance: number; outline?: Array<string | number> };

/** Families and metrics of the fonts of pictures, as the host states them. */
export const fonts = {
  latin: 'sans-serif',
  joined: 'sans-serif',
  /** How far below the middle of letters they stand, in parts of their size. */
  middle: 0.35,
  /** Whether words are wanted as outlines. */
  outlined: false,
  /** Measured words by face and text. */
  measures: new Map() as Map<string, Measure>,
  missing: new Set() as Set<string>,
};

export type Face = { weight: number; italic: boolean; size: number };

const faces: Map<string, Face> = new Map();

export function faceOf(font: string): Face {
  let face = faces.get(font);
  if (!face) {
    const parts = /^(italic )?(?:(\d+) )?([\d.]+)px/.exec(font);
    if (!parts) throw new Error(`font ${font}: expected a weight and a size in pixels`);
    face = { italic: Boolean(parts[1]), weight: Number(parts[2] || 400) > 500 ? 700 : 400, size: Number(parts[3]) };
    faces.set(font, face);
  }
  return face;
}

/** What the host knows of words in a face; a guess where it has not measured them yet. */
export function measure(text: string, { weight, italic }: Face): Measure {
  const key = [weight, Number(italic && !JOINED.test(text)), Number(fonts.outlined), text].join('|');
  const result = fonts.measures.get(key);
  if (!result) fonts.missing.add(key);
  return result || { advance: text.length * 0.55 };
}

export function advance(text: string, font: string, spacing: string) {
  const face = faceOf(font);
  return measure(text, face).advance * face.size + (parseFloat(spacing) || 0) * [...text].length;
}

export function fontAttributes(text: string, { weight, italic, size }: Face, scale: number) {
  const isJoined = JOINED.test(text);
  return [
    ` font-size="${hundredths(size * scale)}"`,
    isJoined ? ` font-family="${fonts.joined}${LETTERS.test(text.replace(JOINED, '')) ? `, ${fonts.latin}` : ''}"` : '',
    weight > 500 ? ' font-weight="700"' : '',
    italic && !isJoined ? ' font-style="italic"' : '',
  ].join('');
}

const NOT_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu; // signs that XML does not take

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeXml(text: string) {
  return text.toWellFormed().replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
}

export function idOf(text: string) {
  return text.replace(/[^\p{L}\p{N}_.:/-]/gu, '_');
}
