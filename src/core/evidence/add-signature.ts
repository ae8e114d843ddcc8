import { type KeyObject, sign } from "node:crypto";
import type { Envelope } from "./envelope.ts";
import { keyId } from "./key-id.ts";
import { preAuthenticationEncoding } from "./pre-authentication-encoding.ts";

/** The envelope with one more signature over the same payload; null when this key has signed it already. */
export const addSignature = (envelope: Envelope, key: KeyObject): Envelope | null => {
  const keyid = keyId(key);
  if (envelope.signatures.some((each) => each.keyid === keyid)) return null;
  const signature = sign(null, preAuthenticationEncoding(envelope.payloadType, Buffer.from(envelope.payload, "base64")), key);
  return { ...envelope, signatures: [...envelope.signatures, { keyid, sig: signature.toString("base64") }] };
};
