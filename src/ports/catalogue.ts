import type { LedgerEntry, LedgerKind } from "../core/domain/ledger-entry.ts";
import type { Decision } from "../core/domain/decision.ts";
import type { Finding } from "../core/domain/finding.ts";
import type { Page } from "../core/domain/page.ts";
import type { Run } from "../core/domain/run.ts";
import type { Severity, Verdict } from "../core/domain/verdict.ts";
import type { WaivedBy } from "../core/domain/waiver.ts";
import type { RunSummary } from "./run-store.ts";

/** A run in a list, with what tells it from its neighbours. `verdict` is what it counts as with the waivers that hold at the moment of asking. */
export interface ListedRun extends RunSummary {
  /** As it was judged, with the waivers that held then; the sentence and the decision are of that moment too. */
  readonly judged: Verdict;
  /** Ids of the waivers that hold for findings of it, where they or others that are over make a difference. */
  readonly waivers: readonly string[];
  /** Who pushed it, where it was not made at this store, and the name of the key that vouched for it when it came; null for a run that was made here. */
  readonly pushed: { readonly by: string; readonly key: string | null } | null;
  readonly kind: Run["kind"];
  /** The candidate's name: where the model runs whose behaviour is judged. */
  readonly environment: string;
  readonly modelVersion: string | null;
  readonly codeRevision: string | null;
  readonly decision: Decision["action"];
  readonly findings: number;
}

/** The newest of each kind of run for one model in one environment, and since when it has not been well. */
export interface ModelState {
  readonly model: string;
  readonly environment: string;
  readonly runs: readonly ListedRun[];
  /** Start of the first of the runs in a row, of the kind that is worst, that did not pass; null while it is well. */
  readonly since: string | null;
}

export interface ListedFinding extends Pick<Finding, "id" | "check" | "subject" | "verdict" | "severity" | "mode" | "statement" | "estimate" | "unit" | "interval" | "margin" | "n"> {
  readonly run: string;
  readonly model: string | null;
  readonly environment: string;
  readonly startedAt: string;
  /** The waiver that holds for it at the moment of asking; the finding keeps its verdict. */
  readonly waived: WaivedBy | null;
}

/** `after` is the `next` of the page before; `limit` from 1 to 500. */
export interface PageQuery {
  readonly after?: string | null | undefined;
  readonly limit: number;
  /** Only what is of one of these; null: whatever it is of. For whoever may see some models. */
  readonly models?: readonly string[] | null;
  /** The moment for which verdicts are told, ISO 8601; now when left out. */
  readonly at?: string | null;
}

export interface RunQuery extends PageQuery {
  readonly model?: string | null;
  readonly environment?: string | null;
  readonly verdict?: Verdict | null;
  readonly kind?: Run["kind"] | null;
  /** Words that stand in its headline, model, version, revision, sources, options or id. */
  readonly words?: string | null;
  /** ISO 8601; from (in it) and to (not in it). */
  readonly from?: string | null;
  readonly to?: string | null;
  /** Verdicts as they were judged, whatever was waived since: for what tells of a run as it was. */
  readonly asJudged?: boolean;
}

export interface FindingQuery extends PageQuery {
  readonly run?: string | null;
  readonly model?: string | null;
  readonly environment?: string | null;
  readonly check?: string | null;
  readonly verdict?: Verdict | null;
  readonly severity?: Severity | null;
  /** The finding's own id: its history over runs, newest first. */
  readonly finding?: string | null;
}

/** One look at a hypothesis, without its windows. */
export interface HypothesisLook {
  readonly run: string;
  readonly at: string;
  readonly model: string;
  readonly name: string;
  readonly environment: string;
  readonly claim: string;
  readonly metric: string;
  readonly unit: string;
  readonly severity: Severity;
  readonly version: number;
  readonly verdict: Verdict;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly corridor: { readonly low: number | null; readonly high: number | null };
  /** When production is most likely to have left the corridor. */
  readonly since: string | null;
  /** Why nothing could be judged; null otherwise. */
  readonly refused: string | null;
}

/** A hypothesis with its newest look; null while it is registered and was never looked at. */
export interface ListedHypothesis {
  readonly model: string;
  readonly name: string;
  readonly claim: string;
  readonly look: HypothesisLook | null;
}

/** Where the reading of an environment lies: in a run, at this position of its fingerprints, or in a record of kind `fingerprint`. */
export interface ReadingPlace {
  readonly environment: string;
  readonly at: string;
  readonly source: "run" | "record";
  readonly subject: string;
  readonly position: number;
  readonly replica: string | null;
}

/**
 * The store as lists and pages read it: nothing here costs more as history grows than its page does. Verdicts of runs, and what is filtered and sorted by them, are worked out when
 * they are asked for, from the waivers that hold then: one that is over fails again without anything being entered.
 */
export interface Catalogue {
  /** Every model in every environment, worst first, then by name; `words`: those in whose names, of model or environment, this stands. */
  states(query: PageQuery & { readonly model?: string | null; readonly verdict?: Verdict | null; readonly words?: string | null }): Page<ModelState>;
  /** Newest first. */
  runs(query: RunQuery): Page<ListedRun>;
  /** Of one run in the run's order; of several newest first. */
  findings(query: FindingQuery): Page<ListedFinding>;
  /** In order of sequence; `newestFirst` the other way about. */
  ledger(query: PageQuery & { readonly kind?: LedgerKind | null; readonly newestFirst?: boolean }): Page<LedgerEntry>;
  /** Entries after this sequence, in order, at most `limit`: how somebody follows the ledger. */
  entriesAfter(sequence: number, limit: number, kinds?: readonly LedgerKind[]): readonly LedgerEntry[];
  /** The last entry; null while there is none. */
  head(): LedgerEntry | null;
  /** One record's payload by kind and subject; null when there is none. */
  record(kind: LedgerKind, subject: string): unknown;
  /** sha256 of a run or record as it lies in the store now; null when it is not there. */
  digest(kind: LedgerKind, subject: string): string | null;
  /** The first `limit` subjects of runs or other records behind `after` by name, each with whether it was ever entered. */
  entered(of: "runs" | "records", after: readonly [kind: string, subject: string] | null, limit: number): readonly { readonly kind: LedgerKind; readonly subject: string; readonly entered: boolean }[];
  models(): readonly string[];
  /** Which waivers hold now, as one word: with the ledger's head, what lists depend on. */
  holding(): string;
  /** One run as lists show it, by its id or a beginning of it; null when there is none. LS502 when several begin so. */
  run(id: string): ListedRun | null;
  /** Every hypothesis that was registered or looked at, with its newest look; worst first, then by name. */
  hypotheses(query: PageQuery & { readonly model?: string | null; readonly verdict?: Verdict | null }): Page<ListedHypothesis>;
  /** What looks at one hypothesis said, newest first. */
  looks(query: PageQuery & { readonly model: string; readonly name: string }): Page<HypothesisLook>;
  /** The newest reading of every environment of a model, and the last that stands in a run which passed or warned, before that one. */
  readings(model: string): readonly { readonly newest: ReadingPlace; readonly good: ReadingPlace | null }[];
  close(): void;
}
