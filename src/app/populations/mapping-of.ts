import type { LogMapping } from "../../core/domain/log-mapping.ts";
import { type ResolvedColumns, samplingWhy } from "./resolve-columns.ts";

interface MappingFacts {
  /** What was written already; nothing of it is lost. */
  readonly mapping: LogMapping;
  readonly format: string;
  readonly zone: string | null;
  readonly resolved: ResolvedColumns;
  readonly labels: LogMapping["labels"] | null;
}

/** What was found out about a log, as a mapping that needs no guessing. What a format makes by itself is not repeated. */
export const mappingOf = ({ mapping, format, zone, resolved, labels }: MappingFacts): LogMapping => {
  const own = resolved.standard.filter(({ isReady, why }) => !isReady && why !== samplingWhy);
  const isTable = format === "table";
  return {
    ...mapping, version: 1, format,
    ...(zone === null ? {} : { zone }),
    ...(own.length > 0 || isTable ? { standard: Object.fromEntries(own.map(({ standard, text }) => [standard, text])) } : {}),
    columns: Object.fromEntries(resolved.columns.map(({ column }) => [column.name, { ...(mapping.columns?.[column.name]?.from === undefined ? {} : { from: mapping.columns[column.name]?.from }), role: column.role, kind: column.kind }])),
    ...(labels === null ? {} : { labels }),
  };
};
