import { type Hypothesis, HypothesisRecord } from "../../core/domain/hypothesis.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { changedFields, isJudged } from "../../core/hypothesis/changed-fields.ts";
import { isAfterTheFact } from "../../core/hypothesis/after-the-fact.ts";
import { hypothesisDigest } from "../../core/hypothesis/hypothesis-digest.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** Who registers, when, and what was there to be seen. */
export interface Registration {
  readonly author: string;
  /** The last prediction that was there to be seen, ISO 8601; null: none that Lockstep knew of. */
  readonly dataUntil: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Why; needed where something that is judged changes. */
  readonly reason?: string | null;
  /** By hypothesis id: sha256 of what its expectation is read from, where somebody read it. */
  readonly digests?: ReadonlyMap<string, string>;
}

/** What came of registering one hypothesis. */
export interface Registered {
  readonly record: HypothesisRecord;
  readonly outcome: "registered" | "amended" | "unchanged";
}

/** All versions of all hypotheses that this store's ledger knows, in its order. LS503 when one is not what was sealed. */
export const registeredHypotheses = (store: RunStore): readonly HypothesisRecord[] =>
  store.records("hypothesis").flatMap(({ payload }) => {
    const read = HypothesisRecord.safeParse(payload);
    return read.success ? [read.data] : [];
  });

/** The version that holds; null for what was never registered here. */
export const latestOf = (records: readonly HypothesisRecord[], id: string): HypothesisRecord | null =>
  records.filter(({ hypothesis }) => hypothesis === id).reduce<HypothesisRecord | null>((latest, record) => (latest === null || record.version > latest.version ? record : latest), null);

/**
 * Registers what is new, and gives back the version of each that holds. What changes nothing that is judged (its wording, its owner) becomes a version without being
 * asked for a reason. LS251 for what is judged otherwise than registered, with every such field, before and after: that is amended by people.
 */
export const ensureRegistered = (store: RunStore, hypotheses: readonly Hypothesis[], registration: Registration): readonly HypothesisRecord[] =>
  register(store, hypotheses, { ...registration, reason: null }).map(({ record }) => record);

/** The same, telling what came of each; with a reason a change of what is judged is an amendment. All are looked at before any is entered. */
export const register = (store: RunStore, hypotheses: readonly Hypothesis[], registration: Registration): readonly Registered[] => {
  const known = registeredHypotheses(store);
  refuseUnexplained(known, hypotheses, registration);
  return hypotheses.map((hypothesis) => enterOne(store, known, hypothesis, registration));
};

/** Whoever registers at the same moment may have been first: what they entered is looked at, and this often. */
const mostAttempts = 5;

const enterOne = (store: RunStore, known: readonly HypothesisRecord[], hypothesis: Hypothesis, registration: Registration): Registered => {
  let records = known;
  for (let attempt = 1; ; attempt += 1) {
    refuseUnexplained(records, [hypothesis], registration);
    const before = latestOf(records, hypothesis.id);
    const next = versionAfter(before, records.find(({ hypothesis: id, version }) => id === hypothesis.id && version === 1)?.registeredAt ?? null, hypothesis, registration);
    if (next === null && before !== null) return { record: before, outcome: "unchanged" };
    if (next === null) throw new Error("what was never registered has a first version");
    try {
      store.enter({ kind: "hypothesis", subject: `${next.hypothesis}/v${next.version}`, payload: next as CanonicalValue }, next.author);
      return { record: next, outcome: next.version === 1 ? "registered" : "amended" };
    } catch (cause) {
      records = registeredHypotheses(store);
      const taken = (latestOf(records, hypothesis.id)?.version ?? 0) >= next.version;
      if (!taken || attempt === mostAttempts) throw cause;
    }
  }
};

/** The version that says what this hypothesis says now; null when the last one does. */
const versionAfter = (before: HypothesisRecord | null, firstRegisteredAt: string | null, hypothesis: Hypothesis, registration: Registration): HypothesisRecord | null => {
  const changed = before === null ? [] : changesOf(before, hypothesis, registration);
  const { author, now, dataUntil, reason = null, digests } = registration;
  const readFirst = (before?.expectedDigest ?? null) === null && digests?.has(hypothesis.id) === true;
  if (before !== null && changed.length === 0 && !readFirst) return null;
  const registeredAt = new Date(now).toISOString();
  return {
    hypothesis: hypothesis.id, afterTheFact: isAfterTheFact({ content: hypothesis, changed, dataUntil, firstRegisteredAt }), version: (before?.version ?? 0) + 1, digest: hypothesisDigest(hypothesis), content: hypothesis, registeredAt, author, reason, changed, dataUntil,
    expectedDigest: digests?.get(hypothesis.id) ?? before?.expectedDigest ?? null,
  };
};

/** What an expectation is read from is part of the claim: another backtest under the same name is another claim. */
export const changesOf = (before: HypothesisRecord, hypothesis: Hypothesis, { digests }: Pick<Registration, "digests">): HypothesisRecord["changed"] => {
  const fields = changedFields(before.content, hypothesis);
  const [was, is] = [before.expectedDigest ?? null, digests?.get(hypothesis.id)];
  return was === null || is === undefined || was === is ? fields : [...fields, { field: "expected.content", before: `sha256:${was.slice(0, 12)}`, after: `sha256:${is.slice(0, 12)}` }];
};

const refuseUnexplained = (known: readonly HypothesisRecord[], hypotheses: readonly Hypothesis[], registration: Registration): void => {
  if ((registration.reason ?? null) !== null) return;
  const changed = hypotheses.flatMap((hypothesis) => {
    const before = latestOf(known, hypothesis.id);
    const fields = before === null ? [] : changesOf(before, hypothesis, registration).filter(({ field }) => isJudged(field));
    return before === null || fields.length === 0 ? [] : [{ hypothesis, before, fields }];
  });
  const [first] = changed;
  if (first === undefined) return;
  const lines = changed.map(({ hypothesis, before, fields }) => `${hypothesis.id} is not its version ${before.version} of ${before.registeredAt.slice(0, 10)}: ${listOf(fields.map((each) => `${each.field} was ${each.before} and is ${each.after}`))}`);
  throw new LockstepError("LS251", { message: lines.join("\n"), place: first.hypothesis.id, todo: `Register the change, with its reason: lockstep hypothesis amend ${changed.map(({ hypothesis }) => hypothesis.name).join(" ")} --reason TEXT` });
};
