import { mkdir } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { featureFindings } from "../../checks/features/feature-findings.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { defaultMemoryBytes } from "../check/check-defaults.ts";
import { newRunId } from "../check/new-run-id.ts";
import { parseCheckOptions } from "../check/parse-check-options.ts";
import { readTarget } from "../check/read-target.ts";
import { runCheck } from "../check/run-check.ts";
import { temporaryFolder } from "../check/temporary-folder.ts";
import type { CommandIo } from "../command-io.ts";
import { openSource } from "../open-source.ts";
import type { FeaturesOptions } from "./features-options.ts";
import { prepareFeatures, type PreparedFeatures } from "./prepare-features.ts";
import { reachStore } from "./reach-store.ts";

/**
 * Holds an online feature store against its offline history, into one stored run: values by the machinery of every other comparison, and beside them
 * how fresh they are and whether they are there at all. Nothing stays open when it fails.
 */
export const runFeatures = async (options: FeaturesOptions, io: CommandIo): Promise<Run> => {
  const runId = newRunId(systemClock.now());
  const offline = readTarget(options.offline);
  const names = { reference: offline.name ?? "offline", candidate: "" };
  const path = resolve(io.cwd, offline.target);
  const reached = await reachStore(options, io, runId);
  names.candidate = reached.name;
  const temporary = temporaryFolder(resolve(io.cwd, options.store));
  try {
    if (names.reference === names.candidate) throw new LockstepError("LS102", { message: `both sides are called ${names.candidate}`, place: "the names before =", todo: "Give each side a name of its own." });
    await mkdir(temporary.path, { recursive: true });
    const { prepared, digest } = await prepare(options, path, reached, temporary.path, io);
    const claim = prepared.everyEntity ? "these-inputs" : "inputs-like-these";
    const check = parseCheckOptions(
      { reference: `${names.reference}=${prepared.offline}`, candidate: `${names.candidate}=${prepared.online}` },
      { ...options.passed, key: prepared.keyName, outputs: prepared.columns.join(","), claim, segments: false },
    );
    const findings = featureFindings(prepared.groups, { names, everyEntity: prepared.everyEntity, maxLag: options.maxLag, maxAge: options.maxAge, maxLate: options.maxLate, maxMissing: options.maxMissing });
    const asked = `${countOf(options.features.length, "feature")} of ${countOf(prepared.asked, "entity", "entities")}`;
    return await runCheck(check, io, null, {
      runId, findings,
      environments: {
        reference: { address: path, digest, detection: `${basename(path)}, each value as of the event time of the online one` },
        candidate: { kind: "endpoint", address: reached.store.address, protocol: reached.store.kind, detection: `asked for ${asked}: ${options.features.join(", ")}` },
      },
    });
  } finally {
    await reached.close();
    temporary.remove();
  }
};

/** With an engine of its own, which is gone before the comparison needs the memory. */
const prepare = async (options: FeaturesOptions, path: string, reached: Parameters<typeof prepareFeatures>[3], folder: string, io: CommandIo): Promise<{ readonly prepared: PreparedFeatures; readonly digest: string }> => {
  const engine = await createDuckDbEngine({ memoryLimitBytes: options.memory ?? defaultMemoryBytes, temporaryDirectory: folder, ...(options.threads === null ? {} : { threads: options.threads }) });
  try {
    io.progress({ kind: "step", step: "reading offline", detail: path });
    const source = await openSource(engine, path);
    return { prepared: await prepareFeatures(engine, source, path, reached, options, folder, io), digest: source.digest };
  } finally {
    await engine.close();
  }
};
