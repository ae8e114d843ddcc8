import type { Profile } from "../../../core/domain/profile.ts";
import type { FeatureStability } from "../../../core/domain/validation.ts";
import type { PopulationMargins } from "../../../core/judge/population-settings.ts";

export interface FeatureStabilitySettings {
  readonly margins: Pick<PopulationMargins, "distance" | "missing">;
  readonly alpha: number;
}

/** Every feature per day of production against the offline profile: whether it is there, whether it lies as it did, and since when not. `daily` is a profile of the same spec by days. */
export const featureStability = (_offline: Profile, _daily: Profile, _settings?: FeatureStabilitySettings): FeatureStability[] => [];
