import type { Run } from "../../../src/core/domain/run.ts";
import type { RunStore } from "../../../src/ports/run-store.ts";
import { exampleRuns } from "../../../src/report/example-runs/example-runs.ts";

type Example = keyof typeof exampleRuns;

/** A run of an example as it might have been made for another model, elsewhere and at another time. */
export const runLike = (example: Example, { id, model, environment, at, version = "7", revision = "4f1c9e2" }: { readonly id: string; readonly model: string; readonly environment?: string; readonly at: string; readonly version?: string; readonly revision?: string }): Run => {
  const run = exampleRuns[example]();
  const { reference, candidate } = run.environments;
  const name = environment ?? candidate.name;
  return {
    ...run, id, startedAt: at, finishedAt: new Date(Date.parse(at) + 23_400).toISOString(), codeRevision: revision, ledger: null,
    environments: { reference: { ...reference, model }, candidate: { ...candidate, name, model, version } },
    agreement: run.agreement === null ? null : { ...run.agreement, model },
    headline: run.headline.replaceAll(candidate.name, name),
  };
};

/** What each model's newest looks were, oldest first: in each environment, example after example. */
const histories: readonly (readonly [model: string, environment: string, examples: readonly Example[]])[] = [
  ["churn", "production", ["pass", "pass", "agreed", "fail", "fail"]],
  ["churn", "canary", ["inconclusive", "pass"]],
  ["loan-risk", "production", ["holds", "holds", "left"]],
  ["loan-risk", "staging", ["agreed", "pass"]],
  ["card-fraud", "production", ["alike", "drifted"]],
  ["card-fraud", "testing", ["pass", "packages"]],
  ["credit-limit", "production", ["pass", "error"]],
  ["delivery-time", "production", ["pass", "inconclusive"]],
  ["search-ranking", "production", ["pass", "pass", "pass"]],
  ["claims-triage", "production", ["holds", "unlabelled"]],
  ["claims-triage", "staging", ["baseline"]],
  ["<b>hostile</b> & \"name\"/with slash", "prod ✗ \u202Eabc", ["hostile"]],
];

const hourMs = 3_600_000;

/** Fills a store with runs of every kind and verdict for several models, the newest an hour ago. Gives their ids, oldest first of each. */
export const fillStore = (store: RunStore, now: number = Date.now()): readonly string[] =>
  histories.flatMap(([model, environment, examples], at) => examples.map((example, index) => {
    const started = new Date(now - hourMs * (1 + at / 7 + 24 * (examples.length - 1 - index)));
    const id = `${started.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}-${(at * 16 + index).toString(16).padStart(6, "a")}`;
    return store.save(runLike(example, { id, model, environment, at: started.toISOString(), version: String(6 + index), revision: `4f1c9e${index}` }), "Ada Lovelace <ada@example.com>").id;
  }));

/** So many models more, each looked at once and well, as a company of some size has them. */
export const fillWithMany = (store: RunStore, models: number, now: number = Date.now()): void => {
  for (let index = 0; index < models; index++) {
    const example: Example = index % 17 === 3 ? "fail" : index % 11 === 5 ? "inconclusive" : "pass";
    const at = new Date(now - hourMs * (2 + (index % 40))).toISOString();
    store.save(runLike(example, { id: `many-${index.toString().padStart(5, "0")}`, model: `model-${index.toString().padStart(3, "0")}`, at }), "token nightly");
  }
};
