import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { EvidenceScope } from "../../core/evidence/evidence-manifest.ts";
import { type ErrorCode, errorCatalogue } from "../../core/errors/error-catalogue.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { runCommand } from "../serve/run-command.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { readMoment } from "./read-moment.ts";

/** Whoever asks for a second archive meanwhile waits: one holds a processor for as long as it takes. */
const underWay = new WeakSet<ServerWorld>();

/**
 * The archive, made by a process of its own and sent as it is read; nothing of it is left behind. LS102 where the server has no key (`server.evidence.key`) or a time is none,
 * LS704 while another one is made, and what the export itself refused.
 */
export const streamEvidence = async (world: ServerWorld, { model, from, to, runs }: EvidenceScope, signal: AbortSignal): Promise<{ readonly name: string; readonly body: ReadableStream<Uint8Array> }> => {
  const key = world.loaded?.manifest.server?.evidence?.key;
  if (key === undefined) throw new LockstepError("LS102", { message: "this server has no key to sign archives with", place: "server.evidence.key", todo: "Name one in lockstep.yaml, or export on the command line: lockstep evidence export --key file:PATH" });
  const times = [["--from", readMoment(from, "from")], ["--to", readMoment(to, "to")]] as const;
  if (underWay.has(world)) throw new LockstepError("LS704", { message: "an archive is being made for somebody else", cause: { retryAfter: 10 } });
  underWay.add(world);
  let folder: string | null = null;
  const clear = async (): Promise<void> => {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  };
  try {
    folder = await mkdtemp(join(tmpdir(), "lockstep-evidence-"));
    const file = join(folder, "evidence.zip");
    // With `=`, so that nothing that was sent can be taken for an option.
    const { exitCode, note } = await runCommand(world, [
      "evidence", "export", `--key=${key}`, `--store=${world.folder}`, `--output=${file}`, ...(model === null ? [] : [`--model=${model}`]), ...times.flatMap(([flag, at]) => (at === null ? [] : [`${flag}=${at}`])), ...runs.map((run) => `--run=${run}`),
    ], { signal });
    if (exitCode !== 0) throw refusal(note);
    const stream = createReadStream(file);
    stream.once("close", () => void clear());
    return { name: `${model === null ? "" : `${model.replaceAll(/[^A-Za-z0-9._-]/g, "-")}.`}evidence.zip`, body: Readable.toWeb(stream) as ReadableStream<Uint8Array> };
  } catch (cause) {
    await clear();
    throw cause;
  } finally {
    underWay.delete(world);
  }
};

/** What the command said, under its own code where it named one. */
const refusal = (note: string): LockstepError => {
  const code = /\bLS\d{3}\b/.exec(note)?.[0];
  return new LockstepError(code !== undefined && code in errorCatalogue ? (code as ErrorCode) : "LS501", { message: note.trim().split("\n").slice(-6).join("\n").slice(0, 2000), place: "evidence" });
};
