import { testNotifier } from "../../../ports/notifier.conformance.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { slack } from "./index.ts";

testNotifier("Slack", {
  open: (origin) => slack.create({ transport: createTransport({ url: origin }), path: "/services/T/B/x", headers: {}, key: "", now: () => Date.now() }),
  keysOf: ({ json }) => (json as { readonly blocks: readonly { readonly block_id?: string }[] }).blocks.flatMap(({ block_id = "" }) => (block_id.startsWith("alert ") ? [block_id] : [])),
});
