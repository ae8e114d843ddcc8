import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "../servers/free-port.ts";
import { type RunningServer, startServer } from "../servers/start-server.ts";

const here = dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);

export interface FeastServer extends RunningServer {
  /** The offline rows that the store was materialised from. */
  readonly offline: string;
  /** Writes a wrong value into the online store; gives the customer whose it is. */
  spoilOne(): Promise<string>;
}

/** A real feature server over a repository of its own, in a folder that goes with it. */
export const startFeast = async (): Promise<FeastServer> => {
  const { python, bin } = await ensureEnvironment("feast");
  const folder = await mkdtemp(join(tmpdir(), "lockstep-feast-"));
  const env = { ...process.env, FEAST_USAGE: "False" };
  const forget = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await run(python, [join(here, "feature_repo.py"), folder], { env });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = await startServer({ name: "feast serve", file: join(bin, "feast"), args: ["serve", "--host", "127.0.0.1", "--port", String(port)], cwd: folder, env: { FEAST_USAGE: "False" }, healthUrl: `${url}/health`, url });
    return {
      ...server, offline: join(folder, "customers.parquet"),
      spoilOne: async () => (await run(python, [join(here, "change_value.py"), join(folder, "online.db")], { env })).stdout.trim(),
      stop: () => server.stop().then(forget),
    };
  } catch (cause) {
    await forget();
    throw cause;
  }
};
