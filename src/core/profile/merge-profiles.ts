import type { Profile, ProfileCell } from "../domain/profile.ts";
import { LockstepError } from "../errors/lockstep-error.ts";
import { mergeCells } from "./merge-cells.ts";

/**
 * The profile of all that was counted in any of these, under the name of the first: integers add bit for bit in any order and grouping, sums of doubles with
 * compensation (within 1e-12). Blocks by place follow one another in the order given. Different specifications are LS234; the same source in two of them is LS235.
 */
export const mergeProfiles = (profiles: readonly Profile[]): Profile => {
  const [first, ...others] = profiles;
  if (first === undefined) throw new LockstepError("LS235", { message: "there is no profile to merge" });
  if (others.length === 0) return first;
  const seen = new Map<string, string>();
  for (const { name, specDigest, sources } of profiles) {
    if (specDigest !== first.specDigest) {
      throw new LockstepError("LS234", { message: `${name} was counted under specification ${specDigest.slice(0, 12)}, ${first.name} under ${first.specDigest.slice(0, 12)}; only counts of the same specification add` });
    }
    for (const { source, digest } of sources) {
      const earlier = seen.get(digest);
      if (earlier !== undefined) throw new LockstepError("LS235", { message: `${source} (sha256 ${digest.slice(0, 12)}) is counted in ${name} and in ${earlier}: its rows would count twice`, todo: "Leave one of the two out." });
    }
    for (const { digest } of sources) seen.set(digest, name);
  }
  const cells = new Map<string, ProfileCell[]>();
  for (const cell of profiles.flatMap((profile) => profile.cells)) {
    const key = JSON.stringify([cell.window, cell.segment?.column, cell.segment?.value]);
    const same = cells.get(key);
    if (same === undefined) cells.set(key, [cell]);
    else same.push(cell);
  }
  return {
    ...first,
    sources: profiles.flatMap(({ sources }) => sources),
    ...(profiles.some(({ dropped }) => dropped !== undefined) ? { dropped: profiles.flatMap(({ dropped = [] }) => dropped) } : {}),
    absent: mergeAbsent(profiles.flatMap(({ absent }) => absent)),
    cells: inOrder([...cells.values()].map((same) => mergeCells(same, first.spec)), first.spec.segments),
  };
};

const mergeAbsent = (all: Profile["absent"]): Profile["absent"] => {
  const merged = new Map<string, Profile["absent"][number]>();
  for (const one of all) {
    const key = JSON.stringify([one.column, one.why]);
    merged.set(key, { ...one, rows: one.rows + (merged.get(key)?.rows ?? 0) });
  }
  return [...merged.values()].sort((a, b) => (a.column < b.column ? -1 : a.column > b.column ? 1 : a.why < b.why ? -1 : 1));
};

/** By window, rows without a time first; within it all rows, then the segments in the specification's order. */
const inOrder = (cells: readonly ProfileCell[], segments: Profile["spec"]["segments"]): ProfileCell[] => {
  const place = ({ segment }: ProfileCell): [number, number] => {
    if (segment === null) return [-1, -1];
    const dimension = segments.findIndex(({ column }) => column === segment.column);
    return [dimension, segments[dimension]?.values.indexOf(segment.value) ?? 0];
  };
  return [...cells].sort((a, b) => {
    const [x, y] = [a.window ?? "", b.window ?? ""];
    const [[d, v], [e, w]] = [place(a), place(b)];
    return x < y ? -1 : x > y ? 1 : d - e || v - w;
  });
};
