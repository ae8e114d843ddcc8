import type { Baseline } from "../../core/domain/baseline.ts";
import type { RequestSubject } from "../../core/domain/change-request.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { allowedOutsideShare } from "../../core/judge/defaults.ts";
import { type CanonicalValue, canonicalJson } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import { type Amendment, amendmentOf } from "../governance/amendment.ts";
import { findCheck } from "../open-store.ts";
import { baselinePlace } from "./baseline-place.ts";
import { requireBaseline } from "./require-baseline.ts";

/** What a run would change in the tolerances of the baseline in force; null where they stay as they are. Where a tolerance came from is no part of it. */
export const tolerancesAmendment = (current: Baseline, run: Run, model: string): Amendment | null => {
  const { maxOutside } = run.options;
  return amendmentTo(current, termsOf(Object.fromEntries(run.outputs.flatMap(({ output, tolerance }) => (tolerance === null ? [] : [[output, tolerance]]))), typeof maxOutside === "number" ? maxOutside : allowedOutsideShare), model);
};

/** What taking an earlier baseline up again would change in the tolerances of the one in force; null where they stay as they are. */
export const revertAmendment = (current: Baseline, earlier: Baseline, model: string): Amendment | null => amendmentTo(current, termsOf(earlier.tolerances, earlier.maxOutside), model);

const amendmentTo = (current: Baseline, is: ReadonlyMap<string, string>, model: string): Amendment | null => {
  const was = termsOf(current.tolerances, current.maxOutside);
  const changed = [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((field) => (was.get(field) === is.get(field) ? [] : [{ field, before: was.get(field) ?? "not said", after: is.get(field) ?? "not said" }]));
  return changed.length === 0 ? null : amendmentOf("tolerances", model, current.version, changed);
};

const termsOf = (tolerances: Baseline["tolerances"], maxOutside: number): ReadonlyMap<string, string> =>
  new Map([["maxOutside", String(maxOutside)], ...Object.entries(tolerances).map(([output, tolerance]) => {
    const { origin: _, why: __, ...terms } = tolerance;
    return [`tolerances.${output}`, canonicalJson(terms as CanonicalValue)] as const;
  })]);

/** What somebody asks for who wants a run's tolerances to be those of the baseline. LS502; LS220 without a baseline; LS732 where they are the same. */
export const askedTolerances = async ({ run: name, model }: { readonly run: string; readonly model: string | null }, store: RunStore, io: CommandIo): Promise<Extract<RequestSubject, { kind: "amendment" }>> => {
  const run = findCheck(store, name);
  const place = await baselinePlace({ folder: null, model, run }, io);
  const { baseline } = await requireBaseline(place, null);
  const amendment = tolerancesAmendment(baseline, run, place.model);
  if (amendment === null) throw new LockstepError("LS732", { message: `run ${run.id} was judged by the tolerances of ${place.model} v${baseline.version}`, place: run.id, todo: "Nothing is changed by approving it: lockstep baseline approve" });
  return { kind: "amendment", ...amendment, affects: [`baseline ${place.model}/v${baseline.version}`] };
};
