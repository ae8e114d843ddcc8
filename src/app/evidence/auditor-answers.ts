import { z } from "zod";
import { auditorList } from "../../core/evidence/auditor-list.ts";
import type { EvidenceScope } from "../../core/evidence/evidence-manifest.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { collectEvidence } from "./collect-evidence.ts";
import { factsOfRuns, inOrder, runOf } from "./facts-of.ts";

/** So many lines of an answer are given; an archive holds all of them. */
const mostLines = 200;

/** What an auditor asks, answered as the page of an archive of the same scope and moment answers it. */
export const AuditorAnswers = z.object({
  at: z.string(),
  ledger: z.object({ entries: z.number().int(), head: z.string() }),
  runs: z.number().int(),
  answers: z.array(z.object({
    question: z.string(),
    short: z.string(),
    /** `links`: paths of the archive that the line rests on. */
    lines: z.array(z.object({ text: z.string(), links: z.array(z.string()) })),
    /** How many more lines the archive has. */
    more: z.number().int(),
  })),
});
export type AuditorAnswers = z.infer<typeof AuditorAnswers>;

/** The answers of a scope at a moment (ISO 8601). LS502 and LS503 as for an archive. */
export const auditorAnswers = (store: RunStore, scope: EvidenceScope, { at, version, cwd }: { readonly at: string; readonly version: string; readonly cwd: string }): AuditorAnswers => {
  const { entries, runs, records, files } = collectEvidence(store, scope, cwd);
  const tell = factsOfRuns(records);
  const told = runs.map(({ entry, path, text }) => tell(runOf(text(), `run ${entry.subject}`), entry, path));
  const answers = auditorList({ at, scope, version, entries, records, runs: inOrder(told), files: new Set(files.map(({ path }) => path)) });
  return {
    at, ledger: { entries: entries.length, head: entries.at(-1)?.hash ?? "" }, runs: runs.length,
    answers: answers.map(({ question, short, lines }) => ({ question, short, lines: lines.slice(0, mostLines).map(({ text, links }) => ({ text, links: [...links] })), more: Math.max(0, lines.length - mostLines) })),
  };
};
