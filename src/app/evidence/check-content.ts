import { createHash } from "node:crypto";
import { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import { PushReceipt } from "../../core/domain/push-receipt.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { cardPath, checkpointPath, ledgerPath, pagePath, readmePath, recordPath, runPath, statementPath } from "../../core/evidence/archive-paths.ts";
import { checkpointIn, wrongWithCheckpoint } from "../../core/evidence/checkpoint.ts";
import type { RecordFact } from "../../core/evidence/evidence-facts.ts";
import type { EvidenceManifest } from "../../core/evidence/evidence-manifest.ts";
import { Envelope } from "../../core/evidence/envelope.ts";
import { parseEnvelope } from "../../core/evidence/parse-envelope.ts";
import { plainJson } from "../../core/evidence/plain-json.ts";
import { isAboutPush } from "../../core/evidence/push-voucher.ts";
import { retiredIn } from "../../core/evidence/retired-in.ts";
import type { RunFacts } from "../../core/evidence/run-facts.ts";
import { statementPayloadType } from "../../core/evidence/statement.ts";
import { testResult } from "../../core/evidence/test-result.ts";
import { canonicalJson, type CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { verifyChain } from "../../core/ledger/verify-chain.ts";
import { derivedFiles } from "./derived-files.ts";
import { factsOfRuns, inOrder, runOf } from "./facts-of.ts";
import { differs, type FoundFile, readArchive } from "./read-archive.ts";

/** What was found in an archive whose documents hold together. */
export interface CheckedContent {
  readonly runs: number;
  readonly records: number;
  /** What was signed by others than whoever exported the archive: files of sign-offs, and runs that were pushed. */
  readonly signed: readonly SignedPart[];
  readonly checkpoints: number;
  /** Runs that retention had taken away, and entries whose documents the scope left out. */
  readonly retired: number;
  readonly outside: number;
  /** Whether the pages were made again and were the same; false when another version of Lockstep made them. */
  readonly remade: boolean;
}

/** Something in an archive that bears a signature of its own. */
export interface SignedPart {
  readonly what: "sign-off" | "pushed run";
  readonly path: string;
  readonly envelope: Envelope;
}

/**
 * Reads the archive a second time, once its seal holds: the chain is whole up to the head; every document is the one that was sealed; what one entry could not leave out is
 * there; statements say what the runs say; checkpoints are heads of this chain; the pages say what the documents say. LS741 with the first that is not so.
 */
export const checkContent = async (path: string, cwd: string, manifest: EvidenceManifest, version: string): Promise<CheckedContent> => {
  const listed = new Set(manifest.files.map(({ path: name }) => name));
  const pages = new Map<string, Buffer>();
  const expected = new Map<string, string>();
  const records: RecordFact[] = [];
  const runs: RunFacts[] = [];
  const others = { checkpoints: 0 };
  const signed: SignedPart[] = [];
  let chain: { readonly entries: readonly LedgerEntry[]; readonly byPath: ReadonlyMap<string, LedgerEntry>; readonly byPlace: ReadonlyMap<string, LedgerEntry> } | null = null;
  let tell: ReturnType<typeof factsOfRuns> | null = null;
  const ledger = (name: string): NonNullable<typeof chain> => {
    if (chain === null) throw differs(name, "it stands before the ledger that it belongs to");
    return chain;
  };
  await readArchive(path, cwd, ({ path: name, content }: FoundFile) => {
    if (name === pagePath || name === readmePath || name === cardPath) pages.set(name, content);
    else if (name === ledgerPath) chain = chainIn(content, manifest);
    else if (name === checkpointPath) {
      const said = checkpointIn(parseEnvelope(content));
      if (said === null || said.entries !== manifest.ledger.entries || said.head !== manifest.ledger.head || said.at !== manifest.at) throw differs(name, "it was signed for another head than the archive's");
    } else if (name.startsWith("records/")) {
      const entry = sealed(name, content, ledger(name).byPath);
      const payload = JSON.parse(content.toString("utf8")) as unknown;
      if (entry.kind === "checkpoint") {
        const what = wrongWithCheckpoint(payload, entry.sequence, (sequence) => ledger(name).entries[sequence - 1]?.hash);
        if (what !== null) throw differs(name, what);
        others.checkpoints += 1;
      }
      const pushed = entry.kind === "push" ? PushReceipt.safeParse(payload).data : undefined;
      if (pushed !== undefined && pushed.envelope !== null) {
        if (!isAboutPush(pushed.envelope, pushed.run, pushed.digest)) throw differs(name, "what was signed is not about the run that it names");
        signed.push({ what: "pushed run", path: name, envelope: pushed.envelope });
      }
      records.push({ entry, path: name, payload });
    } else if (name.startsWith("runs/")) {
      const entry = sealed(name, content, ledger(name).byPath);
      const run = readable(name, content);
      if (run.id !== entry.subject) throw differs(name, `it is run ${run.id}, and the ledger sealed run ${entry.subject}`);
      tell ??= factsOfRuns(records);
      runs.push(tell(run, entry, name));
      expected.set(statementPath(entry), JSON.stringify(testResult(run, entry.payloadDigest, name)));
    } else if (name.startsWith("statements/")) {
      const { payloadType, payload } = parseEnvelope(content);
      const wanted = expected.get(name);
      if (wanted === undefined) throw differs(name, "it is about no run of this archive");
      if (payloadType !== statementPayloadType || Buffer.from(payload, "base64").toString("utf8") !== wanted) throw differs(name, "it does not say what its run says");
      expected.delete(name);
    } else if (name.startsWith("sign-offs/")) {
      const digest = digestOf(content);
      if (name !== `sign-offs/${digest}.json` || !ledger(name).byPlace.has(`sign-off ${digest}`)) throw differs(name, "the ledger names no such signed file");
      signed.push({ what: "sign-off", path: name, envelope: signOffIn(name, content) });
    } else if (name.startsWith("texts/") && name !== `texts/${digestOf(content)}.txt`) throw differs(name, "its text is not the one of its name");
  });
  const { entries } = ledger(ledgerPath);
  const [without] = expected.keys();
  if (without !== undefined) throw differs(without, "a run of this archive has no statement");
  const retired = new Map(retiredIn(records).map((each) => [`${each.kind} ${each.subject}`, each]));
  const absent = entries.filter((entry) => !listed.has(entry.kind === "run" ? runPath(entry) : recordPath(entry)));
  const isGone = ({ kind, subject, payloadDigest, sequence }: LedgerEntry): boolean => {
    const each = retired.get(`${kind} ${subject}`);
    return each !== undefined && each.digest === payloadDigest && each.sequence > sequence;
  };
  const left = absent.filter((entry) => !isGone(entry));
  const { scope } = manifest;
  const lost = left.find((entry) => (entry.kind === "run" ? scope.model === null && scope.from === null && scope.to === null && (scope.runs.length === 0 || scope.runs.includes(entry.subject)) : scope.model === null));
  if (lost !== undefined) throw differs(`entry ${lost.sequence}`, `${lost.kind} ${lost.subject} is in the scope of the archive and its document is not in it`);
  return { runs: runs.length, records: records.length, ...others, signed, retired: absent.length - left.length, outside: left.length, remade: remade(manifest, version, pages, { entries, records, runs, listed }) };
};

/** Whether the pages, made again from the documents, are those of the archive; another version may word them otherwise. */
const remade = ({ at, scope, tool }: EvidenceManifest, version: string, pages: ReadonlyMap<string, Buffer>, { entries, records, runs, listed }: { readonly entries: readonly LedgerEntry[]; readonly records: readonly RecordFact[]; readonly runs: readonly RunFacts[]; readonly listed: ReadonlySet<string> }): boolean => {
  const made = derivedFiles({ at, scope, version: tool.version, entries, records, runs: inOrder(runs), files: new Set([...listed].filter((name) => /^(?:records|sign-offs|texts)\//.test(name))) });
  for (const [name, text] of made) {
    const found = pages.get(name);
    if (found === undefined) throw differs(name, "it is not in the archive");
    if (tool.version === version && !found.equals(Buffer.from(text, "utf8"))) throw differs(name, "it does not say what the documents say");
  }
  return tool.version === version;
};

/** A file of a sign-off is an envelope of its own. */
const signOffIn = (name: string, content: Buffer): Envelope => {
  const read = Envelope.safeParse(parsed(content));
  if (!read.success) throw differs(name, "it is no envelope");
  return read.data;
};

const parsed = (content: Buffer): unknown => {
  try {
    return plainJson(content.toString("utf8"));
  } catch {
    return null;
  }
};

const digestOf = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

/** The chain, as each of its lines says it in the one way in which it can be written. */
const chainIn = (content: Buffer, { ledger }: EvidenceManifest): { readonly entries: readonly LedgerEntry[]; readonly byPath: ReadonlyMap<string, LedgerEntry>; readonly byPlace: ReadonlyMap<string, LedgerEntry> } => {
  const lines = content.toString("utf8").split("\n");
  if (lines.pop() !== "") throw differs(ledgerPath, "its last line does not end");
  const entries = lines.map((line, index) => {
    try {
      const entry = LedgerEntry.parse(JSON.parse(line));
      if (canonicalJson(entry as unknown as CanonicalValue) === line) return entry;
    } catch {
      // Told below, as any other line that is none.
    }
    throw differs(`${ledgerPath}, line ${index + 1}`, "it is no entry of a ledger as Lockstep writes it");
  });
  const chain = verifyChain(entries);
  if (chain.problem !== null) throw differs(`${ledgerPath}, entry ${chain.problem.sequence}`, chain.problem.what);
  if (chain.entries !== ledger.entries || chain.head !== ledger.head) throw differs(ledgerPath, `it ends at entry ${chain.entries} with head ${chain.head.slice(0, 12)}, and the signed list says ${ledger.entries} and ${ledger.head.slice(0, 12)}`);
  return { entries, byPath: new Map(entries.map((entry) => [entry.kind === "run" ? runPath(entry) : recordPath(entry), entry])), byPlace: new Map(entries.map((entry) => [`${entry.kind} ${entry.subject}`, entry])) };
};

/** The entry that sealed this very document. */
const sealed = (name: string, content: Buffer, byPath: ReadonlyMap<string, LedgerEntry>): LedgerEntry => {
  const entry = byPath.get(name);
  if (entry === undefined) throw differs(name, "the ledger has no such entry");
  if (digestOf(content) !== entry.payloadDigest) throw differs(name, `it is not what entry ${entry.sequence} sealed (${entry.kind} ${entry.subject})`);
  return entry;
};

const readable = (name: string, content: Buffer): ReturnType<typeof runOf> => {
  try {
    return runOf(content.toString("utf8"), name);
  } catch (cause) {
    if (cause instanceof LockstepError) throw differs(name, cause.message);
    throw differs(name, "it is no JSON");
  }
};
