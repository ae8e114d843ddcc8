/** A metric that says what a process or a device uses, and what its unit has to be multiplied by. */
export interface KnownMetric {
  readonly name: string;
  /** Bytes, seconds, or a share of 1, for one of the metric's own unit. */
  readonly scale: number;
  /** What one series stands for. `container` series come with totals of their parents, which must not be counted twice. */
  readonly of: "process" | "container" | "GPU";
}

const mebibyte = 1024 * 1024;
const percent = 0.01;

/** Where each quantity is looked for; the first metric that has a usable value is taken, as the ones nearest to the process stand first. */
export const knownMetrics = {
  memoryBytes: [
    { name: "process_resident_memory_bytes", scale: 1, of: "process" },
    { name: "process_working_set_bytes", scale: 1, of: "process" },
    { name: "container_memory_working_set_bytes", scale: 1, of: "container" },
    { name: "container_memory_rss", scale: 1, of: "container" },
  ],
  cpuSeconds: [
    { name: "process_cpu_seconds_total", scale: 1, of: "process" },
    { name: "process_cpu_seconds", scale: 1, of: "process" },
    { name: "container_cpu_usage_seconds_total", scale: 1, of: "container" },
  ],
  gpuMemoryBytes: [
    { name: "nv_gpu_memory_used_bytes", scale: 1, of: "GPU" },
    { name: "DCGM_FI_DEV_FB_USED", scale: mebibyte, of: "GPU" },
    { name: "nvidia_smi_memory_used_bytes", scale: 1, of: "GPU" },
    { name: "nvidia_gpu_memory_used_bytes", scale: 1, of: "GPU" },
  ],
  gpuUtilisation: [
    { name: "nv_gpu_utilization", scale: 1, of: "GPU" },
    { name: "DCGM_FI_DEV_GPU_UTIL", scale: percent, of: "GPU" },
    { name: "nvidia_smi_utilization_gpu_ratio", scale: 1, of: "GPU" },
    { name: "nvidia_gpu_duty_cycle", scale: percent, of: "GPU" },
  ],
} as const satisfies Record<string, readonly KnownMetric[]>;
