import { testNotifier } from "../../../ports/notifier.conformance.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { webhook } from "./index.ts";

testNotifier("the webhook", {
  open: (origin) => webhook.create({ transport: createTransport({ url: origin }), path: "/in?a=b", headers: { "x-own": "1" }, key: "secret", now: () => Date.now() }),
  keysOf: ({ headers }) => [String(headers["idempotency-key"])],
});
