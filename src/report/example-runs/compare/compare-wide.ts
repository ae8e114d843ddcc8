import type { Run } from "../../../core/domain/run.ts";
import { compareSkeleton } from "./compare-skeleton.ts";
import { exampleShiftFinding } from "./example-shift-finding.ts";
import { exampleNumericShift } from "./example-shift.ts";
import { exampleColumn, exampleSide } from "./example-side.ts";

/** As wide as a feature store: a thousand columns, one in forty of which drifted. */
export const compareWide = (columnCount = 1000): Run => {
  const columns = Array.from({ length: columnCount }, (_, index) => exampleColumn(`feature_${String(index).padStart(4, "0")}`, "feature", "numeric"));
  const shifts = columns.map(({ name }, index) => exampleNumericShift(name, "feature", { mean: 3.217 * index, sd: 1 + (index % 17), n: 100_000, missing: (index % 5) * 13 }, { mean: 3.217 * index + (index % 40 === 7 ? 0.6 * (1 + (index % 17)) : 0), sd: 1 + (index % 17), n: 100_000, missing: (index % 5) * 12 }, index));
  const drifted = shifts.filter(({ verdict }) => verdict !== "pass").length;
  return {
    ...compareSkeleton("run-20261103-090451-wide", { reference: exampleSide("staging", 100_000, { columns }), candidate: exampleSide("production", 100_000, { columns }), shifts, family: { claims: columnCount, alpha: 0.05, method: "Bonferroni" } }),
    findings: shifts.map(exampleShiftFinding), verdict: "warn", headline: `${drifted} of ${columnCount.toLocaleString("en-US")} features of production drifted away from staging.`,
    decision: { action: "proceed-with-mitigation", reason: "features drifted, and nothing that is enforced did", exitCode: 0 }, nextActions: ["Look at the features that drifted, the strongest first."],
  };
};
