/** The page's second script: Greenline, by which the layers of a page get the Atlas of a map, `Greenline.on(map)`. */
import * as Dates from './paint/data/dates.ts';
import * as View from './paint/data/view.ts';
import { on } from './page/atlas.ts';

Object.assign(globalThis, { Greenline: Object.freeze({ on, Dates, View }) });
