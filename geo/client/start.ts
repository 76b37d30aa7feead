/** The one script of a file that stands in it as it is: it unpacks the others and runs them. */
import { bytesOf, inflateStream } from './paint/data/packed.ts';

const textOf = (id: string) => document.getElementById(id)?.textContent || '';
const run = (text: string) => document.head.append(Object.assign(document.createElement('script'), { text }));

new Response(inflateStream(bytesOf(textOf('greenline-scripts')))).text().then((text) => {
  run(text);
  const begin = () => run(textOf('greenline-begin'));
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', begin);
  else begin();
});
