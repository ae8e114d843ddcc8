import type { ResourceSample } from "../../core/domain/resource-use.ts";
import { type KnownMetric, knownMetrics } from "./known-metrics.ts";
import { type MetricSample, readPrometheusText } from "./prometheus-text.ts";

/** One quantity as a page tells it: the values of its series, in bytes, seconds or shares. */
interface Found {
  readonly metric: KnownMetric;
  readonly values: readonly number[];
}

const wanted: ReadonlySet<string> = new Set(Object.values(knownMetrics).flatMap((metrics) => metrics.map(({ name }) => name)));

/**
 * What a model server says of its own use on its metrics page: memory (bytes) and processor time (seconds) summed over its
 * processes, memory of its GPUs summed (bytes) and their utilisation averaged (0..1). `source` names the metrics and how many series
 * were taken together. Null when the page says nothing of these, is no metrics page, or has no usable number.
 */
export function resourceSampleFromPrometheus(text: string): ResourceSample | null {
  const series = new Map<string, MetricSample[]>();
  for (const sample of readPrometheusText(text)) {
    if (!wanted.has(sample.name)) continue;
    const same = series.get(sample.name);
    if (same === undefined) series.set(sample.name, [sample]);
    else same.push(sample);
  }
  const find = (metrics: readonly KnownMetric[], largest: number): Found | null => {
    for (const metric of metrics) {
      const values = countedOnce(metric, series.get(metric.name) ?? []).map(({ value }) => value * metric.scale).filter((value) => value >= 0 && value <= largest);
      if (values.length > 0) return { metric, values };
    }
    return null;
  };
  const memory = find(knownMetrics.memoryBytes, Number.MAX_SAFE_INTEGER);
  const cpu = find(knownMetrics.cpuSeconds, Number.MAX_SAFE_INTEGER);
  const gpuMemory = find(knownMetrics.gpuMemoryBytes, Number.MAX_SAFE_INTEGER);
  const gpuUse = find(knownMetrics.gpuUtilisation, 1);
  const found = [memory, cpu, gpuMemory, gpuUse].filter((one) => one !== null);
  if (found.length === 0) return null;
  return {
    memoryBytes: memory === null ? null : sum(memory.values),
    cpuSeconds: cpu === null ? null : sum(cpu.values),
    gpuMemoryBytes: gpuMemory === null ? null : sum(gpuMemory.values),
    gpuUtilisation: gpuUse === null ? null : sum(gpuUse.values) / gpuUse.values.length,
    processes: Math.max(1, memory?.values.length ?? 0, cpu?.values.length ?? 0),
    source: found.map((one) => sourceOf(one, one === gpuUse ? "mean" : "sum")).join(", "),
  };
}

/**
 * The series that add up to the whole: of a container's metrics not the pause container, nor the totals of pod and node that stand
 * beside the containers, nor single processors beside their total. A page of several pods is a node's, not the model's: none of it.
 */
function countedOnce(metric: KnownMetric, samples: readonly MetricSample[]): readonly MetricSample[] {
  if (metric.of !== "container") return samples;
  const label = (sample: MetricSample, name: string): string => sample.labels.get(name) ?? "";
  const named = samples.filter((sample) => label(sample, "container") !== "" && label(sample, "container") !== "POD");
  const containers = named.length > 0 ? named : samples;
  const totals = containers.filter((sample) => label(sample, "cpu") === "total");
  const counted = totals.length > 0 ? totals : containers;
  return new Set(counted.map((sample) => `${label(sample, "namespace")}/${label(sample, "pod")}`)).size > 1 ? [] : counted;
}

const plurals: Readonly<Record<KnownMetric["of"], string>> = { process: "processes", container: "containers", GPU: "GPUs" };

const sourceOf = ({ metric, values }: Found, how: "sum" | "mean"): string => (values.length === 1 ? metric.name : `${metric.name} (${how} of ${values.length} ${plurals[metric.of]})`);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
