/**
 * JSON that every reader reads alike: the parsed value, with an error for a text that says a key twice (readers differ in which one they
 * take, so one could be verified and the other believed) or that spells texts and numbers in unusual ways. White space is free.
 */
export const plainJson = (text: string): unknown => {
  const value: unknown = JSON.parse(text);
  const dense = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
  if (JSON.stringify(value) !== dense) throw new SyntaxError("a key stands in it twice, or it is written in a way that readers may take differently");
  return value;
};
