import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { CheckMode } from "../../core/domain/manifest.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { demandFindings } from "./demand-findings.ts";
import { bundled, bundleStatement, environmentFinding } from "./environment-finding.ts";
import type { EnvironmentInput } from "./environment-input.ts";

/** More than a reader takes in; the others are counted, and stand in the list of differences. */
const mostTold = 12;

const capped = (finding: Finding, mode: CheckMode): Finding =>
  mode === "observe" ? { ...finding, mode } : mode === "warn" && finding.mode === "enforce" ? { ...finding, mode } : finding;

/** Whether what this difference can move is what moved. */
const matters = ({ moves, weight, unread }: EnvironmentDifference, { answersMoved, latencyMoved }: EnvironmentInput): boolean =>
  weight !== "explains" && unread.length === 0 && ((answersMoved && (moves === "answers" || moves === "both")) || (latencyMoved && (moves === "latency" || moves === "both")));

const moved = ({ answersMoved, latencyMoved }: EnvironmentInput): string => (answersMoved ? (latencyMoved ? "answers and latency moved" : "answers moved") : "latency moved");

/** The first pattern of which one of these could be the cause. */
const fittingPattern = (members: readonly EnvironmentDifference[], { patterns }: EnvironmentInput): string | null =>
  patterns.find(({ suspects }) => suspects.some(({ cause }) => members.some(({ causes }) => causes.some((code) => cause.endsWith(`(${code})`)))))?.code ?? null;

/** One line for all that is not told by itself: how much differs, that it moved nothing, and how much nobody could compare. */
const countFinding = (input: EnvironmentInput, told: ReadonlySet<EnvironmentDifference>): Finding | null => {
  const { differences, names, answersMoved, latencyMoved } = input;
  if (input.readReference === null || input.readCandidate === null) return null;
  const loud = differences.filter(({ quiet }) => quiet === null);
  const rest = loud.filter((difference) => !told.has(difference));
  const intended = rest.filter(({ override }) => override !== null).length;
  const unread = rest.filter((difference) => difference.override === null && difference.unread.length > 0).length;
  const quiet = differences.length - loud.length;
  const open = rest.length - intended - unread;
  const still = !answersMoved && !latencyMoved;
  const both = `${names.reference} and ${names.candidate}`;
  const besides = [intended === 0 ? null : `${intended} intended by name`, quiet === 0 ? null : `${quiet} harmless`, unread === 0 ? null : `${unread} that one side could not read`].filter((part) => part !== null).join(", ");
  const statement = ((): string => {
    if (open === 0) return told.size === 0 ? `${both} differ in nothing that was read and matters` : `nothing else that was read differs between ${both} and matters`;
    return still ? `the answers are the same although ${countOf(open, "difference")} between ${both} could have moved them` : `${countOf(open, "more difference")} between ${both} may play a part`;
  })();
  const calm = still || open === 0;
  return environmentFinding({
    id: "environment.differences/all", name: "environments as a whole", verdict: calm ? "pass" : "warn", severity: "info", mode: "observe", statement: `${statement}${besides === "" ? "" : ` (besides ${besides})`}`,
    reason: still ? "a difference that moves nothing is no reason to stop" : "what only explains is a suspect, not a finding of its own", action: calm ? "nothing to do" : "look at them with: lockstep fingerprint diff, if those above are not the cause",
    n: differences.length, evidence: { differences: loud.length, intended, quiet, unread },
  });
};

/**
 * What is said of two environments that are not the same. While the answers are equal: only what policy wants equal, and how much differs. When they moved: what could have moved them, by weight, at
 * most `mostTold`, packages as one. What policy wants equal and nobody could read is inconclusive.
 */
export const environmentFindings = (input: EnvironmentInput): Finding[] => {
  const { demanded, findings: demands } = demandFindings(input);
  const open = input.differences.filter((difference) => difference.quiet === null && difference.override === null && !demanded.has(difference));
  const those = open.filter((difference) => matters(difference, input));
  const blocks = (difference: EnvironmentDifference): boolean =>
    (difference.weight === "block" || difference.weight === "high") && ((input.answersMoved && difference.moves !== "latency") || (input.latencyMoved && input.latencyAgreed === true && difference.moves !== "answers"));
  const bundles = bundled(those).slice(0, Math.max(0, mostTold - demands.length));
  const explained = bundles.map(({ id, name, members }): Finding => {
    const [first] = members;
    const fail = members.some(blocks);
    const pattern = fittingPattern(members, input);
    return environmentFinding({
      id: `environment.difference/${id}`, name, verdict: fail ? "fail" : "warn", severity: members.some(({ weight }) => weight === "block") ? "critical" : fail ? "high" : "medium", mode: fail ? "enforce" : "warn",
      statement: `${moved(input)}, and ${bundleStatement({ id, name, members }, input.names)}`, reason: `${first.why}${pattern === null ? "" : `; it fits what the answers show (${pattern})`}`, action: first.action, n: members.length,
      evidence: { field: first.id, weight: first.weight, causes: [...new Set(members.flatMap(({ causes }) => causes))].join(", "), together: members.reduce((sum, { together }) => sum + together.length, 0) },
    });
  });
  const count = countFinding(input, new Set([...demanded, ...bundles.flatMap(({ members }) => members)]));
  return [...demands, ...explained, ...(count === null ? [] : [count])].map((finding) => capped(finding, input.mode));
};
