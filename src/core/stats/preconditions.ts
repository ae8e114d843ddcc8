/** Programmer misuse stops here with a RangeError; lack of evidence is never an error but a `null` from the function itself. */
export const requireOpenUnit = (name: string, value: number): void => {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} must lie strictly between 0 and 1, got ${value}`);
};

/** `k` of `n`: whole numbers with 0 <= k <= n. */
export const requireCountOf = (k: number, n: number): void => {
  if (!Number.isSafeInteger(k) || !Number.isSafeInteger(n) || k < 0 || n < 0 || k > n) {
    throw new RangeError(`counts must be whole numbers with 0 <= k <= n, got ${k} of ${n}`);
  }
};

/** A whole number of at least `least`. */
export const requireWhole = (name: string, value: number, least: number): void => {
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${name} must be a whole number of at least ${least}, got ${value}`);
};
