import type { Agreement } from "../../core/domain/agreement.ts";
import type { Run } from "../../core/domain/run.ts";
import { type Verdict, worstVerdict } from "../../core/domain/verdict.ts";
import type { Catalogue, ListedRun, ModelState } from "../../ports/catalogue.ts";
import type { ServerWorld } from "../serve/server-world.ts";

/** Environments of one model are few; more than this are not told. */
const mostEnvironments = 100;
/** Versions are told of so many of its newest runs. */
const recentRuns = 200;

export interface ModelLine {
  readonly model: string;
  /** The worst of the newest runs of all its environments. */
  readonly verdict: Verdict;
  readonly environments: readonly string[];
  readonly since: string | null;
}

export interface ModelPage extends ModelLine {
  readonly states: readonly ModelState[];
  readonly owner: Agreement["owner"];
  /** As the newest runs met them, newest first; with the environments each was met in. */
  readonly versions: readonly { readonly version: string; readonly environments: readonly string[]; readonly lastRun: string; readonly lastAt: string }[];
  readonly runs: readonly ListedRun[];
}

const statesOf = (catalogue: Catalogue, model: string): readonly ModelState[] => catalogue.states({ model, limit: mostEnvironments }).items;

const lineOf = (model: string, states: readonly ModelState[]): ModelLine => ({
  model, verdict: worstVerdict(states.flatMap(({ runs }) => runs.map(({ verdict }) => verdict))), environments: states.map(({ environment }) => environment).toSorted(),
  since: states[0]?.since ?? null,
});

/** A model in a list. */
export const modelLine = (catalogue: Catalogue, model: string): ModelLine => lineOf(model, statesOf(catalogue, model));

/** What there is to know of one model without opening more than one document; null where there is no run of it. */
export const modelPage = ({ catalogue, loaded }: ServerWorld, model: string): ModelPage | null => {
  const states = statesOf(catalogue, model);
  const runs = catalogue.runs({ model, limit: recentRuns }).items;
  const [newest] = runs;
  if (newest === undefined) return null;
  const versions = new Map<string, { version: string; environments: Set<string>; lastRun: string; lastAt: string }>();
  for (const { modelVersion, environment, id, startedAt } of runs) {
    if (modelVersion === null) continue;
    const known = versions.get(modelVersion);
    if (known === undefined) versions.set(modelVersion, { version: modelVersion, environments: new Set([environment]), lastRun: id, lastAt: startedAt });
    else known.environments.add(environment);
  }
  const agreed = loaded?.manifest.models?.[model]?.owner ?? loaded?.manifest.owner ?? (catalogue.record("run", newest.id) as Partial<Run> | null)?.agreement?.owner ?? null;
  return { ...lineOf(model, states), states, owner: agreed, versions: Array.from(versions.values(), (each) => ({ ...each, environments: [...each.environments].toSorted() })), runs: runs.slice(0, 20) };
};
