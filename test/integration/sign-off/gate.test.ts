import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleAgreement, exampleRun, servedFingerprint } from "../../../src/app/sign-off/example-sign-off.fixture.ts";
import type { GateAnswer } from "../../../src/app/sign-off/gate-answer.ts";
import { writeSignOff } from "../../../src/app/sign-off/write-sign-off.ts";
import { openStore } from "../../../src/app/open-store.ts";
import type { CommandIo } from "../../../src/app/command-io.ts";
import { verifyLedger } from "../../../src/app/verify-ledger.ts";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";
import type { Agreement } from "../../../src/core/domain/agreement.ts";
import type { FieldValue, Fingerprint } from "../../../src/core/domain/fingerprint.ts";
import type { Run } from "../../../src/core/domain/run.ts";

let folder: string;
const day = 86_400_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-gate-"));
  for (const name of ["ada", "mallory"]) expect((await lockstep(["keys", "new", "--out", `keys/${name}`])).code).toBe(0);
  await mkdir(join(folder, "models"));
  await writeFile(join(folder, "models", "model.bin"), "weights");
  await writeFile(join(folder, "models", "scaler.bin"), "means");
  await sign("sign-off.json");
  await fingerprint("deployed.json");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lockstep = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliResult> => runCli(args, { cwd: folder, env });
const sha = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

const agreement = (over: Partial<Agreement> = {}): Agreement =>
  exampleAgreement({
    manifests: [{ path: join(folder, "lockstep.yaml"), digest: sha("x") }],
    artifacts: [{ group: "model", path: "models/model.bin", digest: sha("weights"), bytes: 7 }, { group: "preprocessing", path: "models/scaler.bin", digest: sha("means"), bytes: 5 }],
    ...over,
  });

/** Runs with a store of its own, whose time may be another. */
const sign = async (file: string, { run = {}, signer = "Ada", key = "ada", now = Date.now() }: { readonly run?: Partial<Run>; readonly signer?: string; readonly key?: string; readonly now?: number } = {}): Promise<void> => {
  const store = await openStore(join(folder, ".lockstep"), folder);
  const io = { cwd: folder, env: { KEY: await readFile(join(folder, "keys", `${key}.private.pem`), "utf8") }, note: () => {}, keepSecret: () => {} } as unknown as CommandIo;
  try {
    const id = `20260101-000000-${createHash("sha256").update(file).digest("hex").slice(0, 6)}`;
    const saved = store.save(exampleRun({ id, agreement: agreement(), fingerprints: [{ environment: "candidate", replica: null, fingerprint: servedFingerprint(served) }], ...run }), "test");
    await writeSignOff(saved, { file, key: "env:KEY", signer, environment: null }, io, { store, clock: { now: () => now } });
  } finally {
    store.close();
  }
};

const served = { "model.file:model.bin": `${sha("weights")} 7`, "preprocessing.file:scaler.bin": `${sha("means")} 5` };
const fingerprint = (file: string, over: Readonly<Record<string, FieldValue>> = {}, more: Partial<Fingerprint> = {}): Promise<void> => writeFile(join(folder, file), JSON.stringify(servedFingerprint({ ...served, ...over }, more)));
const gate = (args: readonly string[] = [], file = "sign-off.json"): Promise<CliResult> => lockstep(["gate", "--sign-off", file, "--fingerprint", "deployed.json", "--trusted-key", "keys/ada.public.pem", ...args]);

