import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { fieldTitle, type SideNames } from "./difference-words.ts";
import { kindWords } from "./kind-words.ts";
import { type FieldPair, type SideName, sideNames } from "./pair-fields.ts";
import { someOf } from "../../core/fingerprint/value-words.ts";
import { rankOf } from "./weigh.ts";
import { wayToRead } from "./way-to-read.ts";

/** The side that could not read it; null where both did or neither. */
const blindSide = (pair: FieldPair): SideName | null => {
  const blind = sideNames.filter((side) => pair[side].state === "unread");
  return blind.length === 1 ? (blind[0] ?? null) : null;
};

const oneDifference = (members: readonly FieldPair[], side: SideName, names: SideNames, override: (id: string) => string | null): EnvironmentDifference | null => {
  const [first] = members;
  if (first === undefined) return null;
  const group = first.kind?.group ?? "configuration";
  const identity = first.kind?.identity !== undefined;
  const kinds = new Set(members.map(({ kindName, id }) => kindName ?? id));
  const id = members.length === 1 ? first.id : (first.kindName ?? first.id);
  const moves = members.some(({ kind }) => kind?.moves !== "nothing") ? (first.kind?.moves === "nothing" ? "both" : (first.kind?.moves ?? "both")) : "nothing";
  const quiet = moves === "nothing" ? "it moves neither answers nor latency" : null;
  const weight = identity ? (first.kind?.weight ?? "explains") : "explains";
  const intended = members.every((pair) => override(pair.id) !== null) ? override(first.id) : null;
  const title = members.length === 1 ? fieldTitle(first) : kinds.size === 1 ? (first.kind?.title ?? first.id) : group;
  const things = members.length === 1 ? title : `${countOf(members.length, "field")} of ${group} (${someOf([...new Set(members.map((pair) => pair.kind?.title ?? pair.id))], 3)})`;
  const why = first[side].why;
  return {
    id, title, group, subject: members.length === 1 ? first.subject : null, scope: first.scope, reference: members.length === 1 ? first.reference.value : null, candidate: members.length === 1 ? first.candidate.value : null,
    unread: [side], weight, moves, quiet, override: intended,
    statement: `${things} could not be read in ${names[side]}: ${why}`,
    why: `what was not read is not known to be equal; ${kindWords(first.kindName, group).why}`,
    action: wayToRead(group),
    causes: [...new Set(members.flatMap(({ kind }) => kind?.causes ?? []))],
    rank: rankOf({ weight, group, moves, subject: null, quiet, override: intended, unread: [side], seenInArithmetic: false, follows: false }),
    together: members.map((pair) => pair.id).filter((other) => other !== id),
  };
};

/** What only one side could read: one difference for each group of fields and side, those that a sign-off binds by their kind. */
export const unreadDifferences = (pairs: readonly FieldPair[], names: SideNames, override: (id: string) => string | null): EnvironmentDifference[] => {
  const groups = new Map<string, { readonly side: SideName; readonly members: FieldPair[] }>();
  for (const pair of pairs) {
    const side = blindSide(pair);
    // The other side looked and found nothing: there is no value that could differ.
    if (side === null || sideNames.some((other) => other !== side && pair[other].state === "nothing")) continue;
    const key = `${side} ${pair.kind?.identity === undefined ? (pair.kind?.moves === "nothing" ? "nothing" : (pair.kind?.group ?? pair.id)) : (pair.kindName ?? pair.id)}`;
    const there = groups.get(key) ?? { side, members: [] };
    there.members.push(pair);
    groups.set(key, there);
  }
  return Array.from(groups.values(), ({ side, members }) => oneDifference(members, side, names, override)).filter((one) => one !== null);
};

/** Said once for each side that another process than the server was read on. */
export const otherProcessDifferences = (ids: Readonly<Record<SideName, readonly string[]>>, names: SideNames): EnvironmentDifference[] =>
  sideNames.filter((side) => ids[side].length > 0).map((side) => ({
    id: "process", title: "fields of the serving process", group: "serving", subject: null, scope: "process", reference: null, candidate: null, unread: [side], weight: "explains", moves: "both", quiet: null, override: null,
    statement: `${countOf(ids[side].length, "field")} of ${names[side]} were not compared: they tell of a new process beside the server, not of the server`,
    why: "threads, switches, seeds and loaded libraries are a process's own",
    action: "read it from inside with the SDK, or from beside it with pid:NUMBER",
    causes: [], rank: rankOf({ weight: "explains", group: "serving", moves: "both", subject: null, quiet: null, override: null, unread: [side], seenInArithmetic: false, follows: false }),
    together: [...ids[side]],
  }));
