import { afterEach, beforeEach, expect, test } from "vitest";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

let server: TestServer;
beforeEach(async () => { server = await newServerWorld(); });
afterEach(() => server.close());

const get = async (path: string, headers = server.token("read")): Promise<{ readonly status: number; readonly text: string }> => {
  const response = await server.fetch(path, { headers });
  return { status: response.status, text: await response.text() };
};

test("what was entered is read as it was entered, newest first; a manifest by its digest", async () => {
  server.world.store.enter({ kind: "calendar", subject: "a", payload: { reason: "first" } }, "ada");
  server.world.store.enter({ kind: "calendar", subject: "b", payload: { reason: "second" } }, "ada");
  const { items } = JSON.parse((await get("/api/v1/records/calendar")).text) as { readonly items: readonly unknown[] };
  expect(items).toMatchObject([{ subject: "b", actor: "ada", payload: { reason: "second" } }, { subject: "a", payload: { reason: "first" } }]);
  const digest = server.world.store.keepText("version: 1\n");
  expect(await get(`/api/v1/texts/${digest}`)).toEqual({ status: 200, text: "version: 1\n" });
  expect((await get(`/api/v1/texts/${"0".repeat(64)}`)).status).toBe(404);
});

test("runs have their own address, and a token for one model sees no record", async () => {
  expect((await get("/api/v1/records/run")).status).toBe(400);
  expect((await get("/api/v1/records/calendar", server.token("read", ["credit"]))).status).toBe(403);
});
