import { createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { Envelope } from "./envelope.ts";
import { keyId } from "./key-id.ts";
import { plainJson } from "./plain-json.ts";
import { signEnvelope } from "./sign-envelope.ts";
import { verifyEnvelope } from "./verify-envelope.ts";

/** How long the ledger was, and what its head was, when somebody signed it: who has this has proof of every entry before it. */
export const Checkpoint = z.strictObject({ lockstep: z.literal("checkpoint"), schemaVersion: z.literal(1), entries: z.number().int().positive(), head: z.string().regex(/^[0-9a-f]{64}$/), at: z.string() });
export type Checkpoint = z.infer<typeof Checkpoint>;

export const checkpointPayloadType = "application/vnd.lockstep.checkpoint+json";

/** As it is entered: what was signed, and the public key that it was signed with (PEM), which says nothing about whose key it is. */
export const EnteredCheckpoint = z.strictObject({ entries: z.number().int(), head: z.string(), at: z.string(), envelope: Envelope, key: z.string() });
export type EnteredCheckpoint = z.infer<typeof EnteredCheckpoint>;

/** Signs a head with a private key. */
export const signCheckpoint = (head: { readonly sequence: number; readonly hash: string }, at: string, key: KeyObject): EnteredCheckpoint => {
  const checkpoint: Checkpoint = { lockstep: "checkpoint", schemaVersion: 1, entries: head.sequence, head: head.hash, at };
  return { entries: checkpoint.entries, head: checkpoint.head, at, envelope: signEnvelope(checkpointPayloadType, JSON.stringify(checkpoint), key), key: createPublicKey(key).export({ type: "spki", format: "pem" }).toString() };
};

/** What an envelope says of a ledger; null when it is no checkpoint. */
export const checkpointIn = (envelope: Envelope): Checkpoint | null => {
  if (envelope.payloadType !== checkpointPayloadType) return null;
  try {
    return Checkpoint.parse(plainJson(Buffer.from(envelope.payload, "base64").toString("utf8")));
  } catch {
    return null;
  }
};

/** What is wrong with an entered checkpoint, in words; null when its own key signed what it says, and `hashAt` gives that head. */
export const wrongWithCheckpoint = (payload: unknown, sequence: number, hashAt: (sequence: number) => string | undefined): string | null => {
  const read = EnteredCheckpoint.safeParse(payload);
  if (!read.success) return "it is no checkpoint";
  const { envelope, entries, head, at, key } = read.data;
  const said = checkpointIn(envelope);
  if (said === null || said.entries !== entries || said.head !== head || said.at !== at) return "what was signed is not what it says";
  const open = publicKey(key);
  if (open === null || verifyEnvelope(envelope, [{ name: null, key: open }]).length === 0) return "its signature does not verify with the key that it names";
  if (envelope.signatures.some(({ keyid }) => keyid !== undefined && keyid !== keyId(open))) return "it names another key than the one beside it";
  if (entries >= sequence || hashAt(entries) !== head) return `entry ${entries} is not the head ${head.slice(0, 12)} that was signed`;
  return null;
};

const publicKey = (pem: string): KeyObject | null => {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
};
