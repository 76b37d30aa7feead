/** Write Leaflet's style sheet, with its images as data, to the standard output: `deno run --allow-read`. */
import { readFileSync } from 'node:fs';

const read = (name: string, encoding: 'utf8' | 'base64') =>
  readFileSync(new URL(import.meta.resolve('leaflet/dist/' + name)), encoding);

const sheet = read('leaflet.css', 'utf8').replaceAll('\r', '');
console.log(sheet.replace(/url\(([^)#]+)\)/g, (_, name) => `url(data:image/png;base64,${read(name, 'base64')})`));
