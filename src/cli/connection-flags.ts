import { type Command, Option } from "commander";
import { flagOf, sideKey, sides } from "../app/check/parse-check-options.ts";
import type { ConnectionOptions } from "../app/check/connection-options.ts";
import { collect } from "./collect.ts";

/** How each connection option is written and said; keyed by the schema, so that none is forgotten. */
const flags: { readonly [Key in keyof ConnectionOptions]: { readonly takes: string; readonly says: string } } = {
  protocol: { takes: "id", says: "serving protocol, when it is not recognised" },
  model: { takes: "name", says: "model to ask, when the server has several" },
  modelVersion: { takes: "v", says: "version of the model" },
  template: { takes: "text|@file", says: "the request for one row, for a JSON endpoint of your own" },
  header: { takes: "'Name: value'", says: "header of every request (repeatable); secrets as env:NAME or file:PATH" },
  ca: { takes: "file", says: "authority that signed the server's certificate" },
  cert: { takes: "file", says: "client certificate" },
  certKey: { takes: "file", says: "key of the client certificate" },
  host: { takes: "name", says: "Host header, and the name the certificate must have" },
  via: { takes: "command", says: "port-forward to run while asking" },
  replicaHeader: { takes: "name", says: "response header that names the replica" },
  sdk: { takes: "path", says: "where the SDK is mounted (/lockstep)" },
  fingerprint: { takes: "source", says: "fingerprint when not from the SDK: URL, file or pid:NUMBER" },
  metrics: { takes: "url", says: "Prometheus page with memory, processor and GPU use" },
  reported: { takes: "source", says: "JSON file or URL of metrics it reports, to be recomputed" },
  maxRate: { takes: "n", says: "most requests per second" },
};

/** The connection options for both sides at once, and hidden from the help the same ones for each side. */
export const addConnectionFlags = (command: Command, group: string): void => {
  for (const [key, { takes, says }] of Object.entries(flags)) {
    for (const name of [key, ...sides.map((side) => sideKey(side, key))]) {
      const option = new Option(`${flagOf(name)} <${takes}>`, says).helpGroup(group).hideHelp(name !== key);
      command.addOption(key === "header" ? option.argParser(collect) : option);
    }
  }
};
