import { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { runDigest } from "../../core/ledger/run-digest.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { toolVersion } from "../tool-version.ts";

/** What a pushed run is checked against before it is stored. */
export interface ReceivedRun {
  readonly run: Run;
  readonly model: string | null;
  readonly digest: string;
}

/** Names files, so it is one plain word. */
const plainId = /^[A-Za-z0-9][\w.-]{0,127}$/;

const newer = (theirs: string, ours: string): boolean => {
  const [a, b] = [theirs, ours].map((version) => version.split(/[-+]/)[0]?.split(".").map(Number) ?? []) as [number[], number[]];
  const at = [0, 1, 2].find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return at !== undefined && (a[at] ?? 0) > (b[at] ?? 0);
};

/** Where what was sent says something that was not understood; null when all of it was. What was left out has its default. */
const notUnderstood = (sent: unknown, read: unknown, path: string): string | null => {
  if (Array.isArray(sent)) return sent.reduce<string | null>((found, each, index) => found ?? notUnderstood(each, (read as readonly unknown[])[index], `${path}[${index}]`), null);
  if (typeof sent !== "object" || sent === null) return Object.is(sent, read) || sent === read ? null : path;
  for (const [key, value] of Object.entries(sent)) {
    const place = path === "" ? key : `${path}.${key}`;
    if (typeof read !== "object" || read === null || !Object.hasOwn(read, key)) return place;
    const found = notUnderstood(value, (read as Readonly<Record<string, unknown>>)[key], place);
    if (found !== null) return found;
  }
  return null;
};

/**
 * The run that was sent, exactly as it was sent: what is stored must have the digest that it has where it was made. LS504 for one that a newer Lockstep wrote, LS707 for one that is
 * no run, or does not have the digest that was sent with it.
 */
export const readReceived = (sent: unknown, digest: string | null): ReceivedRun => {
  const { tool, schemaVersion } = (typeof sent === "object" && sent !== null ? sent : {}) as { readonly tool?: { readonly version?: unknown } | null; readonly schemaVersion?: unknown };
  const [theirs, ours] = [tool?.version, toolVersion()];
  if ((typeof theirs === "string" && newer(theirs, ours)) || (typeof schemaVersion === "number" && schemaVersion > 1)) {
    throw new LockstepError("LS504", { message: `the run was written by Lockstep ${String(theirs).slice(0, 40)}, and this server is ${ours}`, place: "run.tool.version", todo: "Update the server first, then those who push to it." });
  }
  const read = Run.safeParse(sent);
  const place = read.success ? notUnderstood(sent, read.data, "") : `${read.error.issues[0]?.path.join(".") ?? ""}: ${read.error.issues[0]?.message ?? ""}`;
  if (!read.success || place !== null) throw new LockstepError("LS707", { message: `what was sent is no run of Lockstep ${ours}: ${place ?? ""}`, place: "run" });
  if (!plainId.test(read.data.id)) throw new LockstepError("LS707", { message: "the run's id is no plain word of letters, digits, dots and dashes", place: "run.id" });
  const run = { ...(sent as Run), ledger: null };
  const own = runDigest(run);
  if (digest !== null && digest !== own) throw new LockstepError("LS707", { message: `run ${run.id} is not what was sent off: its digest is ${own}, and ${digest.slice(0, 64)} was sent with it`, place: "digest" });
  const { agreement, environments } = read.data;
  return { run, model: agreement?.model ?? environments.candidate.model ?? environments.reference.model, digest: own };
};

/** Stores a run that was read, and the texts that it names. LS713 when another run has its id, LS707 for a text that it does not name. */
export const storeReceived = ({ store, catalogue }: Pick<ServerWorld, "store" | "catalogue">, { run, digest }: ReceivedRun, texts: readonly string[], actor: string): { readonly run: Run; readonly fresh: boolean } => {
  const named = new Set(run.agreement?.manifests.map((manifest) => manifest.digest) ?? []);
  const stray = texts.find((text) => !named.has(sha256(text)));
  if (stray !== undefined) throw new LockstepError("LS707", { message: `a text was sent that run ${run.id} does not name: ${sha256(stray)}`, place: "texts" });
  const known = (): string | null => catalogue.digest("run", run.id);
  const before = known();
  const taken = (): LockstepError => new LockstepError("LS713", { message: `run ${run.id} is here with other content`, place: run.id });
  if (before !== null && before !== digest) throw taken();
  for (const text of texts) store.keepText(text);
  try {
    return { run: store.save(run, actor), fresh: before === null };
  } catch (cause) {
    // Somebody else saved another one in between.
    const now = known();
    throw now !== null && now !== digest ? taken() : cause;
  }
};
