/** A number with three significant digits, for sentences; the exact one stands in the run document. */
export const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));
