import { Cron } from "croner";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { type CheckedManifest, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { zoneProblems } from "./zone-problems.ts";

/** Schedules that are none, or never fall due, and escalations out of order. */
export const watchProblems = (checked: CheckedManifest): ManifestProblem[] => {
  const { tree, manifest } = checked;
  const { watch } = manifest;
  if (watch === undefined) return [];
  const zone = zoneProblems(checked, ["watch", "timeZone"]);
  const schedules = (["validate", "check", "fingerprint"] as const).flatMap((key) => {
    const wrong = watch[key] === undefined ? null : flawOf(watch[key], zone.length > 0 ? "UTC" : (watch.timeZone ?? "UTC"));
    return wrong === null ? [] : [problemAt(tree, ["watch", key], "LS112", `the schedule of ${key}, ${watch[key]}, ${wrong}`, "Write five fields: minute, hour, day of the month, month, day of the week, as \"0 6 * * *\" for every day at six.")];
  });
  const steps = watch.escalate ?? [];
  const order = steps.flatMap(({ after }, index) => {
    const before = steps[index - 1]?.after;
    if (before === undefined || (readDuration(after) ?? 0) > (readDuration(before) ?? 0)) return [];
    return [problemAt(tree, ["watch", "escalate", index, "after"], "LS112", `an incident goes on after ${after}, which is not after the ${before} of the step before`, "Write the steps in order, each later than the one before.")];
  });
  return [...zone, ...schedules, ...order];
};

/** Why an expression is no schedule; null when it is one. */
const flawOf = (expression: string, timeZone: string): string | null => {
  if (expression.trim().split(/\s+/).length !== 5) return "has not five fields";
  try {
    const next = new Cron(expression, { paused: true, timezone: timeZone, mode: "5-part" }).nextRun();
    return next === null ? "never falls due" : null;
  } catch (cause) {
    return `cannot be read (${(cause as Error).message.replace(/^CronPattern: /, "")})`;
  }
};
