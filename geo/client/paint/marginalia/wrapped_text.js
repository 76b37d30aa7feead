/** Text on a canvas in lines of a width. */

/** Break a text at its spaces. @param {CanvasRenderingContext2D} ctx whose font is set @param {string} text
 * @param {number} width pixels @returns {string[]} */
export function wrapText(ctx, text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (!lines[lines.length - 1] || ctx.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
