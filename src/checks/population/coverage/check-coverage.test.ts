import { describe, expect, it } from "vitest";
import type { LogCoverage } from "../../../core/domain/population.ts";
import type { PopulationSide } from "../../../core/domain/population-comparison.ts";
import { judgeRun } from "../../../core/judge/decide.ts";
import { defaultMargins } from "../../../core/judge/population-settings.ts";
import { checkCoverage } from "./check-coverage.ts";

const coverage: LogCoverage = { files: 1, bytes: 10, recordsRead: 1000, rowsParsed: 1000, dropped: [], nonSuccess: null, sampling: null, duplicates: 0, firstTs: null, lastTs: null, clockSkewSeconds: null, labels: null };
const side = (over: Partial<LogCoverage> = {}, rest: Partial<PopulationSide> = {}): PopulationSide => ({
  name: "production", source: "p.jsonl", format: "table", digest: "00", window: { from: null, to: null }, rows: over.rowsParsed ?? 1000, columns: [], standard: [], gaps: [], coverage: { ...coverage, ...over }, ...rest,
});
const settings = { margins: defaultMargins, agreed: new Set<never>(), alphaPerClaim: 0.05, names: { reference: "staging", candidate: "production" } };
const judged = (one: PopulationSide, sharedLabels = false) => {
  const findings = checkCoverage({ sides: [one], settings, sharedLabels });
  return { verdict: judgeRun(findings), words: findings.map(({ statement, reason }) => `${statement}; ${reason}`).join("\n") };
};

describe("coverage", () => {
  it("passes a log that was read whole", () => expect(judged(side()).verdict).toBe("pass"));

  it("is inconclusive below the stated share, and says what was dropped", () => {
    const { verdict, words } = judged(side({ rowsParsed: 900, dropped: [{ reason: "the body is not JSON", rows: 100, example: "p.jsonl:7" }] }));
    expect(verdict).toBe("inconclusive");
    expect(words).toContain("900 of 1000");
    expect(words).toContain("the body is not JSON (100)");
  });

  it("is inconclusive where nothing was logged", () => expect(judged(side({ rowsParsed: 0, recordsRead: 0 })).verdict).toBe("inconclusive"));

  it("warns of few duplicates, and concludes nothing from many", () => {
    expect(judged(side({ duplicates: 3 })).verdict).toBe("warn");
    expect(judged(side({ duplicates: 300 })).verdict).toBe("inconclusive");
  });

  it("concludes nothing from rows sampled at different rates", () => {
    expect(judged(side({ sampling: { low: 0.1, high: 0.1 } })).verdict).toBe("pass");
    expect(judged(side({ sampling: { low: 0.1, high: 1 } })).verdict).toBe("inconclusive");
  });

  it("warns of labels without a prediction, unless they are the other side's", () => {
    const orphaned = side({ labels: { labelled: 100, delayQuantiles: [], beforePrediction: 0, orphans: 50 } });
    expect(judged(orphaned).verdict).toBe("warn");
    expect(judged(orphaned, true).verdict).toBe("pass");
  });

  it("warns of gaps that bend, of clocks, and of labels before their prediction", () => {
    expect(judged(side({}, { gaps: [{ what: "failed requests", why: "only answers with status 200 are logged", bends: true }] })).verdict).toBe("warn");
    expect(judged(side({}, { gaps: [{ what: "latency", why: "not logged", bends: false }] })).verdict).toBe("pass");
    expect(judged(side({ clockSkewSeconds: -3600 })).words).toContain("3600 seconds");
    expect(judged(side({ labels: { labelled: 100, delayQuantiles: [], beforePrediction: 2, orphans: 0 } })).verdict).toBe("warn");
  });
});
