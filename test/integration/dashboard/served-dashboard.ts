import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Role } from "../../../src/core/domain/access.ts";
import { createServer as createLockstep } from "../../../src/server/create-server.ts";
import { routes } from "../../../src/server/routes.ts";
import { newServerWorld, type TestServer } from "../../../src/server/server-world.fixture.ts";
import { buildDashboard } from "../../../tools/build-dashboard.ts";

export interface ServedDashboard extends TestServer {
  readonly url: string;
  /** The cookie of somebody of this role, as a browser keeps it. */
  readonly cookie: (role: Role) => { readonly name: string; readonly value: string; readonly url: string };
  readonly stop: () => Promise<void>;
}

/** The dashboard at a real port, over real stores in a folder of its own, as `lockstep serve` has it. */
export const serveDashboard = async (options: Parameters<typeof newServerWorld>[0] = {}): Promise<ServedDashboard> => {
  await buildDashboard();
  let answer: (request: Request) => Promise<Response> | Response = () => new Response(null, { status: 503 });
  const listener = createServer(getRequestListener((request) => answer(request), { overrideGlobalObjects: false }));
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", () => done()));
  const address = listener.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const test = await newServerWorld({ ...options, url });
  const stopping = new AbortController();
  const app = createLockstep(test.world, routes, { hosts: () => ["127.0.0.1"], origins: () => [url], maxBody: 10_000_000, perMinute: 1_000_000, signal: stopping.signal });
  answer = (request) => app.fetch(request, "127.0.0.1");
  return {
    ...test, url,
    cookie: (role) => {
      const [name = "", value = ""] = (test.as(role)["cookie"] ?? "").split("=", 2);
      return { name, value, url };
    },
    stop: async () => {
      stopping.abort();
      listener.closeAllConnections();
      await new Promise<void>((done) => listener.close(() => done()));
      test.close();
    },
  };
};
