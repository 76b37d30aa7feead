/** The keys of a story: arrows and page keys lead from step to step, Home and End to the ends. */

const LINE = 90;

/** @param {Object} story the story that is open @param {KeyboardEvent} event */
export function storyKey(story, event) {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
  if (target.closest && target.closest('.gl-details, .gl-panels')) return;
  const onMap = target.closest && target.closest('.gl-map'); // its arrows move the map
  const forth = story.chrome.root.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = story.chrome.root.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  const arrows = onMap ? {} : { [forth]: story.at + 1, [back]: story.at - 1 };
  const to =
    { PageDown: story.at + 1, PageUp: story.at - 1, Home: 0, End: story.now.steps.length - 1, ...arrows }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    story.go(to);
  } else if (
    !onMap && (event.key === 'ArrowDown' || event.key === 'ArrowUp') && !story.panel.scroller.contains(target)
  ) {
    event.preventDefault();
    story.panel.scroller.scrollBy(0, event.key === 'ArrowDown' ? LINE : -LINE);
  }
}
