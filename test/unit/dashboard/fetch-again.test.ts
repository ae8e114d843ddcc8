import { afterEach, expect, test, vi } from "vitest";
import { fetchAgain } from "../../../dashboard/src/api/call.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { newServerWorld } from "../../../src/server/server-world.fixture.ts";

afterEach(() => vi.unstubAllGlobals());

test("a list that is what it was is had, not sent again; one that changed is sent", async () => {
  const server = await newServerWorld();
  try {
    const token = server.token("read");
    const statuses: number[] = [];
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
      const response = await server.fetch(address, { headers: { ...(init.headers as Record<string, string>), ...token } });
      statuses.push(response.status);
      return response;
    });
    const first = await fetchAgain("/api/v1/runs", null);
    expect(await fetchAgain("/api/v1/runs", first)).toBe(first);
    server.world.store.save(minimalRun("r1"), "ada");
    expect((await fetchAgain("/api/v1/runs", first)).data).toMatchObject({ items: [{ id: "r1" }] });
    expect(statuses).toEqual([200, 304, 200]);
  } finally {
    server.close();
  }
});
