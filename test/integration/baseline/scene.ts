import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";

/** A model that answers over HTTP; what it answers can be changed, and it can be taken away and brought back. */
export interface Model {
  readonly port: number;
  /** Added to every score. */
  shift: number;
  /** Tokens that came with requests. */
  readonly tokens: Set<string>;
  down(): Promise<void>;
}

/** A folder with a manifest, a golden set and two environments of one model. */
export interface Scene {
  readonly folder: string;
  readonly staging: Model;
  readonly production: Model;
  lockstep(...args: string[]): Promise<CliResult>;
  close(): Promise<void>;
}

export const rows = 60;

const startModel = async (): Promise<Model> => {
  const tokens = new Set<string>();
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    request.on("end", () => {
      tokens.add(String(request.headers["x-token"]));
      const score = request.method === "POST" ? Math.sqrt((JSON.parse(body) as { x: number }).x) : 0;
      response.setHeader("content-type", "application/json").end(JSON.stringify({ score: score + model.shift * score }));
    });
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  const model: Model = {
    port: (server.address() as AddressInfo).port, shift: 0, tokens,
    down: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
  return model;
};

export const openScene = async (): Promise<Scene> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-baseline-"));
  const [staging, production] = [await startModel(), await startModel()];
  writeFileSync(join(folder, "golden.csv"), `id,x,note\n${Array.from({ length: rows }, (_, row) => `r${row},${row + 0.1},"a ""note"", ${row}"`).join("\n")}\n`);
  const environment = (port: number): string => `{target: "http://127.0.0.1:${port}/predict", template: '{"x": {{x}}}', headers: {X-Token: "env:MODEL_TOKEN"}}`;
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1
models:
  risk:
    golden: {file: golden.csv, key: id, exclude: [note]}
environments:
  staging: ${environment(staging.port)}
  canary: ${environment(production.port)}
compare: [{reference: staging, candidate: canary}]
`);
  return {
    folder, staging, production,
    lockstep: (...args) => runCli(args, { cwd: folder, env: { MODEL_TOKEN: "s3cret-token" } }),
    close: async () => {
      await Promise.all([staging.down(), production.down()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The newest run's document. */
export const latest = async ({ lockstep }: Scene): Promise<{ readonly id: string; readonly [key: string]: unknown }> => JSON.parse((await lockstep("report", "latest", "--json")).stdout) as { id: string };
