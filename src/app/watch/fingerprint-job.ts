import { compareFingerprints } from "../../checks/environment/compare-fingerprints.ts";
import { Fingerprint } from "../../core/domain/fingerprint.ts";
import { Identity, type IdentityPart } from "../../core/domain/identity.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { identityOf } from "../../core/fingerprint/identity-of.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { LookFinding } from "../../core/incident/look.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { JobOutcome } from "../../work/watch/watch-job.ts";
import { takeFingerprint } from "../fingerprint/take-fingerprint.ts";
import { recordLook } from "../incident/record-look.ts";
import { incidentLine } from "./outcome-of-run.ts";
import type { WatchContext } from "./watch-context.ts";
import { EnteredFingerprint, enteredFingerprints } from "./entered-fingerprints.ts";

export interface FingerprintSource {
  readonly environment: string;
  readonly source: string;
  /** Parts that policy binds; one that moved opens a review. */
  readonly parts: readonly IdentityPart[];
}

export const fingerprintJobName = (environment: string): string => `fingerprint ${environment}`;

/** Most differences that are named in a sentence; all of them are in the two fingerprints. */
const mostNamed = 3;

/**
 * Reads what an environment is. The first time, and whenever its identity is not what it was, it is entered into the ledger with the whole fingerprint; when a part that
 * policy binds moved, a review is opened. LS320, LS321 and the transport's errors when it cannot be read.
 */
export const fingerprintJob = ({ environment, source, parts }: FingerprintSource, context: WatchContext) => async (dueAt: number, signal: AbortSignal): Promise<JobOutcome> => {
  const { store, policy, actor, io } = context;
  const at = new Date(dueAt).toISOString();
  const subject = `${environment}@${at}`;
  const entered = enteredFingerprints(store, environment);
  const own = entered.find((each) => each.subject === subject) ?? null;
  const last = entered.findLast((each) => Date.parse(each.at) < dueAt) ?? null;
  const taken = own === null ? await takeFingerprint(source, { cwd: io.cwd, env: io.env, keepSecret: io.keepSecret, signal }) : null;
  const record = taken === null ? own : recordOf(taken, { environment, at, parts, last, textOf: store.text });
  if (record === null) throw new Error("a fingerprint was read, or was read before");
  if (taken !== null && last !== null && sameIdentity(record.identity, last.identity)) return { run: null, exitCode: ExitCode.proceed, line: `${environment} is what it was` };
  if (taken !== null) store.enter({ kind: "fingerprint", subject, payload: { ...EnteredFingerprint.parse({ ...record, text: store.keepText(JSON.stringify(taken)) }) } as unknown as CanonicalValue }, actor);
  if (record.moved === null) return { run: subject, exitCode: ExitCode.proceed, line: last === null ? `${environment} was read for the first time` : `${environment} is what it was, as far as policy binds it` };
  const finding: LookFinding = {
    subject: `fingerprint ${environment}`, kind: "review", title: `${environment} is not what it was`, verdict: "warn", mode: "enforce", severity: "medium", owner: null, consequence: "investigate",
    since: at, estimate: null, interval: null, sentence: record.moved,
  };
  const changed = recordLook(store, { run: subject, at, findings: [finding] }, policy, actor);
  return { run: subject, exitCode: ExitCode.proceed, line: [`${environment} is not what it was: ${record.moved}`, ...changed.map(incidentLine)].join("\n") };
};

interface RecordRequest {
  readonly environment: string;
  readonly at: string;
  readonly parts: readonly IdentityPart[];
  readonly last: EnteredFingerprint | null;
  readonly textOf: (digest: string) => string | null;
}

const recordOf = (taken: Fingerprint, { environment, at, parts, last, textOf }: RecordRequest): EnteredFingerprint => {
  const identity = Identity.parse(identityOf(taken));
  const moved = last === null ? [] : parts.filter((part) => (last.identity[part] ?? null) !== null && last.identity[part] !== identity[part]);
  return { environment, at, before: last?.subject ?? null, identity, moved: moved.length === 0 ? null : movedWords(moved, identity, last === null ? null : textOf(last.text), taken), text: "", subject: `${environment}@${at}` };
};

const movedWords = (moved: readonly IdentityPart[], identity: Identity, before: string | null, taken: Fingerprint): string => {
  const gone = moved.filter((part) => (identity[part] ?? null) === null);
  const words = `${listOf(moved)} moved${gone.length === 0 ? "" : ` (${listOf(gone)} can no longer be read)`}`;
  if (before === null) return words;
  const differences = compareFingerprints(Fingerprint.parse(JSON.parse(before)), taken, { overrides: [], names: { reference: "before", candidate: "now" } }).filter(({ quiet }) => quiet === null);
  const named = differences.slice(0, mostNamed).map(({ statement }) => statement.replace(/\.$/, ""));
  return named.length === 0 ? words : `${words}: ${named.join("; ")}${differences.length > mostNamed ? `; and ${differences.length - mostNamed} more` : ""}`;
};

const sameIdentity = (one: Identity, other: Identity): boolean => [...new Set([...Object.keys(one), ...Object.keys(other)])].every((part) => (one[part as IdentityPart] ?? null) === (other[part as IdentityPart] ?? null));
