import { createPublicKey, type KeyObject } from "node:crypto";
import { keyPath, manifestPath, signaturePath } from "../../core/evidence/archive-paths.ts";
import type { Envelope } from "../../core/evidence/envelope.ts";
import { envelopeText } from "../../core/evidence/envelope-text.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import type { ArchiveFile } from "./write-archive.ts";

/** A public key as it lies in an archive; the one way in which it can be written. */
export const publicPem = (key: KeyObject): string => (key.type === "private" ? createPublicKey(key) : key).export({ type: "spki", format: "pem" }).toString();

/** What closes an archive: the list of its files, its signatures, and the public keys of whoever signed anything in it. */
export const closingFiles = (envelope: Envelope, keys: readonly KeyObject[]): ArchiveFile[] => {
  const file = (path: string, bytes: Uint8Array): ArchiveFile => ({ path, read: () => bytes });
  const byId = new Map(keys.map((key) => [keyPath(keyId(key)), publicPem(key)]));
  return [
    file(manifestPath, Buffer.from(envelope.payload, "base64")),
    file(signaturePath, Buffer.from(envelopeText(envelope))),
    ...[...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, pem]) => file(path, Buffer.from(pem))),
  ];
};
