import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { checkpointPath, isClosingPath, isEnvelopePath, keyPath, manifestPath, signaturePath } from "../../core/evidence/archive-paths.ts";
import type { Envelope } from "../../core/evidence/envelope.ts";
import { strictEnvelope } from "../../core/evidence/envelope-text.ts";
import { EvidenceManifest, manifestPayloadType } from "../../core/evidence/evidence-manifest.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import { plainJson } from "../../core/evidence/plain-json.ts";
import { verifyEnvelope } from "../../core/evidence/verify-envelope.ts";
import { publicPem } from "./closing-files.ts";
import { differs, readArchive } from "./read-archive.ts";

/** What an archive's seal says once it holds: the list, and by ids the keys that signed it. */
export interface Seal {
  readonly manifest: EvidenceManifest;
  readonly envelope: Envelope;
  /** All keys of the archive, by id. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** By path, the ids of the keys that signed an envelope. */
  readonly signatures: ReadonlyMap<string, readonly string[]>;
}

const hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

interface Seen {
  readonly path: string;
  readonly digests: { readonly size: number; readonly sha256: string; readonly packed: { readonly size: number; readonly sha256: string } };
  readonly payload: string | null;
}

/**
 * Reads the archive once and holds its bytes against its own signed list: nothing added, dropped, changed, renamed or moved; every signature made by the key that it names,
 * and no key beside those. Whose the keys are is another question. LS740, LS741.
 */
export const checkSeal = async (path: string, cwd: string): Promise<Seal> => {
  const seen: Seen[] = [];
  const closing = new Map<string, Buffer>();
  const signers = new Map<string, string>();
  const keys = new Map<string, KeyObject>();
  const envelopes: (readonly [string, Envelope])[] = [];
  await readArchive(path, cwd, ({ path: name, content, packed }) => {
    if (isClosingPath(name)) {
      closing.set(name, content);
      return;
    }
    if (closing.size > 0) throw differs(name, "it stands behind the files that close the archive");
    const envelope = isEnvelopePath(name) ? envelopeIn(name, content) : null;
    if (envelope !== null) envelopes.push([name, envelope]);
    seen.push({ path: name, payload: envelope === null ? null : hex(Buffer.from(envelope.payload, "base64")), digests: { size: content.byteLength, sha256: hex(content), packed: { size: packed.byteLength, sha256: hex(packed) } } });
  });
  const text = closing.get(manifestPath);
  const signature = closing.get(signaturePath);
  if (text === undefined || signature === undefined) throw differs(text === undefined ? manifestPath : signaturePath, "it is not in the archive");
  const envelope = envelopeIn(signaturePath, signature);
  for (const [name, content] of closing) if (name.startsWith("keys/")) keys.set(...keyIn(name, content));
  for (const [name, each] of [...envelopes, [signaturePath, envelope] as const]) {
    checkSignatures(name, each, keys);
    for (const { keyid = "" } of each.signatures) signers.set(keyid, name);
  }
  const stray = [...keys.keys()].find((id) => !signers.has(id));
  if (stray !== undefined) throw differs(keyPath(stray), "nothing in the archive was signed with this key");
  const order = [manifestPath, signaturePath, ...[...keys.keys()].map(keyPath).sort()];
  if ([...closing.keys()].join() !== order.join()) throw differs([...closing.keys()].find((name, index) => name !== order[index]) ?? manifestPath, "it is not in its place");
  if (envelope.payloadType !== manifestPayloadType || !Buffer.from(envelope.payload, "base64").equals(text)) throw differs(manifestPath, "it is not the list that was signed");
  const manifest = manifestIn(text);
  compare(manifest, seen);
  return { manifest, envelope, keys, signatures: new Map([...envelopes, [signaturePath, envelope] as const].map(([name, each]) => [name, each.signatures.map(({ keyid = "" }) => keyid)])) };
};

const envelopeIn = (name: string, content: Buffer): Envelope => {
  const envelope = strictEnvelope(content);
  if (envelope === null) throw differs(name, "it is no envelope as Lockstep writes it");
  return envelope;
};

const keyIn = (name: string, content: Buffer): readonly [string, KeyObject] => {
  let key: KeyObject;
  try {
    key = createPublicKey(content.toString("utf8"));
  } catch {
    throw differs(name, "it is no public key");
  }
  if (key.asymmetricKeyType !== "ed25519" || !Buffer.from(publicPem(key)).equals(content) || keyPath(keyId(key)) !== name) throw differs(name, "it is not the key that its name says");
  return [keyId(key), key];
};

/** Each signature of an envelope, by the key of the archive that it names. */
const checkSignatures = (name: string, envelope: Envelope, keys: ReadonlyMap<string, KeyObject>): void => {
  const ids = envelope.signatures.map(({ keyid }) => keyid);
  if (new Set(ids).size !== ids.length) throw differs(name, "one key signed it twice");
  for (const signature of envelope.signatures) {
    const key = keys.get(signature.keyid ?? "");
    if (key === undefined) throw differs(name, `the key ${signature.keyid ?? "that signed it"} is not in the archive`);
    if (verifyEnvelope({ ...envelope, signatures: [signature] }, [{ name: null, key }]).length === 0) throw differs(name, `its signature by ${signature.keyid ?? ""} does not verify`);
  }
};

const manifestIn = (text: Buffer): EvidenceManifest => {
  try {
    return EvidenceManifest.parse(plainJson(text.toString("utf8")));
  } catch (cause) {
    throw differs(manifestPath, `it is no list of an archive that this Lockstep reads (${(cause as Error).name})`);
  }
};

const compare = ({ files }: EvidenceManifest, seen: readonly Seen[]): void => {
  const names = new Set(files.map(({ path }) => path));
  const added = seen.find(({ path }) => !names.has(path));
  if (added !== undefined) throw differs(added.path, "it was added: the signed list does not name it");
  for (let index = 0; index < Math.max(files.length, seen.length); index += 1) {
    const [listed, found] = [files[index], seen[index]];
    if (listed === undefined) throw differs(found?.path ?? "", "the signed list names it once");
    if (found === undefined || found.path !== listed.path) throw differs(listed.path, found === undefined || !seen.some(({ path }) => path === listed.path) ? "it was taken out: the signed list names it" : "it is not in its place");
    if ("payload" in listed !== isEnvelopePath(listed.path)) throw differs(listed.path, "the signed list does not say of it what it should");
    if ("payload" in listed ? listed.payload !== found.payload : JSON.stringify({ size: listed.size, sha256: listed.sha256, packed: listed.packed }) !== JSON.stringify(found.digests)) throw differs(listed.path, "it is not as it was signed");
  }
  if (!seen.some(({ path }) => path === checkpointPath)) throw differs(checkpointPath, "it is not in the archive");
};
