import { Cron } from "croner";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Schedule } from "../../work/watch/watch-job.ts";

/**
 * A cron expression of five fields (`0 6 * * 1-5`) in a time zone. Where clocks are put forward, what would fall into the hour that is left out falls due when it
 * is over; where they are put back, a fixed time of day falls due once. LS112 for an expression that is none or never falls due, or a zone that nobody knows.
 */
export const cronSchedule = (expression: string, timeZone: string, place: string): Schedule => {
  const refuse = (why: string): LockstepError => new LockstepError("LS112", { message: `${expression} (${timeZone}) is no schedule: ${why}`, place, todo: "Write five fields, minute hour day month weekday, such as 0 6 * * *, and an IANA time zone such as Europe/Zurich." });
  if (!isTimeZone(timeZone)) throw refuse(`there is no time zone ${timeZone}`);
  let cron: Cron;
  try {
    cron = new Cron(expression, { timezone: timeZone, mode: "5-part", paused: true });
  } catch (cause) {
    throw refuse((cause as Error).message.replace(/^CronPattern: /, ""));
  }
  const after = (at: number): number | null => cron.nextRun(new Date(at))?.getTime() ?? null;
  if (after(0) === null) throw refuse("it never falls due");
  const next = (at: number): number => {
    const found = after(at);
    if (found === null) throw refuse("it never falls due again");
    return found;
  };
  const last = (at: number): number | null => {
    let found = cron.previousRuns(1, new Date(at + 1))[0]?.getTime() ?? null;
    // Around a change of clocks the way back and the way forth may differ; forth is what counts.
    for (let then = found === null ? null : after(found); then !== null && then <= at; then = after(then)) found = then;
    return found;
  };
  return { words: `${expression} ${timeZone}`, next, last };
};

const isTimeZone = (name: string): boolean => {
  try {
    Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
