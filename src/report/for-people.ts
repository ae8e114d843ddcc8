import type { Run } from "../core/domain/run.ts";
import { shortNumbers, shortNumbersTogether } from "./wording/short-numbers.ts";

/** The run with its sentences as people read them: no number longer than it takes to tell it from the others beside it. Values and estimates stay as they are. */
export const forPeople = (run: Run): Run => ({
  ...run,
  headline: shortNumbers(run.headline),
  nextActions: run.nextActions.map(shortNumbers),
  findings: run.findings.map((finding) => ({ ...finding, statement: shortNumbers(finding.statement), reason: shortNumbers(finding.reason), action: shortNumbers(finding.action) })),
  patterns: run.patterns.map((pattern) => ({ ...pattern, statement: shortNumbers(pattern.statement) })),
  cases: run.cases.map((result) => ({ ...result, statement: shortNumbers(result.statement) })),
  trace: run.trace === null ? null : {
    ...run.trace,
    stages: run.trace.stages.map((stage) => {
      if (stage.example === null) return stage;
      const [reference = "", candidate = ""] = shortNumbersTogether([stage.example.reference, stage.example.candidate]);
      return { ...stage, example: { ...stage.example, reference, candidate } };
    }),
  },
});
