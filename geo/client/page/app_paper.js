/**
 * What the app prints around the map: the legend, the text of a story or an article, and the sources. The app may not
 * look into the frame of its page, so the page hands all of it over once it rests.
 */

/** @import { Chrome } from './chrome.js' */
/** @import { Print } from './print.js' */

/** Milliseconds of rest before the app is told. */
const REST = 300;

/** Keep the app told of what belongs on paper. @param {Chrome} chrome @param {Print} print */
export function reportPaper(chrome, print) {
  const { atlas, maps, root } = chrome;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tell = () => {
    if (atlas.printing) return;
    const { offsetWidth: width, offsetHeight: height } = maps;
    const panel = chrome.story?.panel || chrome.article?.panel;
    atlas.printing = true; // the samples of the legend have the colours of paper
    const [legend, foot, text, card] = [print.legend(), print.foot(), panel?.scroller, chrome.details.box]
      .map((part) => part?.outerHTML);
    atlas.printing = false;
    parent.postMessage({ greenline: 'paper', paper: { width, height, legend, foot, text, card } }, '*');
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, REST);
  };
  for (const kind of /** @type {const} */ (['view', 'layer', 'user_events', 'drawn'])) atlas.on(kind, wait);
  new ResizeObserver(wait).observe(maps);
  new MutationObserver(wait).observe(root, { childList: true }); // a story or an article came, or left
}
