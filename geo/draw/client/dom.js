/** Page elements made from data: text becomes text nodes only, so that no data can become markup. */
(function () {
  'use strict';

  /** Make an element. @param {string} tag e.g. 'button.gl-x' @param {Object} [attributes]
   * @param {...(string|number|Node|null)} children */
  function h(tag, attributes, ...children) {
    const [name, ...classes] = tag.split('.');
    const element = document.createElement(name);
    if (classes.length) element.className = classes.join(' ');
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (key === 'style') Object.assign(element.style, value);
      else element.setAttribute(key, value === true ? '' : String(value));
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined).map(isolated));
    return element;
  }

  /** Text of data keeps its own direction and cannot turn its neighbours around. */
  function isolated(child) {
    if (child instanceof Node) return child;
    const text = String(child);
    return /[\u202a-\u202e\u2066-\u2069]/.test(text) ? document.createTextNode(clean(text)) : document.createTextNode(text);
  }

  /** Drop control characters that reorder text. */
  function clean(text) {
    return text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '');
  }

  /** A link for an address of the web; anything else (javascript:, data:) stays text. */
  function link(address, text) {
    let url = null;
    try {
      url = new URL(address);
    } catch (_) {
      url = null;
    }
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return h('span', {}, text || address);
    return h('a', {href: url.href, target: '_blank', rel: 'noopener noreferrer'}, text || address);
  }

  const SVG = 'http://www.w3.org/2000/svg';

  /** Make an element of a drawing. @param {string} tag @param {Object} attributes @param {...Node} children */
  function svg(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /** A small line icon from path data of ours. */
  function icon(path, size = 18) {
    return svg('svg', {viewBox: '0 0 24 24', width: size, height: size, fill: 'none', stroke: 'currentColor',
      'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true'}, svg('path', {d: path}));
  }

  Greenline.Dom = {h, svg, link, icon, clean};
})();
