import type { ResourceSample, ResourceUse } from "../../core/domain/resource-use.ts";
import type { Clock } from "../../ports/clock.ts";

/** Somebody who can say what an environment uses right now; null when it cannot this time. */
export type SampleResources = (signal?: AbortSignal) => Promise<ResourceSample | null>;

/** Often enough to see a peak of seconds, seldom enough to be no load. */
const intervalMs = 1000;

export interface ResourceWatch {
  /** Takes a last sample and ends; null when nothing could be read at all. */
  end(): Promise<ResourceUse | null>;
}

/** Samples what an environment uses while it is asked: at once, every second, and at the end. */
export const watchResources = (environment: string, sample: SampleResources, clock: Clock): ResourceWatch => {
  const samples: ResourceSample[] = [];
  const stop = new AbortController();
  const take = async (): Promise<void> => {
    const found = await sample().catch(() => null);
    if (found !== null) samples.push(found);
  };
  const watching = (async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await take();
      await clock.sleep(intervalMs, stop.signal).catch(() => undefined);
    }
  })();
  return {
    end: async () => {
      stop.abort();
      await watching;
      await take();
      return summarise(environment, samples);
    },
  };
};

const summarise = (environment: string, samples: readonly ResourceSample[]): ResourceUse | null => {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return null;
  const spent = samples.length < 2 || first.cpuSeconds === null || last.cpuSeconds === null ? null : last.cpuSeconds - first.cpuSeconds;
  const gpu = present(samples.map(({ gpuUtilisation }) => gpuUtilisation));
  return {
    environment, samples: samples.length,
    peakMemoryBytes: peak(samples.map(({ memoryBytes }) => memoryBytes)),
    // A counter that went back is a process that was restarted: nothing is known of what it spent.
    cpuSeconds: spent === null || spent < 0 ? null : spent,
    peakGpuMemoryBytes: peak(samples.map(({ gpuMemoryBytes }) => gpuMemoryBytes)),
    meanGpuUtilisation: gpu.length === 0 ? null : gpu.reduce((sum, value) => sum + value, 0) / gpu.length,
    source: last.source,
  };
};

const present = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const peak = (values: readonly (number | null)[]): number | null => {
  const known = present(values);
  return known.length === 0 ? null : Math.max(...known);
};
