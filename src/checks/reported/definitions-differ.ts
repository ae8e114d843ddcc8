import type { Finding } from "../../core/domain/finding.ts";
import type { JudgedClaim } from "./judge-claim.ts";

/** Metrics that both environments report rightly and under different definitions: the numbers must not be laid side by side. */
export const definitionsDiffer = (reference: readonly JudgedClaim[], candidate: readonly JudgedClaim[]): Finding[] =>
  reference.flatMap(({ reported, finding }) => {
    const other = candidate.find((each) => each.reported.metric === reported.metric);
    if (other === undefined || finding.verdict !== "pass" || other.finding.verdict !== "pass" || reported.agreesAs === null || other.reported.agreesAs === null || reported.agreesAs === other.reported.agreesAs) return [];
    return [{
      id: `reported.definition/${reported.metric}`, check: "reported.definition", subject: { kind: "reported", name: `${reported.metric} of both`, segment: null }, verdict: "warn", severity: "medium", mode: "enforce",
      statement: `${reported.metric} is not the same metric in both: ${reported.environment} reports ${reported.agreesAs}, ${other.reported.environment} ${other.reported.agreesAs}`,
      estimate: null, unit: reported.metric, interval: null, margin: null, marginOrigin: null, n: Math.min(reported.n, other.reported.n), noiseFloor: null,
      reason: "each number is right by its own definition, and their difference says nothing", action: `let both report ${reported.metric} by one definition`, needed: null,
      evidence: { [reported.environment]: reported.reported, [other.reported.environment]: other.reported.reported },
    } satisfies Finding];
  });
