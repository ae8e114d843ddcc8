import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Profile, ProfileSpec } from "../../core/domain/profile.ts";
import { collapseWindows } from "../../core/profile/collapse-windows.ts";
import { specDigest } from "../../core/profile/spec-digest.ts";
import type { Engine } from "../../ports/engine.ts";
import { proposeSpec } from "../../work/profile/propose-spec.ts";
import { takeProfile } from "../../work/profile/take-profile.ts";
import type { CommandIo } from "../command-io.ts";
import { toolVersion } from "../tool-version.ts";
import type { CompareOptions } from "./compare-options.ts";
import type { OpenedSide } from "./open-sides.ts";

type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Both sides counted under one specification, all time in one cell: the reference's own, or that of a side which was counted elsewhere. */
export const takeProfiles = async (engine: Engine, sides: { readonly reference: OpenedSide; readonly candidate: OpenedSide }, options: CompareOptions, io: CommandIo, step: Step): Promise<{ readonly reference: Profile; readonly candidate: Profile }> => {
  const spec = await specOf(engine, sides, options, step);
  const count = async (which: "reference" | "candidate"): Promise<Profile> => {
    const side = sides[which];
    const profile = side.kind === "profile" ? side.profile : await step(`counting ${which}`, () => takeProfile(engine, side.opened.relation, spec, { name: side.side.name, sources: [{ source: side.side.source, digest: side.side.digest, rows: side.side.rows, takenAt: new Date().toISOString(), tool: toolVersion() }], progress: io.progress, signal: io.signal }));
    return collapseWindows(profile);
  };
  return { reference: await count("reference"), candidate: await count("candidate") };
};

const specOf = async (engine: Engine, { reference, candidate }: { readonly reference: OpenedSide; readonly candidate: OpenedSide }, options: CompareOptions, step: Step): Promise<ProfileSpec> => {
  if (reference.kind === "profile" && candidate.kind === "profile") {
    if (specDigest(reference.profile.spec) !== specDigest(candidate.profile.spec)) throw new LockstepError("LS234", { message: `${reference.side.source} and ${candidate.side.source} were counted by different specifications`, place: candidate.side.source });
    return reference.profile.spec;
  }
  if (reference.kind === "profile") return reference.profile.spec;
  if (candidate.kind === "profile") return candidate.profile.spec;
  return step("choosing bins", () => proposeSpec(engine, reference.opened.relation, { window: "all", blocks: 64, positive: options.positive ?? reference.opened.positive, ...(options.correlationShare === null ? {} : { correlationShare: options.correlationShare }) }));
};
