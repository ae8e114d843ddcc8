import type { PlacedMap, ValuePath } from "../manifest/placed.ts";
import { pathText } from "../manifest/value-at.ts";
import { scalarAt, textOfKey, unknownKeys } from "./odcs-keys.ts";
import type { OdcsReading } from "./odcs-reading.ts";

const units: readonly (readonly [readonly string[], number])[] = [
  [["s", "sec", "second", "seconds"], 1], [["m", "min", "minute", "minutes"], 60], [["h", "hr", "hour", "hours"], 3600], [["d", "day", "days"], 86_400], [["w", "week", "weeks"], 604_800], [["mo", "month", "months"], 30 * 86_400], [["y", "yr", "year", "years"], 365 * 86_400],
];

/** One service level as a rule: how old the newest row may be (latency, freshness), how often there must be rows (frequency). All others are about the service. */
export const readSla = (sla: PlacedMap, path: ValuePath, fallback: string | undefined, objects: readonly string[], reading: OdcsReading): void => {
  for (const problem of unknownKeys(sla, "sla", path)) reading.refuse(problem);
  const property = textOfKey(sla, "property") ?? "";
  const kind = ({ latency: "freshness", ly: "freshness", freshness: "freshness", fs: "freshness", frequency: "frequency", fy: "frequency", timeliness: "timeliness" } as const)[property.toLowerCase() as "latency"];
  if (kind === undefined) return reading.leave(sla.place, `the service level ${property === "" ? "that is not named" : property} is about the service, not about rows`);
  const value = scalarAt(sla, "value");
  const unit = textOfKey(sla, "unit") ?? "d";
  const seconds = units.find(([names]) => names.includes(unit.toLowerCase()))?.[1];
  if (typeof value?.value !== "number" || value.value <= 0 || seconds === undefined) {
    return reading.refuse({ message: `${pathText(path)}: ${value?.source ?? "nothing"} ${unit} is no length of time`, place: value?.place ?? sla.place, todo: "Write value: as a number, and unit: as one of s, min, h, d, w, mo, y." });
  }
  const element = textOfKey(sla, "element") ?? fallback;
  if (element?.includes(",") === true) return reading.leave(sla.entries.get("element")?.value.place ?? sla.place, "several elements in one service level are not asked; write one for each");
  const prefix = objects.find((object) => element?.startsWith(`${object}.`));
  const column = element === undefined ? null : prefix === undefined ? element : element.slice(prefix.length + 1);
  const within = value.value * seconds;
  const said = textOfKey(sla, "description")?.replace(/\.$/, "");
  const id = textOfKey(sla, "id");
  if (kind === "freshness") return reading.add({ dimension: "freshness", column, withinSeconds: within, statement: said ?? `the newest ${column ?? "row"} is no older than ${value.source} ${unit}` }, id, `${property} ${column ?? "rows"}`);
  if (kind === "timeliness") return reading.add({ dimension: "timeliness", column, withinSeconds: within, statement: said ?? `${column ?? "the label"} follows its prediction within ${value.source} ${unit}` }, id, `${property} ${column ?? "label"}`);
  return reading.add({ dimension: "completeness", column, bucketSeconds: within, statement: said ?? `there are rows every ${value.source} ${unit}` }, id, `${property} ${column ?? "rows"}`);
};
