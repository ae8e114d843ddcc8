/** At most so many parts are counted in one query: what breaks off has less to do again. */
const mostParts = 64;

/** Neighbours put together while their weights stay within `most` and each `fits` those before it; what weighs more stays alone. In order. */
export const batchesOf = <Part>(parts: readonly Part[], weightOf: (part: Part) => number, most: number, fits: (part: Part, before: readonly Part[]) => boolean = () => true): Part[][] => {
  const batches: Part[][] = [];
  let [weight, last]: [number, Part[]] = [Infinity, []];
  for (const part of parts) {
    weight += weightOf(part);
    if (weight <= most && last.length < mostParts && fits(part, last)) last.push(part);
    else {
      batches.push((last = [part]));
      weight = weightOf(part);
    }
  }
  return batches;
};
