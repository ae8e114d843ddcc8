/** The sum with what rounding loses carried along (Neumaier 1974); beyond the range of doubles it stays at the largest. */
export const sumCompensated = (values: Iterable<number>): number => {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  const total = Number.isFinite(sum) && Number.isFinite(lost) ? sum + lost : sum;
  return withinDoubles(Number.isNaN(total) ? 0 : total);
};

/** A sum that overflowed, as the largest double of its sign: JSON has no word for infinity, and nothing after this divides by it unawares. */
export const withinDoubles = (value: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
