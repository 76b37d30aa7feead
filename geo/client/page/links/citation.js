/** A source as a reader sees it: title, publisher, date, whether its address still leads to it, and its capture. */
import * as dates from '../../paint/data/dates.js';
import { h, link } from '../dom.js';

/** @import { Atlas } from '../atlas.js' */

/** A source as an item of a list. The title leads to its address; where that is known to be dead, to the archived
 * copy, or nowhere. @param {Atlas} atlas @param {string} id */
export function citation(atlas, id) {
  const [english, publisher, url, date, language, archived, dead, captured] = atlas.sources[id] || [id, '', '', ''];
  const title = titleOf(atlas, id);
  const tail = [
    publisher && !title.includes(publisher) ? publisher : '',
    dates.writeStamp(date, atlas.view.language),
    title === english && language && language !== atlas.view.language ? atlas.t('source.in.' + language) : '',
  ].filter(Boolean).join(', ');
  const address = dead ? archived : url || archived;
  return h(
    'li',
    { dir: 'auto' },
    address ? link(address, title) : title,
    tail ? ' (' + tail + ')' : '',
    dead ? h('span.gl-dead', { title: url }, ' · ' + atlas.t('source.dead')) : null,
    archived ? [' · ', dead ? atlas.t('source.archived') : link(archived, atlas.t('source.archived'))] : null,
    captured ? ' · ' + capturedText(atlas, captured) : null,
  );
}

/** A source's title. One without an address is ours, so its title is a text of the data that may be translated.
 * @param {{sources: Record<string, Array<string | undefined>>, dataText: (text: ?string | undefined) => string}} atlas
 * @param {string} id @returns {string} */
export function titleOf(atlas, id) {
  const [title = id, , url] = atlas.sources[id] || [];
  return url ? title : atlas.dataText(title);
}

/** Ids of sources, each once, by the kind of their publishers, the best first; else in the order given.
 * @param {{data: {ranks: Record<string, number>}, sources: Record<string, Array<string | undefined>>}} atlas
 * @param {string[]} ids */
export function byRank({ data, sources }, ids) {
  const { ranks } = data;
  /** @param {string} id */
  const rank = (id) => ranks[sources[id]?.[1] ?? ''] ?? ranks[''];
  return [...new Set(ids)].filter(Boolean).sort((a, b) => rank(a) - rank(b));
}

/** @param {Atlas} atlas @param {string} day the last day on which the page was captured and said the same */
function capturedText(atlas, day) {
  return atlas.t('source.captured', { date: dates.words(dates.knownDay(day), atlas.view.language) });
}
