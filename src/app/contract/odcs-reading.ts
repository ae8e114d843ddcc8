import type { QualityContract, QualityRule } from "../../core/domain/quality.ts";
import type { Place, PlacedMap } from "../manifest/placed.ts";
import { type ContractProblem, placeOf } from "./contract-problem.ts";
import { textOfKey } from "./odcs-keys.ts";

/** A rule as it is read, before it has its id. */
export type ReadRule = Omit<Partial<QualityRule>, "id"> & Pick<QualityRule, "dimension" | "statement">;

/** What reading a contract gathers on its way. */
export interface OdcsReading {
  readonly add: (rule: ReadRule, id: string | undefined, fallback: string) => void;
  /** Something that nothing here can hold data against. */
  readonly leave: (place: Place, why: string) => void;
  readonly refuse: (problem: ContractProblem) => void;
}

/** A reading with what it will have gathered. */
export const beginReading = (): OdcsReading & { readonly rules: (ReadRule & { id: string })[]; readonly notRead: QualityContract["notRead"]; readonly problems: ContractProblem[] } => {
  const rules: (ReadRule & { id: string })[] = [];
  const notRead: QualityContract["notRead"] = [];
  const problems: ContractProblem[] = [];
  const ids = new Set<string>();
  return {
    rules, notRead, problems,
    add: (rule, id, fallback) => {
      const wanted = id ?? fallback;
      let free = wanted;
      for (let count = 2; ids.has(free); count += 1) free = `${wanted} ${count}`;
      ids.add(free);
      rules.push({ ...rule, id: free });
    },
    leave: (place, why) => { notRead.push({ place: placeOf(place), why }); },
    refuse: (problem) => { problems.push(problem); },
  };
};

/** The value of a custom property by its name; undefined when there is none. */
export const customProperty = (map: PlacedMap, name: string): string | undefined => {
  const list = map.entries.get("customProperties")?.value;
  if (list?.kind !== "list") return undefined;
  const found = list.items.find((item) => item.kind === "map" && textOfKey(item, "property") === name);
  return found?.kind === "map" ? textOfKey(found, "value") : undefined;
};
