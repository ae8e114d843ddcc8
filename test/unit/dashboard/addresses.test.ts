import { expect, test } from "vitest";
import { addressOf } from "../../../dashboard/src/api/call.ts";
import { matchPage } from "../../../src/core/pages/match-page.ts";
import { modelAddress, runAddress } from "../../../dashboard/src/frame/addresses.ts";

const awkward = ["churn", "a/b", "50 %", "ü & ?x#y", "<b>", "{id}", "a+b", ".", "..", "~..", "~~.", "...", "~a"];

test("whatever a model or a run is called, its address leads back to it", () => {
  for (const name of awkward) {
    expect(matchPage("/models/{name}", modelAddress(name))).toEqual({ name });
    expect(matchPage("/runs/{id}", runAddress(name))).toEqual({ id: name });
    expect(new URL(addressOf("/api/v1/models/{model}", { params: { model: name } }), "http://localhost").pathname.split("/").length).toBe(5);
  }
});

test("a path fits its pattern piece by piece, or not at all", () => {
  expect(matchPage("/", "/")).toEqual({});
  for (const path of ["/runs", "/runs/", "/runs/a/b", "/run/a", "/runs/%E0%A4%A"]) expect(matchPage("/runs/{id}", path), path).toBeNull();
});

test("what was not asked is not in the address", () => {
  expect(addressOf("/api/v1/runs", { query: { words: "", model: null, verdict: undefined, limit: 50, environment: "a&b" } })).toBe("/api/v1/runs?limit=50&environment=a%26b");
});
