import type { Profile } from "../../../core/domain/profile.ts";
import type { PopulationMargins } from "../../../core/judge/population-settings.ts";
import { poissonInterval } from "../../../core/stats/poisson-interval.ts";
import { rateRatio } from "../../../core/stats/rate-ratio.ts";
import { shareEstimate } from "../../../core/stats/share-estimate.ts";
import { designEffectOf } from "../measured/design-effect-of.ts";
import type { Measured } from "../measured/measured.ts";
import { populationCell } from "../measured/population-cell.ts";

/** A value that fewer rows than this have is lost in every distance between distributions, and is looked at by itself. */
const rareBelow = 0.01;

/**
 * Values of features, decisions and labels rarer than 1 % in both populations: how many times as often they come, exactly, given how many there were in all. The
 * values of one column share that column's claim. A dependence between rows divides events and rows alike.
 */
export const rareEvents = (reference: Profile, candidate: Profile, margins: PopulationMargins): Measured[][] => {
  const [before, after] = [populationCell(reference, null), populationCell(candidate, null)];
  if (before === undefined || after === undefined) return [];
  return reference.spec.columns.map(({ name, role, kind, categories }) => {
    const [a, b] = [before.columns[name], after.columns[name]];
    if (kind !== "category" || role === "ignored" || role === "segment" || a?.kind !== "category" || b?.kind !== "category" || a.n === 0 || b.n === 0) return [];
    const rare = (categories ?? []).map((value, index) => ({ value, reference: a.counts[index] ?? 0, candidate: b.counts[index] ?? 0 }))
      .filter((event) => event.reference < rareBelow * a.n && event.candidate < rareBelow * b.n && event.reference + event.candidate > 0);
    if (rare.length === 0) return [];
    const effect = Math.max(designEffectOf(reference, [name]), designEffectOf(candidate, [name]));
    const thin = (count: number): number => (count === 0 ? 0 : Math.max(1, Math.round(count / effect)));
    return rare.map((event): Measured => {
      const ratio = rateRatio({ events: thin(event.reference), exposure: a.n / effect }, { events: thin(event.candidate), exposure: b.n / effect });
      return {
        check: "population.operations.rare-events", kind: role === "label" ? "label" : role === "feature" ? "feature" : "decision", metric: "rare-event", words: "share", of: `${name} = ${event.value}`, segment: null,
        reference: shareEstimate(event.reference, a.n, effect), candidate: shareEstimate(event.candidate, b.n, effect), nReference: a.n, nCandidate: b.n, scale: "ratio", worse: "either", margin: margins.rareRatio, marginName: "rareRatio",
        primary: false, mode: role === "feature" ? "warn" : "enforce", unit: "ratio", refused: null, exactRatio: { at: ratio.at, method: "exact conditional binomial" }, among: rare.length,
        action: `Look at the rows where ${name} is ${event.value}: so few are seen in no average.`,
        evidence: { eventsReference: event.reference, eventsCandidate: event.candidate, p: ratio.p, upperReference: poissonInterval(event.reference, a.n).high, upperCandidate: poissonInterval(event.candidate, b.n).high },
      };
    });
  });
};
