import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "./free-port.ts";
import { modelFile } from "./trained-models.ts";
import { type RunningServer, startServer } from "./start-server.ts";

const here = dirname(fileURLToPath(import.meta.url));

export interface FastApiOptions {
  /** The scikit-learn that serves. */
  readonly environment: "sklearn-1.3.0" | "sklearn-1.4.2";
  /** The scikit-learn that trained; the serving one when not given. */
  readonly trainedWith?: "sklearn-1.3.0" | "sklearn-1.4.2";
  readonly model: string;
  /** Several rows per request instead of one. */
  readonly batch?: boolean;
  /** FAULT, FAULT_COLUMNS, THRESHOLD, and switches of the numeric libraries. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A FastAPI service under uvicorn; the URL is the server's root. */
export const startFastApi = async (options: FastApiOptions): Promise<RunningServer> => {
  const { python } = await ensureEnvironment(options.environment);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({
    name: `FastAPI ${options.model} on ${options.environment}`,
    file: python,
    args: ["-m", "uvicorn", options.batch === true ? "fastapi_batch_app:app" : "fastapi_app:app", "--app-dir", here, "--host", "127.0.0.1", "--port", String(port), "--no-access-log", "--log-level", "warning"],
    cwd: join(here),
    env: { MODEL_PATH: await modelFile(options.trainedWith ?? options.environment, options.model), ...options.env },
    healthUrl: `${url}/health`,
    url,
  });
};
