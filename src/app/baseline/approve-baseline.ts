import { resolve } from "node:path";
import { baselineOfRun } from "../../core/baseline/baseline-of-run.ts";
import type { Baseline } from "../../core/domain/baseline.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { Side } from "../../work/replay/side.ts";
import { actor } from "../actor.ts";
import type { CommandIo } from "../command-io.ts";
import { approvedAmendment } from "../governance/amendment.ts";
import { markEnacted } from "../governance/enact-request.ts";
import { policyHere } from "../governance/policy-of-manifest.ts";
import { findCheck } from "../open-store.ts";
import { tolerancesAmendment } from "./amendment-of-tolerances.ts";
import { baselinePlace } from "./baseline-place.ts";
import { enterBaseline, takenVersions } from "./baseline-ledger.ts";
import { readBaseline, versionFolder } from "./read-baseline.ts";
import { takeRecording } from "./take-recording.ts";
import { withEngine } from "./with-engine.ts";
import { writeVersion } from "./write-version.ts";

export interface ApprovalOptions {
  /** A run's id, its beginning, or `latest`. */
  readonly run: string;
  readonly side: Side;
  readonly model: string | null;
  readonly folder: string | null;
  readonly reason: string | null;
  readonly acceptFailing: boolean;
  /** As given with --store. */
  readonly store: string;
}

export interface Approved {
  readonly baseline: Baseline;
  /** Where it lies, absolute. */
  readonly place: string;
  /** True when the newest version was approved from this very run and side before, and nothing was written. */
  readonly already: boolean;
}

/**
 * Makes one side of a run the approved reference behaviour: the next version in the folder of baselines, and an entry in the ledger. LS222 for a run
 * that did not pass (unless its failing is accepted, with a reason) or whose recording is not what it was; LS736 for other tolerances that policy wants approved and nobody did; LS502; LS221; LS506.
 */
export const approveBaseline = async (options: ApprovalOptions, store: RunStore, io: CommandIo, now: () => number): Promise<Approved> => {
  const run = findCheck(store, options.run);
  refuseFailing(run, options);
  const place = await baselinePlace({ folder: options.folder, model: options.model, run }, io);
  const current = await readBaseline(place.folder, place.model);
  const sealed = new Map([...store.ledger()].flatMap(({ kind, subject, payloadDigest }) => (kind === "run" ? [[subject, payloadDigest] as const] : [])));
  const runDigest = sealed.get(run.id) ?? "";
  // Whoever was killed between the folder and the ledger is caught up with here; what was approved elsewhere is known there.
  if (current !== null && sealed.get(current.baseline.run.id) === current.baseline.run.digest) enterBaseline(store, current.baseline);
  if (current !== null && current.baseline.run.digest === runDigest && current.baseline.side === options.side && current.baseline.revertOf === null) {
    return { baseline: current.baseline, place: versionFolder(place.folder, place.model, current.baseline.version), already: true };
  }
  const amendment = current === null ? null : tolerancesAmendment(current.baseline, run, place.model);
  const request = amendment === null ? null : approvedAmendment(store, (await policyHere(io)).policy, amendment, { now: now(), ask: `lockstep request amendment --tolerances ${run.id}${options.model === null ? "" : ` --model ${options.model}`} --reason TEXT` });
  const storeFolder = resolve(io.cwd, options.store);
  return withEngine(storeFolder, async (engine, scratch) => {
    const taken = await takeRecording({ engine, run, side: options.side, storeFolder, scratch });
    const baseline = await writeVersion({
      ...place,
      taken: takenVersions(store, place.model),
      recordingPath: taken.path,
      baseline: (version) =>
        baselineOfRun(run, {
          model: place.model, version, approvedAt: new Date(now()).toISOString(), approvedBy: actor(), side: options.side, runDigest,
          reason: options.reason ?? `approved from run ${run.id}: ${run.headline}`,
          recording: { file: "recording.parquet", digest: taken.digest, rows: taken.rows },
        }),
    });
    enterBaseline(store, baseline);
    if (request !== null) markEnacted(store, request.id, `baseline ${baseline.model}/v${baseline.version}`, { by: actor(), now: now() });
    return { baseline, place: versionFolder(place.folder, place.model, baseline.version), already: false };
  });
};

const refuseFailing = (run: Run, { acceptFailing, reason }: ApprovalOptions): void => {
  if (run.verdict === "pass" || run.verdict === "warn") return;
  if (acceptFailing && reason !== null) return;
  if (acceptFailing) throw new LockstepError("LS222", { message: `run ${run.id} is ${run.verdict}; to approve it all the same, say why`, place: "--reason", todo: "Give --reason TEXT: it stands in the baseline and in the ledger." });
  throw new LockstepError("LS222", { message: `run ${run.id} is ${run.verdict}: ${run.headline}`, place: run.id, todo: "Mend what it found and check again, or approve it all the same with --accept-failing --reason TEXT." });
};
