import type { Command } from "commander";
import { defaultStore } from "../app/check/check-defaults.ts";
import type { CommandIo } from "../app/command-io.ts";
import { manifestHere } from "../app/governance/policy-of-manifest.ts";
import type { LoadedManifest } from "../app/manifest/loaded-manifest.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { readDuration } from "../core/quantities/read-duration.ts";
import type { Policy } from "../core/governance/decide-by-policy.ts";
import type { RunStore } from "../ports/run-store.ts";
import type { CommandContext } from "./cli-command.ts";
import { inStore } from "./in-store.ts";
import { whoActs } from "./who-acts.ts";

export interface GovernanceFlags {
  readonly store: string;
  readonly manifest?: string;
  readonly json?: boolean;
  readonly by?: string;
}

/** What a command about requests, waivers, decisions and reviews works with. */
export interface GovernanceScene {
  readonly store: RunStore;
  readonly io: CommandIo;
  readonly loaded: Pick<LoadedManifest, "path" | "manifest"> | null;
  readonly policy: Policy | null;
  readonly acting: { readonly by: string; readonly now: number; readonly asserted: true };
}

/** The options that all of them have; `--by` where somebody acts. */
export const governed = (command: Command, acts = true): Command => {
  const read = command.option("--store <dir>", "the store with runs and ledger", defaultStore).option("--manifest <file>", "the manifest with the policy; the nearest lockstep.yaml when left out").option("--json", "as JSON on stdout");
  return acts ? read.option("--by <name>", "who says so (you)") : read;
};

/** Works with store and policy, as `inStore` does. What a manifest fails with. */
export const inGovernance = (flags: GovernanceFlags, context: CommandContext, work: (scene: GovernanceScene) => Promise<void> | void): Promise<void> =>
  inStore(flags.store, context, async (store, io) => {
    const loaded = await manifestHere(io, flags.manifest ?? null);
    await work({ store, io, loaded, policy: loaded?.manifest.policy ?? null, acting: { by: whoActs(flags.by), now: Date.now(), asserted: true } });
  });

/** LS102 for an option that is not there, or empty. */
export const required = (value: string | undefined, flag: string, what: string): string => {
  if (value !== undefined && value.trim() !== "") return value;
  throw new LockstepError("LS102", { message: `${flag} is needed, and not empty`, place: flag, todo: `Add ${flag} ${what}.` });
};

/** One of a few words. LS102 for any other. */
export const oneOf = <T extends string>(value: string | undefined, flag: string, words: readonly T[]): T => {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new LockstepError("LS102", { message: value === undefined ? `${flag} is needed` : `${value} is none of ${words.join(", ")}`, place: flag, todo: `Write ${flag} with one of ${words.join(", ")}.` });
};

/** `30d` from now on, a day (its beginning, UTC) or a moment with its zone; ISO 8601. LS102 for anything else. */
export const momentOption = (value: string, flag: string, now: number): string => {
  const span = readDuration(value);
  const time = span !== undefined ? now + span : /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(time)) return new Date(time).toISOString();
  throw new LockstepError("LS102", { message: `${value} is no moment`, place: flag, todo: `Write a time from now as 30d, a day as 2026-12-31, or a moment as 2026-12-31T12:00:00Z.` });
};

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
