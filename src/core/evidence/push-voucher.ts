import type { KeyObject } from "node:crypto";
import { canonicalJson } from "../ledger/canonical-json.ts";
import type { Envelope } from "./envelope.ts";
import { signEnvelope } from "./sign-envelope.ts";

const payloadType = "application/vnd.lockstep.push+json";

/** What is signed of a run that is pushed: which run, and the digest of its document, so that the signature is of this one and no other. */
const payloadOf = (run: string, digest: string): string => canonicalJson({ lockstep: "push", schemaVersion: 1, run, digest });

/** Vouches for a run with a private key: whoever has the public one knows that this document is the one that was made there. */
export const signPush = (run: string, digest: string, key: KeyObject): Envelope => signEnvelope(payloadType, payloadOf(run, digest), key);

/** Whether an envelope is about this very document; whose signature it bears is another question. */
export const isAboutPush = (envelope: Envelope, run: string, digest: string): boolean =>
  envelope.payloadType === payloadType && Buffer.from(envelope.payload, "base64").toString("utf8") === payloadOf(run, digest);
