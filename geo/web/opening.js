/** The end of the script in the server's document, and what it is for: the map opens first, and Streamlit after it. */

/** Milliseconds that Streamlit waits at most. */
const PATIENCE = 1000;

const {page, states} = document.currentScript.dataset;

/** Fetch and start Streamlit. */
function startApp() {
  const template = document.getElementById('gl-streamlit');
  if (!template) return;
  document.head.append(template.content);
  template.remove();
}

if (document.body.moveBefore) {
  // Both would take turns on one thread, and what Streamlit draws lies folded up at first.
  addEventListener('greenline-seen', () => requestAnimationFrame(() => setTimeout(startApp))); // once that is painted
  setTimeout(startApp, PATIENCE);
  const byLanguage = JSON.parse(states);
  keeper.open(page, byLanguage[navigator.language.split('-')[0]] || byLanguage['']);
} else {
  // A browser that moves no frame as it stands would load it twice: it makes the frame in its place.
  fetch(locate(page)).catch(() => {});
  startApp();
}
