/**
 * The word that was most likely meant: the one with the fewest letters to add, drop, change or exchange with their neighbour, if that is at
 * most a third of the longer word's. Undefined when none is near enough to be named.
 */
export const nearest = (typed: string, words: readonly string[]): string | undefined => {
  const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_\s]/g, "");
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const word of words) {
    const distance = editDistance(plain(typed), plain(word));
    if (distance <= Math.floor(Math.max(plain(typed).length, plain(word).length) / 3) && (best === undefined || distance < best.distance)) best = { word, distance };
  }
  return best?.word;
};

/** Optimal string alignment distance. */
const editDistance = (from: string, to: string): number => {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    const above = rows[i - 1] as number[];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + same);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) least = Math.min(least, ((rows[i - 2] as number[])[j - 2] as number) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[from.length]?.[to.length] ?? 0;
};
