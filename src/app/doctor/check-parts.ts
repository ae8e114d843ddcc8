import { constants } from "node:fs";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openExistingStore } from "../open-store.ts";
import { attempt, type DoctorCheck, problem, well } from "./doctor-check.ts";

const oldestNode = 24;

/** Enough for an engine that is asked for nothing but its version. */
const probeMemoryBytes = 128 * 2 ** 20;

/** The Node that runs this. */
export const checkNode = (): DoctorCheck => {
  const { node } = process.versions;
  return Number(node.split(".")[0]) >= oldestNode ? well("node", `${node} (${process.platform} ${process.arch})`) : problem("node", node, `Install Node ${oldestNode} or newer.`);
};

/** Whether the store opens, or could be made; it is not made by looking. */
export const checkStore = (directory: string): Promise<DoctorCheck> =>
  attempt("store", "Check the permissions, or name another place with --store DIR.", async () => {
    const store = await openExistingStore(directory, directory);
    if (store === null) {
      await access(await nearestFolder(directory), constants.W_OK);
      return `none yet; it can be made at ${directory}`;
    }
    try {
      const entries = [...store.ledger()].length;
      return `${directory}, ${entries === 1 ? "1 run" : `${entries} runs`}`;
    } finally {
      store.close();
    }
  });

const nearestFolder = async (path: string): Promise<string> => {
  const there = await access(path).then(() => true, () => false);
  return there || dirname(path) === path ? path : nearestFolder(dirname(path));
};

/** Whether the analytical engine loads and counts. */
export const checkEngine = (): Promise<DoctorCheck> =>
  attempt("engine", "Install the package again: its platform's part may be missing (npm install without --omit=optional).", async () => {
    const { createDuckDbEngine } = await import("../../adapters/engines/duckdb/create-duckdb-engine.ts");
    const temporaryDirectory = await mkdtemp(join(tmpdir(), "lockstep-doctor-"));
    try {
      const engine = await createDuckDbEngine({ temporaryDirectory, memoryLimitBytes: probeMemoryBytes });
      const [row] = await engine.query("SELECT version() AS version");
      await engine.close();
      return `DuckDB ${String(row?.["version"])}`;
    } finally {
      await rm(temporaryDirectory, { recursive: true, force: true });
    }
  });
