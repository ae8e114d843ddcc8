import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "../servers/free-port.ts";
import { type RunningServer, startServer } from "../servers/start-server.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** The pipeline as a model of MLServer, in the server's own process. */
export const startMlserverPipeline = async (): Promise<RunningServer> => {
  const { python } = await ensureEnvironment("mlserver");
  const folder = await mkdtemp(join(tmpdir(), "mlserver-"));
  const [port, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  await writeFile(join(folder, "settings.json"), JSON.stringify({ host: "127.0.0.1", http_port: port, grpc_port: grpc, metrics_port: metrics, parallel_workers: 0, debug: false }));
  await writeFile(join(folder, "model-settings.json"), JSON.stringify({ name: "pipeline", implementation: "mlserver_pipeline.Pipeline" }));
  const url = `http://127.0.0.1:${port}`;
  const env = { PYTHONPATH: `${join(here, "../../../python/src")}:${here}` };
  try {
    const server = await startServer({ name: "the pipeline (MLServer)", file: python, args: [join(here, "serve_mlserver.py"), "start", folder], env, healthUrl: `${url}/v2/models/pipeline/ready`, url });
    return { ...server, stop: () => server.stop().then(() => rm(folder, { recursive: true, force: true })) };
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw cause;
  }
};
