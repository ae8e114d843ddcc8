import { describe, expect, test } from "vitest";
import { servedFingerprint } from "../../app/sign-off/example-sign-off.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { identityOf } from "../fingerprint/identity-of.ts";
import type { Run } from "../domain/run.ts";
import { baselineOfRun } from "./baseline-of-run.ts";
import { changesBetween } from "./changes-between.ts";
import { exampleBaseline } from "./example-baseline.fixture.ts";
import { toleranceText } from "./tolerance-text.ts";

const facts = { model: "risk", version: 4, approvedAt: "2026-02-03T00:00:00.000Z", approvedBy: "ana", reason: "why", side: "candidate", runDigest: "a".repeat(64), recording: { file: "recording.parquet", digest: "c".repeat(64), rows: 9 } } as const;
const quantiles = (median: number) => [{ q: 0.5, ms: median, interval: null }, { q: 0.999, ms: null, interval: null }];

describe("baselineOfRun", () => {
  const derived = { mode: "either", absolute: 1e-9, relative: 0, origin: "derived", why: "noise" } as const;
  const output = (name: string, tolerance: Run["outputs"][number]["tolerance"]) => ({ output: name, tolerance }) as unknown as Run["outputs"][number];

  test("takes what was measured of the side that is approved, and agrees on what was derived", () => {
    const run = minimalRun("r-1", {
      options: { maxOutside: 0.25 },
      outputs: [output("score", derived), output("other", { ...derived, origin: "agreed", why: "agreed long ago" }), output("label", null)],
      latency: [{ environment: "reference", requests: 1, mean: 1, quantiles: quantiles(1), curve: [] }, { environment: "candidate", requests: 1, mean: 2, quantiles: quantiles(2), curve: [] }],
      resources: [{ environment: "candidate", samples: 1, peakMemoryBytes: 7, cpuSeconds: null, peakGpuMemoryBytes: null, meanGpuUtilisation: null, source: "x" }],
    });
    const baseline = baselineOfRun(run, facts);
    expect(baseline).toMatchObject({ environment: "candidate", side: "candidate", version: 4, run: { id: "r-1", digest: "a".repeat(64) }, maxOutside: 0.25, latency: { "0.5": 2 }, peakMemoryBytes: 7, key: "id", identity: {}, revertOf: null });
    expect(Object.keys(baseline.latency)).toEqual(["0.5"]);
    expect(Object.keys(baseline.tolerances)).toEqual(["score", "other"]);
    expect(baseline.tolerances["score"]).toMatchObject({ absolute: 1e-9, origin: "agreed", why: "approved with risk/v4 by ana; derived before: noise" });
    expect(baseline.tolerances["other"]?.why).toBe("agreed long ago");
  });

  test("binds only the parts of the identity that all replicas share", () => {
    const fingerprint = servedFingerprint();
    const other = servedFingerprint({ "model.file:model.bin": "sha256:other 120" });
    const read = (each: typeof fingerprint, environment: string) => ({ environment, replica: null, fingerprint: each });
    const whole = Object.fromEntries(Object.entries(identityOf(fingerprint)).filter(([, digest]) => digest !== null));
    expect(Object.keys(whole).sort()).toEqual(["cpu", "image", "lock", "model", "precision", "preprocessing"]);
    expect(baselineOfRun(minimalRun("r", { fingerprints: [read(fingerprint, "candidate"), read(other, "reference")] }), facts).identity).toEqual(whole);
    const { model: _model, ...shared } = whole;
    expect(baselineOfRun(minimalRun("r", { fingerprints: [read(fingerprint, "candidate"), read(other, "candidate")] }), facts).identity).toEqual(shared);
  });
});

describe("changesBetween", () => {
  test("names what differs, and nothing else", () => {
    const one = exampleBaseline();
    expect(changesBetween(one, exampleBaseline({ version: 2, approvedBy: "ben", reason: "again" }))).toEqual([]);
    const tolerance = { mode: "both", absolute: 1e-6, relative: 0.5, origin: "agreed", why: "" } as const;
    expect(changesBetween(one, exampleBaseline({ tolerances: { score: tolerance, other: tolerance }, latency: {}, identity: { model: "sha256:1" } }))).toEqual([
      { what: "tolerance of score", from: "abs=0.000001", to: "abs=0.000001,rel=0.5,mode=both" },
      { what: "tolerance of other", from: null, to: "abs=0.000001,rel=0.5,mode=both" },
      { what: "latency p50, ms", from: "12", to: null },
      { what: "identity of the model", from: null, to: "sha256:1" },
    ]);
  });

  test("an exact tolerance has words too", () => {
    expect(toleranceText({ mode: "both", absolute: 0, relative: 0, origin: "agreed", why: "" })).toBe("abs=0");
    expect(toleranceText({ mode: "both", absolute: 0, relative: 1e-9, origin: "agreed", why: "" })).toBe("rel=1e-9");
  });
});
