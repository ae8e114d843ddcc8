import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Run } from "../../../src/core/domain/run.ts";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";

/** A model behind HTTP that scores `x`; what it answers can be changed, and it can be taken away and brought back. */
export interface Model {
  readonly port: number;
  readonly url: string;
  /** Added to every score. */
  shift: number;
  /** Requests for a prediction so far. */
  asked: number;
  /** Answers every request itself when it is set; undefined lets the model answer. */
  instead: ((path: string, headers: IncomingHttpHeaders, body: string) => { readonly status: number; readonly body: string } | undefined) | null;
  down(): Promise<void>;
  up(): Promise<void>;
}

export const scoreOf = (x: number): number => 1 / (1 + Math.exp((30 - x) / 10));

export const startModel = async (): Promise<Model> => {
  let server: Server | null = null;
  let port = 0;
  const start = async (): Promise<void> => {
    const made = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => { body += text; });
      request.on("end", () => {
        const other = model.instead?.(request.url ?? "/", request.headers, body);
        if (other !== undefined) return response.writeHead(other.status, { "content-type": "application/json" }).end(other.body);
        if (request.method !== "POST") return response.writeHead(request.url === "/predict" ? 200 : 404, { "content-type": "application/json" }).end("{}");
        model.asked += 1;
        return response.setHeader("content-type", "application/json").end(JSON.stringify({ score: scoreOf((JSON.parse(body) as { x: number }).x) + model.shift }));
      });
    });
    await new Promise<void>((ready) => { made.listen(port, "127.0.0.1", ready); });
    port = (made.address() as AddressInfo).port;
    server = made;
  };
  const model: Model = {
    get port() { return port; }, get url() { return `http://127.0.0.1:${port}/predict`; },
    shift: 0, asked: 0, instead: null, up: start,
    down: () => new Promise((done) => {
      if (server === null) return done();
      server.close(() => done());
      server.closeAllConnections();
      server = null;
    }),
  };
  await start();
  return model;
};

/** A folder of its own with a command line in it. */
export interface Scene {
  readonly folder: string;
  /** Environment variables of every command. */
  readonly env: Record<string, string>;
  put(path: string, text: string): void;
  lockstep(...args: string[]): Promise<CliResult>;
  /** The same from a folder within. */
  within(folder: string, ...args: string[]): Promise<CliResult>;
  /** The document of a run, the newest when none is named. */
  run(id?: string): Promise<Run>;
  close(): void;
}

export const openScene = (): Scene => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-agreed-"));
  const env: Record<string, string> = {};
  const within = (below: string, ...args: string[]): Promise<CliResult> => runCli(args, { cwd: join(folder, below), env });
  return {
    folder, env, within,
    put: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    lockstep: (...args) => within(".", ...args),
    run: async (id = "latest") => {
      const { stdout, stderr } = await within(".", "report", id, "--json");
      if (stdout === "") throw new Error(stderr);
      return JSON.parse(stdout) as Run;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
};

export const rows = 60;

/** `id,x`, one row per line. */
export const goldenRows = (count = rows): string => `id,x\n${Array.from({ length: count }, (_, row) => `r${row},${row + 0.1}`).join("\n")}\n`;

/** An environment of a manifest, in one line. */
export const entry = (url: string, more = ""): string => `{target: "${url}", template: '{"x": {{x}}}'${more === "" ? "" : `, ${more}`}}`;
