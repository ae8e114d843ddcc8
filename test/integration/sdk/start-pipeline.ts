import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type EnvironmentName, ensureEnvironment } from "../python/environments.ts";
import { freePort } from "../servers/free-port.ts";
import { type RunningServer, startServer } from "../servers/start-server.ts";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "../../../python/src");

/** The three-step pipeline with the SDK mounted, in each kind of server; `bare` is the FastAPI one without it. */
export type PipelineServer = "fastapi" | "bare" | "wsgi" | "flask";

const environments: Readonly<Record<PipelineServer, EnvironmentName>> = { fastapi: "sklearn-1.4.2", bare: "sklearn-1.4.2", wsgi: "sklearn-1.4.2", flask: "mlflow" };

/** Starts it on a free port; `env` may hold LOCKSTEP_TOKEN. */
export const startPipeline = async (kind: PipelineServer, env: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
  const { python } = await ensureEnvironment(environments[kind]);
  const port = String(await freePort());
  const uvicorn = (name: string): string[] => ["-m", "uvicorn", `fastapi_pipeline:${name}`, "--host", "127.0.0.1", "--port", port, "--no-access-log", "--log-level", "warning"];
  const args = {
    fastapi: uvicorn("app"),
    bare: uvicorn("bare"),
    wsgi: ["wsgi_pipeline.py", port],
    flask: ["-m", "flask", "--app", "flask_pipeline", "run", "--port", port],
  }[kind];
  const url = `http://127.0.0.1:${port}`;
  return startServer({ name: `the pipeline (${kind})`, file: python, args, cwd: here, env: { PYTHONPATH: source, ...env }, healthUrl: `${url}/health`, url });
};
