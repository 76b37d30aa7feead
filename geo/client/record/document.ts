/** A recorded picture as SVG: a group for each layer, within it one for each of its parts. */
import { type Node, writeNodes } from './nodes.ts';
import type { Writer } from './ink.ts';
import { escapeXml, fonts, idOf } from './text.ts';

export type Run = { layer: string; nodes: Node[] };

/** Names of what vector programs call a layer. */
const SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"';

class Pen {
  definitions: Map<string, string> = new Map();
  written: string[] = [];
  taken: Set<string> = new Set();
  writer: Writer;

  constructor(readonly prefix: string) {
    this.writer = { define: (kind, content) => this._define(kind, content), claim: (id) => this.claim(id) };
  }

  _define(kind: string, content: (id: string) => string) {
    const key = content('');
    let id = this.definitions.get(key);
    if (!id) {
      id = `${this.prefix}${kind}-${this.definitions.size + 1}`;
      this.definitions.set(key, id);
      this.written.push(content(id));
    }
    return id;
  }

  claim(text: string) {
    const id = this.prefix + idOf(text);
    if (this.taken.has(id)) return '';
    this.taken.add(id);
    return ` id="${escapeXml(id)}"`;
  }

  layer(name: string, content: string) {
    const id = this.claim(name);
    return content && `<g${id} inkscape:groupmode="layer" inkscape:label="${escapeXml(name)}">\n${content}</g>\n`;
  }
}

/** Write runs from the ground up; `shown` are the parts of each layer that something is drawn of. */
export function write(runs: Run[], prefix: string): { defs: string; body: string; shown: Record<string, string[]> } {
  const pen = new Pen(prefix);
  const shown: Record<string, string[]> = {};
  const body = joinRuns(runs).map(({ layer, nodes }) => {
    const parts = [...Map.groupBy(nodes, ({ part }) => part)].map(([part, members]) => ({
      part,
      text: features(members, pen, layer),
    }))
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

function joinRuns(runs: Run[]) {
  const result: Run[] = [];
  for (const run of runs) {
    if (!run.nodes.length) continue;
    const last = result.at(-1);
    if (last?.layer === run.layer) last.nodes.push(...run.nodes);
    else result.push({ layer: run.layer, nodes: run.nodes.slice() });
  }
  return result;
}

/** Nodes with a group for each feature; features stand in the order in which they were drawn. */
function features(nodes: Node[], pen: Pen, layer: string) {
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

export function document(
  { defs, body }: { defs: string; body: string },
  width: number,
  height: number,
  title: string,
  description: string,
  language: string,
) {
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
