import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import type { EvidenceScope } from "../../core/evidence/evidence-manifest.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { evidenceCommand } from "./evidence-command.ts";
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
  for (const [place, text] of [["from", from], ["to", to]] as const) readMoment(text, place);
  if (underWay.has(world)) throw new LockstepError("LS704", { message: "an archive is being made for somebody else", cause: { retryAfter: 10 } });
  underWay.add(world);
  let folder: string | null = null;
  const clear = async (): Promise<void> => {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  };
  try {
    folder = await mkdtemp(join(tmpdir(), "lockstep-evidence-"));
    const file = join(folder, "evidence.zip");
    await evidenceCommand(world, "export", { model, from, to, runs }, { file, more: [`--key=${fromManifest(key, world)}`], signal });
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

/** A file's path counts from the manifest's folder, as every path does that stands there. */
const fromManifest = (reference: string, { loaded }: Pick<ServerWorld, "loaded">): string => (loaded !== null && reference.startsWith("file:") ? `file:${resolve(dirname(loaded.path), reference.slice("file:".length))}` : reference);
