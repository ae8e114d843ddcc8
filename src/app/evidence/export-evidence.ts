import type { KeyObject } from "node:crypto";
import { checkpointPath, ledgerPath, statementPath } from "../../core/evidence/archive-paths.ts";
import { signCheckpoint } from "../../core/evidence/checkpoint.ts";
import { envelopeText } from "../../core/evidence/envelope-text.ts";
import { type EvidenceManifest, type EvidenceScope, manifestPayloadType } from "../../core/evidence/evidence-manifest.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import { signEnvelope } from "../../core/evidence/sign-envelope.ts";
import { statementPayloadType } from "../../core/evidence/statement.ts";
import { testResult } from "../../core/evidence/test-result.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { canonicalJson, type CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { verifyChain } from "../../core/ledger/verify-chain.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { closingFiles } from "./closing-files.ts";
import { collectEvidence } from "./collect-evidence.ts";
import { derivedFiles } from "./derived-files.ts";
import { factsOfRuns, inOrder, runOf } from "./facts-of.ts";
import { type ArchiveFile, writeArchive } from "./write-archive.ts";

export interface ExportRequest {
  readonly scope: EvidenceScope;
  /** The team's private key. */
  readonly key: KeyObject;
  /** Absolute. */
  readonly output: string;
  /** When it is exported, ISO 8601: the same store exported at the same moment gives the same bytes. */
  readonly at: string;
  readonly version: string;
  /** Where files that sign-offs name are looked for. */
  readonly cwd: string;
}

export interface ExportedEvidence {
  readonly runs: number;
  readonly records: number;
  readonly entries: number;
  readonly head: string;
  readonly signedBy: string;
}

/** Writes the archive of a scope, signed. LS503 when the store is not what its ledger sealed, LS502 for nothing to export, LS506, LS740 when it would be too large. */
export const exportEvidence = async (store: RunStore, { scope, key, output, at, version, cwd }: ExportRequest): Promise<ExportedEvidence> => {
  const { entries, runs, records, files } = collectEvidence(store, scope, cwd);
  const chain = verifyChain(entries);
  if (chain.problem !== null) throw new LockstepError("LS503", { message: `the ledger does not verify: ${chain.problem.what}`, place: `entry ${chain.problem.sequence}` });
  const tell = factsOfRuns(records);
  const statements: ArchiveFile[] = [];
  const told = runs.map(({ entry, path, text }) => {
    const run = runOf(text(), `run ${entry.subject}`);
    const envelope = signEnvelope(statementPayloadType, JSON.stringify(testResult(run, entry.payloadDigest, path)), key);
    statements.push(fileOf(statementPath(entry), envelopeText(envelope)));
    return tell(run, entry, path);
  });
  const all = [
    ...files, ...statements, ...runs.map(({ path, text }) => ({ path, read: () => Buffer.from(text(), "utf8") })),
    fileOf(ledgerPath, Buffer.concat(entries.map((entry) => Buffer.from(`${canonicalJson(entry as unknown as CanonicalValue)}\n`)))),
    fileOf(checkpointPath, envelopeText(signCheckpoint({ sequence: chain.entries, hash: chain.head }, at, key).envelope)),
  ];
  const facts = { at, scope, version, entries, records, runs: inOrder(told), files: new Set(files.map(({ path }) => path)) };
  const pages = [...derivedFiles(facts)].map(([path, text]) => fileOf(path, text));
  await writeArchive(output, [...all, ...pages], (listed) => {
    const manifest: EvidenceManifest = { lockstep: "evidence", schemaVersion: 1, at, tool: { name: "lockstep", version }, scope, ledger: { entries: chain.entries, head: chain.head }, files: [...listed] };
    return closingFiles(signEnvelope(manifestPayloadType, `${JSON.stringify(manifest, null, 1)}\n`, key), [key]);
  });
  return { runs: runs.length, records: records.length, entries: chain.entries, head: chain.head, signedBy: keyId(key) };
};

const fileOf = (path: string, content: string | Uint8Array): ArchiveFile => ({ path, read: () => (typeof content === "string" ? Buffer.from(content, "utf8") : content) });
