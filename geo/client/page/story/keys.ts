/** The keys of a story: arrows and page keys lead from step to step, Home and End to the ends. */
import type { Chrome } from '../chrome.ts';

const LINE = 90;

/** What has steps: a story or an article. */
type Stepped = {
  chrome: Chrome;
  at: number;
  now: { steps: unknown[] } | null;
  panel: { scroller: HTMLElement } | null;
  go: (step: number) => void;
};

/** @param story the story that is open */
export function storyKey(story: Stepped, event: KeyboardEvent) {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
  if (target.closest && target.closest('.gl-details, .gl-panels')) return;
  const onMap = target.closest && target.closest('.gl-map'); // its arrows move the map
  const forth = story.chrome.root.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = story.chrome.root.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  const arrows: Record<string, number> = onMap ? {} : { [forth]: story.at + 1, [back]: story.at - 1 };
  const ways: Record<string, number> = {
    PageDown: story.at + 1,
    PageUp: story.at - 1,
    Home: 0,
    End: (story.now?.steps.length || 0) - 1,
    ...arrows,
  };
  const to = ways[event.key];
  if (to !== undefined) {
    event.preventDefault();
    story.go(to);
  } else if (
    !onMap && story.panel && (event.key === 'ArrowDown' || event.key === 'ArrowUp') &&
    !story.panel.scroller.contains(target)
  ) {
    event.preventDefault();
    story.panel.scroller.scrollBy(0, event.key === 'ArrowDown' ? LINE : -LINE);
  }
}
