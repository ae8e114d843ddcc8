import type { Run } from "../../../src/core/domain/run.ts";
import type { Verdict } from "../../../src/core/domain/verdict.ts";
import type { Outcome } from "./run-trial.ts";
import type { Expectation, Lesson } from "./trial.ts";

/** The verdict of a trial; `error` where there was no run to speak of. */
export const verdictOf = (outcome: Outcome): Verdict => outcome.run?.verdict ?? "error";

/** Latency on a shared machine may warn of its own; it is not what a trial of equal answers is about. */
const onlyLatencyWarns = (run: Run): boolean =>
  run.verdict === "warn" && run.findings.every((finding) => finding.verdict === "pass" || finding.mode === "observe" || finding.subject.kind === "latency");

/** What does not match, in words; empty when all of it does. An open expectation matches everything. */
export const mismatches = (expected: Pick<Expectation | Lesson, "verdict" | "patterns">, outcome: Outcome): readonly string[] => {
  const said: string[] = [];
  const verdict = verdictOf(outcome);
  const passed = expected.verdict === "pass" && outcome.run !== null && onlyLatencyWarns(outcome.run);
  if (expected.verdict !== null && verdict !== expected.verdict && !passed) said.push(`verdict ${verdict} instead of ${expected.verdict}`);
  if (expected.patterns !== null) {
    const named = (outcome.run?.patterns ?? []).map(({ code }) => code);
    const telling = named.filter((code) => code !== "ULP" && code !== "SLOW");
    if (expected.patterns.length === 0 && telling.length > 0) said.push(`named ${telling.join(", ")} where there is nothing to name`);
    if (expected.patterns.length > 0 && !expected.patterns.some((code) => named.includes(code))) said.push(`named ${named.join(", ") || "nothing"} instead of ${expected.patterns.join(" or ")}`);
  }
  return said;
};
