import { connect } from "node:net";
import { expect, it } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { openPortForward } from "./open-port-forward.ts";

const node = JSON.stringify(process.execPath);
const failure = (promise: Promise<unknown>): Promise<LockstepError> => promise.then(() => { throw new Error("should have failed"); }, (error: LockstepError) => error);
const accepts = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = connect(port, "127.0.0.1");
  socket.once("connect", () => { socket.destroy(); resolve(true); });
  socket.once("error", () => resolve(false));
});

it("waits until the port accepts, and ends the whole process group", async () => {
  // A shell with a grandchild that listens only after a while.
  const forward = await openPortForward(`true; ${node} -e 'setTimeout(() => require("net").createServer().listen(process.argv[1], "127.0.0.1"), 150)' {port}`, "http");
  expect(forward.origin).toBe(`http://127.0.0.1:${forward.port}`);
  expect(await accepts(forward.port)).toBe(true);
  await forward.close();
  while (await accepts(forward.port));
  await forward.close();
});

it("a command that ends is LS307 with its last words", async () => {
  const error = await failure(openPortForward("echo 'services \"model\" not found {port}' >&2; exit 3", "http"));
  expect([error.code, error.message.includes("exit code 3"), error.message.includes('services "model" not found')]).toEqual(["LS307", true, true]);
});

it("a command that never opens the port is LS307 after the deadline", async () => {
  const error = await failure(openPortForward(`${node} -e 'setInterval(() => {}, 1e6)' {port}`, "http", { timeoutMs: 200 }));
  expect([error.code, error.message.includes("within 0.2 s")]).toEqual(["LS307", true]);
});

it("a command without {port} is refused", async () => {
  expect((await failure(openPortForward("kubectl port-forward svc/m 8080", "http"))).code).toBe("LS102");
});
