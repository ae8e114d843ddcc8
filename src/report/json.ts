import { Run } from "../core/domain/run.ts";

/* Maps whose keys come from people and servers; everything else has the schema's order. */
const openMaps: ReadonlySet<string> = new Set(["options", "classes", "evidence"]);

const inOrder = (key: string, value: unknown): unknown =>
  openMaps.has(key) && typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    : value;

/** The run document itself: keys in the schema's order, open maps sorted, so that two runs can be compared line by line. */
export const renderJson = (run: Run): string => `${JSON.stringify(Run.parse(run), inOrder, 2)}\n`;
