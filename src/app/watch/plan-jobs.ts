import type { IdentityPart } from "../../core/domain/identity.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { WatchJob } from "../../work/watch/watch-job.ts";
import { environmentTree, type LoadedManifest } from "../manifest/loaded-manifest.ts";
import { pathOrAddress } from "../manifest/environment-flags.ts";
import { defaultPolicy } from "../manifest/manifest-defaults.ts";
import { pairsOf } from "../manifest/pairs-of.ts";
import { valueAt } from "../manifest/value-at.ts";
import { checkJob, checkJobName } from "./check-job.ts";
import { cronSchedule } from "./cron-schedule.ts";
import { fingerprintJob, fingerprintJobName, type FingerprintSource } from "./fingerprint-job.ts";
import { validateJob, validateJobName } from "./validate-job.ts";
import type { WatchContext } from "./watch-context.ts";

/** What can be watched, in the order in which it is done when it is due at the same time: what an environment is explains what it does. */
export const watchKinds = ["fingerprint", "validate", "check"] as const;
export type WatchKind = (typeof watchKinds)[number];

/**
 * A job per model with hypotheses, per pair and per environment whose fingerprint can be read, each with the schedule under `watch:`. `kinds` are those that were asked
 * for; null: all that have a schedule. LS113 when nothing is scheduled or there is nothing to do, LS112 for a schedule that is none.
 */
export const planJobs = (loaded: LoadedManifest, kinds: readonly WatchKind[] | null, context: WatchContext): WatchJob[] => {
  const { manifest: { watch = {} }, path } = loaded;
  const chosen = kinds ?? watchKinds.filter((kind) => watch[kind] !== undefined);
  if (chosen.length === 0) throw new LockstepError("LS113", { message: `${path} says nothing about when anything is done`, place: path, todo: "Add watch: with a cron expression for validate, check or fingerprint, as watch: {validate: '0 6 * * *'}" });
  return watchKinds.filter((kind) => chosen.includes(kind)).flatMap((kind) => {
    const expression = watch[kind];
    if (expression === undefined) throw new LockstepError("LS113", { message: `${path} does not say when to ${kind === "fingerprint" ? "take fingerprints" : kind}`, place: "--jobs", todo: `Add watch: {${kind}: '0 6 * * *'}` });
    const schedule = cronSchedule(expression, watch.timeZone ?? "UTC", placeOf(loaded, kind));
    const jobs = jobsOf[kind](loaded, context);
    if (jobs.length === 0) throw new LockstepError("LS113", { message: `${nothing[kind]} in ${path}`, place: `watch.${kind}`, todo: "Add what is to be watched, or take the line out." });
    return jobs.map(({ name, run }) => ({ name, run, schedule, catchUp: watch.catchUp ?? "last" }));
  });
};

const placeOf = ({ tree }: LoadedManifest, kind: WatchKind): string => {
  const place = valueAt(tree, ["watch", kind])?.place;
  return place === undefined ? `watch.${kind}` : `${place.file}:${place.line}:${place.column}`;
};

const nothing: Readonly<Record<WatchKind, string>> = { validate: "no model has hypotheses", check: "there is no pair to compare", fingerprint: "no environment says where its fingerprint is read (fingerprint: or lockstep:)" };

type Planned = Pick<WatchJob, "name" | "run">;

const jobsOf: Readonly<Record<WatchKind, (loaded: LoadedManifest, context: WatchContext) => Planned[]>> = {
  validate: ({ manifest }, context) => Object.entries(manifest.models ?? {}).filter(([, { hypotheses }]) => Object.keys(hypotheses ?? {}).length > 0).map(([model]) => ({ name: validateJobName(model), run: validateJob(model, context) })),
  check: (loaded, context) => {
    const pairs = pairsOf(loaded);
    return pairs.map((pair) => ({ name: checkJobName(pair), run: checkJob(pair, pairs.length, context) }));
  },
  fingerprint: (loaded, context) => sourcesOf(loaded).map((source) => ({ name: fingerprintJobName(source.environment), run: fingerprintJob(source, context) })),
};

/** Every place where a fingerprint can be read, once; a model that is served elsewhere than the others of its environment has its own. */
const sourcesOf = (loaded: LoadedManifest): FingerprintSource[] => {
  const { manifest, world } = loaded;
  const parts: readonly IdentityPart[] = manifest.policy?.identity ?? defaultPolicy.identity;
  return Object.keys(manifest.environments ?? {}).flatMap((environment) => {
    const sources = new Map<string, string[]>();
    for (const model of Object.keys(manifest.models ?? {})) {
      const tree = environmentTree(loaded.tree, model, environment);
      const source = pathOrAddress(valueAt(tree, ["fingerprint"]), world.cwd) ?? pathOrAddress(valueAt(tree, ["lockstep"]), world.cwd);
      if (source !== null) sources.set(source, [...(sources.get(source) ?? []), model]);
    }
    return [...sources].map(([source, models]) => ({ environment: sources.size === 1 ? environment : `${environment} ${models.join("+")}`, source, parts }));
  });
};
