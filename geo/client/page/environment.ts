/** What painters find in a page: its profile, and canvases. Loaded before all else. */
import { setCanvasFactory } from '../paint/map/pieces.ts';
import { pen } from './dom.ts';

const profile = globalThis.document?.getElementById('greenline-profile')?.textContent;
if (profile) Object.assign(globalThis, { greenlineProfile: JSON.parse(profile) });

setCanvasFactory((width, height) => pen(Object.assign(document.createElement('canvas'), { width, height })));
