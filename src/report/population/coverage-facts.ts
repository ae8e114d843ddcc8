import type { PopulationSide } from "../../core/domain/population-comparison.ts";
import { percent } from "../../core/wording/percent.ts";
import { formatBytes } from "../wording/format-bytes.ts";
import { formatCount, formatMoment, formatNumber, formatPlural } from "../wording/format-number.ts";

/** One thing that is known of how a log was read. `heed` marks what can bend a comparison; `brief` is for a line among others, null where there is nothing to say. */
export interface CoverageFact {
  readonly id: "read" | "dropped" | "window" | "failed" | "sampling" | "labels" | "duplicates" | "clock" | "gap";
  readonly name: string;
  readonly words: string;
  readonly brief: string | null;
  readonly heed: boolean;
}

const day = 86_400;
/** From so much disagreement on, the order of rows in time is in doubt. */
const worrySeconds = 60;

/** A delay in the unit people think in: `3.03 days`, `5.2 h`, `40 s`. */
const formatDelay = (seconds: number): string => {
  const size = Math.abs(seconds);
  if (size >= day) return `${formatNumber(seconds / day)} days`;
  return size >= 3600 ? `${formatNumber(seconds / 3600)} h` : size >= 60 ? `${formatNumber(seconds / 60)} min` : `${formatNumber(seconds)} s`;
};

const periodWords = (from: string | null, to: string | null): string | null => {
  if (from === null) return to === null ? null : `up to ${formatMoment(to)}`;
  return to === null ? `${formatMoment(from)} on` : `${formatMoment(from).replace(/ UTC$/, "")} to ${formatMoment(to)}`;
};

const windowFact = ({ window, coverage: { firstTs, lastTs } }: PopulationSide): CoverageFact => {
  const asked = periodWords(window.from, window.to);
  const seen = firstTs === null || lastTs === null ? null : periodWords(firstTs, lastTs);
  return { id: "window", name: "Window", words: asked === null ? (seen ?? "no row has a time") : `${asked}${seen === null ? "; no row has a time" : ` (rows from ${seen})`}`, brief: asked ?? seen ?? "no row has a time", heed: false };
};

const labelFact = ({ rows, coverage: { labels } }: PopulationSide): CoverageFact | null => {
  if (labels === null) return null;
  const { labelled, delayQuantiles, beforePrediction, orphans } = labels;
  const share = rows === 0 ? null : percent(Math.min(1, labelled / rows));
  const delays = delayQuantiles.map(({ q, seconds }) => `p${formatNumber(q * 100)} ${formatDelay(seconds)}`).join(", ");
  const early = beforePrediction === 0 ? [] : [`${formatCount(beforePrediction)} came before their prediction`];
  return {
    id: "labels", name: "Labels", heed: beforePrediction > 0,
    words: [`${formatCount(labelled)} of ${formatCount(rows)} rows${share === null ? "" : ` (${share})`}`, ...(delays === "" ? [] : [`delay ${delays}`]), ...early, ...(orphans === 0 ? [] : [`${formatCount(orphans)} without a prediction`])].join("; "),
    brief: [`${share ?? "0 %"} labelled${delays === "" ? "" : `, delay ${delays}`}`, ...early].join(", "),
  };
};

const failedFact = ({ coverage: { nonSuccess } }: PopulationSide): CoverageFact => {
  const fact = { id: "failed", name: "Not a success", heed: false } as const;
  if (nonSuccess === null) return { ...fact, words: "not known: the log has no status", brief: "status not known" };
  const share = nonSuccess.of === 0 ? null : percent(nonSuccess.records / nonSuccess.of);
  return { ...fact, words: `${formatCount(nonSuccess.records)} of ${formatCount(nonSuccess.of)} records${share === null ? "" : ` (${share})`}`, brief: nonSuccess.records === 0 || share === null ? null : `${share} not a success` };
};

const samplingFact = ({ coverage: { sampling } }: PopulationSide): CoverageFact => {
  const fact = { id: "sampling", name: "Sampled" } as const;
  if (sampling === null) return { ...fact, words: "not known: the log does not say", brief: "sampling not known", heed: false };
  if (sampling.low !== sampling.high) return { ...fact, words: `between ${percent(sampling.low)} and ${percent(sampling.high)} of requests were logged; rows are weighted`, brief: `${percent(sampling.low)} to ${percent(sampling.high)} of requests logged`, heed: true };
  return { ...fact, words: sampling.low === 1 ? "every request was logged" : `${percent(sampling.low)} of requests were logged`, brief: sampling.low === 1 ? null : `${percent(sampling.low)} of requests logged`, heed: false };
};

/** What was read of a side, in reading order: rows, what was dropped, window, failures, sampling, labels, and every gap, those that bend first. */
export const coverageFacts = (side: PopulationSide): CoverageFact[] => {
  const { coverage: { recordsRead, rowsParsed, files, bytes, dropped, duplicates, clockSkewSeconds }, gaps } = side;
  const lost = dropped.filter(({ rows }) => rows > 0);
  const clock = clockSkewSeconds === null ? 0 : Math.abs(clockSkewSeconds);
  const facts: (CoverageFact | null)[] = [
    { id: "read", name: "Read", words: `${formatPlural(recordsRead, "record")} in ${formatPlural(files, "file")} (${formatBytes(bytes)}), ${formatPlural(rowsParsed, "prediction")}`, brief: `${formatPlural(rowsParsed, "prediction")} of ${formatPlural(recordsRead, "record")}`, heed: rowsParsed === 0 },
    {
      id: "dropped", name: "Dropped", heed: lost.length > 0, words: lost.length === 0 ? "nothing" : lost.map(({ reason, rows, example }) => `${formatCount(rows)}: ${reason}${example === null ? "" : ` (first at ${example})`}`).join("; "),
      brief: lost.length === 0 ? "nothing dropped" : `dropped ${lost.map(({ reason, rows }) => `${formatCount(rows)} (${reason})`).join(", ")}`,
    },
    windowFact(side), failedFact(side), samplingFact(side), labelFact(side),
    duplicates === null || duplicates === 0 ? null : { id: "duplicates", name: "Duplicates", words: `${formatPlural(duplicates, "row")} with an id that was there before`, brief: formatPlural(duplicates, "duplicate"), heed: true },
    clock < 1 ? null : { id: "clock", name: "Clocks", words: `disagree by ${formatDelay(clock)}`, brief: `clocks ${formatDelay(clock)} apart`, heed: clock >= worrySeconds },
    ...[...gaps].sort((a, b) => Number(b.bends) - Number(a.bends)).map(({ what, why, bends }): CoverageFact => ({ id: "gap", name: bends ? "Can bend" : "Not known", words: `${what}: ${why}`, brief: null, heed: bends })),
  ];
  return facts.filter((fact) => fact !== null);
};
