import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { sideKey, type sides } from "../check/parse-check-options.ts";
import { parseTarget } from "../connect/parse-target.ts";
import { environmentTree, type LoadedManifest, trainingEnvironment } from "./loaded-manifest.ts";
import { given } from "./model-flags.ts";
import { fromCwd, pathOf } from "./path-of.ts";
import type { Placed, ValuePath } from "./placed.ts";
import { mapAt, textAt, valueAt } from "./value-at.ts";

/** One side of a check as the manifest describes it. */
export interface EnvironmentSide {
  /** `staging=http://…` */
  readonly target: string;
  readonly flags: Record<string, unknown>;
  /** Nothing of it can be compared but its fingerprint: a training folder without recorded predictions. */
  readonly fingerprintOnly: boolean;
  readonly fingerprint: string | null;
}

/** What capture_training writes into a model's folder. */
const trainingFolder = "lockstep-training";
const trainingPredictions = ["predictions.parquet", "predictions.csv", "predictions.jsonl"];

/** Target and connection of an environment as they would be typed for one side. */
export const environmentSide = (loaded: LoadedManifest, model: string, environment: string, side: (typeof sides)[number]): EnvironmentSide => {
  const { cwd, env } = loaded.world;
  const tree = environmentTree(loaded.tree, model, environment);
  const target = valueAt(tree, ["target"]);
  if (tree === undefined || target?.kind !== "scalar") return trainingSide(loaded, model, environment);
  const text = String(target.value);
  const parsed = parseTarget(text, { cwd: dirname(target.place.file), env });
  const typed = `${environment}=${parsed.kind === "file" ? fromCwd(parsed.address, cwd) : parsed.kind === "command" ? commandFrom(dirname(target.place.file), text, parsed.address, cwd) : text}`;
  const fingerprint = pathOrAddress(valueAt(tree, ["fingerprint"]), cwd);
  // A file is read, and not asked in any way.
  if (parsed.kind === "file") return { target: typed, flags: {}, fingerprintOnly: false, fingerprint };
  const own = (key: string): string | undefined => textAt(tree, [key]);
  const file = (key: string): string | undefined => {
    const value = valueAt(tree, [key]);
    return value === undefined ? undefined : fromCwd(pathOf(value), cwd);
  };
  const template = valueAt(tree, ["template"]);
  const flags = given({
    protocol: own("protocol"), model: own("model"), modelVersion: own("modelVersion"), host: own("host"), via: own("via"), replicaHeader: own("replicaHeader"), maxRate: own("maxRate"),
    ca: file("ca"), cert: file("cert"), certKey: file("certKey"),
    template: template?.kind === "scalar" ? templateText(template, cwd) : undefined,
    header: headerFlags(tree, cwd),
  });
  return { target: typed, flags: Object.fromEntries(Object.entries(flags).map(([key, value]) => [sideKey(side, key), value])), fingerprintOnly: false, fingerprint };
};

/** A command is meant from the manifest's folder, wherever the check is started. */
const commandFrom = (folder: string, typed: string, command: string, cwd: string): string => (folder === cwd ? typed : `cmd:cd '${folder.replaceAll("'", String.raw`'\''`)}' && (${command})`);

const trainingSide = (loaded: LoadedManifest, model: string, environment: string): EnvironmentSide => {
  const { cwd } = loaded.world;
  const folder = valueAt(loaded.tree, ["models", model, "training"]) ?? valueAt(loaded.tree, ["defaults", "training"]);
  if (environment !== trainingEnvironment || folder === undefined) throw new Error(`the environment ${environment} has neither a target nor a training folder`);
  // Either the model's folder was named, or the one that was written into it.
  const folders = [join(pathOf(folder), trainingFolder), pathOf(folder)];
  const firstOf = (names: readonly string[]): string | undefined => folders.flatMap((each) => names.map((name) => join(each, name))).find((path) => existsSync(path));
  const predictions = firstOf(trainingPredictions);
  return {
    target: `${environment}=${fromCwd(predictions ?? pathOf(folder), cwd)}`,
    flags: {},
    fingerprintOnly: predictions === undefined,
    fingerprint: fromCwd(firstOf(["fingerprint.json"]) ?? pathOf(folder), cwd),
  };
};

/** Headers by name, secrets as references whose paths work from cwd. */
export const headersAt = (tree: Placed | undefined, path: ValuePath, cwd: string): Record<string, string> =>
  Object.fromEntries([...(mapAt(tree, path)?.entries ?? [])].map(([name, { value }]) => [name, secretText(value, cwd)]));

const headerFlags = (tree: Placed, cwd: string): string[] | undefined => {
  const headers = Object.entries(headersAt(tree, ["headers"], cwd)).map(([name, value]) => `${name}: ${value}`);
  return headers.length === 0 ? undefined : headers;
};

/** A reference to a file is meant from the manifest's folder, and followed from cwd. */
const secretText = (value: Placed, cwd: string): string =>
  String(value.kind === "scalar" ? value.value : "").replaceAll(/(?<=^|[\s="':])file:([^\s;,"']+)/g, (_, path: string) => `file:${fromCwd(pathOf({ kind: "scalar", value: path, source: path, place: value.place }), cwd)}`);

const templateText = (value: Extract<Placed, { kind: "scalar" }>, cwd: string): string => {
  const text = String(value.value);
  return text.startsWith("@") ? `@${fromCwd(pathOf({ ...value, value: text.slice(1) }), cwd)}` : text;
};

/** A URL, `pid:NUMBER`, or a path made to work from cwd. */
export const pathOrAddress = (value: Placed | undefined, cwd: string): string | null => {
  if (value?.kind !== "scalar") return null;
  const text = String(value.value);
  return /^(https?:\/\/|pid:)/i.test(text) ? text : fromCwd(pathOf(value), cwd);
};
