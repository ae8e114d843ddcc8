import { dirname, resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { createSqliteScheduleStore } from "../../adapters/stores/sqlite/create-sqlite-schedule-store.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Clock } from "../../ports/clock.ts";
import { runNow } from "../../work/watch/run-now.ts";
import { runWatch } from "../../work/watch/run-watch.ts";
import type { WatchEvent } from "../../work/watch/watch-job.ts";
import { actor } from "../actor.ts";
import { alertsBeside } from "../alerts/alerts-beside.ts";
import { worstExitCode } from "../agreed/worst-exit-code.ts";
import { defaultStore } from "../check/check-defaults.ts";
import type { CommandIo } from "../command-io.ts";
import { escalateOpen } from "../incident/record-look.ts";
import { incidentPolicyOf } from "../incident/incident-policy-of.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { openStore } from "../open-store.ts";
import { eventLines } from "./event-lines.ts";
import { incidentLine } from "./outcome-of-run.ts";
import { planJobs, type WatchKind } from "./plan-jobs.ts";
import type { WatchContext } from "./watch-context.ts";

export interface WatchOptions {
  /** Null: the nearest lockstep.yaml. */
  readonly manifest: string | null;
  /** What is due now, and no more. */
  readonly once: boolean;
  /** Every job once, due or not, and no more. */
  readonly now?: boolean;
  /** Ms since 1970; null: until stopped. */
  readonly until: number | null;
  /** Null: all that have a schedule. */
  readonly jobs: readonly WatchKind[] | null;
  /** Null: as the manifest says. */
  readonly store: string | null;
}

export interface WatchSurroundings extends Pick<WatchContext, "complete"> {
  /** Shows an error, and gives the exit code it would have had. */
  readonly tell: (error: unknown) => ExitCode;
  /** The machine's own when left out. */
  readonly clock?: Clock;
}

/**
 * Does what the manifest's `watch:` says when it says, and opens, carries on and closes incidents. The exit code is the worst of what was done: 0 where nothing was due.
 * LS117, LS113 and LS112 for a manifest that says nothing usable, LS258 when it was asked once and another instance is at everything that is due.
 */
export const watch = async (options: WatchOptions, io: CommandIo, { complete, tell, clock = systemClock }: WatchSurroundings): Promise<ExitCode> => {
  const path = options.manifest ?? findManifest(io.cwd);
  if (path === null) throw new LockstepError("LS117", { message: "there is no lockstep.yaml here or further up that could say what is watched", place: io.cwd });
  const load = (filesOf: readonly string[]): Promise<LoadedManifest> => loadManifest(path, { cwd: io.cwd, env: io.env, filesOf });
  // The files of a model are looked at when its turn comes: one that is missing keeps no other from being watched.
  const loaded = await load([]);
  const folder = options.store !== null ? resolve(io.cwd, options.store) : loaded.manifest.store === undefined ? resolve(io.cwd, defaultStore) : resolve(dirname(loaded.path), loaded.manifest.store);
  const store = await openStore(folder, io.cwd);
  try {
    const schedule = createSqliteScheduleStore(folder);
    try {
      const policy = incidentPolicyOf(loaded.manifest);
      const context: WatchContext = { load, store, folder, policy, io: { ...io, out: () => {}, progress: () => {} }, actor: actor(), complete };
      const jobs = planJobs(loaded, options.jobs, context);
      const codes: ExitCode[] = [];
      const held = new Set<string>();
      const escalate = (): void => { for (const incident of escalateOpen(store, clock.now(), policy, context.actor)) io.out(`${incidentLine(incident)}\n`); };
      const hear = (event: WatchEvent): void => {
        const line = eventLines(event);
        if (line?.to === "out") io.out(`${io.redact(line.text)}\n`);
        else if (line !== null) io.note(line.text);
        if (event.kind === "held") held.add(event.job);
        if (event.kind === "done") codes.push(event.outcome.exitCode as ExitCode);
        if (event.kind === "failed") codes.push(tell(event.error));
        // Waiting is what escalates, so it is looked at whenever the watch wakes, not only when a look comes.
        if (event.kind === "awake") escalate();
      };
      const alerts = alertsBeside(loaded, { store, folder, clock, io });
      try {
        const ends = options.once || options.now === true;
        if (!ends) alerts.start();
        const world = { schedule, clock, signal: io.signal, tell: hear };
        await (options.now === true ? runNow(jobs, world) : runWatch(jobs, options, world));
        escalate();
        await alerts.finish();
      } finally {
        await alerts.close();
      }
      if ((options.once || options.now === true) && codes.length === 0 && held.size > 0) throw new LockstepError("LS258", { message: `another instance is at ${listOf([...held])}`, place: folder });
      return codes.length === 0 ? ExitCode.proceed : worstExitCode(codes);
    } finally {
      schedule.close();
    }
  } finally {
    store.close();
  }
};
