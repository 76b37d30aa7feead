/** The sentence that says what a map shows. */
import * as Dates from '../data/dates.js';

/** @import { Scene } from '../scene.js' */

/** The sentence that says what is shown. @param {Scene} atlas */
export function sentence(atlas) {
  const { view } = atlas;
  /** @param {string} key @param {Record<string, string | number>} [values] */
  const t = (key, values) => atlas.t(key, values);
  /** @param {number} day */
  const words = (day) => Dates.words(day, view.language);
  const control = atlas.layers.get('control');
  if (view.against !== null) return against(atlas);
  if (view.compare !== null) {
    const [first, last] = [Math.min(view.compare, view.date), Math.max(view.compare, view.date)];
    const mode = { change: 'sentence.compare', side: 'sentence.side', swipe: 'sentence.swiped' }[view.compareMode];
    return t(mode, {
      what: t('sentence.' + view.perspective),
      from: words(first),
      to: words(last),
    });
  }
  const contested = control ? control.count('contested') : 0;
  const mixed = control ? control.count('mixed') : 0;
  const tail = [
    contested &&
    t(contested === 1 ? 'sentence.contested.one' : 'sentence.contested', { n: Dates.number(contested, view.language) }),
    mixed && t(mixed === 1 ? 'sentence.mixed.one' : 'sentence.mixed', { n: Dates.number(mixed, view.language) }),
  ].filter(Boolean);
  return [t('sentence.' + view.perspective) + t('sentence.comma') + words(view.date), ...tail].join(t('sentence.and'));
}

/** The sentence of two perspectives: one striped over the other, or one beside the other. @param {Scene} atlas */
function against(atlas) {
  const { view } = atlas;
  const one = atlas.t('sentence.' + view.perspective);
  const other = atlas.t('sentence.' + view.against);
  const day = Dates.words(view.date, view.language);
  const second = view.compare === null ? '' : atlas.t('sentence.comma') + Dates.words(view.compare, view.language);
  const comma = atlas.t('sentence.comma');
  if (view.compareMode !== 'change') {
    return atlas.t('sentence.swipe', { one: one + comma + day, other: other + (second || comma + day) });
  }
  return atlas.t('sentence.against', { what: one, other: other + second }) + comma + day;
}
