import { z } from "zod";
import { readPositive, readText, textOption } from "./read-option.ts";

/** One `--header`; the value may hold references (`env:NAME`, `file:PATH`), which are resolved where the request is made. */
export interface HeaderOption {
  readonly name: string;
  readonly value: string;
}

/** An HTTP field name is a token (RFC 9110, 5.6.2); a value holds no line break. */
const header = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/;

export const readHeader = (text: string): HeaderOption | undefined => {
  const [, name, value] = header.exec(text) ?? [];
  return name === undefined || value === undefined || value === "" ? undefined : { name, value };
};

const text = (wanted: string) => textOption(wanted, readText).nullable().default(null);

/** How one environment is reached. Both sides take each of these, together or apart. */
export const ConnectionOptions = z.strictObject({
  protocol: text("the name of a protocol"),
  model: text("the name of a model"),
  modelVersion: text("a version"),
  template: text("a template"),
  header: z.array(textOption("a header such as 'Name: value'", readHeader)).default([]),
  ca: text("a file"),
  cert: text("a file"),
  certKey: text("a file"),
  host: text("a host name"),
  via: text("a command"),
  replicaHeader: text("the name of a header"),
  /** Path (or URL on the same server) where the SDK is mounted. */
  sdk: text("a path"),
  /** Where the fingerprint is read when not from the SDK: URL, file or pid:NUMBER. */
  fingerprint: text("a URL, a file or pid:NUMBER"),
  /** A Prometheus page with the process's resource use. */
  metrics: text("a URL"),
  /** A JSON file or URL of metrics as the environment reports them. */
  reported: text("a file or URL"),
  maxRate: textOption("a number of requests a second above 0", readPositive).nullable().default(null),
});
export type ConnectionOptions = z.infer<typeof ConnectionOptions>;

/** Their names as the flags spell them in camel case. */
export const connectionKeys = Object.keys(ConnectionOptions.shape) as readonly (keyof ConnectionOptions)[];

/** What was given for one side goes before what was given for both; a header replaces one of the same name. */
export const mergeConnections = (both: ConnectionOptions, side: ConnectionOptions): ConnectionOptions => {
  const merged: Record<string, unknown> = { ...both };
  for (const key of connectionKeys) if (side[key] !== null) merged[key] = side[key];
  const replaced = new Set(side.header.map((each) => each.name.toLowerCase()));
  merged["header"] = [...both.header.filter((each) => !replaced.has(each.name.toLowerCase())), ...side.header];
  return merged as ConnectionOptions;
};
