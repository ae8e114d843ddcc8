import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** It finds its templates below the folder it is started in. */
const root = resolve(".cache/alertmanager/root");

/** An alert as Alertmanager's API gives it. */
export interface ManagedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly generatorURL?: string;
}

export interface RunningAlertmanager {
  readonly url: string;
  /** What is firing there now. */
  alerts(): Promise<ManagedAlert[]>;
  /** Ends and starts again, as a pod does: it keeps no alert. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Alertmanager that sends nothing anywhere and forgets an alert that says no end after two seconds. */
export const startAlertmanager = async (): Promise<RunningAlertmanager> => {
  execFileSync(join(import.meta.dirname, "get-alertmanager.sh"), { stdio: ["ignore", "ignore", "inherit"] });
  const folder = mkdtempSync(join(tmpdir(), "lockstep-alertmanager-"));
  writeFileSync(join(folder, "config.yml"), "global: {resolve_timeout: 2s}\nroute: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let end = async (): Promise<void> => {};
  const begin = async (): Promise<void> => {
    const child = spawn(join(root, "usr/bin/prometheus-alertmanager"), [`--config.file=${join(folder, "config.yml")}`, `--storage.path=${folder}`, `--web.listen-address=127.0.0.1:${port}`, "--cluster.listen-address=", "--log.level=warn"], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => { said += chunk.toString(); });
    const ended = new Promise<void>((done) => { child.on("close", () => done()); });
    while (!(await fetch(`${url}/-/ready`).then(({ ok }) => ok, () => false))) {
      if (child.exitCode !== null) throw new Error(`Alertmanager ended: ${said}`);
      await new Promise((done) => { setTimeout(done, 50); });
    }
    end = async () => {
      child.kill("SIGTERM");
      await ended;
    };
  };
  await begin();
  return {
    url,
    alerts: async () => (await fetch(`${url}/api/v2/alerts?active=true`).then((response) => response.json())) as ManagedAlert[],
    restart: async () => {
      await end();
      await begin();
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
