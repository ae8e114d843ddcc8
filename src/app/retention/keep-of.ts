import { readDuration } from "../../core/quantities/read-duration.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { usualKeep } from "./apply-retention.ts";

/** How long the documents of runs are kept, in milliseconds: as the policy says, else two years. */
export const keepOf = (loaded: Pick<LoadedManifest, "manifest"> | null): number => readDuration(loaded?.manifest.policy?.retention?.keep ?? usualKeep) ?? Number.POSITIVE_INFINITY;
