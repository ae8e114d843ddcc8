import { describe, expect, test } from "vitest";
import { mismatches } from "./trials/as-expected.ts";
import { runTrial } from "./trials/run-trial.ts";
import { trials } from "./trials/trials.ts";

/** Servers start and a few hundred rows are asked several times over; a trial takes about ten seconds, on a loaded machine minutes. */
const trialWithinMs = 400_000;

describe("real servers, one thing changed", () => {
  test.for(trials.filter(({ quick }) => quick).map((trial) => [trial.id, trial] as const))("%s", { timeout: trialWithinMs }, async ([, trial]) => {
    const outcome = await runTrial(trial);
    const missed = mismatches(trial.lesson ?? trial.expected, outcome);
    expect(missed, `${outcome.stdout}\n${outcome.stderr}\n${outcome.serverLogs.slice(-4000)}`).toEqual([]);
  });
});
