import { z } from "zod";
import type { Finding } from "../domain/finding.ts";
import type { Run } from "../domain/run.ts";
import type { Verdict } from "../domain/verdict.ts";

const Resource = z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }), annotations: z.record(z.string(), z.string()).optional() });

/**
 * What a run concluded, as in-toto's test result (https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md): about the model's files and the data that
 * it was tried with, from this configuration.
 */
export const TestResultStatement = z.strictObject({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  subject: z.array(Resource).min(1),
  predicateType: z.literal("https://in-toto.io/attestation/test-result/v0.1"),
  predicate: z.strictObject({
    result: z.enum(["PASSED", "WARNED", "FAILED"]),
    configuration: z.array(Resource).min(1),
    passedTests: z.array(z.string()),
    warnedTests: z.array(z.string()),
    failedTests: z.array(z.string()),
  }),
});
export type TestResultStatement = z.infer<typeof TestResultStatement>;

/** The format has three words. What could not be shown is not passed, so it counts as failed; the run's own verdict stands beside the result. */
const resultOf: Readonly<Record<Verdict, TestResultStatement["predicate"]["result"]>> = { pass: "PASSED", warn: "WARNED", fail: "FAILED", inconclusive: "FAILED", error: "FAILED" };

/** The statement about a run; `digest` is of its document as sealed, `path` where that lies. The same run always gives the same statement. */
export const testResult = (run: Run, digest: string, path: string): TestResultStatement => {
  const document = { name: path, digest: { sha256: digest }, annotations: { run: run.id, verdict: run.verdict, decision: run.decision.action } };
  const subject = subjectsOf(run);
  const named = (result: TestResultStatement["predicate"]["result"]): string[] => [...new Set(run.findings.filter((finding) => resultOfFinding(finding) === result).map(({ id }) => id))].sort();
  return {
    _type: "https://in-toto.io/Statement/v1",
    // Where no file was agreed and no data have a digest, it can only be about the run itself.
    subject: subject.length === 0 ? [document] : subject,
    predicateType: "https://in-toto.io/attestation/test-result/v0.1",
    predicate: {
      result: resultOf[run.verdict],
      configuration: [document, ...(run.agreement?.manifests ?? []).flatMap(({ path: name, digest: of }) => resource(name, of, { role: "manifest" }))],
      passedTests: named("PASSED"), warnedTests: named("WARNED"), failedTests: named("FAILED"),
    },
  };
};

/** What only observes decides nothing, so a departure there is a warning. */
const resultOfFinding = ({ verdict, mode }: Finding): TestResultStatement["predicate"]["result"] => (mode === "enforce" || resultOf[verdict] !== "FAILED" ? resultOf[verdict] : "WARNED");

const subjectsOf = ({ agreement, inputs, environments, validation }: Run): TestResultStatement["subject"] => {
  const all = [
    ...(agreement?.artifacts ?? []).flatMap(({ group, path, digest }) => resource(path, digest, { role: group })),
    ...(inputs.digest === null ? [] : resource(inputs.source, inputs.digest, { role: "inputs" })),
    ...[environments.reference, environments.candidate].flatMap(({ address, digest, side }) => (digest === null ? [] : resource(address, digest, { role: side }))),
    ...(validation?.sources ?? []).flatMap(({ source, digest, role }) => (digest === null ? [] : resource(source, digest, { role }))),
  ];
  return all.filter(({ name, digest }, index) => all.findIndex((other) => other.name === name && other.digest.sha256 === digest.sha256) === index);
};

/** A digest of another kind is no sha256, and is left out. */
const resource = (name: string, digest: string, annotations: Readonly<Record<string, string>>): TestResultStatement["subject"] => {
  const sha256 = digest.replace(/^sha256:/, "");
  return /^[0-9a-f]{64}$/.test(sha256) ? [{ name, digest: { sha256 }, annotations }] : [];
};
