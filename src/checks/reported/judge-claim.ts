import type { Finding } from "../../core/domain/finding.ts";
import type { ReportedMetric } from "../../core/domain/reported-metric.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { fewestLabelled } from "../parity/labels/metrics-result.ts";
import type { Definition, Definitions } from "./definition.ts";
import type { KnownMetric } from "./known-metric.ts";
import { type Match, matchingDefinition } from "./matching-definition.ts";
import type { ReportedClaim } from "./reported-claim.ts";
import { scalesOf } from "./scales-of.ts";

export interface JudgedClaim {
  readonly reported: ReportedMetric;
  readonly finding: Finding;
}

type Conclusion = Pick<Finding, "verdict" | "severity" | "statement" | "reason" | "action"> & Partial<Pick<Finding, "estimate" | "interval" | "evidence">>;

const reportMore = "let it report n and window with the number";

/**
 * One reported number against what the environment's own recording gives. A number that another definition gives is a warning: it is right, and not
 * what its name says here. A number that none gives fails only where nothing but the number itself can be wrong: it was computed from as many rows
 * as were recorded, or it does not say from which and lies where chance does not bring this recording. Latency and error rates an environment
 * counts itself, elsewhere and over other requests, so within the interval they agree and beyond it they warn.
 */
export const judgeClaim = (environment: string, written: ReportedClaim, known: KnownMetric | null, definitions: Definitions): JudgedClaim => {
  const claim = { ...written, halfUnit: Math.min(written.halfUnit, known === null ? Infinity : widestHalfUnit(written.value, known)) };
  const says = `${environment} says ${claim.name} ${claim.text}`;
  if (known === null) return judged(environment, claim, null, 0, { verdict: "inconclusive", severity: "info", statement: `${says}, which is no metric that is known here`, reason: "what is not known is not guessed", action: "rename it after a known metric, or leave it out" }, null, "observe");
  if ("why" in definitions) return judged(environment, claim, null, definitions.n, unknown(says, definitions.why), null);
  const [base] = definitions.tried;
  if (base === undefined) return judged(environment, claim, null, 0, unknown(says, "no definition can be computed from the recording"), null);
  if (base.n < fewestLabelled) return judged(environment, claim, base, base.n, unknown(says, `${counted(base.n, known)} can be used; at least ${fewestLabelled} are needed`), null);
  const found = matchingDefinition(claim, definitions.tried, scalesOf(known, claim));
  const evidence = { reported: claim.value, halfUnit: claim.halfUnit, ...(claim.n === null ? {} : { reportedN: claim.n }), ...(claim.window === null ? {} : { window: claim.window }), ...(claim.definition === null ? {} : { definition: claim.definition }), definitionsTried: found.tried, otherDefinitions: found.others };
  const { best } = found;
  const conclusion = best === null ? notReproduced(environment, claim, known, base, says, found.tried)
    : best.definition.steps === 0 && best.scale.words === null ? asSaid(says, claim, known, base)
      : elsewise(environment, claim, known, base, best, says, found.others);
  const agreesAs = best === null ? null : best.definition.steps === 0 && best.scale.words === null ? `${departsFromUsual(claim, known) ? "the definition it names" : "the usual definition"}, ${base.as}` : wordsOf(best, claim, known);
  return judged(environment, claim, base, base.n, { ...conclusion, evidence }, agreesAs);
};

/** A share of exactly 0 or 1 means none or all; half a unit of its only digit would be half of everything there is. */
const widestHalfUnit = (value: number, { kind }: KnownMetric): number => ((value === 0 || value === 1) && (kind === "error rate" || kind === "ranking" || kind === "decision" || kind === "probability") ? (kind === "error rate" ? 0.0005 : 0.005) : Infinity);

/** What `n` counts. */
const counted = (n: number, { kind }: KnownMetric): string => countOf(n, kind === "latency" || kind === "error rate" ? "request" : "row");

const unknown = (says: string, why: string): Conclusion => ({
  verdict: "inconclusive", severity: "medium", statement: `${says}, which cannot be recomputed: ${why}`, reason: "a number that was not recomputed is not confirmed", action: /label/.test(why) ? "name the column of labels with --label, or give more labelled rows" : "record more, or leave the metric out",
});

const asSaid = (says: string, claim: ReportedClaim, known: KnownMetric, base: Definition): Conclusion => ({
  verdict: "pass", severity: "info", statement: `${says}, and its recording gives it ${base.as}, on ${counted(base.n, known)}`,
  reason: claim.halfUnit < 1e-6 * Math.abs(claim.value) ? "equal to the sixth digit and beyond" : `equal within half a unit of the last digit reported (${shortNumber(claim.halfUnit)})`, action: "nothing to do",
});

