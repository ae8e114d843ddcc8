/** How Python begins to tell where an error was raised. */
const tracebackHeader = "Traceback (most recent call last):";

/**
 * What a Python traceback says at its end, where the error itself stands (`ValueError: …`, with what it adds on further lines); where
 * one error led to another, the last. A text without a traceback is returned as it is.
 */
export function raisedError(text: string): string {
  const start = text.lastIndexOf(tracebackHeader);
  if (start === -1) return text;
  const lines = text.slice(start + tracebackHeader.length).split(/\r?\n/).slice(1).filter((line) => line.trim() !== "");
  // Places and source lines are indented; the error is not.
  const at = lines.findIndex((line) => /^\S/.test(line));
  if (at !== -1) return lines.slice(at).join("\n");
  return lines.at(-1) ?? text;
}
