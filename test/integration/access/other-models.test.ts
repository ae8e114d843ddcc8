import { afterAll, beforeAll, expect, test } from "vitest";
import { type Scope, tokenScopes } from "../../../src/core/domain/access.ts";
import { newServerWorld, type TestServer } from "../../../src/server/server-world.fixture.ts";
import { routes } from "../../../src/server/routes.ts";
import { fillPeople, peopleManifest } from "../dashboard-people/people-store.ts";

/** A token that is for one model learns nothing of another, and changes nothing there, at any address: held against a store that is full of that other one. */
let server: TestServer;
beforeAll(async () => {
  server = await newServerWorld({ manifest: peopleManifest, env: { SLACK_URL: "https://127.0.0.1:1/hook" } });
  fillPeople(server.world);
});
afterAll(() => server.close());

const hidden = "loan-risk";
const ids = (): string[] => [...server.world.store.list(2, 0).map(({ id }) => id), "INC-2026-0001", "REQ-2026-0001", "WVR-2026-0001", "DEC-2026-0001", "dependencies", "page-the-desk", "pre-rollout", "json", "production", "A1",
  ...server.world.deliveries.list({ limit: 1 }).items.map(({ id }) => id)];

/** Every address of a route with what is really there put into it; a route of several names is asked with the few that can go together. */
const addresses = (path: string): string[] => {
  if (!path.includes("{")) return [path];
  const [id = "", ...rest] = path.match(/\{\w+\}/g) ?? [];
  if (id === "{model}") return [path.replace("{model}", hidden).replace("{environment}", "production").replace("{name}", "precision")];
  return ids().map((value) => rest.reduce((all, name) => all.replace(name, name === "{remedy}" ? "page-the-desk" : name === "{format}" ? "json" : "A1"), path.replace(id, value)));
};

const textOf = async (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly text: string }> => {
  const changes = method !== "GET";
  const response = await server.fetch(path, { method, headers: { ...headers, accept: "application/json", ...(changes ? { "content-type": "application/json" } : {}) }, ...(changes ? { body: '{"note":"n"}' } : {}) });
  if (response.headers.get("content-type")?.includes("event-stream") === true) {
    await response.body?.cancel();
    return { status: response.status, text: "" };
  }
  return { status: response.status, text: Buffer.from(await response.arrayBuffer()).toString("latin1") };
};

const reading = routes.filter(({ spec }) => spec.method === "get" && spec.scope !== null && !spec.path.endsWith("*"));

test("no answer to a reading request names another model, or what belongs to it", async () => {
  const narrow = server.token(tokenScopes as readonly Scope[], ["other"]);
  const wide = server.token(tokenScopes as readonly Scope[]);
  const told: string[] = [];
  let shown = 0;
  for (const { spec } of reading) {
    for (const path of addresses(spec.path)) {
      if ((await textOf("GET", path, wide)).text.includes(hidden)) shown += 1;
      const { status, text } = await textOf("GET", path, narrow);
      // A refusal may name what was asked for.
      const clean = path.includes(hidden) && status >= 400 ? text.replaceAll(hidden, "") : text;
      if (clean.includes(hidden)) told.push(`${path} ${status} ${clean.slice(Math.max(0, clean.indexOf(hidden) - 80), clean.indexOf(hidden) + 60)}`);
    }
  }
  expect(told).toEqual([]);
  expect(shown, "addresses that tell of it to whom may know").toBeGreaterThan(12);
});

test("nothing of another model can be changed", async () => {
  const narrow = server.token(tokenScopes as readonly Scope[], ["other"]);
  const before = server.world.catalogue.head()?.sequence;
  const did: string[] = [];
  for (const { spec } of routes.filter((each) => each.spec.method !== "get" && each.spec.scope !== null && each.spec.params !== undefined && !each.spec.path.startsWith("/gates/"))) {
    for (const path of addresses(spec.path)) {
      const { status, text } = await textOf(spec.method.toUpperCase(), path, narrow);
      if (status < 400) did.push(`${spec.method} ${path} ${status} ${text.slice(0, 120)}`);
    }
  }
  expect([did, server.world.catalogue.head()?.sequence]).toEqual([[], before]);
});
