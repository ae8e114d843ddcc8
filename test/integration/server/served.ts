import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";

/** A server as people start it, in a process of its own, and somebody who opened the printed address. */
export interface Served {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it wrote to stderr so far. */
  readonly log: () => string;
  /** A request of whoever opened the address; a body is sent as JSON. */
  ask(path: string, init?: { readonly method?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal }): Promise<Response>;
  /** Waits for its end after a signal; gives the exit code, null where the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `lockstep serve` on a free port and opens the address that it prints. Fails with what it said where it does not come up. */
export const startServed = async (folder: string, { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {}): Promise<Served> => {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [resolve("src/cli/main.ts"), "serve", "--store", join(folder, ".lockstep"), "--port", "0", "--role", "admin", ...args], { cwd: folder, env: { PATH, HOME, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((done) => { child.once("close", (code) => done(code)); });
  let [out, err] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text: string) => { err += text; });
  const printed = await new Promise<string>((done, failed) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      const [found] = /http\S+token=[\w-]+(?=\n)/.exec(out) ?? [];
      if (found !== undefined) done(found);
    });
    void ended.then((code) => failed(new Error(`it ended with ${code} before it listened: ${out}${err}`)));
  });
  const entered = await fetch(printed, { redirect: "manual" });
  const cookie = entered.headers.getSetCookie().map((each) => each.split(";", 1)[0]).join("; ");
  if (cookie === "") throw new Error(`the printed address let nobody in: ${entered.status} ${await entered.text()}`);
  const url = new URL(printed).origin;
  return {
    url, process: child, log: () => err,
    ask: (path, { method = "GET", body, headers = {}, signal } = {}) => fetch(`${url}${path}`, { method, redirect: "manual", headers: { cookie, origin: url, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal === undefined ? {} : { signal }) }),
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
  };
};
