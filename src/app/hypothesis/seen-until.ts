import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import { withEngine } from "../baseline/with-engine.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { openPopulation } from "../populations/open-population.ts";
import { resolveProduction } from "./resolve-production.ts";

/** Looks at production further back than this say nothing new. */
const mostRuns = 50;

/**
 * The last prediction of a model that was there to be seen, ISO 8601: by what earlier looks saw, and by the log as it is now. Null where there is neither. A log that cannot be
 * read says nothing here, and is told of by whoever judges it.
 */
export const seenUntil = async (store: RunStore, storeFolder: string, loaded: LoadedManifest, model: string, io: CommandIo): Promise<string | null> => {
  const looked = store.list(mostRuns, 0, { model }).flatMap(({ id }) => store.get(id)?.validation?.sources ?? []).flatMap(({ role, coverage }) => (role === "production" ? [coverage?.lastTs ?? null] : []));
  return latest([...looked, await lastOfLog(storeFolder, loaded, model, io)]);
};

const lastOfLog = async (storeFolder: string, loaded: LoadedManifest, model: string, io: CommandIo): Promise<string | null> => {
  const log = resolveProduction(loaded, model)?.log ?? null;
  if (log === null) return null;
  const roles = { id: null, ts: null, score: [], decision: [], label: [], segment: [], feature: [], ignore: [] };
  try {
    const opened = await withEngine(storeFolder, (engine) => openPopulation(engine, { ...log, labels: null, name: "production", roles, window: { from: null, to: null }, like: null, cwd: io.cwd, env: io.env, keepSecret: io.keepSecret }));
    return opened.side.coverage.lastTs;
  } catch (cause) {
    if (!(cause instanceof LockstepError)) throw cause;
    io.note(`production's log of ${model} cannot be read yet (${cause.code}: ${cause.message.split("\n")[0]}); no data count as seen in it`);
    return null;
  }
};

const latest = (times: readonly (string | null)[]): string | null => times.reduce((last, time) => (time !== null && (last === null || Date.parse(time) > Date.parse(last)) ? time : last), null);
