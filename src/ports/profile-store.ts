import type { Profile } from "../core/domain/profile.ts";

/** Profiles of parts that were counted already, kept by what was counted and how. */
export interface ProfileStore {
  /** The profile of the part with this digest under this spec; null when it was never counted, or is not what was sealed. */
  get(sourceDigest: string, specDigest: string): Profile | null;
  /** Keeps it, durable when it returns; the same again changes nothing. */
  put(sourceDigest: string, profile: Profile): void;
  list(): readonly { readonly sourceDigest: string; readonly specDigest: string; readonly name: string; readonly rows: number; readonly takenAt: string }[];
  close(): void;
}
