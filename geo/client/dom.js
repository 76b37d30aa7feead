/** Page elements made from data: text becomes text nodes only, so that no data can become markup. */

/** Make an element. @param {string} tag e.g. 'button.gl-x' @param {Object} [attributes]
 * @param {...(string|number|Node|null)} children */
export function h(tag, attributes, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'style') Object.assign(element.style, value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...nodes(children));
  return element;
}

/** Put children into an element in place of those that it has; those that are null or undefined are left out,
 * where `replaceChildren` would write the word "null". @param {Element} element @param {...(string|number|Node|null)} children */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/** @param {Array} children */
function nodes(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false).map(isolated);
}

/** Text of data keeps its own direction and cannot turn its neighbours around. */
function isolated(child) {
  if (child instanceof Node) return child;
  const text = String(child);
  return /[\u202a-\u202e\u2066-\u2069]/.test(text)
    ? document.createTextNode(clean(text))
    : document.createTextNode(text);
}

/** Drop control characters that reorder text. */
export function clean(text) {
  return text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '');
}

/** A link for an address of the web; anything else (javascript:, data:) stays text. */
export function link(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch (_) {
    url = null;
  }
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return h('span', {}, text || address);
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, text || address);
}

let slate = null;

/** A small picture, drawn once and shown as an image: many live drawings would slow the first frame.
 * @param {number} width @param {number} height pixels of the page @param {(ctx: CanvasRenderingContext2D) => void} draw */
export function picture(width, height, draw) {
  slate = slate || document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  Object.assign(slate.canvas, { width: width * 2, height: height * 2 });
  slate.scale(2, 2);
  draw(slate);
  return h('img', { src: slate.canvas.toDataURL(), width, height, alt: '', draggable: 'false' });
}

/** A small line icon from path data of ours, on a field of 24 by 24. */
export function icon(path, size = 18) {
  return picture(size, size, (ctx) => {
    ctx.scale(size / 24, size / 24);
    Object.assign(ctx, { lineWidth: 2, lineCap: 'round', lineJoin: 'round', strokeStyle: '#23262b' });
    ctx.stroke(new Path2D(path));
  });
}
