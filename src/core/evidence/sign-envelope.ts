import { type KeyObject, sign } from "node:crypto";
import type { Envelope } from "./envelope.ts";
import { keyId } from "./key-id.ts";
import { preAuthenticationEncoding } from "./pre-authentication-encoding.ts";

/** Puts a payload into an envelope with one ed25519 signature; `key` is a private key. */
export const signEnvelope = (payloadType: string, payload: string, key: KeyObject): Envelope => {
  const bytes = Buffer.from(payload, "utf8");
  const signature = sign(null, preAuthenticationEncoding(payloadType, bytes), key);
  return { payloadType, payload: bytes.toString("base64"), signatures: [{ keyid: keyId(key), sig: signature.toString("base64") }] };
};
