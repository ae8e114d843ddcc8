import type { GateQuestion, GateRun } from "./gate-facts.ts";

/** A controller's clock and ours need not agree to the second; a run further ahead than this was not made by a clock that is right. */
const ahead = 300_000;

/**
 * The newest run of each kind that counts for the question, and what is missing, in sentences. `runs` newest first. Only the newest of its version counts: an older one that
 * is young enough says nothing when a newer one could not.
 */
export const lookedAt = ({ version, kinds, notBefore, maxAge }: GateQuestion, runs: readonly GateRun[], now: number): { readonly newest: readonly GateRun[]; readonly missing: readonly string[] } => {
  const newest: GateRun[] = [];
  const missing: string[] = [];
  const asked = kinds ?? [...new Set(runs.map(({ kind }) => kind))];
  if (asked.length === 0) missing.push("there is no run.");
  for (const kind of asked) {
    const of = runs.filter((run) => run.kind === kind);
    const run = of.find((each) => version === null || each.version === version);
    const [any] = of;
    if (run === undefined) {
      missing.push(any === undefined ? `there is no ${kind}.` : `the newest ${kind}, ${any.id}, is of ${any.version === null ? "no version that it names" : `version ${any.version}`}, not of ${version ?? ""}.`);
    } else if (notBefore !== null && run.at < notBefore) {
      missing.push(`the newest ${kind}, ${run.id}, began at ${new Date(run.at).toISOString()}, before ${new Date(notBefore).toISOString()}.`);
    } else if (now - run.at > maxAge) {
      missing.push(`the newest ${kind}, ${run.id}, is ${words(now - run.at)} old, and ${words(maxAge)} is the most.`);
    } else if (run.at - now > ahead) {
      missing.push(`the newest ${kind}, ${run.id}, began at ${new Date(run.at).toISOString()}, which is still to come.`);
    } else newest.push(run);
  }
  return { newest, missing };
};

const words = (ms: number): string => {
  const [unit, size] = ([["days", 864e5], ["hours", 36e5], ["minutes", 6e4]] as const).find(([, each]) => ms >= 2 * each) ?? ["seconds", 1000];
  return `${Math.round(ms / size)} ${unit}`;
};
