/** Reached only when all its markers hold; a package is installed when one of its ways is open. */
type Way = ReadonlySet<string>;

export interface LockEdge {
  /** Index of the package that is needed. */
  readonly to: number;
  readonly marker: string | null;
}

/** More ways than this into one package say no more than "now and then"; it is then taken as always needed, which misses nothing. */
const mostWays = 8;

/**
 * The condition under which each package is installed, worked out from the roots along the edges: null for always, undefined for never
 * reached. Locks of this kind write conditions on the edges of their graph, not on the packages.
 */
export const conditions = (edges: readonly (readonly LockEdge[])[], roots: readonly LockEdge[]): readonly (string | null | undefined)[] => {
  const ways: (readonly Way[] | undefined)[] = edges.map(() => undefined);
  const queue: { readonly to: number; readonly ways: readonly Way[] }[] = roots.map(({ to, marker }) => ({ to, ways: [new Set(marker === null ? [] : [marker])] }));
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const before = ways[step.to];
    const after = absorb([...(before ?? []), ...step.ways]);
    if (before !== undefined && sameWays(before, after)) continue;
    ways[step.to] = after;
    for (const edge of edges[step.to] ?? []) queue.push({ to: edge.to, ways: edge.marker === null ? after : after.map((way) => new Set([...way, edge.marker as string])) });
  }
  return ways.map((of) => (of === undefined ? undefined : spell(of)));
};

/** Without ways that another one, with fewer conditions, makes needless. */
const absorb = (ways: readonly Way[]): readonly Way[] => {
  const kept: Way[] = [];
  for (const way of [...ways].sort((a, b) => a.size - b.size)) if (!kept.some((fewer) => within(fewer, way))) kept.push(way);
  return kept.length > mostWays ? [new Set()] : kept;
};

const within = (fewer: Way, way: Way): boolean => [...fewer].every((marker) => way.has(marker));

const sameWays = (a: readonly Way[], b: readonly Way[]): boolean =>
  a.length === b.length && a.every((way) => b.some((other) => way.size === other.size && within(way, other)));

const spell = (ways: readonly Way[]): string | null => {
  if (ways.some((way) => way.size === 0)) return null;
  const alternatives = ways.map((way) => [...way].map((marker) => (way.size > 1 || ways.length > 1 ? `(${marker})` : marker)).join(" and "));
  return alternatives.length === 1 ? (alternatives[0] as string) : alternatives.map((way) => `(${way})`).join(" or ");
};
