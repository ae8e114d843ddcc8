import type { Hypothesis, HypothesisRecord } from "../../core/domain/hypothesis.ts";
import type { RequestSubject } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { isJudged } from "../../core/hypothesis/changed-fields.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import { type Amendment, amendmentOf } from "../governance/amendment.ts";
import { digestExpected } from "./digest-expected.ts";
import { type MeantRequest, meantHypotheses } from "./meant-hypotheses.ts";
import { changesOf, latestOf, registeredHypotheses } from "./registered.ts";

/** The change that the manifest makes of a registered hypothesis; null where nothing that is judged changes. */
export const hypothesisAmendment = (before: HypothesisRecord, hypothesis: Hypothesis, digests: ReadonlyMap<string, string>): Amendment | null => {
  const changed = changesOf(before, hypothesis, { digests });
  return changed.some(({ field }) => isJudged(field)) ? amendmentOf(`hypothesis ${hypothesis.id}`, hypothesis.model, before.version, changed) : null;
};

/** So many of a model's newest runs are looked through for what was said of a hypothesis. */
const lookBack = 50;

/**
 * What somebody asks for who changed a hypothesis in the manifest: before from the ledger, after from the manifest, with the verdicts that rest on the version in force. LS117, LS113
 * and LS114 as for any hypothesis that is named, LS251 for one that was never registered, LS732 where nothing that is judged was changed.
 */
export const askedAmendment = async (meant: MeantRequest, store: RunStore, io: CommandIo): Promise<Extract<RequestSubject, { kind: "amendment" }>> => {
  const { loaded, hypotheses } = await meantHypotheses(meant, io);
  const [hypothesis] = hypotheses;
  if (hypothesis === undefined) throw new Error("one name means one hypothesis");
  const before = latestOf(registeredHypotheses(store), hypothesis.id);
  if (before === null) throw new LockstepError("LS251", { message: `${hypothesis.id} was never registered here: there is nothing to amend`, place: hypothesis.id, todo: `Register what is new: lockstep hypothesis register ${hypothesis.name}` });
  const amendment = hypothesisAmendment(before, hypothesis, await digestExpected(loaded, [hypothesis]));
  if (amendment === null) throw new LockstepError("LS732", { message: `${hypothesis.id} is judged in ${loaded.path} as it was registered (version ${before.version})`, place: hypothesis.id, todo: "Change it in the manifest first, in a branch: what it reads there is what is asked for." });
  const affects = store.list(lookBack, 0, { model: hypothesis.model }).flatMap(({ id }) => {
    const run = store.get(id);
    const result = run?.validation?.hypotheses.find((each) => each.hypothesis.id === hypothesis.id);
    return run === null || result === undefined || Date.parse(run.startedAt) < Date.parse(before.registeredAt) ? [] : [`${id}: ${result.verdict} by version ${before.version}`];
  });
  return { kind: "amendment", ...amendment, affects };
};
