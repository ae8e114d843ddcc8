import { resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Run } from "../../core/domain/run.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { actor } from "../actor.ts";
import { defaultMemoryBytes } from "../check/check-defaults.ts";
import { stopwatch } from "../check/stopwatch.ts";
import { temporaryFolder } from "../check/temporary-folder.ts";
import type { CommandIo } from "../command-io.ts";
import { enterPolicy } from "../governance/enter-policy.ts";
import { policyHere } from "../governance/policy-of-manifest.ts";
import { underPolicyOfStore } from "../governance/under-policy-of-store.ts";
import { openStore } from "../open-store.ts";
import { writeReports } from "../write-reports.ts";
import { assembleCompare } from "./assemble-compare.ts";
import type { CompareOptions } from "./compare-options.ts";
import { notHeld } from "./held-to-contract.ts";
import { holdToContract } from "./hold-to-contract.ts";
import { judgePopulations, nothingJudged } from "./judge-populations.ts";
import { openComparedSide } from "./open-sides.ts";
import { refuseUnheard } from "./refuse-unheard.ts";
import { takeProfiles } from "./take-profiles.ts";

/**
 * One comparison of two populations, from two logs to a stored run: open both, hold them to their contract, count each once, judge what was counted,
 * and enter the run into the ledger. Raw rows stay where they lie; nothing stays open or half-written when it fails. `policyThen` is that of a run that is repeated, and decides
 * instead of the one in force.
 */
export const runCompare = async (options: CompareOptions, io: CommandIo, policyThen?: Policy | null): Promise<Run> => {
  const watch = stopwatch(systemClock);
  const inForce = await policyHere(io);
  const store = await openStore(options.store, io.cwd);
  const temporary = temporaryFolder(resolve(io.cwd, options.store));
  const engine = await createDuckDbEngine({ memoryLimitBytes: options.memory ?? defaultMemoryBytes, temporaryDirectory: temporary.path, ...(options.threads === null ? {} : { threads: options.threads }) });
  try {
    const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      io.signal.throwIfAborted();
      io.progress({ kind: "step", step: name });
      const from = systemClock.monotonic();
      const result = await watch.time(name, work);
      io.progress({ kind: "done", step: name, seconds: (systemClock.monotonic() - from) / 1000 });
      return result;
    };
    const reference = await step("reading reference", () => openComparedSide(engine, "reference", options, null, io));
    const candidate = await step("reading candidate", () => openComparedSide(engine, "candidate", options, reference.side.columns, io));
    refuseUnheard(options, { reference, candidate });
    enterPolicy(store, inForce, { by: actor(), now: systemClock.now() });
    const held = options.contract === null ? notHeld : await step("holding data to their contract", () => holdToContract(engine, [reference, candidate], options.contract as string, new Date(systemClock.now()).toISOString(), io));
    // A failing gate keeps the data out: what is known to be wrong is not averaged with what is right.
    const profiles = held.keptOut ? null : await takeProfiles(engine, { reference, candidate }, options, io, step);
    const judged = profiles === null ? nothingJudged : await step("judging", async () => judgePopulations({ reference, candidate }, profiles, options));
    const run = store.save(underPolicyOfStore(store, assembleCompare({ options, sides: { reference, candidate }, held, judged, specDigest: profiles?.reference.specDigest ?? "", startedAt: watch.startedAt, finishedAt: systemClock.now(), timings: watch.timings(), cwd: io.cwd }), policyThen === undefined ? inForce.policy : policyThen, systemClock.now()), actor());
    await writeReports(run, options.output, io, { json: options.json });
    return run;
  } finally {
    await engine.close();
    temporary.remove();
    store.close();
  }
};
