/** Texts for the reader's clipboard. */
import { h } from '../dom.ts';
import type { Atlas } from '../atlas.ts';

/** What copies a text, and says so. */
export function copier(atlas: Atlas) {
  const status = h('span.gl-told', { role: 'status' });
  /** @param said key of what is said of it */
  const copy = async (text: string, said = 'card.copied') => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = atlas.t(said);
    } catch (_) {
      // A page may not write to the clipboard everywhere: the text is shown to be copied by hand.
      status.replaceChildren(h('textarea', { readonly: true, rows: 3, 'aria-label': atlas.t('card.copy') }, text));
      status.querySelector('textarea')?.select();
    }
  };
  return { status, copy };
}
