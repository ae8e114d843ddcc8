import type { Profile, ProfileCell } from "../../../core/domain/profile.ts";

/** The cell of all rows, or of one segment; windows have been put together before. */
export const populationCell = (profile: Profile, segment: ProfileCell["segment"]): ProfileCell | undefined =>
  profile.cells.find((cell) => (segment === null ? cell.segment === null : cell.segment?.column === segment.column && cell.segment.value === segment.value));
