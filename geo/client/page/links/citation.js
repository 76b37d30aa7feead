/** A source as a reader sees it: title, publisher, date, and whether its address still leads to it. */
import { h, link } from '../dom.js';

/** @import { Atlas } from '../atlas.js' */

/** A source as an item of a list. The title leads to its address; where that is known to be dead, to the archived
 * copy, or nowhere. @param {Atlas} atlas @param {string} id */
export function citation(atlas, id) {
  const [title, publisher, url, date, language, archived, dead] = atlas.sources[id] || [id, '', '', ''];
  const tail = [
    publisher && !title.includes(publisher) ? publisher : '',
    date,
    language && language !== atlas.view.language ? atlas.t('source.in.' + language) : '',
  ].filter(Boolean).join(', ');
  const address = dead ? archived : url || archived;
  return h(
    'li',
    { dir: 'auto' },
    address ? link(address, title) : title,
    tail ? ' (' + tail + ')' : '',
    dead ? h('span.gl-dead', { title: url }, ' · ' + atlas.t('source.dead')) : null,
    archived ? [' · ', dead ? atlas.t('source.archived') : link(archived, atlas.t('source.archived'))] : null,
  );
}
