import { toleranceText } from "../../core/baseline/tolerance-text.ts";
import type { Baseline } from "../../core/domain/baseline.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { BaselineComparison } from "./compare-baselines.ts";
import type { ShownBaseline } from "./show-baseline.ts";

/** `lockstep baseline show`, for people. */
export const shownWords = ({ current, place, history, inLedger, gone }: ShownBaseline): string =>
  [
    `${current.model} v${current.version}, approved by ${current.approvedBy} on ${day(current.approvedAt)}`,
    `  why          ${current.reason}`,
    ...(current.revertOf === null ? [] : [`  reverts to   v${current.revertOf}`]),
    `  answers of   ${current.environment} (${current.side}) in run ${current.run.id}${current.modelVersion === null ? "" : `, model version ${current.modelVersion}`}: ${countOf(current.recording.rows, "recorded row")}`,
    ...toleranceWords(current),
    `  allowed      ${shortNumber(current.maxOutside * 100)} % of pairs outside`,
    ...(Object.keys(current.latency).length === 0 ? [] : [`  latency      ${Object.entries(current.latency).map(([q, ms]) => `p${shortNumber(Number(q) * 100)} ${shortNumber(ms)} ms`).join(", ")}`]),
    ...(current.peakMemoryBytes === null ? [] : [`  peak memory  ${shortNumber(current.peakMemoryBytes / 2 ** 20)} MiB`]),
    ...(Object.keys(current.identity).length === 0 ? [] : [`  identity     ${Object.entries(current.identity).map(([part, digest]) => `${part} ${digest.slice(0, 19)}`).join(", ")}`]),
    `  lies in      ${place}`,
    `  ledger       ${inLedger === null ? "there is no store here to hold it against" : inLedger ? "entered, and as it was entered" : "this store's ledger does not know it: it was approved elsewhere"}`,
    "",
    "history, newest first",
    ...history.map((each) => `  v${each.version}  ${day(each.approvedAt)}  ${each.approvedBy}  run ${each.run.id}${each.revertOf === null ? "" : `, reverts to v${each.revertOf}`}  ${each.reason}`),
    ...(gone.length === 0 ? [] : ["", `the ledger also knows ${gone.map((version) => `v${version}`).join(", ")}, which no longer ${gone.length === 1 ? "lies" : "lie"} in the folder`]),
    "",
  ].join("\n");

/** What was written, and what to do with it. */
export const approvedWords = (baseline: Baseline, place: string, already: boolean): string =>
  already
    ? `${baseline.model} v${baseline.version} is the current baseline and was approved from this run already: ${place}\n`
    : [
        `${baseline.model} v${baseline.version} approved: the answers of ${baseline.environment} in run ${baseline.run.id}, ${countOf(baseline.recording.rows, "recorded row")}`,
        ...toleranceWords(baseline),
        `  lies in      ${place} (keep it under version control)`,
        "",
      ].join("\n");

/** `lockstep baseline diff`, for people. */
export const comparisonWords = ({ from, to, changes, coverage, answers }: BaselineComparison): string => {
  const width = Math.max(0, ...changes.map(({ what }) => what.length));
  const alone = [...(coverage.onlyReference > 0 ? [`${countOf(coverage.onlyReference, "row")} only in v${from}`] : []), ...(coverage.onlyCandidate > 0 ? [`${countOf(coverage.onlyCandidate, "row")} only in v${to}`] : [])];
  return [
    `v${from} -> v${to}`,
    ...(changes.length === 0 ? ["  the same agreement"] : changes.map(({ what, from: before, to: after }) => `  ${what.padEnd(width)}  ${short(before)} -> ${short(after)}`)),
    "",
    `recorded answers: ${countOf(coverage.pairs, "common row")}${alone.length === 0 ? "" : `, ${alone.join(", ")}`}`,
    ...answers.map(({ output, pairs, differ, outside, maxAbsoluteDifference }) =>
      differ === 0 ? `  ${output}: all ${pairs.toLocaleString("en-US")} are the same` : `  ${output}: ${differ.toLocaleString("en-US")} of ${pairs.toLocaleString("en-US")} differ, ${outside.toLocaleString("en-US")} outside the tolerance of v${from}${maxAbsoluteDifference === null ? "" : `; largest difference ${shortNumber(maxAbsoluteDifference)}`}`),
    "",
  ].join("\n");
};

const toleranceWords = ({ tolerances }: Baseline): string[] =>
  Object.entries(tolerances).map(([output, tolerance], index) => `${index === 0 ? "  tolerances   " : "               "}${output} ${toleranceText(tolerance)} (${tolerance.why})`);

/** A digest is told by its beginning. */
const short = (value: string | null): string => (value === null ? "none" : /^(sha256:)?[0-9a-f]{64}$/.test(value) ? value.slice(0, value.startsWith("sha256:") ? 19 : 12) : value);

const day = (time: string): string => time.slice(0, 10);
