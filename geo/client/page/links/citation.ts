/** A source as a reader sees it: title, publisher, date, whether its address still leads to it, and its capture. */
import * as dates from '../../paint/data/dates.ts';
import { readCited } from '../../paint/data/rows.ts';
import { h, link } from '../dom.ts';
import type { Atlas } from '../page.ts';

/** A source as an item of a list, with what it says of the row that cites it. The title leads to its address; where
 * that is known to be dead, to the archived copy, or nowhere. */
export function sourceItem(atlas: Atlas, entry: string) {
  const [id, reading] = readCited(entry);
  const [english, publisher, url, date, language, archived, dead, captured] = atlas.sources[id] || [id, '', '', ''];
  const title = titleOf(atlas, id);
  const tail = [
    publisher && !title.includes(publisher) ? publisher : '',
    dates.writeStamp(date, atlas.view.language),
    title === english && language && language !== atlas.view.language ? atlas.t('source.in.' + language) : '',
  ].filter(Boolean).join(', ');
  const address = dead ? archived : url || archived;
  const says = atlas.t('source.says.' + reading[0]);
  const day = dates.stampWords(reading.slice(1), atlas.view.language); // which the page has
  return h(
    'li',
    { dir: 'auto' },
    address ? link(address, title) : title,
    tail ? ' (' + tail + ')' : '',
    dead ? h('span.gl-dead', { title: url }, ' · ' + atlas.t('source.dead')) : null,
    archived ? [' · ', dead ? atlas.t('source.archived') : link(archived, atlas.t('source.archived'))] : null,
    captured
      ? ' · ' + atlas.t('source.captured', { date: dates.words(dates.toDay(captured), atlas.view.language) })
      : null,
    reading ? h('span.gl-says', ' · ', day ? atlas.t('source.says.day', { says, date: day }) : says) : null,
  );
}

/** A source's title. One without an address is ours, so its title is a text of the data that may be translated. */
export function titleOf(
  atlas: { sources: Record<string, Array<string | undefined>>; dataText: (text: string | undefined | null) => string },
  id: string,
): string {
  const [title = id, , url] = atlas.sources[id] || [];
  return url ? title : atlas.dataText(title);
}

/** Sources, each once, by the kind of their publishers, the best first; else in the order given.
 * @param entries ids, or what `cited` makes of them */
export function byRank(
  { data, sources }: { data: { ranks: Record<string, number> }; sources: Record<string, Array<string | undefined>> },
  entries: string[],
) {
  const { ranks } = data;
  const once: Map<string, string> = new Map();
  for (const entry of entries.filter(Boolean)) {
    const [id, reading] = readCited(entry);
    if (!once.has(id) || reading) once.set(id, entry);
  }
  const rank = (id: string) => ranks[sources[id]?.[1] ?? ''] ?? ranks[''];
  return [...once].sort(([a], [b]) => rank(a) - rank(b)).map(([, entry]) => entry);
}
