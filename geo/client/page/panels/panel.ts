/** A panel: its title, a button that closes it, and what it says. */
import { h } from '../dom.ts';
import type { Atlas, Chrome } from '../page.ts';

export class Panel {
  readonly atlas: Atlas;
  readonly t: Atlas['t'];
  readonly body: HTMLElement;
  readonly box: HTMLElement;

  /** @param kind class of its body @param word key of its title */
  constructor(readonly chrome: Chrome, readonly name: string, kind: `.${string}` | '' = '', word = 'tool.' + name) {
    this.atlas = chrome.atlas;
    this.t = chrome.t;
    const title = this.t(word);
    this.body = h('div.gl-body' + kind);
    this.box = h(
      'section.gl-panel',
      { id: 'gl-panel-' + name, 'aria-label': title, tabindex: '-1', hidden: true },
      h(
        'header',
        h('h2', title),
        h('button.gl-close', { 'aria-label': this.t('close'), onclick: () => chrome.open(null) }, '×'),
      ),
      this.body,
    );
  }

  /** Bring it in line with the view. @param changed keys of the view; all by default */
  update(_changed?: Set<string>) {}
}
