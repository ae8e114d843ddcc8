import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { LogFormat } from "../../ports/log-format.ts";
import { nearest } from "../manifest/nearest.ts";

interface RegistryEntry {
  readonly id: string;
  readonly load: () => Promise<LogFormat>;
}

/** Plain Parquet, CSV or JSON lines, whose columns are told by a mapping, by options or by their names. */
export const tableFormat = "table";

/** Every foreign way of writing predictions down, loaded when a log is first looked at. */
const registry: readonly RegistryEntry[] = [
  { id: "sagemaker", load: async () => (await import("../../adapters/logs/sagemaker/index.ts")).sagemakerLog },
  { id: "sagemaker-ground-truth", load: async () => (await import("../../adapters/logs/sagemaker-ground-truth/index.ts")).sagemakerGroundTruthLog },
  { id: "kserve-events", load: async () => (await import("../../adapters/logs/kserve-events/index.ts")).kserveEventsLog },
  { id: "kserve-blob", load: async () => (await import("../../adapters/logs/kserve-blob/index.ts")).kserveBlobLog },
  { id: "databricks-legacy", load: async () => (await import("../../adapters/logs/databricks-legacy/index.ts")).databricksLegacyLog },
  { id: "databricks-ai-gateway", load: async () => (await import("../../adapters/logs/databricks-ai-gateway/index.ts")).databricksAiGatewayLog },
  { id: "databricks-unity", load: async () => (await import("../../adapters/logs/databricks-unity/index.ts")).databricksUnityLog },
  { id: "vertex", load: async () => (await import("../../adapters/logs/vertex/index.ts")).vertexLog },
  { id: "ai-platform", load: async () => (await import("../../adapters/logs/ai-platform/index.ts")).aiPlatformLog },
  { id: "bentoml", load: async () => (await import("../../adapters/logs/bentoml/index.ts")).bentomlLog },
  { id: "lockstep-log", load: async () => (await import("../../adapters/logs/lockstep-log/index.ts")).lockstepLog },
];

/** The ids that --format takes. */
export const logFormatIds: readonly string[] = [tableFormat, ...registry.map(({ id }) => id)];

/** All formats, to be asked whether they know a log. */
export const loadLogFormats = (): Promise<LogFormat[]> => Promise.all(registry.map(({ load }) => load()));

/** The format of an id; null for a plain table. LS102 when there is none of that id. */
export const logFormatOf = async (id: string, place: string): Promise<LogFormat | null> => {
  if (id === tableFormat) return null;
  const entry = registry.find((each) => each.id === id);
  if (entry !== undefined) return entry.load();
  const meant = nearest(id, logFormatIds);
  throw new LockstepError("LS102", { message: `${id} is no format of a log`, place, todo: meant === undefined ? `Write one of ${logFormatIds.join(", ")}.` : `Did you mean ${meant}?` });
};
