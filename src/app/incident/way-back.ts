import type { Baseline } from "../../core/domain/baseline.ts";
import type { Run } from "../../core/domain/run.ts";
import { SignOff } from "../../core/domain/sign-off.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredBaselines } from "../baseline/baseline-ledger.ts";

/** How many runs are looked through for the last one that was well. */
const lookBack = 200;

/**
 * How one gets back to where a model was well: the last run that passed, what it was made from, the approved baseline and the sign-off of that time, each with the
 * command that gets it. `before` (ISO 8601) is when the trouble began: what came later is no way back. Never empty: that nothing was ever well is said too.
 */
export const wayBack = (store: RunStore, model: string, { before = null }: { readonly before?: string | null } = {}): string[] => {
  const until = before === null ? Number.POSITIVE_INFINITY : Date.parse(before);
  const earlier = (at: string): boolean => !(Date.parse(at) >= until);
  const well = store.list(lookBack, 0, { model, verdict: "pass" }).find(({ startedAt }) => earlier(startedAt));
  const run = well === undefined ? null : store.get(well.id);
  const baseline = enteredBaselines(store, model).findLast(({ approvedAt }) => earlier(approvedAt)) ?? null;
  const newest = enteredBaselines(store, model).at(-1)?.version ?? null;
  const signed = signOffs(store, model).findLast(({ predicate }) => earlier(predicate.signedAt)) ?? null;
  return [
    ...(run === null ? [`no run of ${model}${before === null ? "" : ` before ${day(before)}`} passed in this store`] : runLines(run)),
    ...(baseline === null ? [] : baselineLines(baseline, newest)),
    ...(signed === null ? [] : [`signed off for ${signed.predicate.environment} on ${day(signed.predicate.signedAt)} by ${signed.predicate.signer}${version(signed.predicate.modelVersion)}: ${signed.file}`, `hold what is deployed against it: lockstep gate --sign-off ${signed.file} --environment ${signed.predicate.environment}`]),
  ];
};

const runLines = (run: Run): string[] => {
  const { id, kind, startedAt, environments, agreement, codeRevision } = run;
  const { candidate } = environments;
  const manifest = agreement?.manifests[0];
  return [
    `the last run that was well is ${id} (${kind}, ${day(startedAt)}), of ${candidate.name}${version(candidate.version ?? agreement?.modelVersion ?? null)}`,
    `restore what it was made from: lockstep runs restore ${id}`,
    ...(manifest === undefined ? [] : [`its manifest was ${manifest.path}, ${manifest.digest.slice(0, 19)}`]),
    ...(codeRevision === null ? [] : [`the code was at ${codeRevision}: git checkout ${codeRevision}`]),
  ];
};

const baselineLines = ({ model, version: number, approvedAt, approvedBy, modelVersion }: Baseline, newest: number | null): string[] => [
  `baseline v${number} was approved on ${day(approvedAt)} by ${approvedBy}${version(modelVersion)}`,
  newest === number ? `compare with it: lockstep check baseline --model ${model}` : `take it up again: lockstep baseline revert v${number} --model ${model} --reason TEXT`,
];

const signOffs = (store: RunStore, model: string): { readonly file: string; readonly predicate: SignOff }[] =>
  store.records("sign-off").flatMap(({ payload }) => {
    const { file, statement } = payload as { readonly file?: unknown; readonly statement?: { readonly predicate?: unknown } };
    const read = SignOff.safeParse(statement?.predicate);
    return typeof file === "string" && read.success && read.data.model === model ? [{ file, predicate: read.data }] : [];
  });

const day = (at: string): string => at.slice(0, 10);

const version = (name: string | null): string => (name === null ? "" : `, model version ${name}`);
