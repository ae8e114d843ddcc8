/**
 * The digits of every number in a JSON text, by the path of keys to it (as JSON): 0.90 says more than 0.9, and only the text still knows. Empty for
 * a text that plain JSON does not allow (NaN); its numbers are then taken at their shortest.
 */
export const writtenNumbers = (text: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  let root: unknown;
  try {
    // Each number is replaced by a record of its digits; the walk below then knows the whole path, which a reviver does not.
    root = JSON.parse(text, digitsOf);
  } catch {
    return found;
  }
  const walk = (value: unknown, path: readonly string[]): void => {
    if (value instanceof Written) found.set(JSON.stringify(path), value.digits);
    else if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
  };
  walk(root, []);
  return found;
};

class Written {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** A reviver is told the source text of plain values; the types do not know it yet. */
const digitsOf = (_key: string, value: unknown, ...[context]: readonly { readonly source?: string }[]): unknown =>
  typeof value === "number" && context?.source !== undefined ? new Written(context.source) : value;

/** Half a unit of the last digit: 0.005 for `0.91`, 0.5 for `17`, 5e-5 for `9.1e-3`. */
export const halfUnitOf = (digits: string): number => {
  const [, fraction = "", exponent = "0"] = /^[-+]?\d*(?:\.(\d*))?(?:[eE]([-+]?\d+))?/.exec(digits) ?? [];
  return 0.5 * 10 ** (Number(exponent) - fraction.length);
};