describe("lockstep gate", () => {
  it("opens for what was signed, and after a restart under another name; the ledger hears of it and verifies", async () => {
    const first = await gate(["--artifacts", "."]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(/^the sign-off holds: risk 7 in candidate is what was signed off\nsigned by Ada at .*not self-signed\nvalid until .*\n/);
    expect(first.stdout).toContain("files by digest: models/model.bin and models/scaler.bin");
    await fingerprint("restarted.json", { "container.pod": "risk-9a", "server.uptime": 1 }, { pid: 99, takenAt: new Date().toISOString() });
    expect((await gate(["--fingerprint", "restarted.json"])).code).toBe(0);
    const store = await openStore(join(folder, ".lockstep"), folder);
    expect(store.records("sign-off").length).toBeGreaterThan(0);
    expect(store.records("gate").length).toBeGreaterThanOrEqual(2);
    expect(verifyLedger(store, undefined).ok).toBe(true);
    store.close();
  });

  it("stays shut for another image and another byte of the model, and names both digests and the fields", async () => {
    await fingerprint("other.json", { "image.digest": `sha256:${"7".repeat(64)}`, "model.file:model.bin": `sha256:${"8".repeat(64)} 120` });
    const { code, stderr, stdout } = await gate(["--fingerprint", "other.json", "--json"]);
    expect(code).toBe(1);
    expect(stderr).toContain("error LS513:");
    expect(stderr).toMatch(/part "model" differs: signed sha256:[0-9a-f]{64}, deployed sha256:[0-9a-f]{64}/);
    expect(stderr).toContain(`image.digest: signed sha256:${"c".repeat(64)}, deployed sha256:${"7".repeat(64)}`);
    const answer = JSON.parse(stdout) as GateAnswer;
    expect(answer.parts.filter(({ verdict }) => verdict === "different").map(({ part }) => part)).toEqual(["model", "image"]);
  });

  it("stays shut for a file on the disk that has one byte more", async () => {
    await mkdir(join(folder, "unpacked", "models"), { recursive: true });
    await writeFile(join(folder, "unpacked", "models", "model.bin"), "weights!");
    await writeFile(join(folder, "unpacked", "models", "scaler.bin"), "means");
    const { code, stderr } = await gate(["--artifacts", "unpacked"]);
    expect([code, stderr.includes(`the file models/model.bin is ${sha("weights!")}, signed was ${sha("weights")}`)]).toEqual([1, true]);
    await rm(join(folder, "unpacked", "models", "model.bin"));
    expect((await gate(["--artifacts", "unpacked"])).code).toBe(3);
  });

  it("stays shut once it has expired, and for a forged signature", async () => {
    await sign("old.json", { now: Date.now() - 40 * day });
    const old = await gate([], "old.json");
    expect([old.code, old.stderr.includes("it expired at")]).toEqual([1, true]);
    await sign("forged.json", { key: "mallory" });
    const forged = await gate([], "forged.json");
    expect([forged.code, forged.stderr.includes("no trusted key signed it"), forged.stdout]).toEqual([1, true, ""]);
    const text = await readFile(join(folder, "sign-off.json"), "utf8");
    await writeFile(join(folder, "twice.json"), text.replace('"payload":', '"payload": "", "payload":'));
    expect((await gate([], "twice.json")).code).toBe(2);
  });

  it("does not know what it cannot read, and trusts nobody who is not named", async () => {
    await fingerprint("unread.json", {}, { unread: { "image.digest": "no runtime socket" } });
    const unread = await gate(["--fingerprint", "unread.json"]);
    expect([unread.code, unread.stdout.includes("image.digest: no runtime socket")]).toEqual([3, true]);
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect((await gate(["--fingerprint", `http://127.0.0.1:${port}/lockstep/fingerprint`])).code).toBe(3);
    const nobody = await lockstep(["gate", "--sign-off", "sign-off.json", "--fingerprint", "deployed.json"]);
    expect([nobody.code, nobody.stderr.includes("LS510")]).toEqual([2, true]);
    expect((await gate(["--trusted-key", "keys/ada.private.pem"])).stderr).toContain("holds a private key");
    expect((await gate(["--sign-off", "nothing.json"])).code).toBe(2);
  });

  it("asks the manifest for signers, policy and where what is deployed is read", async () => {
    await mkdir(join(folder, "project"), { recursive: true });
    await writeFile(join(folder, "project", "lockstep.yaml"), [
      "version: 1", "models:", "  risk:", "    author: Bob", "environments:", "  reference: {target: 'http://127.0.0.1:9'}", "  candidate: {target: 'http://127.0.0.1:9', fingerprint: ../deployed.json}",
      "policy:", "  identity: [model, image, cpu]", "  signOff:", "    signers: [{name: Ada, publicKey: ../keys/ada.public.pem}]", "",
    ].join("\n"));
    const at = (args: readonly string[]): Promise<CliResult> => lockstep(["gate", "--sign-off", "sign-off.json", "--manifest", "project/lockstep.yaml", ...args]);
    expect(await at(["--environment", "candidate"])).toMatchObject({ code: 0, stderr: "" });
    expect(await at([])).toMatchObject({ code: 0 });
    await fingerprint("other-cpu.json", { "cpu.flags": ["avx2", "avx512f", "fma"] });
    const other = await at(["--fingerprint", "other-cpu.json"]);
    expect([other.code, other.stderr.includes('part "cpu" differs')]).toEqual([1, true]);
    expect((await gate(["--fingerprint", "other-cpu.json"])).code).toBe(0);
    const elsewhere = await at(["--environment", "production"]);
    expect([elsewhere.code, elsewhere.stderr.includes("names no environment production")]).toEqual([2, true]);
    expect((await at(["--environment", "reference", "--fingerprint", "deployed.json"])).stderr).toContain("for the environment candidate, not for reference");
  });
});

describe("signing off", () => {
  const refusal = (work: Promise<void>): Promise<string> => work.then(() => "was signed", (error: Error) => error.message);

  it("writes nothing for a run that exceeds its budget, and says so", async () => {
    expect(await refusal(sign("refused.json", { run: { budgets: [{ environment: "candidate", budget: "latency p99", limit: 200, measured: 240, unit: "ms", verdict: "fail" }] } }))).toContain("exceeded in candidate");
    await expect(readFile(join(folder, "refused.json"))).rejects.toThrow("ENOENT");
  });

  it("knows the signer by the key, and refuses keys that policy does not trust", async () => {
    const signOff = { ...agreement().policy.signOff, signers: [{ name: "Ada", publicKey: "keys/ada.public.pem" }] };
    const run = { agreement: agreement({ policy: { ...agreement().policy, signOff } }) };
    expect(await refusal(sign("known.json", { run, key: "mallory" }))).toContain("is not one that policy.signOff.signers");
    expect(await refusal(sign("known.json", { run, signer: "Grace" }))).toContain("the signing key is Ada's, not Grace's");
    await sign("known.json", { run });
    expect((await gate([], "known.json")).stdout).toContain("signed by Ada");
  });

  it("refuses a key that is no ed25519 key without a word of it", async () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    await writeFile(join(folder, "keys", "rsa.private.pem"), rsa);
    const told = await refusal(sign("rsa.json", { key: "rsa" }));
    expect(told).toContain("a key of the kind rsa; ed25519 is wanted");
    expect(told).not.toContain(rsa.split("\n")[1]);
  });
});
