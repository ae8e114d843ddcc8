/** `1,204 pairs`, `1 pair`, `no pairs`. */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  count === 0 ? `no ${plural}` : `${count.toLocaleString("en-US")} ${count === 1 ? singular : plural}`;
