/* A decimal with more digits than a reader can use; not part of a version, a digest, a time of day or a name. */
const longDecimal = /(?<![\w.:])\d+\.\d{7,}(?:e[+-]?\d+)?(?![\w.])/gi;
const fewestDigits = 4;
const mostDigits = 17;

const separator = "\u0000";

const shortened = (text: string, digits: number): { readonly text: string; readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> } => {
  const before = new Set<string>();
  const after = new Set<string>();
  const short = text.replace(longDecimal, (number) => {
    const whole = number.indexOf(".");
    const rounded = String(Number(Number(number).toPrecision(Math.min(mostDigits, Math.max(digits, whole)))));
    before.add(number);
    after.add(rounded);
    return rounded;
  });
  return { text: short, before, after };
};

/** Texts that are read side by side, their long decimals cut to as few digits as still tell them apart: `2.333` and `2.288`, `0.1234567` and `0.1234568`. */
export const shortNumbersTogether = (texts: readonly string[]): string[] => {
  const joined = texts.join(separator);
  for (let digits = fewestDigits; digits < mostDigits; digits++) {
    const short = shortened(joined, digits);
    if (short.before.size === short.after.size) return short.text.split(separator);
  }
  return [...texts];
};

/** A sentence with its long decimals cut for people; the run document keeps every digit. */
export const shortNumbers = (text: string): string => shortNumbersTogether([text]).join("");
