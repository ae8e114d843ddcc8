/* What could move the cursor, start an escape sequence, break a line or turn the reading direction. */
// oxlint-disable-next-line no-control-regex -- these very characters are what it looks for
const disturbing = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Foreign text on one line, with control and direction characters spelled out, so that a row's key cannot repaint a terminal. */
export const visibleText = (text: string): string =>
  text.toWellFormed().replace(disturbing, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/* One sign for each code unit, nothing that joins: cut without looking at every sign. */
const simple = /^[ -~]*$/;

/** At most `limit` characters as a reader counts them, the last one an ellipsis where something was cut. */
export const shortText = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit);
  if (simple.test(start)) return `${start.slice(0, -1)}…`;
  const kept: string[] = [];
  for (const { segment } of segmenter.segment(text.slice(0, limit * 8))) {
    if (kept.length === limit) return `${kept.slice(0, limit - 1).join("")}…`;
    kept.push(segment);
  }
  return text.length > limit * 8 ? `${kept.slice(0, limit - 1).join("")}…` : kept.join("");
};
