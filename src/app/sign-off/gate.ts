import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import type { CommandIo } from "../command-io.ts";
import { takeFingerprint } from "../fingerprint/take-fingerprint.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import type { GateAnswer } from "./gate-answer.ts";
import { readGateManifest } from "./gate-manifest.ts";
import { type GateOptions, runGate } from "./run-gate.ts";

/** `runGate` with the machine's clock, real fingerprints, and the manifest that is named, or the one that is found here. */
export const gate = async (options: GateOptions & { readonly manifest: string | null }, io: CommandIo): Promise<GateAnswer> => {
  const path = options.manifest ?? findManifest(io.cwd);
  return runGate(options, { io, clock: systemClock, manifest: path === null ? null : await readGateManifest(path, io), takeFingerprint });
};
