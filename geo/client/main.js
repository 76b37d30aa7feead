/** The page's second script: Greenline, by which the layers of a page get the Atlas of a map, `Greenline.on(map)`. */
import * as Dates from './paint/data/dates.js';
import * as View from './paint/data/view.js';
import { on } from './page/atlas.js';

globalThis.Greenline = Object.freeze({ on, Dates, View });
