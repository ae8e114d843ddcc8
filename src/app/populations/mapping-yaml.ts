import { Document, isMap, isPair, isScalar, type YAMLMap } from "yaml";
import type { LogMapping } from "../../core/domain/log-mapping.ts";
import type { OpenedPopulation } from "./open-population.ts";

/** A mapping as a file that people read, check and mend: one line per column, and behind it why it was taken for that. */
export const mappingYaml = ({ mapping, side, standard }: Pick<OpenedPopulation, "mapping" | "side" | "standard">): string => {
  const document = new Document(mapping satisfies LogMapping);
  document.commentBefore = ` How ${side.source.replaceAll(/[\r\n]+/g, " ")} is read, as it was found. Check every line that says guessed.\n Give it to lockstep compare with --map.`;
  const columns = document.get("columns", true);
  if (isMap(columns)) eachPair(columns, (name, value) => {
    const column = side.columns.find((each) => each.name === name);
    if (isMap(value)) value.flow = true;
    return column === undefined ? null : `${column.origin}: ${column.why}`;
  });
  const own = document.get("standard", true);
  if (isMap(own)) eachPair(own, (name) => {
    const one = standard.find((each) => each.standard === name);
    return one === undefined ? null : `${one.origin}: ${one.why}`;
  });
  return document.toString({ lineWidth: 0 });
};

const eachPair = (map: YAMLMap, commentOf: (name: string, value: unknown) => string | null): void => {
  for (const pair of map.items) {
    if (!isPair(pair)) continue;
    const comment = commentOf(isScalar(pair.key) ? String(pair.key.value) : String(pair.key), pair.value);
    // A comment ends with its line, whatever a column is called.
    if (comment !== null && (isMap(pair.value) || isScalar(pair.value))) pair.value.comment = ` ${comment.replaceAll(/[\r\n]+/g, " ")}`;
  }
};
