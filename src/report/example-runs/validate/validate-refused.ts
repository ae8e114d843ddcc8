import type { Run } from "../../../core/domain/run.ts";
import { exampleHypothesis, exampleResult } from "./example-hypothesis.ts";
import { approvalRate } from "./example-results.ts";
import { validateSkeleton } from "./validate-skeleton.ts";

/** A hypothesis that cannot be judged, and why. */
export const validateRefused = (): Run => ({
  ...validateSkeleton("run-20261103-000512-deny", [
    exampleResult(exampleHypothesis({ segments: [] }), null, { verdict: "error", offline: null, registeredAt: null, version: 0, refused: { code: "LS252", message: "the production log has no column repaid, and precision needs to know what came true", todo: "Name the column of the labels in lockstep.yaml, or join the labels with labels:." } }),
    approvalRate(),
  ]),
  verdict: "error", headline: "Whether loan-risk in production keeps what was promised could not be evaluated: the production log has no column repaid.",
  decision: { action: "pause", reason: "it could not be evaluated", exitCode: 4 }, nextActions: ["Name the column of the labels in lockstep.yaml, or join the labels with labels:."],
});
