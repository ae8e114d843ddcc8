import { momentOf } from "../../core/hypothesis/moment-of.ts";
import { type CheckedManifest, meantOrListed, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nearest } from "./nearest.ts";
import type { ValuePath } from "./placed.ts";
import { resolveCalendar } from "../hypothesis/resolve-calendar.ts";

/** Whoever excludes more than a year at once excludes everything. */
const longestExclusion = 366 * 86_400_000;

/** Entries of the calendar that are no span of time, concern nobody, or have the name of another (LS256). */
export const calendarProblems = (checked: CheckedManifest): ManifestProblem[] => {
  const { tree, manifest } = checked;
  const entries = resolveCalendar(checked);
  const models = Object.keys(manifest.models ?? {});
  return entries.flatMap(({ name, from, to, treatment, models: concerned }, index) => {
    const at: ValuePath = ["calendar", index];
    const problem = (path: ValuePath, message: string, todo: string): ManifestProblem => problemAt(tree, [...at, ...path], "LS256", message, todo);
    const unreadable = (["from", "to"] as const).flatMap((side) => {
      const text = side === "from" ? from : to;
      return momentOf(text) === undefined ? [problem([side], `${name}: ${text} is neither a day nor an instant`, "Write a day, 2026-12-24, or an instant with its zone, 2026-12-24T18:00:00+01:00.")] : [];
    });
    const length = (momentOf(to) ?? 0) - (momentOf(from) ?? 0);
    const span = unreadable.length > 0 ? [] : length <= 0 ? [problem(["to"], `${name} ends on ${to}, which is not after ${from}`, "Write the first day that is not in it any more: a single day ends on the next.")]
      : length > longestExclusion && treatment === "exclude" ? [problem([], `${name} excludes ${Math.round(length / 86_400_000)} days: nothing would be judged for more than a year`, "Shorten it, or let it say treatment: note.")] : [];
    const unknown = (concerned ?? []).flatMap((model, position) => (models.includes(model) ? [] : [problem(["models", position], `${name} concerns the model ${model}, which is not under models:`, meantOrListed(nearest(model, models), models, "Add it under models:."))]));
    const twice = entries.findIndex((other) => other.name === name) < index ? [problem(["name"], `${name} stands twice in the calendar`, "Give one of them another name, such as its year.")] : [];
    return [...unreadable, ...span, ...unknown, ...twice];
  });
};
