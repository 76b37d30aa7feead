/** The one script of a file that stands in it as it is: it unpacks the others and runs them. */
import { bytesOf, inflate } from './paint/data/packed.js';

/** @param {string} id of a block (geo/export/html.py) */
const textOf = (id) => document.getElementById(id)?.textContent || '';
/** @param {string} text */
const run = (text) => document.head.append(Object.assign(document.createElement('script'), { text }));

new Response(inflate(bytesOf(textOf('greenline-scripts')))).text().then((text) => {
  run(text);
  const begin = () => run(textOf('greenline-begin'));
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', begin);
  else begin();
});
