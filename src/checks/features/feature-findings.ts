import type { Finding } from "../../core/domain/finding.ts";
import { defaultMargins } from "../../core/judge/population-settings.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { percent } from "../../core/wording/percent.ts";
import type { GroupCounts } from "./count-group.ts";
import { judgeEntities } from "./judge-entities.ts";
import { lagWords } from "./lag-words.ts";

export interface FeatureSettings {
  readonly names: { readonly reference: string; readonly candidate: string };
  /** Microseconds; null where nobody agreed on one. */
  readonly maxLag: number | null;
  readonly maxAge: number | null;
  /** Shares of entities that may lag by more than that, or be absent; null for the default. */
  readonly maxLate: number | null;
  readonly maxMissing: number | null;
  /** Whether every entity of the offline file was asked. */
  readonly everyEntity: boolean;
}

/** One entity in a hundred may be on its way: what is written now is not yet in either store. */
export const allowedEntityShare = 0.01;

/** Availability, freshness and reach of every group of features that share their times. Values are compared elsewhere, pair by pair. */
export const featureFindings = (groups: readonly GroupCounts[], settings: FeatureSettings): Finding[] => groups.flatMap((counts) => [available(counts, settings), fresh(counts, settings), reached(counts, settings)]);

const called = ({ group: { names } }: GroupCounts): string => (names.length <= 3 ? names.join(", ") : `${names[0]} and ${names.length - 1} others`);

const finding = (counts: GroupCounts, check: string, kind: "feature" | "coverage", told: Omit<Finding, "id" | "check" | "subject" | "noiseFloor">): Finding =>
  ({ id: `${check}:${counts.group.names.join(",")}`, check, subject: { kind, name: called(counts), segment: null }, noiseFloor: null, ...told });

const available = (counts: GroupCounts, { names, maxAge, maxMissing, everyEntity }: FeatureSettings): Finding => {
  const margin = maxMissing ?? allowedEntityShare;
  const { expected, missing, expired } = counts;
  const judged = judgeEntities(missing, expected, margin, everyEntity);
  const within = maxAge === null ? "" : ` within ${lagWords(maxAge)}`;
  return finding(counts, "features.availability", "coverage", {
    ...judged, severity: judged.verdict === "pass" ? "info" : "high", mode: "enforce", unit: "share", margin, marginOrigin: maxMissing === null ? "default" : "agreed",
    statement: expected === 0 ? `${names.reference} holds no value of ${called(counts)}${within}` : `${names.candidate} has no value of ${called(counts)} for ${missing.toLocaleString("en-US")} of ${countOf(expected, "entity", "entities")} that ${names.reference} has${within}`,
    action: judged.verdict === "fail" ? "Look whether these entities were materialised, and whether the online store drops what its time to live still allows." : judged.verdict === "pass" ? "nothing to do" : "Ask more entities with --rows.",
    evidence: { missing, expected, servedBeyondMaxAge: expired },
  });
};

const fresh = (counts: GroupCounts, { names, maxLag, maxLate, everyEntity }: FeatureSettings): Finding => {
  const { timed, late, lagging, worst, quantiles } = counts;
  const margin = maxLate ?? allowedEntityShare;
  const evidence = Object.fromEntries([
    ["late", late], ["behind", lagging], ["worst, seconds", worst === null ? null : worst / 1e6],
    ...quantiles.flatMap(({ q, estimate, interval }) => [[`p${q * 100}, seconds`, estimate / 1e6], [`p${q * 100} low, seconds`, interval.low / 1e6], [`p${q * 100} high, seconds`, interval.high / 1e6]]),
  ]) as Finding["evidence"];
  const shared = { severity: "info", unit: "share", evidence } as const;
  const furthest = worst === null || worst === 0 ? "" : `; the furthest by ${lagWords(worst)}`;
  if (maxLag === null) {
    return finding(counts, "features.freshness", "feature", {
      ...shared, verdict: "inconclusive", mode: "observe", estimate: timed === 0 ? null : lagging / timed, interval: null, margin: null, marginOrigin: null, n: timed, needed: null,
      statement: `${called(counts)} is behind ${names.reference} for ${lagging.toLocaleString("en-US")} of ${countOf(timed, "entity", "entities")}${furthest}`, reason: "nobody agreed how far behind it may be", action: "Agree on it with --max-lag.",
    });
  }
  const judged = judgeEntities(late, timed, margin, everyEntity);
  return finding(counts, "features.freshness", "feature", {
    ...shared, ...judged, severity: judged.verdict === "pass" ? "info" : "high", mode: "enforce", margin, marginOrigin: maxLate === null ? "default" : "agreed",
    statement: timed === 0 ? `how fresh ${called(counts)} is cannot be told` : `${called(counts)} is more than ${lagWords(maxLag)} behind ${names.reference} for ${late.toLocaleString("en-US")} of ${countOf(timed, "entity", "entities")}${furthest}`,
    action: judged.verdict === "fail" ? "Look when it was last materialised, and whether that job failed." : judged.verdict === "pass" ? "nothing to do" : "Ask more entities with --rows.",
  });
};

/** Values older than all that offline was given cannot be held against anything; where they are many, equal values among the rest prove little. */
const reached = (counts: GroupCounts, { names }: FeatureSettings): Finding => {
  const { found, unreached } = counts;
  const share = found === 0 ? 0 : (found - unreached) / found;
  const enough = found > 0 && share >= defaultMargins.coverage;
  return finding(counts, "features.coverage", "coverage", {
    verdict: enough ? "pass" : "inconclusive", severity: enough ? "info" : "high", mode: "enforce", estimate: share, unit: "share", interval: null, margin: defaultMargins.coverage, marginOrigin: "default", n: found, needed: null,
    statement: found === 0 ? `no value of ${called(counts)} could be compared` : `${percent(share)} of the values of ${called(counts)} in ${names.candidate} have an offline row of their time or before`,
    reason: found === 0 ? `${names.candidate} has none` : enough ? "at least the stated share could be held against offline" : `${unreached} of ${found} are older than every offline row of their entity`,
    action: enough ? "nothing to do" : found === 0 ? "See the finding on availability." : "Give an offline file that reaches further back.", evidence: { found, unreached },
  });
};
