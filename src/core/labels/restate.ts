import type { Restatement, SeriesJudgement, SeriesPoint, VerdictPoint } from "../domain/validation.ts";
import { countOf } from "../wording/count-of.ts";

/** Two estimates nearer than this, relatively, are the same number added up in another order. */
const same = 1e-9;

/**
 * Which windows that an earlier look had judged, or was waiting for, are told differently now: another estimate, or another verdict on what had been seen by their end. What was said
 * stays beside what is said. `run` names the earlier look. Windows that were too thin then say nothing that could be restated; windows before the first that is judged now are left alone.
 */
export const restatements = (before: SeriesJudgement | null, after: SeriesJudgement, run: string): Restatement[] => {
  if (before === null) return [];
  const now = new Map(after.points.map((point) => [point.start, point]));
  const first = after.points.reduce((earliest, { start }) => (start < earliest ? start : earliest), after.points[0]?.start ?? "");
  return before.points.flatMap((then): Restatement[] => {
    if (then.status !== "judged" && then.status !== "maturing") return [];
    const point = now.get(then.start) ?? null;
    if (point === null && then.start < first) return [];
    const [earlier, later] = [concludedAt(before, then), concludedAt(after, then)];
    const moved = !equal(then.estimate, point?.estimate ?? null);
    // Only conclusions on the same evidence can contradict each other: what later units added restates nothing, nor does growing up.
    const turned = then.status === "judged" && earlier !== null && later !== null && Date.parse(earlier.at) === Date.parse(later.at) && earlier.verdict !== later.verdict;
    if (!moved && !turned) return [];
    return [{
      window: then.label, segment: after.segment, run,
      before: { estimate: then.estimate, verdict: (earlier ?? before).verdict }, after: { estimate: point?.estimate ?? null, verdict: (later ?? after).verdict }, why: why(then, point, moved),
    }];
  });
};

const equal = (then: number | null, now: number | null): boolean => (then === null || now === null ? then === now : Math.abs(then - now) <= same * Math.max(Math.abs(then), Math.abs(now)));

/** What was concluded when this window had been seen; null where nothing has been since. */
const concludedAt = ({ history }: SeriesJudgement, { end }: SeriesPoint): VerdictPoint | null => history.find(({ at }) => Date.parse(at) >= Date.parse(end)) ?? null;

const why = (then: SeriesPoint, now: SeriesPoint | null, moved: boolean): string => {
  if (now === null) return `its ${countOf(then.rows, "row")} ${then.rows === 1 ? "is" : "are"} no longer in the source`;
  const [rows, labels] = [now.rows - then.rows, now.labelled - then.labelled];
  // Rows that bring their label with them are told once.
  const told = [
    rows > 0 ? `${countOf(rows, "row")} appeared` : null,
    rows < 0 ? `${countOf(-rows, "row")} went away` : null,
    labels !== rows && labels > 0 ? `${countOf(labels, "label")} more came` : null,
    labels !== rows && labels < 0 ? `${countOf(-labels, "label")} ${labels === -1 ? "was" : "were"} withdrawn` : null,
    now.status !== then.status && now.status === "excluded" ? "the calendar excludes it now" : null,
    now.status !== then.status && now.status === "maturing" ? "it counts as maturing now" : null,
  ].filter((part) => part !== null);
  if (told.length > 0) return told.join(", ");
  return moved ? "the same number of rows and labels says something else: values were changed" : "its own number is the same; what it is judged with has changed";
};
