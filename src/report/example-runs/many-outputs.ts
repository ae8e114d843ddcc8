import type { Run } from "../../core/domain/run.ts";
import { normal, randomStream } from "./random-stream.ts";
import { runSkeleton } from "./run-skeleton.ts";
import { scoreOutput } from "./score-output.ts";
import { severalPatterns } from "./several-patterns.ts";
import { shareFindingOf } from "./share-finding-of.ts";

/** A run as large as they get: every list long, so that caps can be seen to work. */
export const manyOutputs = (outputCount = 300, segmentCount = 50): Run => {
  const random = randomStream(21);
  const outputs = Array.from({ length: outputCount }, (_, index) =>
    scoreOutput(`head_${String(index).padStart(3, "0")}`, Array.from({ length: 400 }, () => {
      const reference = 10 * normal(random);
      return { reference, candidate: index % 10 === 0 && random() < 0.05 ? reference + normal(random) * 0.1 : reference * (1 + 1e-13 * normal(random)) };
    }), 1e-9));
  const segments = outputs.flatMap(({ output, outside, pairs }, at) => Array.from({ length: segmentCount }, (_, index) => ({
    segment: `store = ${index}`, output, pairs: pairs / segmentCount, outside: Math.round(outside / segmentCount),
    interval: { low: outside / pairs / 2, high: Math.min(1, (outside / pairs) * 2 + 0.05), level: 0.9, method: "Clopper-Pearson, lower end at 0.05/15000" },
    verdict: at % 10 === 0 ? ("fail" as const) : ("inconclusive" as const),
  })));
  const overall = outputs.map((output) => shareFindingOf(output));
  const failing = severalPatterns().findings[4];
  const bySegment = failing === undefined ? [] : segments.filter(({ verdict }) => verdict === "fail").map((segment) => ({ ...failing, id: `parity.segment/${segment.output}/${segment.segment}`, subject: { kind: "output" as const, name: segment.output, segment: segment.segment } }));
  return {
    ...runSkeleton("run-20261103-090451-large"), outputs, segments, findings: [...overall, ...bySegment],
    noise: outputs.map(({ output }) => ({ environment: "staging", arm: "repeat" as const, output, pairs: 400, outside: 0, changed: 0, maxAbsoluteDifference: 0, skipped: null })),
    replicas: outputs.flatMap(({ output }) => ["a", "b", "c"].map((replica) => ({ environment: "production", replica, output, pairs: 133, outside: 0 }))),
    worst: outputs.flatMap(({ output }) => Array.from({ length: 20 }, (_, index) => ({ output, key: `row-${index}`, class: "value" as const, reference: "0.12345678901234567", candidate: "0.22345678901234567", difference: 0.1 }))),
    verdict: "fail", headline: `production does not give the same answers as staging: ${outputs.filter(({ outside }) => outside > 0).length} of ${outputCount} outputs differ by more than was allowed.`,
    decision: { action: "roll-back", reason: "production is serving answers that its reference does not give", exitCode: 1 }, nextActions: ["Roll production back to the model that staging runs."],
  };
};
