import { keyId } from "../../core/evidence/key-id.ts";
import type { EvidenceManifest } from "../../core/evidence/evidence-manifest.ts";
import { signaturePath } from "../../core/evidence/archive-paths.ts";
import type { TrustedKey } from "../../core/evidence/verify-envelope.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { scopeWords } from "./auditor-page.ts";
import { checkContent } from "./check-content.ts";
import { checkSeal } from "./check-seal.ts";
import { checkSignedParts, type PartSignature, signedWords } from "./check-signed-parts.ts";
import { differs } from "./read-archive.ts";

export interface VerifyRequest {
  readonly file: string;
  readonly cwd: string;
  /** Keys whose owners are known here; any of them is enough. */
  readonly trusted: readonly TrustedKey[];
  /** Keys that must all have signed the list, the head and every statement. */
  readonly required: readonly TrustedKey[];
  /** Keys of people and machines who signed parts of it, as sign-offs and pushed runs. They make nobody trusted for the archive. */
  readonly others: readonly TrustedKey[];
  readonly version: string;
}

/** What verifying an archive came to; one that does not verify is LS740 or LS741. */
export interface VerifiedArchive {
  /** `proven`: by a key that is trusted here. `nobody known`: it holds together, and no key was named that is trusted. */
  readonly outcome: "proven" | "nobody known";
  readonly at: string;
  readonly scope: EvidenceManifest["scope"];
  readonly ledger: EvidenceManifest["ledger"];
  readonly runs: number;
  readonly signedBy: readonly { readonly key: string; readonly trusted: boolean }[];
  /** Signatures over parts of it: sign-offs, and runs that were pushed. */
  readonly parts: readonly PartSignature[];
  /** Sentences. */
  readonly proven: readonly string[];
  readonly notProven: readonly string[];
}

/** Verifies an archive from its bytes to what its pages say, without network or store. LS740, LS741. */
export const verifyArchive = async ({ file, cwd, trusted, required, others, version }: VerifyRequest): Promise<VerifiedArchive> => {
  const { manifest, envelope, keys, signatures } = await checkSeal(file, cwd);
  const ids = new Set([...trusted, ...required].map(({ key }) => keyId(key)));
  const signers = envelope.signatures.map(({ keyid = "" }) => keyid);
  if (ids.size > 0 && !signers.some((id) => ids.has(id))) throw differs(signaturePath, `none of the keys that are trusted here signed it; it was signed with ${listOf(signers)}`);
  for (const id of required.map(({ key }) => keyId(key))) {
    const without = [...signatures].find(([, by]) => !by.includes(id));
    if (without !== undefined) throw differs(without[0], `it is not signed with ${id}, which was asked for`);
  }
  const content = await checkContent(file, cwd, manifest, version);
  const parts = checkSignedParts(content.signed, [...others, ...trusted, ...required], [...keys.values()].map((key) => ({ name: null, key })));
  const words = signedWords(parts);
  const known = signers.filter((id) => ids.has(id));
  const { runs, records, retired, outside, checkpoints, remade } = content;
  return {
    outcome: known.length > 0 ? "proven" : "nobody known", at: manifest.at, scope: manifest.scope, ledger: manifest.ledger, runs,
    signedBy: signers.map((key) => ({ key, trusted: ids.has(key) })), parts,
    proven: [
      `every byte of the archive is what ${known.length > 0 ? `the trusted ${known.length === 1 ? "key" : "keys"} ${listOf(known)}` : `whoever holds ${listOf(signers)}`} signed at ${manifest.at}: nothing was added, dropped, changed or moved`,
      `the ledger's chain is whole: ${countOf(manifest.ledger.entries, "entry", "entries")} up to head ${manifest.ledger.head}`,
      `${countOf(runs, "run")} and ${countOf(records, "record")} are as they were entered, and each run's statement says what the run says`,
      ...(checkpoints === 0 ? [] : [`${countOf(checkpoints, "checkpoint")} in the ledger ${checkpoints === 1 ? "is a head" : "are heads"} of this chain`]),
      ...(remade ? ["the auditor's page and the model card say what the documents say: they were made again, and are the same"] : []),
      ...(retired === 0 ? [] : [`${countOf(retired, "run")} that ${retired === 1 ? "is" : "are"} no longer kept ${retired === 1 ? "is" : "are"} named by retention, each with its digest`]),
      ...words.proven,
    ],
    notProven: [
      ...(known.length > 0 ? [] : [`who signed it: no key was named that is trusted here (--trusted-key), so anybody may have made it`]),
      ...signers.filter((id) => known.length > 0 && !ids.has(id)).map((id) => `whose key ${id} is, which signed it too`),
      ...(outside === 0 ? [] : [`what the documents of ${countOf(outside, "entry", "entries")} outside its scope say: whoever exported it chose the scope (${scopeWords(manifest.scope)})`]),
      ...(remade ? [] : [`that the auditor's page says what the documents say: Lockstep ${manifest.tool.version} worded it, this is ${version}`]),
      ...words.notProven,
      "that the ledger was not written anew as a whole: compare its head with one that you noted, or that an older report, checkpoint or archive names",
      "that the machine's clock was right, that what was entered was true, and that nothing was left out before it was entered",
    ],
  };
};
