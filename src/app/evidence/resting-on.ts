import { Baseline } from "../../core/domain/baseline.ts";
import { SignOffStatement } from "../../core/evidence/statement.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** What was approved or signed off from each run. */
export interface Resting {
  readonly baselines: readonly string[];
  readonly signOffs: readonly string[];
}

/** By run: the baselines (`risk/v3`) and sign-offs (their digests) that rest on it. */
export const restingOn = (store: Pick<RunStore, "records">): ((run: string) => Resting) => {
  const baselines = new Map<string, string[]>();
  const signOffs = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, run: string, subject: string): void => void map.set(run, [...(map.get(run) ?? []), subject]);
  for (const { subject, payload } of store.records("baseline")) {
    const read = Baseline.safeParse(payload);
    if (read.success) add(baselines, read.data.run.id, subject);
  }
  for (const { subject, payload } of store.records("sign-off")) {
    const read = SignOffStatement.safeParse((payload as { readonly statement?: unknown } | null)?.statement);
    if (read.success) add(signOffs, read.data.predicate.run.id, subject);
  }
  return (run) => ({ baselines: baselines.get(run) ?? [], signOffs: signOffs.get(run) ?? [] });
};
