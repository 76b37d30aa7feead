/** The legend of who holds what: holders, ground with two sides, a second perspective, approximate lines. */
import { sumBy } from '../data/rows.ts';
import type { Control } from './control.ts';
import type { LegendEntry } from './layer.ts';

const STRIPED = ['mixed', 'contested']; // classes that are no fill of their own: their ground is striped

export function legendOf(control: Control): LegendEntry[] {
  const { atlas, topology } = control;
  const { style, t } = atlas;
  const { groups, sides, before, classes } = control.picture();
  const seen = atlas.frame ? topology.seen(atlas.frame) : new Set(classes.keys());
  const says = before !== null ? 'change' : atlas.view.perspective === 'held' ? 'held' : 'claim';
  const under = t('legend.' + says);
  const swatchOf = (holder: string) => {
    const colour = style.holders[holder] || style.holders.unknown;
    return atlas.userAreas.isChoropleth ? { line: { ...style.lines.front, band: 12 }, band: colour } : { fill: colour };
  };
  const entries: LegendEntry[] = [
    { text: under },
    ...atlas.data.holders.concat(['disputed', 'same']).filter((holder) => !STRIPED.includes(holder))
      .filter((holder) => groups.get(holder)?.some((unit) => seen.has(unit) && !sides.has(unit)))
      .map((holder) => ({
        swatch: swatchOf(holder),
        text: holder === 'same' ? t('legend.same') : atlas.sideName(holder, atlas.day),
        under,
      })),
  ];
  const divided = [...sides].filter(([unit]) => seen.has(unit)).map(([, both]) => both);
  if (divided.length) {
    const [[commonest]] = [...sumBy(divided, String)].sort((a, b) => b[1] - a[1]);
    const [first, second] = commonest.split(',');
    const swatch = { fill: style.holders[first], hatch: style.hatches['over.' + second] };
    const isKnown = divided.every(([, other]) => other !== 'unknown');
    entries.push({ swatch, text: t(isKnown ? 'legend.divided' : 'legend.dividedUnknown') });
  }
  entries.push(...stripedLines(control, seen));
  const band = atlas.view.uncertainty && control.bands.isDrawn(classes, seen);
  if (band || control.isCut(seen)) {
    const swatch = { line: style.lines.frontApproximate, band: band ? style.doubt : undefined };
    entries.push({ swatch, text: t(band ? 'legend.inDoubt' : 'legend.frontApproximate') });
  }
  return entries;
}

function stripedLines(control: Control, seen: Set<number>): LegendEntry[] {
  const { style, view, data } = control.atlas;
  const { second } = control.picture();
  const holders = data.holders.concat('disputed').filter((item) => second.get(item)?.some((unit) => seen.has(unit)));
  return holders.map((holder) => ({
    swatch: { fill: style.land, hatch: style.hatches['over.' + holder] },
    text: control.atlas.t('legend.against', {
      what: control.atlas.sideName(holder, view.compare ?? view.date, view.against ?? view.perspective),
      who: control.atlas.t('sentence.' + view.against),
    }),
  }));
}