const elsewise = (environment: string, claim: ReportedClaim, known: KnownMetric, base: Definition, best: Match, says: string, others: number): Conclusion => {
  const own = operational(known) && within(base, best.value, claim.halfUnit * best.scale.factor);
  // A server's own clock may meet any of the definitions by chance; inside the interval that is told apart only by four digits.
  if (own && best.scale.words === null && claim.halfUnit * best.scale.factor > 5e-4 * Math.abs(base.value)) return inside(says, base, claim);
  const value = beside(base.value, claim);
  return {
    verdict: "warn", severity: "medium",
    statement: `${says}: that is ${wordsOf(best, claim, known)}${best.definition.steps === 0 ? "" : `; ${base.as} it is ${value}${departsFromUsual(claim, known) ? ", as it was said to be computed" : ", as everywhere else here"}`}`,
    reason: `under that definition the recording gives ${beside(best.definition.value, claim)}${others === 0 ? "" : `; ${countOf(others, "other definition")} ${others === 1 ? "gives" : "give"} the reported number too`}`,
    action: `let ${environment} report ${claim.name} as it is computed elsewhere, or name its definition beside the number`,
  };
};

const notReproduced = (environment: string, claim: ReportedClaim, known: KnownMetric, base: Definition, says: string, tried: number): Conclusion => {
  const near = within(base, claim.value * (scalesOf(known, claim)[0]?.factor ?? 1), claim.halfUnit * (scalesOf(known, claim)[0]?.factor ?? 1));
  if (operational(known) && near && claim.n !== base.n) return inside(says, base, claim);
  const sameRows = claim.n !== null && claim.n === base.n;
  const fails = !operational(known) && (sameRows || (claim.n === null && claim.window === null && base.interval !== null && !near));
  const range = base.interval === null || base.interval.low === null || base.interval.high === null ? "" : ` (${shortNumber(base.interval.low)} to ${shortNumber(base.interval.high)})`;
  return {
    verdict: fails ? "fail" : "warn", severity: fails ? "high" : "medium",
    statement: `${says}, which cannot be reproduced from its recording: ${base.as} it is ${beside(base.value, claim)}${range} on ${counted(base.n, known)}`,
    reason: `none of ${countOf(tried, "definition")} gives it; ${sameRows ? "it was computed from as many rows, so no other population explains it" : operational(known) ? "an environment's own clock and counters see other requests, and leave out the network" : claim.n !== null ? `it was computed from ${counted(claim.n, known)}, so another population may explain it` : near ? "other rows of the same kind may give it" : base.interval === null ? "other rows may give it" : "it does not say from which rows, and it lies beyond what chance allows for these"}`,
    action: sameRows ? `look at how ${environment} computes ${claim.name}` : `${reportMore.replace("it", environment)}: numbers from other rows cannot match; where they are the same rows, look at how ${claim.name} is computed`,
  };
};

const inside = (says: string, base: Definition, claim: ReportedClaim): Conclusion => ({
  verdict: "pass", severity: "info", statement: `${says}, and its recording gives ${beside(base.value, claim)} ${base.as}, within what chance allows`,
  reason: `it lies in the interval of ${shortNumber(base.interval?.low ?? base.value)} to ${shortNumber(base.interval?.high ?? base.value)} of ${countOf(base.n, "request")}; an environment counts other requests by another clock`, action: "nothing to do",
});

/** Whether the environment takes the number from its own clock or counters rather than from rows that are known here. */
const operational = ({ kind }: KnownMetric): boolean => kind === "latency" || kind === "error rate";

const within = ({ interval }: Definition, value: number, halfUnit: number): boolean => interval !== null && value + halfUnit >= (interval.low ?? -Infinity) && value - halfUnit <= (interval.high ?? Infinity);

const departsFromUsual = (claim: ReportedClaim, known: KnownMetric): boolean =>
  claim.average !== null || claim.positive !== null || claim.threshold !== null || claim.window !== null || (known.kind === "decision" && known.average !== null);

const wordsOf = ({ definition, scale }: Match, claim: ReportedClaim, known: KnownMetric): string =>
  [definition.steps === 0 ? `right ${departsFromUsual(claim, known) ? "by its own definition" : definition.as}` : definition.words, ...(scale.words === null ? [] : [scale.words])].join(", ");

/** With three digits, or as many as it takes to see the difference from what was written. */
const beside = (value: number, claim: ReportedClaim): string => {
  for (let digits = 3; digits <= 12; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Number(text) !== claim.value) return text;
  }
  return String(value);
};

const judged = (environment: string, claim: ReportedClaim, base: Definition | null, n: number, conclusion: Conclusion, agreesAs: string | null, mode: Finding["mode"] = "enforce"): JudgedClaim => {
  const recomputed = base?.value ?? null;
  const verdict: Verdict = conclusion.verdict;
  return {
    reported: { environment, metric: claim.name, reported: claim.value, recomputed, agreesAs, n },
    finding: {
      id: `reported.metric/${environment}/${claim.name}`, check: "reported.metric", subject: { kind: "reported", name: `${claim.name} of ${environment}`, segment: null }, mode,
      estimate: recomputed, unit: claim.unit ?? claim.name, interval: base?.interval ?? null, margin: claim.halfUnit, marginOrigin: "derived", n, noiseFloor: null, needed: null, evidence: { reported: claim.value }, ...conclusion, verdict,
    },
  };
};
