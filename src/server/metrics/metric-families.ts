import { incidentsInTurns } from "../../app/incident/incidents-of.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { Validation } from "../../core/domain/validation.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import type { ListedRun, ModelState } from "../../ports/catalogue.ts";
import type { Family } from "./exposition.ts";
import { type CorridorSample, corridorSamples } from "./corridor-samples.ts";

interface Told {
  readonly samples: readonly CorridorSample[];
  readonly cut: number;
}

const nothingTold: Told = { samples: [], cut: 0 };

/** A run never changes, and its document is large: what is told of it is worked out once. */
const told = new WeakMap<ServerWorld, Map<string, Told>>();

/** The state of everything as gauges: corridors and estimates, verdicts, open incidents, when each was last looked at, what waits to be delivered. */
export const metricFamilies = async (world: ServerWorld, { models }: Pick<Principal, "models">, pause: () => Promise<void>): Promise<Family[]> => {
  const states = allStates(world).filter(({ model }) => models === null || models.includes(model));
  const runs = states.flatMap((state) => state.runs.map((run) => ({ state, run })));
  const looks = await corridorsOf(world, runs.flatMap(({ run }) => (run.kind === "validate" ? [run] : [])), pause);
  const labelled = ({ state, run }: { readonly state: ModelState; readonly run: ListedRun }): Readonly<Record<string, string>> => ({ model: state.model, environment: state.environment, kind: run.kind });
  const open = (await incidentsInTurns(world, pause)).filter(({ status, subject }) => status !== "closed" && (models === null || models.some((model) => subject.includes(model))));
  const bySeverity = Map.groupBy(open, ({ kind, severity }) => `${kind} ${severity}`);
  const corridor = (name: string, help: string, value: (sample: CorridorSample) => number | null): Family => ({ name, help, samples: looks.flatMap(({ samples }) => samples).flatMap((sample) => {
    const number = value(sample);
    return number === null ? [] : [{ labels: sample.labels, value: number }];
  }) });
  const states01 = (verdict: Verdict, labels: Readonly<Record<string, string>>) => Verdict.options.map((each) => ({ labels: { ...labels, verdict: each }, value: each === verdict ? 1 : 0 }));
  return [
    corridor("lockstep_corridor_low", "The lowest value that the claim allows; no line where it has no floor.", ({ low }) => low),
    corridor("lockstep_corridor_high", "The highest value that the claim allows; no line where it has no limit.", ({ high }) => high),
    corridor("lockstep_estimate", "What production shows, since it left its corridor where it did.", ({ estimate }) => estimate),
    { name: "lockstep_hypothesis_verdict", help: "1 for the verdict of the newest look at a claim, as it was judged; no waiver changes it.", samples: looks.flatMap(({ samples }) => samples).flatMap(({ labels, verdict }) => states01(verdict, labels)) },
    { name: "lockstep_run_verdict", help: "1 for the verdict of the newest run of its kind, with the waivers that hold now: one that is over fails again.", samples: runs.flatMap((each) => states01(each.run.verdict, labelled(each))) },
    { name: "lockstep_run_judged_verdict", help: "1 for the verdict of the newest run of its kind as it was judged.", samples: runs.flatMap((each) => states01(each.run.judged, labelled(each))) },
    { name: "lockstep_run_timestamp_seconds", help: "When the newest run of its kind began.", samples: runs.map((each) => ({ labels: labelled(each), value: Date.parse(each.run.startedAt) / 1000 })) },
    { name: "lockstep_segments_left_out", help: "Segments of claims that have no line here, for each would be a time series.", samples: [{ labels: {}, value: looks.reduce((sum, { cut }) => sum + cut, 0) }] },
    { name: "lockstep_incidents_open", help: "Incidents that are not closed.", samples: [...bySeverity.values()].flatMap((group) => (group[0] === undefined ? [] : [{ labels: { kind: group[0].kind, severity: group[0].severity }, value: group.length }])) },
    { name: "lockstep_ledger_entries", help: "The sequence of the ledger's newest entry.", samples: [{ labels: {}, value: world.catalogue.head()?.sequence ?? 0 }] },
  ];
};

const allStates = ({ catalogue }: ServerWorld): ModelState[] => {
  const states: ModelState[] = [];
  for (let after: string | null = null; ; ) {
    const page = catalogue.states({ limit: 500, after });
    states.push(...page.items);
    if (page.next === null) return states;
    after = page.next;
  }
};

/* Of the document only what was validated is read: hundreds of findings beside it say nothing here. */
const corridorsOf = async (world: ServerWorld, runs: readonly ListedRun[], pause: () => Promise<void>): Promise<Told[]> => {
  const before = told.get(world);
  const now = new Map<string, Told>();
  for (const { id } of runs) {
    const known = before?.get(id);
    if (known !== undefined) {
      now.set(id, known);
      continue;
    }
    await pause();
    const run = world.catalogue.record("run", id) as { readonly validation?: unknown } | null;
    if (run !== null) now.set(id, (run.validation ?? null) === null ? nothingTold : corridorSamples(Validation.parse(run.validation)));
  }
  told.set(world, now);
  return [...now.values()];
};
