/** How estimates without labels are made and doubted; each with its reason, printed where it speaks. */
export const labelFreeSettings = {
  level: 0.95,
  /** Below so many rows the estimate says more about chance than about production; the field's own tools ask for a few hundred. */
  rows: 300,
  /** Below so many labels nothing is told by labels: a normal interval does not hold. */
  labels: 30,
  /** Share of rows with scores that the offline data never had, from which one must say so. */
  outside: 0.01,
  /** How often a doubt may be raised by chance alone. */
  alpha: 0.01,
  /** Rates of positives nearer than this to what was expected are no doubt, however many labels say so. */
  gap: 0.01,
  /** Positives' and negatives' labels that come in at paces no more apart than this are taken as one. */
  pace: 0.02,
} as const;
