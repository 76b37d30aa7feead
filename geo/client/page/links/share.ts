/** Share what is shown: a picture of the map with its title and credit, and the link, by the share dialog of the device. */
import { publishedAddress } from './address.ts';
import { pen } from '../dom.ts';
import { citation } from './cite.ts';
import { creditText, sentence } from '../../paint/marginalia/words.ts';
import type { Context2D } from '../../paint/map/frame.ts';
import type { Atlas } from '../page.ts';

const [HEAD, LINE] = [44, 14]; // pixels of the strip above the picture and of the one below, at the device's scale
const SMALL = '10px system-ui, sans-serif';

export async function share(atlas: Atlas) {
  const what = { title: sentence(atlas), text: citation(atlas), url: publishedAddress(atlas) || undefined };
  const file = new File([await picture(atlas)], 'greenline.png', { type: 'image/png' });
  const withFile = { ...what, files: [file] };
  try {
    await navigator.share(navigator.canShare?.(withFile) ? withFile : what);
  } catch (error) {
    // Closing the dialog is no error.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The map as it stands in the window, between its title and its credit. */
function picture(atlas: Atlas): Promise<Blob> {
  const { map, stage, style } = atlas;
  const ctx = pen();
  const size = map.getSize();
  const scale = devicePixelRatio || 1;
  ctx.font = SMALL;
  const lines = [citation(atlas), creditText(atlas)].flatMap((text) => wrapText(ctx, text, size.x - 24));
  const foot = LINE * lines.length + 8;
  Object.assign(ctx.canvas, { width: size.x * scale, height: (size.y + HEAD + foot) * scale });
  ctx.scale(scale, scale);
  ctx.fillStyle = style.paper;
  ctx.fillRect(0, 0, size.x, size.y + HEAD + foot);
  ctx.fillStyle = style.sea;
  ctx.fillRect(0, HEAD, size.x, size.y);
  const { canvas, ratio } = stage; // painted to its end, which may change its corner
  const corner = map.containerPointToLayerPoint([0, 0]).subtract(stage.corner);
  const from: [number, number, number, number] = [corner.x * ratio, corner.y * ratio, size.x * ratio, size.y * ratio];
  ctx.drawImage(canvas, ...from, 0, HEAD, size.x, size.y);
  ctx.fillStyle = style.ink;
  const [align, x] = atlas.chromeBox.root.dir === 'rtl' ? ['right' as const, size.x - 12] : ['left' as const, 12];
  Object.assign(ctx, { textAlign: align, direction: align === 'right' ? 'rtl' : 'ltr', textBaseline: 'middle' });
  ctx.font = '600 15px system-ui, sans-serif';
  ctx.fillText(sentence(atlas), x, HEAD / 2, size.x - 24);
  ctx.font = SMALL;
  lines.forEach((line, row) => ctx.fillText(line, x, HEAD + size.y + LINE * (row + 0.5) + 4, size.x - 24));
  return new Promise((done, failed) =>
    ctx.canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png')
  );
}

function wrapText(ctx: Context2D, text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (!lines[lines.length - 1] || ctx.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
