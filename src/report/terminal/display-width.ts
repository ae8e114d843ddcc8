const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
/* Hangul, CJK, kana, full-width forms and emoji take two cells of a terminal. */
const wide = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;
const colourless = /^[\u0020-\u007e]*$/;

/** Cells a text without escape sequences takes on a terminal. */
export const displayWidth = (text: string): number => {
  if (colourless.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of segmenter.segment(text)) cells += wide.test(segment) ? 2 : /^\p{Mark}+$/u.test(segment) ? 0 : 1;
  return cells;
};

/** The text filled up with spaces to so many cells, or cut to them with an ellipsis. */
export const fitCells = (text: string, cells: number, align: "left" | "right" = "left"): string => {
  const width = displayWidth(text);
  if (width <= cells) return align === "left" ? text + " ".repeat(cells - width) : " ".repeat(cells - width) + text;
  let kept = "";
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const next = displayWidth(segment);
    if (used + next > cells - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…${" ".repeat(Math.max(0, cells - used - 1))}`;
};
