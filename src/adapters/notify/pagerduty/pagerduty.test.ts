import { testNotifier } from "../../../ports/notifier.conformance.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { pagerduty } from "./index.ts";

testNotifier("PagerDuty", {
  open: (origin) => pagerduty.create({ transport: createTransport({ url: origin }), path: "/v2/enqueue", headers: {}, key: "routing-key", now: () => Date.now() }),
  keysOf: ({ json }) => [(json as { readonly dedup_key: string }).dedup_key],
});
