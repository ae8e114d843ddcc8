import type { Run } from "../../core/domain/run.ts";
import { agreedCheck } from "./agreed-check.ts";
import { severalPatterns } from "./several-patterns.ts";

/** Names and values that try to break out of every format a report is written in. */
export const hostileTexts: readonly string[] = [
  "</script><script>globalThis.broken = true</script>", "<img src=x onerror=\"globalThis.broken = true\">", "]]><!-- & ' \"", "\u202eright to left\u202c", "👩‍👩‍👧‍👦 🏳️‍🌈 ﷽",
  "line\none\r\ntwo\u2028three", "\u001b[2J\u001b[31mred\u0007\u0000", "| a | **b** | `c` ~~~ [x](javascript:alert(1)) |", "::error file=x::100%, done: yes", "n".repeat(5000), "<!--<script>", "\ud800 lone surrogate",
];

/** The failing example with hostile text in every place where people or servers choose the words. */
export const hostileStrings = (): Run => {
  const run = severalPatterns();
  let turn = 0;
  const next = (): string => hostileTexts[turn++ % hostileTexts.length] ?? "";
  const side = (environment: Run["environments"]["reference"]): Run["environments"]["reference"] => ({ ...environment, name: next(), address: next(), model: next(), detection: next() });
  const agreed = agreedCheck();
  const { agreement, trace } = agreed;
  return {
    ...run, id: "run-20261103-090451-hostile", headline: `headline ${next()}`, nextActions: hostileTexts.slice(0, 4), options: { ...run.options, [hostileTexts[0] ?? ""]: next() },
    environments: { reference: side(run.environments.reference), candidate: side(run.environments.candidate) },
    outputs: run.outputs.map((output) => ({ ...output, output: next(), flips: output.flips?.map((flip) => ({ ...flip, reference: next() })) ?? null })),
    segments: run.segments.map((segment) => ({ ...segment, segment: next(), output: next() })),
    findings: run.findings.map((finding, index) => ({ ...finding, id: `${next()}/${index}`, statement: next(), reason: next(), action: next(), subject: { ...finding.subject, name: next() }, evidence: { [next()]: next() } })),
    patterns: run.patterns.map((pattern) => ({ ...pattern, statement: next(), rows: next(), suspects: [{ cause: next(), why: next(), check: next() }] })),
    worst: [...run.worst.map((pair) => ({ ...pair, key: next(), reference: next(), candidate: next() })), ...hostileTexts.map((key) => ({ output: key, key, class: "dtype" as const, reference: key, candidate: key, difference: null }))],
    agreement: agreement === null ? null : { ...agreement, model: next(), author: next(), owner: { name: next(), contact: next() }, manifests: [{ path: next(), digest: next() }], overrides: hostileTexts.map((name) => ({ environment: name, name, reason: next(), sets: [next()], allow: [next()], until: null })), artifacts: agreement.artifacts.map((artifact) => ({ ...artifact, path: next() })) },
    differences: agreed.differences.map((difference) => ({ ...difference, title: next(), reference: next(), candidate: [next(), next()], why: next(), action: next(), statement: next(), quiet: difference.quiet === null ? null : next(), override: difference.override === null ? null : next() })),
    fingerprints: agreed.fingerprints.map((read) => ({ ...read, environment: next(), fingerprint: { ...read.fingerprint, probe: next(), unread: { [next()]: next() } } })),
    trace: trace === null ? null : { ...trace, firstDivergent: hostileTexts[2] ?? "", disturbed: [{ environment: next(), rows: 2 }], stages: trace.stages.map((stage, index) => ({ ...stage, stage: hostileTexts[index] ?? "", note: next(), example: { value: next(), key: next(), reference: next(), candidate: next() } })) },
    budgets: agreed.budgets.map((budget) => ({ ...budget, environment: next(), budget: next() })), resources: agreed.resources.map((use) => ({ ...use, environment: next(), source: next() })),
    cases: agreed.cases.map((result) => ({ ...result, case: next(), through: next(), statement: next() })), reported: agreed.reported.map((metric) => ({ ...metric, environment: next(), metric: next(), agreesAs: next() })),
    baseline: { model: next(), version: 1, approvedAt: next(), approvedBy: next(), standsFor: next(), why: next() }, since: { run: next(), startedAt: next(), appeared: [next()], gone: [next()], still: [next()] },
    errors: run.errors.map((error) => ({ ...error, byCode: [{ code: next(), message: next(), count: 1 }] })),
  };
};
