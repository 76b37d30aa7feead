/** Whom a map names for what it shows. */
import type { CreditRow } from '../data/page_data.ts';
import type { Scene } from '../scene.ts';

/** Rights holders of the layers shown. */
export function creditsOf(scene: Scene): CreditRow[] {
  return scene.data.about.credits.filter(({ layers }) => layers.some((name) => scene.shows(name)));
}

/** The line that a holder's licence asks for, in the reader's language. */
export function creditLine({ view }: Scene, { lines }: CreditRow) {
  return lines[view.language] || Object.values(lines)[0];
}

/** All lines of what is shown, in one, the reader's first. */
export function creditText(scene: Scene) {
  const lines = creditsOf(scene).map((credit) => creditLine(scene, credit));
  return [scene.userAreas.credit, ...lines].filter(Boolean).join(' · ');
}
