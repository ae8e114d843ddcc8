import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import type { HypothesisRecord } from "../../core/domain/hypothesis.ts";
import type { Run } from "../../core/domain/run.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { actor } from "../actor.ts";
import { outputsFor } from "../agreed/pair-outputs.ts";
import { newRunId } from "../check/new-run-id.ts";
import { stopwatch } from "../check/stopwatch.ts";
import type { CommandIo } from "../command-io.ts";
import { enterPolicy } from "../governance/enter-policy.ts";
import { policyOfManifest } from "../governance/policy-of-manifest.ts";
import { underPolicyOfStore } from "../governance/under-policy-of-store.ts";
import { registeredHypotheses } from "../hypothesis/registered.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { incidentPolicyOf } from "../incident/incident-policy-of.ts";
import { lookOfRun } from "../incident/look-of-run.ts";
import { recordLook } from "../incident/record-look.ts";
import { wayBack } from "../incident/way-back.ts";
import { writeReports } from "../write-reports.ts";
import { assembleValidation } from "./assemble-validation.ts";
import { chosenModels, hypothesesManifest } from "./chosen-models.ts";
import { inValidationWorld } from "./in-validation-world.ts";
import type { ValidateOptions } from "./validate-options.ts";
import { validateModel } from "./validate-model.ts";

/**
 * One look at production of every model with hypotheses: registers what is new, counts what was not counted before, judges, and enters one run per model into the ledger.
 * What is known of one model does not depend on another. LS117 without a manifest, LS113 without hypotheses, LS251 for what was changed without an amendment.
 * `policyThen` is that of a run that is repeated, and decides instead of the one in force.
 */
export const runValidate = async (options: ValidateOptions, io: CommandIo, policyThen?: Policy | null): Promise<readonly Run[]> => {
  const loaded = await hypothesesManifest(options, io);
  const chosen = chosenModels(loaded, options);
  return inValidationWorld(options, io, async (world) => {
    const { runs } = world;
    const models = [...chosen, ...leftWithout(loaded, options, chosen, registeredHypotheses(runs))];
    const done: Run[] = [];
    for (const { text } of loaded.files) runs.keepText(text);
    enterPolicy(runs, policyOfManifest(loaded), { by: actor(), now: systemClock.now() });
    for (const model of models) {
      const watch = stopwatch(systemClock);
      const looked = await validateModel(world, loaded, model, options, systemClock.now(), io, watch);
      const departed = looked.validation.hypotheses.filter(({ verdict, segments, hypothesis }) => hypothesis.consequence === "roll-back" && (verdict === "fail" || segments.some((segment) => segment.verdict === "fail")));
      const before = departed.flatMap(({ overall, segments }) => [overall, ...segments].flatMap((each) => (each?.verdict === "fail" ? (each.since ?? []) : []))).sort()[0] ?? null;
      const run = assembleValidation({ looked, loaded, wayBack: departed.length === 0 ? [] : wayBack(runs, model, { before }), options, id: options.runId ?? newRunId(watch.startedAt), startedAt: watch.startedAt, finishedAt: systemClock.now(), timings: watch.timings(), cwd: io.cwd });
      // A run that was tried before under this id is the run.
      const stored = (options.runId === undefined ? null : runs.get(options.runId)) ?? runs.save(underPolicyOfStore(runs, run, policyThen === undefined ? (loaded.manifest.policy ?? null) : policyThen, systemClock.now()), actor());
      const look = lookOfRun(stored);
      if (look !== null) for (const incident of recordLook(runs, look, incidentPolicyOf(loaded.manifest), actor())) io.note(`incident ${incident.id} is ${incident.status}: ${incident.title}`);
      await writeReports(stored, outputsFor(options.output, { model, reference: "offline", candidate: looked.environment }, models.length), io, { json: options.json });
      done.push(stored);
    }
    return done;
  });
};

/** Models of the manifest that had claims once and have none now: what was taken out of them is told as what is taken out of any other. */
const leftWithout = ({ manifest }: LoadedManifest, { model, hypotheses }: ValidateOptions, chosen: readonly string[], records: readonly HypothesisRecord[]): string[] =>
  model !== null || hypotheses.length > 0 ? [] : Object.keys(manifest.models ?? {}).filter((name) => !chosen.includes(name) && records.some(({ content }) => content.model === name && content.mode !== "observe"));
