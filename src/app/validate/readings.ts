import { z } from "zod";
import { LogCoverage, LogGap } from "../../core/domain/population.ts";
import type { PopulationSide } from "../../core/domain/population-comparison.ts";

/** What opening some files told of how they could be read. It holds as long as they are counted, and not only in the look that opened them. */
export const Reading = z.object({ paths: z.array(z.string()), labels: z.string().nullable(), gaps: z.array(LogGap), coverage: LogCoverage });
export type Reading = z.infer<typeof Reading>;

/** What was read now, as it is kept; null where it tells nothing against the log. Labels whose predictions may stand in files that were not read are no orphans. */
export const readingOf = ({ coverage, gaps }: Pick<PopulationSide, "coverage" | "gaps">, { paths, labels, whole }: Pick<Reading, "paths" | "labels"> & { readonly whole: boolean }): Reading | null => {
  const of = coverage.labels;
  const told = { ...coverage, labels: of === null ? null : { ...of, orphans: whole ? of.orphans : 0 } };
  const tells = told.dropped.some(({ rows }) => rows > 0) || (told.duplicates ?? 0) > 0 || told.sampling !== null || (told.clockSkewSeconds ?? 0) !== 0 || gaps.some(({ bends }) => bends) || (told.labels?.beforePrediction ?? 0) + (told.labels?.orphans ?? 0) > 0;
  return tells ? { paths: [...paths], labels, gaps: gaps.filter(({ bends }) => bends), coverage: told } : null;
};

/** Those that still hold: one file stands as it was read, and no later opening read all of them again. */
export const standingReadings = (readings: readonly Reading[], kept: ReadonlySet<string>, now: ReadonlySet<string>): Reading[] =>
  readings.filter(({ paths }) => paths.some((path) => kept.has(path) && !now.has(path)));

/** Files that are read again though they stand as they were: what was told of them was told together with one that was mended. The last one of a reading may grow. */
export const readAgain = (readings: readonly Reading[], kept: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(readings.flatMap(({ paths }) => (paths.slice(0, -1).every((path) => kept.has(path)) ? [] : paths.filter((path) => kept.has(path)))));

/** All that is counted, `rows` predictions, as one side: what was read now and what was read before. */
export const sideOfReadings = (now: PopulationSide | null, before: readonly Reading[], about: { readonly source: string; readonly rows: number; readonly files: number; readonly labels: string | null }): PopulationSide => {
  if (before.length === 0 && now !== null) return now.rows === about.rows ? now : { ...now, rows: about.rows, coverage: { ...now.coverage, files: about.files, rowsParsed: about.rows, recordsRead: about.rows + now.coverage.dropped.reduce((total, { rows }) => total + rows, 0) } };
  const { rows, files, labels, source } = about;
  const all = [...before.map((reading) => (reading.labels === labels || reading.coverage.labels === null ? reading : { ...reading, coverage: { ...reading.coverage, labels: { ...reading.coverage.labels, orphans: 0 } } })), ...(now === null ? [] : [now])];
  const coverages = all.map(({ coverage }) => coverage);
  const sum = (of: (coverage: LogCoverage) => number): number => coverages.reduce((total, coverage) => total + of(coverage), 0);
  const dropped = new Map<string, LogCoverage["dropped"][number]>();
  for (const each of coverages.flatMap((coverage) => coverage.dropped)) dropped.set(each.reason, { ...each, rows: each.rows + (dropped.get(each.reason)?.rows ?? 0) });
  const samplings = coverages.flatMap(({ sampling }) => sampling ?? []);
  const told = coverages.flatMap((coverage) => coverage.labels ?? []);
  const skews = coverages.flatMap(({ clockSkewSeconds }) => clockSkewSeconds ?? []).toSorted((a, b) => Math.abs(b) - Math.abs(a));
  const times = coverages.flatMap(({ firstTs, lastTs }) => [firstTs ?? [], lastTs ?? []].flat()).sort();
  return {
    name: source, source, format: now?.format ?? "", digest: now?.digest ?? "", window: { from: null, to: null }, rows, columns: now?.columns ?? [], standard: now?.standard ?? [],
    gaps: [...new Map(all.flatMap(({ gaps }) => gaps).map((gap) => [JSON.stringify(gap), gap])).values()],
    coverage: {
      files, bytes: sum(({ bytes }) => bytes), recordsRead: rows + [...dropped.values()].reduce((total, each) => total + each.rows, 0), rowsParsed: rows, dropped: [...dropped.values()],
      nonSuccess: now?.coverage.nonSuccess ?? null, sampling: samplings.length === 0 ? null : { low: Math.min(...samplings.map(({ low }) => low)), high: Math.max(...samplings.map(({ high }) => high)) },
      duplicates: coverages.every(({ duplicates }) => duplicates === null) ? null : sum(({ duplicates }) => duplicates ?? 0), firstTs: times[0] ?? null, lastTs: times.at(-1) ?? null, clockSkewSeconds: skews[0] ?? null,
      labels: told.length === 0 ? null : { labelled: told.reduce((total, { labelled }) => total + labelled, 0), delayQuantiles: now?.coverage.labels?.delayQuantiles ?? [], beforePrediction: told.reduce((total, { beforePrediction }) => total + beforePrediction, 0), orphans: Math.max(...told.map(({ orphans }) => orphans)) },
    },
  };
};
