import { afterEach, beforeEach, expect, test } from "vitest";
import { lookOf } from "../../core/incident/incident.fixture.ts";
import { defaultIncidentPolicy } from "../../core/incident/incident-policy.ts";
import { newServerWorld, type TestServer } from "../../server/server-world.fixture.ts";
import { recordLook } from "../incident/record-look.ts";
import { startAutomaticRemedies } from "./start-automatic-remedies.ts";

const manifest = `version: 1
policy: {remedies: {drain: {description: take it out of rotation, command: [node, --version], automatic: true}}}
`;

let server: TestServer;
beforeEach(async () => { server = await newServerWorld({ manifest, env: { PATH: process.env["PATH"] ?? "" } }); });
afterEach(() => server.close());

test("what a token said waits for a person", async () => {
  recordLook(server.world.store, lookOf(0, "fail"), defaultIncidentPolicy, "token ci");
  expect(await startAutomaticRemedies(server.world, "lockstep serve")).toBe(0);
});

test("what was found here is remedied by itself, once", async () => {
  recordLook(server.world.store, lookOf(0, "fail"), defaultIncidentPolicy, "watch");
  expect(await startAutomaticRemedies(server.world, "lockstep serve")).toBe(1);
  expect(await startAutomaticRemedies(server.world, "lockstep serve")).toBe(0);
});
