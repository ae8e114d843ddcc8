import type { CrossMoments, OperationsProfile, ProfileCell, ProfileSpec } from "../domain/profile.ts";
import { mergeBlocks } from "./merge-blocks.ts";
import { mergeColumns, mergeNumeric } from "./merge-columns.ts";
import { mergeJudged } from "./merge-judged.ts";
import { sumCompensated } from "./sum-compensated.ts";

/** One cell of several of the same spec; window and segment are the first's. At least one. */
export const mergeCells = (cells: readonly ProfileCell[], spec: ProfileSpec): ProfileCell => {
  const [first] = cells;
  if (first === undefined) throw new Error("no cell to merge");
  if (cells.length === 1) return first;
  const names = spec.columns.map(({ name }) => name).filter((name) => cells.some(({ columns }) => columns[name] !== undefined));
  return {
    window: first.window, segment: first.segment,
    rows: cells.reduce((sum, { rows }) => sum + rows, 0),
    columns: Object.fromEntries(names.map((name) => [name, mergeColumns(cells.flatMap(({ columns }) => columns[name] ?? []))])),
    judged: spec.judged.flatMap((pair) => {
      const same = cells.flatMap(({ judged }) => judged.filter(({ output, label, task }) => output === pair.output && label === pair.label && task === pair.task));
      return same.length === 0 ? [] : [mergeJudged(same, spec.columns.find(({ name }) => name === pair.output)?.binning ?? null)];
    }),
    ...mergeBlocks(cells, spec.window === "all" ? spec.blocks : null),
    cross: mergeCross(cells.flatMap(({ cross }) => cross ?? [])),
    operations: mergeOperations(cells.map(({ operations }) => operations)),
  };
};

const mergeCross = (all: readonly CrossMoments[]): CrossMoments | null => {
  // A part that lacks a column has other rows in its moments; the fuller ones are kept, whatever the order.
  const key = ({ columns }: CrossMoments): string => columns.join("\u0000");
  const [fullest] = [...all].sort((a, b) => b.columns.length - a.columns.length || (key(a) < key(b) ? -1 : 1));
  if (fullest === undefined) return null;
  const same = all.filter((cross) => key(cross) === key(fullest));
  const add = (pick: (cross: CrossMoments) => readonly number[]): number[] => pick(fullest).map((_, place) => sumCompensated(same.map((cross) => pick(cross)[place] ?? 0)));
  return { columns: fullest.columns, n: same.reduce((sum, { n }) => sum + n, 0), sums: add(({ sums }) => sums), products: add(({ products }) => products) };
};

const mergeOperations = (all: readonly OperationsProfile[]): OperationsProfile => {
  const latencies = all.flatMap(({ latency }) => latency ?? []);
  const statuses = all.flatMap((part) => part.statuses ?? []);
  const counts = new Map<string, number>();
  for (const { status, count } of statuses) counts.set(status, (counts.get(status) ?? 0) + count);
  const errors = all.flatMap((part) => part.errors ?? []);
  const times = (pick: "firstTs" | "lastTs"): string[] => all.flatMap((part) => part[pick] ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
  return {
    latency: latencies.length === 0 ? null : mergeNumeric(latencies),
    statuses: all.every((part) => part.statuses === null) ? null : [...counts].map(([status, count]) => ({ status, count })).sort((a, b) => (a.status < b.status ? -1 : 1)),
    errors: errors.length === 0 ? null : errors.reduce((a, b) => a + b, 0),
    firstTs: times("firstTs")[0] ?? null, lastTs: times("lastTs").at(-1) ?? null,
  };
};
