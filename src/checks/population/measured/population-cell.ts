import type { Profile, ProfileCell } from "../../../core/domain/profile.ts";

/** The cell of all rows, or of one segment. RangeError where there are several: windows are put together before anything is compared. */
export const populationCell = (profile: Profile, segment: ProfileCell["segment"]): ProfileCell | undefined => {
  const cells = profile.cells.filter((cell) => (segment === null ? cell.segment === null : cell.segment?.column === segment.column && cell.segment.value === segment.value));
  if (cells.length > 1) throw new RangeError(`${profile.name} has ${cells.length} windows: put them together first`);
  return cells[0];
};
