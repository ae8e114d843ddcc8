import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";
import { startCommittee, trainCommittee } from "../servers/committee-server.ts";
import type { RunningServer } from "../servers/start-server.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-restart-"));
const model = join(folder, "committee.pickle");
const running: RunningServer[] = [];
const cli = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: folder });

/** As a new pod: another host name, another process, another port. */
const start = async (pod: string, file = model, env: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
  const server = await startCommittee("sklearn-1.4.2", file, { HOSTNAME: pod, POD_NAME: pod, ...env });
  running.push(server);
  return server;
};
const manifest = (url: string): string => `version: 1
models:
  risk:
    author: ben
    artifacts: [committee.pickle]
    golden: {file: rows.csv, key: id}
    tolerances: {default: {absolute: 1.0e-9}}
    budgets: {latency: {p95: 5s}, errorRate: 2%, memory: 2GiB}
    checks: {latency: observe}
environments:
  staging: {target: "${url}/predict"}
  canary: {target: "${url}/predict"}
compare: [{reference: staging, candidate: canary}]
asking: {probes: false}
policy:
  identity: [model, lock, precision, cpu]
  signOff: {signers: [{name: ana, publicKey: ana.public.pem}]}
`;

beforeAll(async () => {
  await trainCommittee("sklearn-1.4.2", model);
  const rows = Array.from({ length: 80 }, (_, id) => `${id},${20 + (id * 7) % 50},${1500 + (id * 37) % 3000}`);
  writeFileSync(join(folder, "rows.csv"), `id,age,income\n${rows.join("\n")}\n`);
  await cli("keys", "new", "--out", "ana");
  const first = await start("pod-1");
  writeFileSync(join(folder, "lockstep.yaml"), manifest(first.url));
  const signed = await cli("check", "--sign-off", "sign-off.json", "--signing-key", "file:ana.private.pem");
  if (signed.code !== 0) throw new Error(signed.stdout + signed.stderr);
  const gate = await cli("gate", "--sign-off", "sign-off.json", "--environment", "canary");
  if (gate.code !== 0) throw new Error(gate.stdout + gate.stderr);
  await first.stop();
}, 180_000);

afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const gateAt = (server: RunningServer): Promise<CliResult> => cli("gate", "--sign-off", "sign-off.json", "--fingerprint", `${server.url}/lockstep/fingerprint`);

test("the same model, restarted as another pod, is let through", async () => {
  const { code, stdout } = await gateAt(await start("pod-2"));
  expect(stdout).toContain("the sign-off holds");
  expect(code).toBe(0);
});

test("one more byte in the model file is refused, and named", async () => {
  // In another folder, under the same name: what the path is makes no identity.
  const other = mkdtempSync(join(folder, "other-"));
  cpSync(model, join(other, "committee.pickle"));
  const same = await gateAt(await start("pod-3", join(other, "committee.pickle")));
  expect(same.code).toBe(0);
  appendFileSync(join(other, "committee.pickle"), "\n");
  const { code, stderr } = await gateAt(await start("pod-4", join(other, "committee.pickle")));
  expect(stderr).toMatch(/LS513[\s\S]*model/);
  expect(code).toBe(1);
});

test("a server that loaded another file is not let through when the signed one is put back on disk", async () => {
  const other = mkdtempSync(join(folder, "back-"));
  const file = join(other, "committee.pickle");
  cpSync(model, file);
  appendFileSync(file, "\n");
  const server = await start("pod-6", file);
  expect((await gateAt(server)).code).toBe(1);
  cpSync(model, file, { preserveTimestamps: true });
  const { code, stdout, stderr } = await gateAt(server);
  expect(stdout + stderr).toContain("changed on disk after the server started");
  expect(code).toBe(3);
});

test("another kernel choice is another precision, and refused", async () => {
  const { code, stderr } = await gateAt(await start("pod-5", model, { OPENBLAS_CORETYPE: "Prescott" }));
  expect(stderr).toMatch(/LS513[\s\S]*precision/);
  expect(code).toBe(1);
});

test("nobody there is no evidence", async () => {
  const { code } = await cli("gate", "--sign-off", "sign-off.json", "--environment", "canary");
  expect(code).toBe(3);
});
