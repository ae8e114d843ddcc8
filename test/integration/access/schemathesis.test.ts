import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { routes } from "../../../src/server/routes.ts";
import { newServerWorld } from "../../../src/server/server-world.fixture.ts";
import { startServer } from "../../../src/server/start-server.ts";
import { ensureEnvironment } from "../python/environments.ts";

/** What cannot be asked again and again: a stream that never ends, and the way out of the session that all the rest is asked with. */
const leftOut = ["/api/v1/events", "/auth/logout"];

const run = (file: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
  });

test("whatever an admin asks that the description allows, and what it does not, the server has an answer", async () => {
  const { bin } = await ensureEnvironment("schemathesis");
  const faults: string[] = [];
  const server = await newServerWorld({ log: (level, fields, message) => { if (level === "error" && message.startsWith("a fault of Lockstep itself")) faults.push(`${message} ${JSON.stringify(fields)}`); } });
  for (const id of ["run-a", "run-b"]) server.world.store.save(minimalRun(id), "test");
  const listening = await startServer(server.world, routes, { host: "127.0.0.1", port: 0, allowedHosts: [], url: null, maxBody: 1_000_000, perMinute: 1_000_000 });
  try {
    const { cookie = "" } = server.as("admin");
    const { code, said } = await run(join(bin, "schemathesis"), [
      "run", `${listening.url}/openapi.json`, "--phases", "coverage,fuzzing", "--max-examples", "2", "--checks", "not_a_server_error,unsupported_method", "--continue-on-failure", "--suppress-health-check", "all",
      "--workers", "2", "--request-timeout", "20", "--seed", "5", "--no-color", "--generation-database", "none", "--generation-with-security-parameters", "false", "-H", `Cookie: ${cookie}`, "-H", `Origin: ${listening.url}`, ...leftOut.flatMap((path) => ["--exclude-path", path]),
    ]);
    expect({ code, faults: [...new Set(faults)].slice(0, 20) }, (/=+ FAILURES =+[\s\S]*?=+ WARNINGS/.exec(said)?.[0] ?? said).slice(0, 6_000)).toEqual({ code: 0, faults: [] });
  } finally {
    await listening.close();
    server.close();
  }
});
