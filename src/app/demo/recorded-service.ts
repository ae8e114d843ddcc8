import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

/** What one process of a real service answered. */
export const RecordedReplica = z.object({
  name: z.string(),
  /** Response bodies as they came, by the row's canonical name. */
  answers: z.record(z.string(), z.string()),
  /** Milliseconds from send to last byte, in the order in which they were measured. */
  latencies: z.array(z.number()).min(1),
});

/** A real service on tape: its own description, and what each of its replicas answered to every row. */
export const RecordedService = z.object({
  /** What ran when it was recorded, in words. */
  recordedFrom: z.string(),
  fields: z.array(z.string()),
  /** Body of /openapi.json. */
  openapi: z.string(),
  replicas: z.array(RecordedReplica).min(1),
});
export type RecordedService = z.infer<typeof RecordedService>;

/** Reads a recording; a file that is not one is a damaged installation. */
export const readRecordedService = async (path: string): Promise<RecordedService> =>
  RecordedService.parse(JSON.parse(gunzipSync(await readFile(path)).toString("utf8")));
