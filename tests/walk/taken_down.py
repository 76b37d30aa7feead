"""Who takes the frame of the map down: noted in the window, to be told where a walk finds it gone."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

#: Notes the first steps of the way to each removal of what holds the frame, and when the window was loaded.
_NOTES = r"""() => {
  if (window !== top) return;
  window.takenDown = [`the window was loaded at ${new Date().toISOString()}`];
  const holds = (node) => node?.querySelector?.('.gl-frame') || node?.classList?.contains('gl-frame');
  const note = (how) => takenDown.push(`${how} at ${new Date().toISOString()}\n${new Error().stack.split('\n').slice(2, 12).join('\n')}`);
  for (const [owner, name, at] of [[Node, 'removeChild', 0], [Node, 'replaceChild', 1], [Element, 'remove', null]]) {
    const plain = owner.prototype[name];
    owner.prototype[name] = function (...given) {
      if (holds(at === null ? this : given[at])) note(name);
      return plain.apply(this, given);
    };
  }
}"""


def watch(context: BrowserContext) -> None:
    """Note removals in every window of a browser."""
    context.add_init_script(f"({_NOTES})()")


def tell(page: Page) -> str:
    """Return what was noted since the window was loaded."""
    return "\n".join(page.evaluate("() => window.takenDown || []"))
