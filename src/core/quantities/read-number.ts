const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite decimal number; nothing else that JavaScript would also take for one (empty text, hexadecimal, Infinity). */
export const readNumber = (text: string): number | undefined => {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
};
