/** A recorded picture as SVG: a group for each layer, within it one for each of its parts. */
import { writeNodes } from './nodes.js';
import { escapeXml, fonts, idOf } from './text.js';

/** @import { Node, Writer } from './nodes.js' */

/** What one painter drew. @typedef {{layer: string, nodes: Node[]}} Run */

/** Names of what vector programs call a layer. */
const SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"';

/** Writes nodes, and keeps definitions and ids, each once. */
class Pen {
  /** @param {string} prefix before every id */
  constructor(prefix) {
    this.prefix = prefix;
    /** @type {Map<string, string>} */
    this.definitions = new Map();
    /** @type {string[]} */
    this.written = [];
    /** @type {Set<string>} */
    this.taken = new Set();
    /** @type {Writer} */
    this.writer = { define: (kind, content) => this._define(kind, content), claim: (id) => this.claim(id) };
  }

  /** @param {string} kind @param {(id: string) => string} content */
  _define(kind, content) {
    const key = content('');
    let id = this.definitions.get(key);
    if (!id) {
      id = `${this.prefix}${kind}-${this.definitions.size + 1}`;
      this.definitions.set(key, id);
      this.written.push(content(id));
    }
    return id;
  }

  /** @param {string} text */
  claim(text) {
    const id = this.prefix + idOf(text);
    if (this.taken.has(id)) return '';
    this.taken.add(id);
    return ` id="${escapeXml(id)}"`;
  }

  /** A group as a layer of vector programs. @param {string} name @param {string} content */
  layer(name, content) {
    const id = this.claim(name);
    return content && `<g${id} inkscape:groupmode="layer" inkscape:label="${escapeXml(name)}">\n${content}</g>\n`;
  }
}

/** Write runs from the ground up; `shown` are the parts of each layer that something is drawn of.
 * @param {Run[]} runs @param {string} prefix
 * @returns {{defs: string, body: string, shown: Record<string, string[]>}} */
export function write(runs, prefix) {
  const pen = new Pen(prefix);
  /** @type {Record<string, string[]>} */
  const shown = {};
  const body = joinRuns(runs).map(({ layer, nodes }) => {
    const parts = [...byPart(nodes)].map(([part, members]) => ({ part, text: features(members, pen, layer) }))
      .filter(({ text }) => text);
    for (const { part } of parts) (shown[layer] ||= []).push(part);
    const inner = parts.map(({ part, text }) => part ? pen.layer(`${layer}/${part}`, text) : text).join('');
    if (!layer || !inner) return inner;
    // A layer that comes again above others is there by its parts alone.
    if (!pen.taken.has(prefix + layer)) return pen.layer(layer, inner);
    return parts.every(({ part }) => part) ? inner : pen.layer(`${layer}/above`, inner);
  }).join('');
  return { defs: pen.written.join('\n'), body, shown };
}

/** Runs of one layer that follow one another, together. @param {Run[]} runs */
function joinRuns(runs) {
  /** @type {Run[]} */
  const result = [];
  for (const run of runs) {
    if (!run.nodes.length) continue;
    const last = result.at(-1);
    if (last?.layer === run.layer) last.nodes.push(...run.nodes);
    else result.push({ layer: run.layer, nodes: run.nodes.slice() });
  }
  return result;
}

/** @param {Node[]} nodes */
function byPart(nodes) {
  /** @type {Map<string, Node[]>} */
  const parts = new Map();
  for (const node of nodes) parts.set(node.part, [...(parts.get(node.part) || []), node]);
  return parts;
}

/** Nodes with a group for each feature; features stand in the order in which they were drawn.
 * @param {Node[]} nodes @param {Pen} pen @param {string} layer */
function features(nodes, pen, layer) {
  let text = '';
  for (let i = 0; i < nodes.length;) {
    const { feature } = nodes[i];
    let next = i + 1;
    while (next < nodes.length && nodes[next].feature === feature) next++;
    const inner = writeNodes(nodes.slice(i, next), pen.writer);
    if (inner) text += (feature ? `<g${pen.claim(`${layer}.${feature}`)}>${inner}</g>` : inner) + '\n';
    i = next;
  }
  return text;
}

/** A picture as a document. @param {{defs: string, body: string}} parts @param {number} width @param {number} height
 * @param {string} title @param {string} description @param {string} language */
export function document({ defs, body }, width, height, title, description, language) {
  return [
    `<svg ${SPACES} viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" xml:lang="${
      escapeXml(language)
    }"`,
    ` font-family="${fonts.latin}, ${fonts.joined}, sans-serif" role="img">\n`,
    `<title>${escapeXml(title)}</title>\n<desc>${escapeXml(description)}</desc>\n`,
    defs && `<defs>\n${defs}\n</defs>\n`,
    `${body}</svg>\n`,
  ].join('');
}
