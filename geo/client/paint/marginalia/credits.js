/** Whom a map names for what it shows. */

/** @import { Scene } from '../scene.js' */
/** @import { CreditRow } from '../data/page_data.js' */

/** Rights holders of the layers shown. @param {Scene} scene @returns {CreditRow[]} */
export function creditsOf(scene) {
  return scene.data.about.credits.filter(({ layers }) => layers.some((name) => scene.shows(name)));
}

/** The line that a holder's licence asks for, in the reader's language. @param {Scene} scene @param {CreditRow} credit */
export function creditLine({ view }, { lines }) {
  return lines[view.language] || Object.values(lines)[0];
}

/** All lines of what is shown, in one, the reader's first. @param {Scene} scene */
export function creditText(scene) {
  const lines = creditsOf(scene).map((credit) => creditLine(scene, credit));
  return [scene.userAreas.credit, ...lines].filter(Boolean).join(' · ');
}
