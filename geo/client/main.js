/** The page's second script: Greenline, by which the layers of a page get the Atlas of a map, `Greenline.on(map)`. */
import * as Dates from './dates.js';
import * as View from './view.js';
import { on } from './atlas.js';

globalThis.Greenline = Object.freeze({ on, Dates, View });
