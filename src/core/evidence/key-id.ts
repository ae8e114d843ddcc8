import { createHash, createPublicKey, type KeyObject } from "node:crypto";

/** A key by its name: `sha256:<hex>` over the DER (SubjectPublicKeyInfo) of the public key; the same for both keys of a pair. */
export const keyId = (key: KeyObject): string => {
  const open = key.type === "private" ? createPublicKey(key) : key;
  return `sha256:${createHash("sha256").update(open.export({ type: "spki", format: "der" })).digest("hex")}`;
};
