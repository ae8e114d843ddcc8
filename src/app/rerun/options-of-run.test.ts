import { describe, expect, test } from "vitest";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { parseCheckOptions } from "../check/parse-check-options.ts";
import { recordedOptions } from "../check/recorded-options.ts";
import { optionsOfRun } from "./options-of-run.ts";

const results = { output: ["again.html"], json: true, quiet: true, color: "never", store: "elsewhere", exitZero: true } as const;
const again = (options: ReturnType<typeof parseCheckOptions>, over: Parameters<typeof minimalRun>[1] = {}) => optionsOfRun(minimalRun("r-1", { options: recordedOptions(options), seed: 7, ...over }), { ...results, output: [...results.output] });

describe("optionsOfRun", () => {
  test("gives back every option that a run was made with, and the seed that was chosen", () => {
    const options = parseCheckOptions({ reference: "staging=http://env:LOGIN@a:8080", candidate: "python serve.py --x=1" }, {
      inputs: "in.csv", key: "id", outputs: "a,b", label: "y", exclude: "z", segment: ["s", "t"], threshold: "0.5", tolerance: ["1e-6", "a:abs=1e-8,rel=1e-6,mode=both"],
      maxOutside: "0.2%", maxUnmatched: "0", claim: "inputs-like-these", repeats: "3", batch: "4", concurrency: "5", timeout: "1.5", warmup: "0", probes: false, maxLatencyRatio: "2",
      maxAnswer: "1MiB", memory: "1GiB", threads: "2", header: ["X-A: env:TOKEN"], referenceHeader: ["X-B: file:/run/secret"], candidateProtocol: "mlflow", maxRate: "2.5", referenceTemplate: "{\"a\": {{a}}}",
      referenceCert: "c.pem", referenceCertKey: "k.pem", sdk: "/lockstep", output: ["first.html"], store: "here",
    });
    expect(again(options)).toEqual({ ...options, ...results, seed: 7, since: "r-1", rerunOf: "r-1" });
    expect(JSON.stringify(again(options))).toContain("env:TOKEN");
  });

  test("what nobody gave is as it is when nobody gives it", () => {
    const options = parseCheckOptions({ reference: "a.csv", candidate: "b.csv" }, {});
    expect(again(options)).toEqual({ ...options, ...results, maxOutside: 0.001, seed: 7, since: "r-1", rerunOf: "r-1" });
  });

  test("whether an environment is production is kept as it was agreed", () => {
    const options = parseCheckOptions({ reference: "a.csv", candidate: "b.csv" }, {});
    expect(again({ ...options, candidate: { ...options.candidate, production: true } }).candidate.production).toBe(true);
  });

  test("made-up inputs stay the same rows", () => {
    const options = parseCheckOptions({ reference: "http://a", candidate: "http://b" }, {});
    const inputs = { ...minimalRun("x").inputs, synthetic: true };
    expect(again(options, { inputs }).seed).toBeNull();
    expect(again({ ...options, seed: 3 }, { inputs }).seed).toBe(3);
  });

  test("a document without targets is LS502", () => {
    expect(() => optionsOfRun(minimalRun("r-1"), { ...results, output: [] })).toThrow(expect.objectContaining({ code: "LS502" }));
  });
});
