/** The title of a map: subject, place and date. */
import * as Dates from '../data/dates.ts';
import { nameWithDay } from '../user_areas/days.ts';
import type { Scene } from '../scene.ts';

/** The title of what is shown. */
export function sentence(atlas: Scene) {
  const { t, view } = atlas;
  const words = (day: number) => Dates.words(day, view.language);
  const where = t('map.place');
  if (atlas.userAreas.isApart) {
    const ours = t('sentence.' + view.perspective) + t('sentence.comma') + words(view.date);
    return t('sentence.swipe', {
      one: ours,
      other: nameWithDay(atlas, atlas.userAreas.title, atlas.userAreas.days, view.date),
    });
  }
  const { isChoropleth, subject } = atlas.userAreas;
  if (view.against !== null && !isChoropleth) return against(atlas, where);
  const what = isChoropleth ? subject : t('sentence.' + view.perspective);
  const title = view.perspective === 'held' && !isChoropleth ? 'map.title.held' : 'map.title';
  if (view.compare === null) return t(title, { what, where, when: words(view.date) });
  const [first, last] = [Math.min(view.compare, view.date), Math.max(view.compare, view.date)];
  const mode = { change: 'sentence.compare', side: 'sentence.side', swipe: 'sentence.swiped' }[view.compareMode];
  return t('map.title', { what, where, when: t(mode, { from: words(first), to: words(last) }) });
}

/** The title of two perspectives: one striped over the other, or one beside the other. */
function against(atlas: Scene, where: string) {
  const { view } = atlas;
  const first = atlas.t('sentence.' + view.perspective);
  const other = atlas.t('sentence.' + view.against);
  const day = Dates.words(view.date, view.language);
  const second = view.compare === null ? '' : atlas.t('sentence.comma') + Dates.words(view.compare, view.language);
  const comma = atlas.t('sentence.comma');
  if (view.compareMode !== 'change') {
    return atlas.t('sentence.swipe', { one: first + comma + day, other: other + (second || comma + day) });
  }
  const what = atlas.t('sentence.against', { what: first, other: other + second });
  return atlas.t('map.title', { what, where, when: day });
}
