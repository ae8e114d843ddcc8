import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { Pattern, PatternCode } from "../../core/domain/pattern.ts";
import { suspectsOf } from "../diagnose/suspects.ts";
import { compareFingerprints } from "./compare-fingerprints.ts";
import { environmentFindings } from "./environment-findings.ts";
import { rankSuspects } from "./rank-suspects.ts";

const fixture = (name: string): Fingerprint => Fingerprint.parse(JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", `${name}.json`), "utf8")));
const [a100, fallenBack, cpu] = [fixture("a100"), fixture("a100-fallen-back"), fixture("cpu-only")];
const names = { reference: "training", candidate: "production" };
const compare = (candidate: Fingerprint) => compareFingerprints(a100, candidate, { overrides: [], names });
const pattern = (code: PatternCode): Pattern => ({ code, output: null, rows: null, statement: "", explains: 1, evidence: {}, suspects: suspectsOf(code) });

test("a session that asked for CUDA and runs on the processor is told, and is the first suspect of a slow environment", () => {
  const told = compare(fallenBack).find(({ id }) => id === "model.provider:encoder");
  expect(told).toMatchObject({
    weight: "high", moves: "both", quiet: null,
    statement: "encoder runs on the processor in production (CPUExecutionProvider), although a card is there (NVIDIA A100-SXM4-40GB), and on an accelerator in training (CUDAExecutionProvider and CPUExecutionProvider)",
  });
  const slow = rankSuspects([pattern("SLOW")], compare(fallenBack)).patterns[0]?.suspects[0];
  expect(slow?.cause).toContain("(J1)");
  expect(slow?.why).toContain("runs on the processor in production");
});
test("the fall-back is first of all differences when answers agree and latency moved, and the warning that announced it is told", () => {
  const { differences } = rankSuspects([pattern("SLOW")], compare(fallenBack));
  const [first] = environmentFindings({ differences, names, answersMoved: false, latencyMoved: true, equal: [], mode: "enforce", patterns: [pattern("SLOW")], readReference: a100, readCandidate: fallenBack });
  expect(first).toMatchObject({ id: "environment.difference/model.provider:encoder", verdict: "warn", mode: "warn", reason: expect.stringContaining("(SLOW)") });
  expect(differences.find(({ id }) => id.startsWith("warning.raised"))).toMatchObject({ quiet: null, statement: expect.stringContaining("Failed to create CUDAExecutionProvider") });
});
test("without a card nothing fell back: the machine is another one", () => {
  const told = compare(cpu).find(({ id }) => id === "model.provider:encoder");
  expect(told?.statement).toBe("encoder runs on the processor in production (CPUExecutionProvider) and on an accelerator in training (CUDAExecutionProvider and CPUExecutionProvider)");
  expect(compare(cpu).find(({ id }) => id === "gpu.model:0")).toMatchObject({ statement: "GPU 0 is NVIDIA A100-SXM4-40GB in training and absent in production", together: ["gpu.driver"] });
});
test("precision: TF32 is one difference, half-precision weights another; both blocking once answers moved", () => {
  const differences = compare(cpu);
  const tf32 = differences.filter(({ id, together }) => [id, ...together].some((field) => /tf32|matmul_precision/.test(field)));
  expect(tf32).toHaveLength(1);
  expect(tf32[0]).toMatchObject({ weight: "high", causes: expect.arrayContaining(["B8"]), statement: "torch.cuda.matmul.allow_tf32 is on in training and off in production" });
  expect(differences.find(({ id }) => id === "model.dtype:head")).toMatchObject({ weight: "high", statement: "number format of the weights head is float16 in training and float32 in production", causes: ["B20", "B12"] });
  const findings = environmentFindings({ differences, names, answersMoved: true, latencyMoved: false, equal: [], mode: "enforce", patterns: [pattern("MANT")], readReference: a100, readCandidate: cpu });
  expect(findings.filter(({ verdict }) => verdict === "fail").map(({ id }) => id)).toEqual(expect.arrayContaining(["environment.difference/model.dtype:head", `environment.difference/${tf32[0]?.id ?? ""}`]));
  expect(findings.length).toBeLessThanOrEqual(13);
});
test("kernels: a benchmark that picks by timing is the suspect of randomness, TF32 that of lost mantissa", () => {
  const first = (code: PatternCode) => rankSuspects([pattern(code)], compare(cpu)).patterns[0]?.suspects[0];
  expect(first("RAND")?.cause).toContain("(B10)");
  expect(first("RAND")?.why).toContain("torch.cudnn.benchmark is on in training and off in production");
  expect(first("MANT")?.cause).toContain("(B8)");
  expect(first("NAN")?.cause).toContain("(B12)");
});
test("the library whose lack made it fall back is named", () => {
  const lost = compare(fallenBack).find(({ id, together }) => [id, ...together].includes("native.library:libcudnn"));
  expect(lost).toMatchObject({ weight: "high", quiet: null, statement: "native library libcudnn is 8.9.2 (150,200 bytes) in training and not loaded in production" });
});
test("the build for CUDA and the one without are told as one package with its libraries; a suffix is never harmless", () => {
  const torch = compare(cpu).find(({ id }) => id === "package.version:torch");
  expect(torch).toMatchObject({ quiet: null, statement: "torch is 2.3.1+cu121 in training and 2.3.1+cpu in production" });
  expect(torch?.together).toEqual(expect.arrayContaining(["gpu.cuda:libcudart", "native.library:libcudnn", "native.library:libgomp"]));
});
