import { type KeyObject, verify } from "node:crypto";
import type { Envelope } from "./envelope.ts";
import { preAuthenticationEncoding } from "./pre-authentication-encoding.ts";

/** A key that somebody here trusts, and whose it is; null when only the key is known. */
export interface TrustedKey {
  readonly name: string | null;
  /** A public ed25519 key. */
  readonly key: KeyObject;
}

/** The trusted keys that signed this envelope, whatever key ids it names; none when no trusted key did. */
export const verifyEnvelope = (envelope: Envelope, trusted: readonly TrustedKey[]): readonly TrustedKey[] => {
  const signed = preAuthenticationEncoding(envelope.payloadType, Buffer.from(envelope.payload, "base64"));
  return trusted.filter(({ key }) => key.asymmetricKeyType === "ed25519" && envelope.signatures.some(({ sig }) => verify(null, signed, key, Buffer.from(sig, "base64"))));
};
