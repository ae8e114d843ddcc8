"""What one side of the bench says as its last line: time, processor time and peak memory of the work alone, imports left out in the peer's favour."""
import json
import resource
import time


def report(work):
    started, cpu = time.perf_counter(), time.process_time()
    result = work()
    print(json.dumps({"seconds": time.perf_counter() - started, "cpuSeconds": time.process_time() - cpu, "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "result": str(result)}))
