/** What shapes are filled and drawn with, as attributes of SVG. */
import { hundredths } from './path.js';

/** @import { Canvas } from './context.js' */
/** @import { Writer } from './nodes.js' */
/** @import { Matrix } from './path.js' */

export class Transform {
  /** @param {Matrix} matrix */
  constructor(matrix) {
    this.matrix = matrix;
  }

  inverse() {
    const [a, b, c, d, e, f] = this.matrix;
    const area = a * d - b * c;
    return new Transform([
      d / area,
      -b / area,
      -c / area,
      a / area,
      (c * f - d * e) / area,
      (b * e - a * f) / area,
    ]);
  }
}

/** One transform after another. @param {Matrix} outer @param {Matrix} inner @returns {Matrix} */
export function together([a, b, c, d, e, f], [a2, b2, c2, d2, e2, f2]) {
  return [a * a2 + c * b2, b * a2 + d * b2, a * c2 + c * d2, b * c2 + d * d2, a * e2 + c * f2 + e, b * e2 + d * f2 + f];
}

export class Gradient {
  /** @param {number[]} line from where to where */
  constructor(line) {
    this.line = line;
    /** @type {[number, string][]} */
    this.stops = [];
  }

  /** @param {number} at @param {string} colour */
  addColorStop(at, colour) {
    this.stops.push([at, colour]);
  }
}

export class Pattern {
  /** @param {Canvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Matrix} */
    this.matrix = [1, 0, 0, 1, 0, 0];
  }

  /** @param {Transform} transform */
  setTransform(transform) {
    this.matrix = transform.matrix;
  }
}

/** A colour, a gradient or a pattern, and where it lies. @typedef {{style: string | Gradient | Pattern, matrix: Matrix}} Ink */

/** A colour without its share of transparency, and that share. @param {string} text @returns {[string, number]} */
export function colour(text) {
  const hex = /^#([\da-f]{6})([\da-f]{2})$/i.exec(text);
  if (hex) return ['#' + hex[1], parseInt(hex[2], 16) / 255];
  const parts = /^rgba?\(([^)]*)\)$/.exec(text);
  if (!parts) return text === 'transparent' ? ['none', 1] : [text, 1];
  const [red, green, blue, alpha = 1] = parts[1].split(/[\s,/]+/).filter(Boolean).map(Number);
  const digits = [red, green, blue].map((value) => Math.round(value).toString(16).padStart(2, '0'));
  return ['#' + digits.join(''), alpha];
}

/** Colour and transparency as attributes. @param {string} name fill, stroke or stop-color @param {string} text */
function solid(name, text) {
  const [ink, alpha] = colour(text);
  const opacity = name.replace('-color', '') + '-opacity';
  return `${name}="${ink}"` + (alpha === 1 ? '' : ` ${opacity}="${hundredths(alpha)}"`);
}

/** An ink as attributes. @param {'fill' | 'stroke'} name @param {Ink} ink
 * @param {Writer} writer */
export function attributes(name, { style, matrix }, writer) {
  if (typeof style === 'string') return solid(name, style);
  const id = style instanceof Gradient ? gradient(style, matrix, writer) : pattern(style, matrix, writer);
  return `${name}="url(#${id})"`;
}

/** @param {Gradient} style @param {Matrix} matrix @param {Writer} writer */
function gradient({ line, stops }, [a, b, c, d, e, f], { define }) {
  const [x1, y1, x2, y2] = [0, 2].flatMap((i) => [
    hundredths(line[i] * a + line[i + 1] * c + e),
    hundredths(line[i] * b + line[i + 1] * d + f),
  ]);
  const marks = stops.map(([at, ink]) => `<stop offset="${at}" ${solid('stop-color', ink)}/>`).join('');
  const place = `gradientUnits="userSpaceOnUse" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
  return define('fade', (id) => `<linearGradient id="${id}" ${place}>${marks}</linearGradient>`);
}

/** @param {Pattern} style @param {Matrix} matrix @param {Writer} writer */
function pattern({ canvas, matrix: ownMatrix }, matrix, writer) {
  const place = together(matrix, ownMatrix).map(hundredths);
  const size = `patternUnits="userSpaceOnUse" width="${canvas.width}" height="${canvas.height}"`;
  const turn = place.join() === '1,0,0,1,0,0' ? '' : ` patternTransform="matrix(${place.join(' ')})"`;
  const content = canvas.getContext('2d').nodes.map((node) => node.write(writer)).join('');
  return writer.define('hatch', (id) => `<pattern id="${id}" ${size}${turn}>${content}</pattern>`);
}
