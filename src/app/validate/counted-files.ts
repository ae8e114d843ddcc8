import type { CountedPart } from "../../ports/series-store.ts";
import type { GoneFile, Known, KnownFile } from "./changed-files.ts";

type Counted = Pick<CountedPart, "part" | "rows" | "firstTs" | "lastTs">;

/** Files that stand as they were counted and hold times that lie within those of the `now` counted parts: whatever is in both would count twice. */
export const overlappingPaths = (now: readonly string[], kept: readonly Pick<KnownFile, "path" | "part">[], parts: ReadonlyMap<string, Counted>): ReadonlySet<string> => {
  const spans = now.flatMap((key) => spanOf(parts.get(key)));
  return new Set(kept.filter(({ part }) => spanOf(parts.get(part)).some((own) => spans.some((each) => own.first <= each.last && own.last >= each.first))).map(({ path }) => path));
};

const spanOf = (part: Counted | undefined): { readonly first: string; readonly last: string }[] =>
  part === undefined || part.firstTs === null || part.lastTs === null ? [] : [{ first: part.firstTs, last: part.lastTs }];

/** Files that were counted and are no longer there, now or at an earlier look. One that came back, or whose rows stand in a file by another name, is not gone. */
export const goneFiles = ({ files, gone }: Pick<Known, "files" | "gone">, before: readonly Counted[], after: ReadonlyMap<string, Counted>, there: ReadonlySet<string>): readonly GoneFile[] => {
  const then = new Map(before.map((part) => [part.part, part]));
  const now = new Set([...after.values()].map(sameRows));
  const lost = files.flatMap(({ path, part }): GoneFile[] => {
    const held = then.get(part);
    return there.has(path) || held === undefined ? [] : [{ path, rows: held.rows, firstTs: held.firstTs, lastTs: held.lastTs }];
  });
  return [...new Map([...gone, ...lost].map((each) => [each.path, each])).values()].filter((each) => !there.has(each.path) && each.rows > 0 && !now.has(sameRows(each)));
};

const sameRows = ({ rows, firstTs, lastTs }: Pick<Counted, "rows" | "firstTs" | "lastTs">): string => `${rows} ${firstTs} ${lastTs}`;
