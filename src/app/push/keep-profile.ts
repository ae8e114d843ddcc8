import type { Profile } from "../../core/domain/profile.ts";

/** Puts a profile beside the runs of a store's folder; the same again changes nothing. LS501, LS602. */
export const keepProfile = async (folder: string, source: string, profile: Profile): Promise<void> => {
  const { createSqliteProfileStore } = await import("../../adapters/stores/sqlite/create-sqlite-profile-store.ts");
  const store = createSqliteProfileStore(folder);
  try {
    store.put(source, profile);
  } finally {
    store.close();
  }
};
