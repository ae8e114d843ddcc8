import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { parseCheckOptions, type RawFlags } from "./parse-check-options.ts";
import { readBytes, readNumber, readShare } from "./read-option.ts";
import { readTarget } from "./read-target.ts";
import { readTolerance } from "./read-tolerance.ts";

const targets = { reference: "a.csv", candidate: "b.csv" };
const failure = (flags: RawFlags): LockstepError => {
  try {
    parseCheckOptions(targets, flags);
  } catch (cause) {
    if (cause instanceof LockstepError) return cause;
    throw cause;
  }
  throw new Error("nothing was refused");
};

describe("parseCheckOptions", () => {
  test("without flags gives the defaults", () => {
    expect(parseCheckOptions(targets, {})).toMatchObject({
      reference: { name: null, target: "a.csv", protocol: null, header: [], maxRate: null },
      inputs: null, outputs: null, segment: [], segments: true, tolerance: [], maxOutside: null, claim: "these-inputs",
      repeats: 2, batch: 1, concurrency: 8, timeout: 30, seed: null, probes: true, store: ".lockstep", json: false, exitZero: false,
    });
  });

  test("reads what was typed", () => {
    const options = parseCheckOptions(targets, { outputs: "score, label", threshold: "0.5", maxOutside: "0.1%", timeout: "1.5", seed: "0", maxAnswer: "2MiB", memory: "1GB", warmup: "0" });
    expect(options).toMatchObject({ outputs: ["score", "label"], threshold: 0.5, maxOutside: 0.001, timeout: 1.5, seed: 0, maxAnswer: 2 ** 21, memory: 1e9, warmup: 0 });
  });

  test("a side's own connection goes before the common one, header by header", () => {
    const options = parseCheckOptions(targets, {
      protocol: "json", header: ["X-A: 1", "X-B: env:B"], candidateProtocol: "mlflow", candidateHeader: ["x-a: 2"], referenceMaxRate: "5", candidateHost: "model.internal",
    });
    expect(options.reference).toMatchObject({ protocol: "json", maxRate: 5, host: null, header: [{ name: "X-A", value: "1" }, { name: "X-B", value: "env:B" }] });
    expect(options.candidate).toMatchObject({ protocol: "mlflow", maxRate: null, host: "model.internal", header: [{ name: "X-B", value: "env:B" }, { name: "x-a", value: "2" }] });
  });

  test.each([
    [{ repeats: "1" }, "--repeats"], [{ batch: "0" }, "--batch"], [{ concurrency: "1.5" }, "--concurrency"], [{ timeout: "0" }, "--timeout"],
    [{ maxOutside: "1" }, "--max-outside"], [{ maxOutside: "ten" }, "--max-outside"], [{ claim: "all" }, "--claim"], [{ threshold: "" }, "--threshold"],
    [{ tolerance: ["abs"] }, "--tolerance"], [{ seed: "-1" }, "--seed"], [{ maxAnswer: "5 apples" }, "--max-answer"], [{ color: "blue" }, "--color"],
    [{ header: ["no colon"] }, "--header"], [{ candidateMaxRate: "0" }, "--candidate-max-rate"], [{ referenceHeader: ["A b: c"] }, "--reference-header"], [{ outputs: "a,,b" }, "--outputs"],
  ] satisfies [RawFlags, string][])("refuses %j and names %s", (flags, option) => {
    const error = failure(flags);
    expect(error.code).toBe("LS102");
    expect(error.message.startsWith(`${option}: `)).toBe(true);
    expect(error.place).toBe(option);
  });

  test("names all mistakes at once", () => {
    expect(failure({ repeats: "1", claim: "all", candidateMaxRate: "x" }).message.split("\n")).toHaveLength(3);
  });

  test.each([
    { fresh: true, resume: true }, { segments: false, segment: ["region"] }, { json: true, output: ["-"] }, { output: ["-", "-"] },
  ])("refuses the contradiction %j", (flags) => expect(failure(flags).code).toBe("LS105"));

  test("refuses half a client certificate, also when the halves belong to two sides", () => {
    expect(failure({ cert: "a.pem" }).message).toContain("--cert-key is missing");
    expect(failure({ candidateCertKey: "a.pem" }).message).toContain("--cert is missing");
    expect(failure({ referenceCert: "a.pem", candidateCertKey: "a.key" }).code).toBe("LS102");
    expect(parseCheckOptions(targets, { cert: "a.pem", candidateCertKey: "a.key", referenceCertKey: "b.key" }).candidate).toMatchObject({ cert: "a.pem", certKey: "a.key" });
  });

  test("refuses two tolerances for the same output", () => {
    expect(failure({ tolerance: ["1e-6", "1e-7"] }).code).toBe("LS102");
    expect(parseCheckOptions(targets, { tolerance: ["1e-6", "score:1e-7"] }).tolerance).toHaveLength(2);
  });
});

describe("readTolerance", () => {
  test.each([
    ["1e-6", null, "either", 1e-6, 0], ["0", null, "either", 0, 0], ["rel=0.01", null, "either", 0, 0.01], ["abs=1e-8,rel=1e-6", null, "either", 1e-8, 1e-6],
    ["abs=1, rel=2, mode=both", null, "both", 1, 2], ["mode=additive,rel=1e-3", null, "additive", 0, 1e-3], ["score:abs=1e-6", "score", "either", 1e-6, 0], ["a:b:1", "a:b", "either", 1, 0],
  ] as const)("%s", (text, output, mode, absolute, relative) => {
    expect(readTolerance(text)).toEqual({ output, tolerance: { mode, absolute, relative, origin: "agreed", why: `--tolerance ${text}` } });
  });

  test.each(["", "x", "-1", "abs=-1", "abs=", "abs=1,abs=2", "mode=either", "abs=1,mode=both", "abs=1,mode=neither", "tol=1", "abs=1=2", ":1", "NaN", "Infinity", "abs=1e999", "1e-6,rel=1"])("refuses %j", (text) => {
    expect(readTolerance(text)).toBeUndefined();
  });
});

describe("single values", () => {
  test("numbers read back as they were written", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(readNumber(String(value))).toBe(value === 0 ? 0 : value);
    }));
    for (const text of ["", " ", "0x10", "1_000", "Infinity", "NaN", "1e999", "."]) expect(readNumber(text)).toBeUndefined();
  });

  test("shares and sizes", () => {
    expect([readShare("0.1%"), readShare("0"), readShare("100%"), readShare("-0.1")]).toEqual([0.001, 0, undefined, undefined]);
    expect([readBytes("1024"), readBytes("1.5k"), readBytes("2 GiB"), readBytes("0"), readBytes("12q")]).toEqual([1024, 1536, 2 ** 31, undefined, undefined]);
  });

  test("a name goes before a target, and nothing else is taken for one", () => {
    expect(readTarget("staging=http://x:1/a=b")).toEqual({ name: "staging", target: "http://x:1/a=b" });
    expect(readTarget("MODEL=1 python serve.py")).toEqual({ name: null, target: "MODEL=1 python serve.py" });
    expect(readTarget("http://x/?a=b")).toEqual({ name: null, target: "http://x/?a=b" });
    expect(readTarget("./a=b.csv")).toEqual({ name: null, target: "./a=b.csv" });
  });
});
