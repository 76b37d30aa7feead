/** The legend of who holds what: holders, what is not certain, a second perspective, fronts. */
/** @import { Control } from './control.js' */
/** @import { LegendEntry } from './layer.js' */

/** @param {Control} control @returns {LegendEntry[]} */
export function legendOf(control) {
  const { groups, classes, changing, before } = control.picture();
  const { style } = control.atlas;
  const says = before !== null ? 'change' : control.atlas.view.perspective === 'held' ? 'held' : 'claim';
  const under = control.atlas.t('legend.' + says);
  /** @type {LegendEntry[]} */
  const entries = control.atlas.data.holders.concat(['disputed', 'same'])
    .filter((holder) => groups.has(holder))
    .map((holder) => ({
      swatch: { fill: style.holders[holder] || style.holders.unknown, hatch: style.hatches[holder] },
      text: holder === 'same' ? control.atlas.t('legend.same') : control.atlas.sideName(holder, control.atlas.day),
      part: holder,
      under,
    }));
  const passing = commonest([...changing].map(([unit, { other }]) => [classes[unit], other].join('>')));
  if (passing) {
    const [holder, other] = passing.split('>');
    entries.push({
      swatch: { fill: style.holders[holder], hatch: style.hatches['changing.' + other] },
      text: control.atlas.t('legend.changing'),
      part: 'changing-' + other,
    });
  }
  entries.push(...stripedLines(control));
  entries.push({ swatch: { line: style.lines.front }, text: control.atlas.t('legend.front'), part: 'fronts' }, {
    swatch: { line: style.lines.frontApproximate },
    text: control.atlas.t('legend.frontApproximate'),
    part: 'approximate-fronts',
  });
  if (control.atlas.view.uncertainty && control.bands.isDrawn(classes)) {
    entries.push({ swatch: { fill: style.doubt }, text: control.atlas.t('legend.inDoubt'), part: 'doubt' });
  }
  return [{ text: under }, ...entries];
}

/** The text that a list has most often. @param {string[]} texts @returns {string | undefined} */
function commonest(texts) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const text of texts) counts.set(text, (counts.get(text) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Lines of the legend for the stripes of a second perspective. @param {Control} control @returns {LegendEntry[]} */
function stripedLines(control) {
  const { style, view, data } = control.atlas;
  const { second } = control.picture();
  return data.holders.concat('disputed').filter((item) => second.has(item)).map((holder) => ({
    swatch: { fill: style.land, hatch: style.hatches['against.' + holder] },
    text: control.atlas.t('legend.against', {
      what: control.atlas.sideName(holder, view.compare ?? view.date, view.against ?? view.perspective),
      who: control.atlas.t('sentence.' + view.against),
    }),
    part: 'against-' + holder,
  }));
}
