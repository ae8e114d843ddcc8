import { describe, expect, it } from "vitest";
import { ResourceSample } from "../../core/domain/resource-use.ts";
import { resourceSampleFromPrometheus } from "./resource-sample-from-prometheus.ts";

const sampleOf = (...lines: string[]) => resourceSampleFromPrometheus(lines.join("\n"));
const nothing = { memoryBytes: null, cpuSeconds: null, gpuMemoryBytes: null, gpuUtilisation: null, processes: 1 };

describe("what a server uses", () => {
  it("is read from a Python server's page", () => {
    const sample = sampleOf(
      "# HELP process_virtual_memory_bytes Virtual memory size in bytes.", "# TYPE process_virtual_memory_bytes gauge", "process_virtual_memory_bytes 2.410553344e+09",
      "# TYPE process_resident_memory_bytes gauge", "process_resident_memory_bytes 1.45694720e+08",
      "# TYPE process_start_time_seconds gauge", "process_start_time_seconds 1.76372e+09",
      "# TYPE process_cpu_seconds_total counter", "process_cpu_seconds_total 4.75", "process_open_fds 21.0",
      'model_infer_request_duration_bucket{le="+Inf",model="m"} 9',
    );
    expect(sample).toEqual({ ...nothing, memoryBytes: 145_694_720, cpuSeconds: 4.75, source: "process_resident_memory_bytes, process_cpu_seconds_total" });
    expect(ResourceSample.safeParse(sample).success).toBe(true);
  });

  it("is summed over workers, which the source says", () => {
    expect(sampleOf('process_resident_memory_bytes{pid="7"} 100', 'process_resident_memory_bytes{pid="8"} 50', 'process_cpu_seconds_total{pid="7"} 1.5', 'process_cpu_seconds_total{pid="8"} 2'))
      .toEqual({ ...nothing, memoryBytes: 150, cpuSeconds: 3.5, processes: 2, source: "process_resident_memory_bytes (sum of 2 processes), process_cpu_seconds_total (sum of 2 processes)" });
  });

  it("counts a container once", () => {
    const at = 'namespace="prod",pod="m-1"';
    expect(sampleOf(
      `container_memory_working_set_bytes{container="",id="/kubepods/x",${at}} 1110`, `container_memory_working_set_bytes{container="POD",${at}} 10`,
      `container_memory_working_set_bytes{container="server",${at}} 1000`, `container_memory_working_set_bytes{container="proxy",${at}} 100`,
      `container_cpu_usage_seconds_total{container="server",cpu="total",${at}} 30`, `container_cpu_usage_seconds_total{container="server",cpu="cpu00",${at}} 20`, `container_cpu_usage_seconds_total{container="server",cpu="cpu01",${at}} 10`,
    )).toEqual({ ...nothing, memoryBytes: 1100, cpuSeconds: 30, processes: 2, source: "container_memory_working_set_bytes (sum of 2 containers), container_cpu_usage_seconds_total" });
  });

  it("is not read from a node's page, which has the pods of others", () => {
    expect(sampleOf('container_memory_rss{container="a",pod="x"} 1', 'container_memory_rss{container="b",pod="y"} 2')).toBeNull();
  });

  it("prefers the process to its container", () => {
    expect(sampleOf('container_memory_working_set_bytes{container="server",pod="m"} 1000', "process_resident_memory_bytes 900")?.memoryBytes).toBe(900);
  });

  it("sums the memory of GPUs and averages their use, in either unit", () => {
    expect(sampleOf('DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-a"} 1024', 'DCGM_FI_DEV_FB_USED{gpu="1",UUID="GPU-b"} 512', 'DCGM_FI_DEV_GPU_UTIL{gpu="0"} 90', 'DCGM_FI_DEV_GPU_UTIL{gpu="1"} 10'))
      .toEqual({ ...nothing, gpuMemoryBytes: 1536 * 1024 * 1024, gpuUtilisation: 0.5, source: "DCGM_FI_DEV_FB_USED (sum of 2 GPUs), DCGM_FI_DEV_GPU_UTIL (mean of 2 GPUs)" });
    expect(sampleOf('nv_gpu_memory_used_bytes{gpu_uuid="GPU-a"} 2147483648.000000', 'nv_gpu_utilization{gpu_uuid="GPU-a"} 0.250000', "nv_cpu_utilization 0.5"))
      .toEqual({ ...nothing, gpuMemoryBytes: 2_147_483_648, gpuUtilisation: 0.25, source: "nv_gpu_memory_used_bytes, nv_gpu_utilization" });
  });

  it("leaves out what is no measurement, and takes the next that is", () => {
    expect(sampleOf("process_resident_memory_bytes NaN", "container_memory_working_set_bytes 5", "process_cpu_seconds_total -1", "nv_gpu_utilization 7", "DCGM_FI_DEV_FB_USED +Inf"))
      .toEqual({ ...nothing, memoryBytes: 5, source: "container_memory_working_set_bytes" });
    expect(sampleOf('process_resident_memory_bytes{pid="1"} NaN', 'process_resident_memory_bytes{pid="2"} 7')).toMatchObject({ memoryBytes: 7, processes: 1, source: "process_resident_memory_bytes" });
  });

  it("is null where nothing is said of it", () => {
    for (const page of ["", "<html>Not found</html>", "up 1", "process_resident_memory_bytes", 'process_resident_memory_bytes{pid="1" 5', "process_resident_memory_bytes 12 MB"]) expect(resourceSampleFromPrometheus(page)).toBeNull();
  });
});
