import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { recordPath, runPath, signOffPath, textPath } from "../../core/evidence/archive-paths.ts";
import type { RecordFact } from "../../core/evidence/evidence-facts.ts";
import type { EvidenceScope } from "../../core/evidence/evidence-manifest.ts";
import { firstModels, modelsOfRecord } from "../../core/evidence/model-of-record.ts";
import { textOf } from "../../core/evidence/payload-text.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { ArchiveFile } from "./write-archive.ts";

/** What of a store goes into an archive, up to the ledger's head at this moment. */
export interface CollectedEvidence {
  readonly entries: readonly LedgerEntry[];
  /** Entries of the runs in scope that are still kept; each is read when it is asked for. */
  readonly runs: readonly { readonly entry: LedgerEntry; readonly path: string; readonly text: () => string }[];
  readonly records: readonly RecordFact[];
  /** Records, sign-off files and texts. */
  readonly files: readonly ArchiveFile[];
}

/** Finds what a scope holds. LS502 for a run that is not there, for a model without runs, and for an empty ledger. */
export const collectEvidence = (store: RunStore, scope: EvidenceScope, cwd: string): CollectedEvidence => {
  const entries = [...store.ledger()];
  if (entries.length === 0) throw new LockstepError("LS502", { message: "the ledger is empty: there is nothing to export" });
  const ids = runsInScope(store, scope);
  const missing = scope.runs.filter((id) => !ids.has(id));
  if (missing.length > 0) throw new LockstepError("LS502", { message: `no such run in this scope: ${missing.join(", ")}`, place: missing[0] ?? "" });
  if (scope.model !== null && store.list(1, 0, { model: scope.model }).length === 0 && !entries.some(({ subject }) => subject.startsWith(`${scope.model}/`))) throw new LockstepError("LS502", { message: `there is no run of ${scope.model} in this store`, place: scope.model, todo: "See: lockstep runs" });
  const records = recordsInScope(store, entries, scope.model);
  const runs = entries.filter(({ kind, subject }) => kind === "run" && ids.has(subject)).map((entry) => ({ entry, path: runPath(entry), text: () => documentOf(store, entry) }));
  return {
    entries, runs, records: records.map(({ fact }) => fact),
    files: [...records.map(({ fact, text }) => plain(fact.path, text)), ...signOffFiles(records.map(({ fact }) => fact), cwd), ...texts(store, runs.map(({ text }) => text), records.map(({ fact }) => fact))],
  };
};

const plain = (path: string, text: string): ArchiveFile => ({ path, read: () => Buffer.from(text, "utf8") });

const documentOf = (store: RunStore, { kind, subject }: LedgerEntry): string => {
  const text = store.document(kind, subject);
  if (text === null) throw new LockstepError("LS503", { message: `${kind} ${subject} was taken away while it was exported`, place: subject, todo: "Export again." });
  return text;
};

const pageSize = 1000;

const runsInScope = (store: RunStore, { model, from, to, runs }: EvidenceScope): ReadonlySet<string> => {
  const found = new Set<string>();
  for (let offset = 0; ; offset += pageSize) {
    const page = store.list(pageSize, offset, { model });
    for (const { id, startedAt } of page) {
      if ((from === null || Date.parse(startedAt) >= Date.parse(from)) && (to === null || Date.parse(startedAt) < Date.parse(to)) && (runs.length === 0 || runs.includes(id))) found.add(id);
    }
    if (page.length < pageSize) return found;
  }
};

/** Records of the model, and those that concern all models; whole, whatever the period, since what was agreed before it held in it. */
const recordsInScope = (store: RunStore, entries: readonly LedgerEntry[], model: string | null): { readonly fact: RecordFact; readonly text: string }[] => {
  const all = entries.filter(({ kind }) => kind !== "run").map((entry) => {
    const text = documentOf(store, entry);
    return { text, fact: { entry, path: recordPath(entry), payload: JSON.parse(text) as unknown } };
  });
  if (model === null) return all;
  const first = firstModels(all.map(({ fact: { entry, payload } }) => ({ kind: entry.kind, subject: entry.subject, payload })));
  return all.filter(({ fact: { entry, payload } }) => modelsOfRecord(entry.kind, entry.subject, payload, first)?.includes(model) ?? true);
};

/** The signed files that sign-offs were written to, where they still lie there as they were. */
const signOffFiles = (records: readonly RecordFact[], cwd: string): ArchiveFile[] =>
  records.filter(({ entry }) => entry.kind === "sign-off").flatMap(({ entry, payload }) => {
    const file = textOf(payload, "file");
    try {
      const text = readFileSync(resolve(cwd, file ?? ""), "utf8");
      return sha256(text) === entry.subject ? [plain(signOffPath(entry.subject), text)] : [];
    } catch {
      return [];
    }
  });

/** The manifests that runs name, and the fingerprints and policies that records name, where they were kept. */
const texts = (store: RunStore, runs: readonly (() => string)[], records: readonly RecordFact[]): ArchiveFile[] => {
  const named = new Set<string>();
  for (const text of runs) for (const { digest } of Run.shape.agreement.parse((JSON.parse(text()) as { agreement?: unknown }).agreement)?.manifests ?? []) named.add(digest.replace(/^sha256:/, ""));
  for (const { entry, payload } of records) named.add(textOf(payload, entry.kind === "policy" ? "digest" : "text") ?? "");
  return [...named].filter((digest) => /^[0-9a-f]{64}$/.test(digest)).flatMap((digest) => {
    const text = store.text(digest);
    return text === null ? [] : [plain(textPath(digest), text)];
  });
};
