import type { Finding } from "../../../core/domain/finding.ts";
import type { Verdict } from "../../../core/domain/verdict.ts";

/** A registered claim that decided and is no longer in the manifest. */
export interface Gone {
  readonly id: string;
  readonly name: string;
  readonly claim: string;
  /** What the last look that judged it said. */
  readonly last: { readonly verdict: Verdict; readonly run: string; readonly asOf: string } | null;
}

/** A claim that is taken away is no longer judged, and taking it away because it fails would be the easiest pass of all. One that did not hold when it was last judged is not known to hold now; others warn. */
export const takenOutFinding = ({ id, name, claim, last }: Gone): Finding => {
  const departed = last?.verdict === "fail";
  return {
    id: `validation.taken-out:${id}`, check: "validation.taken-out", subject: { kind: "hypothesis", name: id, segment: null }, verdict: departed ? "inconclusive" : "warn", severity: departed ? "high" : "medium", mode: departed ? "enforce" : "warn",
    statement: `“${claim}” (${name}) is registered and no longer in the manifest${last === null ? "" : `; the last look, as of ${last.asOf.slice(0, 10)}, said ${last.verdict}`}`,
    estimate: null, unit: "", interval: null, margin: null, marginOrigin: null, n: 0, noiseFloor: null, needed: null, evidence: last === null ? {} : { run: last.run },
    reason: "what is not judged is not known to hold", action: `Put ${name} back into the manifest; to give it up, set its mode to observe, say why with lockstep hypothesis amend ${name} --reason TEXT, and take it out then`,
  };
};
