import { firstRecord } from "./first-record.ts";

/** Whether the first records, or the columns of the table they stand in, have all these names. */
export const hasColumns = (evidence: { readonly columns: readonly { readonly name: string }[]; readonly records: readonly string[] }, names: readonly string[]): boolean => {
  const found = new Set([...evidence.columns.map((column) => column.name), ...Object.keys(firstRecord(evidence.records) ?? {})]);
  return names.every((name) => found.has(name));
};
