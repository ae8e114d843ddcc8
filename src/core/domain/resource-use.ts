import { z } from "zod";

/** What a process (or container) used at one moment. Counters since its start; null where the source does not say. */
export const ResourceSample = z.object({
  /** Resident or working-set memory, bytes. */
  memoryBytes: z.number().nonnegative().nullable(),
  /** Processor time since start, seconds. */
  cpuSeconds: z.number().nonnegative().nullable(),
  gpuMemoryBytes: z.number().nonnegative().nullable(),
  /** 0..1 */
  gpuUtilisation: z.number().min(0).max(1).nullable(),
  /** Processes that were summed. */
  processes: z.number().int().positive(),
  /** What was read: metric names, or the SDK's endpoint. */
  source: z.string(),
});
export type ResourceSample = z.infer<typeof ResourceSample>;

/** What an environment used while it was asked. */
export const ResourceUse = z.object({
  environment: z.string(),
  /** Samples taken, at least one. */
  samples: z.number().int().positive(),
  /** Largest memory seen, bytes. */
  peakMemoryBytes: z.number().nonnegative().nullable(),
  /** Processor seconds spent between the first and the last sample. */
  cpuSeconds: z.number().nonnegative().nullable(),
  peakGpuMemoryBytes: z.number().nonnegative().nullable(),
  meanGpuUtilisation: z.number().min(0).max(1).nullable(),
  source: z.string(),
});
export type ResourceUse = z.infer<typeof ResourceUse>;
