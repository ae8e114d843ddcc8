import { afterEach, expect, it, test } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { serveForTest, type ServedAnswer } from "../../../ports/serving.fixture.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { createFeastStore } from "./index.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const ask = async (answer: ServedAnswer, path = "/") => {
  const served = await serveForTest(() => answer);
  const transport = createTransport({ url: served.url });
  closing.push(() => transport.close(), () => served.close());
  const values = createFeastStore(transport, path).ask(["credit:income", "credit:late"], [{ name: "customer_id", values: [1n, 9007199254740993n] }], new AbortController().signal);
  return { values: await values.catch((error: unknown) => error), requests: served.requests };
};
const found = ["2026-11-20T14:35:42.123456Z", "2026-11-20T14:35:42Z"];
const nothing = "1970-01-01T00:00:00Z";
const body = (results: readonly string[], names: readonly string[]): ServedAnswer => ({ body: `{"results":[${results.join(",")}],"metadata":{"feature_names":${JSON.stringify(names)}}}` });
const result = (values: string, statuses: readonly string[], times: readonly string[]): string => `{"values":${values},"statuses":${JSON.stringify(statuses)},"event_timestamps":${JSON.stringify(times)}}`;
const entities = result("[1,9007199254740993]", ["PRESENT", "PRESENT"], [nothing, nothing]);
const late = result("[9007199254740993,null]", ["PRESENT", "NULL_VALUE"], found);
const income = result("[1000.0,null]", ["PRESENT", "NOT_FOUND"], [found[1] as string, nothing]);
const present = (value: unknown, eventTime: bigint) => ({ status: "present", value, eventTime });
const time = 1_795_185_342_000_000n;

test.each([["full names", ["customer_id", "credit__late", "credit__income"]], ["names without their view", ["customer_id", "late", "income"]]])("takes each value by the answer's own names, whatever their order: %s", async (_, names) => {
  const { values, requests } = await ask(body([entities, late, income], names), "/store/");
  expect(values).toEqual([
    [present(1000, time), { status: "absent", value: null, eventTime: null }],
    [present(9007199254740993n, time + 123_456n), present(null, time)],
  ]);
  expect(requests[0]).toMatchObject({ url: "/store/get-online-features", body: '{"features":["credit:income","credit:late"],"entities":{"customer_id":[1,9007199254740993]},"full_feature_names":true}' });
});

test.each<[string, ServedAnswer, string, RegExp]>([
  ["a feature that does not exist", { status: 500, body: JSON.stringify("'Feature incom not found in projection credit'") }, "LS240", /500: 'Feature incom not found/],
  ["a view that does not exist", { status: 404, body: JSON.stringify(JSON.stringify({ class: "FeatureViewNotFoundException", message: "Feature view credt does not exist" })) }, "LS240", /404: Feature view credt does not exist$/],
  ["a request it does not take", { status: 422, body: '{"detail":[{"loc":["body"],"msg":"Input should be a valid dictionary"}]}' }, "LS240", /body: Input should be/],
  ["access refused", { status: 403, body: "" }, "LS304", /403/],
  ["a login page", { body: "<!doctype html><title>Sign in</title>" }, "LS401", /Sign in/],
  ["another program's JSON", { body: '{"outputs":[1]}' }, "LS240", /results/],
  ["a feature left out", body([entities, late], ["customer_id", "late"]), "LS240", /credit:income was asked and is not in the answer, which has customer_id and late/],
  ["a feature twice", body([income, income, late], ["income", "income", "late"]), "LS240", /credit:income is 2 times/],
  ["fewer results than names", body([entities], ["customer_id", "late"]), "LS240", /names 2 features and holds 1/],
  ["fewer values than entities", body([result("[1]", ["PRESENT"], [nothing]), late], ["income", "late"]), "LS240", /2 entities were asked and 1 values/],
  ["a status that is not known", body([result("[1,2]", ["PRESENT", "MAYBE"], found), late], ["income", "late"]), "LS240", /MAYBE/],
  ["a time that is none", body([result("[1,2]", ["PRESENT", "PRESENT"], [found[0] as string, "yesterday"]), late], ["income", "late"]), "LS240", /"yesterday" is no time/],
])("%s is an error that says so", async (_, answer, code, message) => {
  const error = (await ask(answer)).values as LockstepError;
  expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
});

it("asks at the address whether or not the path is named", async () => {
  expect((await ask(body([income, late], ["income", "late"]), "/get-online-features")).requests[0]?.url).toBe("/get-online-features");
});
