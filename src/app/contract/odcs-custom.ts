import { readDuration } from "../../core/quantities/read-duration.ts";
import { readShare } from "../../core/quantities/read-share.ts";
import type { PlacedMap, ValuePath } from "../manifest/placed.ts";
import { pathText } from "../manifest/value-at.ts";
import { textOfKey, textsOfKey, unknownAmong } from "./odcs-keys.ts";
import type { OdcsReading, ReadRule } from "./odcs-reading.ts";

const keys = ["condition", "keys", "every", "within", "from", "onlyTheseColumns", "maxShare"];

/** `type: custom, engine: lockstep`: what the standard has no word for. One of its keys, and perhaps the share of rows that may break it. */
export const readLockstepRule = (quality: PlacedMap, at: { readonly path: ValuePath; readonly column: string | null }, reading: OdcsReading, add: (rule: ReadRule) => void, said: string | undefined): void => {
  const map = quality.entries.get("implementation")?.value;
  const wrong = (message: string, todo: string): void => reading.refuse({ message: `${pathText(at.path)}.implementation: ${message}`, place: map?.place ?? quality.place, todo });
  if (map?.kind !== "map") return wrong("a rule for lockstep is a map", `Write one of ${keys.join(", ")} below it.`);
  for (const problem of unknownAmong(map, keys, [...at.path, "implementation"])) reading.refuse(problem);
  const share = map.entries.has("maxShare") ? readShare(textOfKey(map, "maxShare") ?? "") : 0;
  if (share === undefined) return wrong("maxShare is no share", "Write a share such as 0.001 or 0.1%.");
  const told = (words: string): string => said?.replace(/\.$/, "") ?? words;
  const duration = (key: string): number | undefined => { const ms = readDuration(textOfKey(map, key) ?? ""); return ms === undefined || ms <= 0 ? undefined : ms / 1000; };
  const condition = textOfKey(map, "condition");
  const list = textsOfKey(map, "keys");
  const from = textsOfKey(map, "from");
  if (condition !== undefined) return add({ dimension: "consistency", column: null, condition, maxShare: share, statement: told(condition) });
  if (list !== undefined) return at.column === null ? wrong("keys are of a column", "Put the rule under the property that holds them.") : add({ dimension: "completeness", keys: list, maxShare: share, statement: told(`${at.column} has every one of ${list.length} keys`) });
  if (map.entries.has("every")) {
    const seconds = duration("every");
    return seconds === undefined ? wrong("every is no duration", "Write a duration such as 1h or 1d.") : add({ dimension: "completeness", bucketSeconds: seconds, maxShare: share, statement: told(`every ${textOfKey(map, "every") ?? ""} holds a row`) });
  }
  if (map.entries.has("within")) {
    const seconds = duration("within");
    return seconds === undefined ? wrong("within is no duration", "Write a duration such as 30d.") : add({ dimension: "timeliness", withinSeconds: seconds, maxShare: share, statement: told(`${at.column ?? "the label"} follows its prediction within ${textOfKey(map, "within") ?? ""}`) });
  }
  if (from !== undefined) return add({ dimension: "provenance", column: null, digests: from, statement: told("the data come from where it was agreed") });
  if (map.entries.has("onlyTheseColumns")) return wrong("onlyTheseColumns is read where the table's properties are known", "Put it under the schema's own quality.");
  return wrong("it asks nothing", `Write one of ${keys.join(", ")}.`);
};
