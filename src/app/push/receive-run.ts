import { createPublicKey } from "node:crypto";
import { PushReceipt } from "../../core/domain/push-receipt.ts";
import { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import type { Envelope } from "../../core/evidence/envelope.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import { isAboutPush } from "../../core/evidence/push-voucher.ts";
import { verifyEnvelope } from "../../core/evidence/verify-envelope.ts";
import type { Look } from "../../core/incident/look.ts";
import { checked } from "../../core/json/checked.ts";
import { jsonOfBytes } from "../../core/json/json-of-bytes.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { type SealedRun, sealRun } from "../../core/ledger/run-digest.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import { loadWaivers } from "../governance/waivers-in-force.ts";
import { toolVersion } from "../tool-version.ts";
import { receiptSubject } from "./push-of.ts";
import { PushedBody } from "./pushed-body.ts";
import { pushedLook } from "./pushed-look.ts";
import { refuseUntrueRun } from "./refuse-untrue-run.ts";

/** A run that was sent, and what it is stored as. */
interface ReceivedRun {
  /** As it was sent. */
  readonly run: Run;
  /** With defaults for what an older Lockstep left out. */
  readonly read: Run;
  readonly model: string | null;
  readonly sealed: SealedRun;
}

/** Who sends it, for which models (null: all), and when that is, ms. */
export interface Pusher {
  readonly name: string;
  readonly models: readonly string[] | null;
  readonly now: number;
  /** Whose signatures over pushed runs are trusted, as `policy.pushed.keys` names them; `publicKey` in PEM. */
  readonly keys: readonly { readonly name: string; readonly publicKey: string }[];
}

/** What became of a run that was sent. A plain value: it may come from another thread. */
export type Receipt =
  | { readonly kind: "stored"; readonly id: string; readonly fresh: boolean; readonly ledger: NonNullable<Run["ledger"]>; /** What it says to incidents, if anything. */ readonly look: Look | null }
  /** Nothing was stored: it is of a model that is not the pusher's; null of none. */
  | { readonly kind: "of another model"; readonly model: string | null }
  /** Nothing was stored: a newer Lockstep wrote it. In a store that is a fault of ours; here it is what was sent, and sending it again does not help. */
  | { readonly kind: "newer"; readonly error: LockstepError };

/** Where it is stored, and whom to tell around the one step that holds other writers up. */
export interface ReceivingStore {
  readonly store: RunStore;
  readonly catalogue: Pick<Catalogue, "digest" | "record">;
  readonly writing: (whether: boolean) => void;
}

/** A document of so many characters takes long enough to be written that others are told. */
const long = 1_000_000;

/**
 * Reads, checks and stores a run from the bytes of a request: all of it, whichever thread it is done in. Durable when it returns; the same run again changes nothing. LS707 for what is no run,
 * is not what was sent off, or says what cannot be; LS713 when another run has its id.
 */
export const receiveRun = ({ store, catalogue, writing }: ReceivingStore, bytes: Uint8Array, { name, models, now, keys }: Pusher): Receipt => {
  const body = checked(PushedBody, jsonOfBytes(bytes), "body");
  let received: ReceivedRun;
  try {
    received = readReceived(body.run, body.digest ?? null);
  } catch (cause) {
    if (cause instanceof LockstepError && cause.code === "LS504") return { kind: "newer", error: cause };
    throw cause;
  }
  const { run, model, sealed } = received;
  if (models !== null && (model === null || !models.includes(model))) return { kind: "of another model", model };
  refuseUntrueRun(run, loadWaivers(store), now);
  const key = voucherOf(body.signature ?? null, run.id, sealed.digest, keys);
  const took = sealed.text.length > long;
  if (took) writing(true);
  try {
    const { entry, fresh } = storeReceived({ store, catalogue }, received, body.texts, { run: run.id, model, digest: sealed.digest, by: name, key, envelope: body.signature ?? null });
    return { kind: "stored", id: run.id, fresh, ledger: { sequence: entry.sequence, head: entry.hash }, look: pushedLook(received.read, model, now) };
  } finally {
    if (took) writing(false);
  }
};

/** Whose key vouches for a run: null where nothing is signed, or no key is known here. LS707 where what is signed is another document, or nobody known here signed it. */
const voucherOf = (signature: Envelope | null, run: string, digest: string, keys: Pusher["keys"]): PushReceipt["key"] => {
  if (signature === null) return null;
  if (!isAboutPush(signature, run, digest)) throw new LockstepError("LS707", { message: `the signature that was sent with run ${run} is not about this document`, place: "signature" });
  if (keys.length === 0) return null;
  const [signer] = verifyEnvelope(signature, keys.map(({ name, publicKey }) => ({ name, key: createPublicKey(publicKey) })));
  if (signer === undefined) throw new LockstepError("LS707", { message: `run ${run} was signed with a key that policy.pushed.keys does not name`, place: "signature", todo: "Name the public key in the manifest of the server, or sign with one that it names." });
  return { name: signer.name ?? "", id: keyId(signer.key) };
};

/** Enters that a run comes from elsewhere, once, and once more where a signature came after it. What was made here, and comes back, is not pushed. */
const enterReceipt = ({ store, catalogue }: Pick<ReceivingStore, "store" | "catalogue">, receipt: PushReceipt): void => {
  const subject = receiptSubject(receipt.run, receipt.digest);
  const before = PushReceipt.safeParse(catalogue.record("push", subject)).data ?? null;
  const enter = (under: string): void => void enterUnlessTaken(store, { kind: "push", subject: under, payload: receipt as unknown as CanonicalValue }, receipt.by);
  if (before === null) {
    if (catalogue.digest("run", receipt.run) === null) enter(subject);
  } else if (before.key === null && receipt.key !== null) enter(receiptSubject(receipt.run, receipt.digest, true));
};

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
const readReceived = (sent: unknown, digest: string | null): ReceivedRun => {
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
  const sealed = sealRun(run);
  if (digest !== null && digest !== sealed.digest) throw new LockstepError("LS707", { message: `run ${run.id} is not what was sent off: its digest is ${sealed.digest}, and ${digest.slice(0, 64)} was sent with it`, place: "digest" });
  const { agreement, environments } = read.data;
  return { run, read: read.data, model: agreement?.model ?? environments.candidate.model ?? environments.reference.model, sealed };
};

/** Stores a run that was read, and the texts that it names. LS713 when another run has its id, LS707 for a text that it does not name. */
const storeReceived = ({ store, catalogue }: Pick<ReceivingStore, "store" | "catalogue">, { run, sealed }: ReceivedRun, texts: readonly string[], receipt: PushReceipt): { readonly entry: LedgerEntry; readonly fresh: boolean } => {
  const named = new Set(run.agreement?.manifests.map((manifest) => manifest.digest) ?? []);
  const stray = texts.find((text) => !named.has(sha256(text)));
  if (stray !== undefined) throw new LockstepError("LS707", { message: `a text was sent that run ${run.id} does not name: ${sha256(stray)}`, place: "texts" });
  const known = (): string | null => catalogue.digest("run", run.id);
  const before = known();
  const taken = (): LockstepError => new LockstepError("LS713", { message: `run ${run.id} is here with other content`, place: run.id });
  if (before !== null && before !== sealed.digest) throw taken();
  for (const text of texts) store.keepText(text);
  // Before the run: killed in between, nothing stands here as if it had been made here.
  enterReceipt({ store, catalogue }, receipt);
  try {
    return { entry: store.saveSealed(sealed, receipt.by), fresh: before === null };
  } catch (cause) {
    // Somebody else saved another one in between.
    const now = known();
    throw now !== null && now !== sealed.digest ? taken() : cause;
  }
};
