import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const bin = resolve(".cache/prometheus/root/usr/bin");

export interface RunningPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

/** A real Prometheus that holds the samples of an OpenMetrics text, which is turned into its blocks; the password of `ana`, where one is asked for, is `test`. */
export const startPrometheus = async (openMetrics: string, { password = false } = {}): Promise<RunningPrometheus> => {
  execFileSync(join(import.meta.dirname, "get-prometheus.sh"), { stdio: ["ignore", "ignore", "inherit"] });
  const folder = mkdtempSync(join(tmpdir(), "lockstep-prometheus-"));
  const data = join(folder, "data");
  mkdirSync(data);
  writeFileSync(join(folder, "metrics.txt"), openMetrics);
  execFileSync(join(bin, "promtool"), ["tsdb", "create-blocks-from", "openmetrics", join(folder, "metrics.txt"), data], { stdio: ["ignore", "ignore", "inherit"] });
  writeFileSync(join(folder, "prometheus.yml"), "scrape_configs: []\n");
  // bcrypt of "test", as in Prometheus' own documentation of basic authentication.
  writeFileSync(join(folder, "web.yml"), password ? "basic_auth_users:\n  ana: $2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay\n" : "{}\n");
  const port = await freePort();
  const child = spawn(join(bin, "prometheus"), [
    `--config.file=${join(folder, "prometheus.yml")}`, `--web.config.file=${join(folder, "web.yml")}`, `--storage.tsdb.path=${data}`, "--storage.tsdb.retention.time=100y", `--web.listen-address=127.0.0.1:${port}`, "--log.level=warn",
  ], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => { said += chunk.toString(); });
  const ended = new Promise<void>((done) => { child.on("close", () => done()); });
  const url = `http://127.0.0.1:${port}`;
  const ready = async (): Promise<boolean> => fetch(`${url}/-/ready`, password ? { headers: { authorization: `Basic ${Buffer.from("ana:test").toString("base64")}` } } : {}).then(({ ok }) => ok, () => false);
  while (!(await ready())) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended: ${said}`);
    await new Promise((done) => { setTimeout(done, 50); });
  }
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
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
