import { momentOf } from "../../core/hypothesis/moment-of.ts";
import { isWrittenSecret } from "../connect/resolve-secret.ts";
import { writtenSecretIn } from "../connect/secret-address.ts";
import { type CheckedManifest, meantOrListed, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nearest } from "./nearest.ts";
import type { Placed, ValuePath } from "./placed.ts";
import { mapAt, textAt, valueAt } from "./value-at.ts";

/** Alerts that could not be delivered as written: a channel that is none, an address that is none, a mute that is no span, a model nobody knows. */
export const alertsProblems = (checked: CheckedManifest): ManifestProblem[] => {
  const { tree, manifest: { alerts } } = checked;
  if (alerts === undefined) return [];
  const channels = Object.keys(alerts.channels);
  const none = channels.length > 0 ? [] : [problemAt(tree, ["alerts", "channels"], "LS113", "alerts: has no channel, so that nobody is told of anything", "Add one: team: {slack: env:SLACK_WEBHOOK}")];
  const routes = (alerts.routes ?? []).flatMap(({ to, models }, index) => [
    ...to.flatMap((name, position) => (channels.includes(name) ? [] : [problemAt(tree, ["alerts", "routes", index, "to", position], "LS114", `a route leads to the channel ${name}, which is not under alerts.channels`, meantOrListed(nearest(name, channels), channels, "Add it under alerts.channels."))])),
    ...unknownModels(checked, ["alerts", "routes", index, "models"], models, "a route is for"),
  ]);
  const mutes = (alerts.mute ?? []).flatMap(({ from, to, models }, index) => {
    const at: ValuePath = ["alerts", "mute", index];
    const unreadable = (["from", "to"] as const).flatMap((side) => (momentOf(side === "from" ? from : to) !== undefined ? [] : [problemAt(tree, [...at, side], "LS112", `a mute is ${side} ${side === "from" ? from : to}, which is neither a day nor an instant`, "Write a day in UTC, 2026-12-24, or an instant with its zone, 2026-12-24T18:00:00+01:00.")]));
    const empty = unreadable.length === 0 && (momentOf(to) ?? 0) <= (momentOf(from) ?? 0) ? [problemAt(tree, [...at, "to"], "LS112", `a mute ends on ${to}, which is not after ${from}`, "Write the first moment that is not in it any more: a single day ends on the next.")] : [];
    return [...unreadable, ...empty, ...unknownModels(checked, [...at, "models"], models, "a mute is for")];
  });
  return [...alertSecretProblems(tree), ...channels.flatMap((name) => addressProblems(tree, name)), ...none, ...routes, ...mutes];
};

/** Values of a channel that are secrets as a whole. */
const wholeSecrets = ["slack", "pagerduty", "secret", "password"] as const;

/** LS103 for each secret of a channel that is written out; works on any tree, so that a secret is told before anything else is looked at. */
export const alertSecretProblems = (tree: Placed): ManifestProblem[] =>
  [...(mapAt(tree, ["alerts", "channels"])?.entries.keys() ?? [])].flatMap((name) => {
    const path: ValuePath = ["alerts", "channels", name];
    const written = (at: ValuePath, what: string, write: string): ManifestProblem => ({ ...problemAt(tree, at, "LS103", `the channel ${name} holds ${what} itself, where everybody who reads the manifest sees it`, `Put it into an environment variable or a file and write ${write} (or file:PATH); then change the secret, for it has been written down.`), secret: true });
    const whole = wholeSecrets.flatMap((key) => {
      const value = textAt(tree, [...path, key]);
      return value === undefined || /^(env|file):./.test(value) ? [] : [written([...path, key], key === "slack" ? "its address, which is a secret," : `its ${key === "pagerduty" ? "routing key" : key}`, `${key}: env:NAME`)];
    });
    const addresses = (["alertmanager", "webhook", "url", "smtp"] as const).flatMap((key) => {
      const value = textAt(tree, [...path, key]) ?? "";
      const what = key === "smtp" ? (hasUser(value) ? "a user name or password" : null) : writtenSecretIn(value);
      return what === null ? [] : [written([...path, key], what, key === "smtp" ? "user: NAME and password: env:NAME" : key === "webhook" ? "webhook: env:NAME" : "env:NAME@HOST")];
    });
    const headers = [...(mapAt(tree, [...path, "headers"])?.entries ?? [])].flatMap(([header, { value }]) => (value.kind === "scalar" && isWrittenSecret(header, value.source) ? [written([...path, "headers", header], `the secret of its header ${header}`, `${header}: ${/^authorization$/i.test(header) ? "Bearer " : ""}env:NAME`)] : []));
    return [...whole, ...addresses, ...headers];
  });

const hasUser = (address: string): boolean => URL.canParse(address) && (new URL(address).username !== "" || new URL(address).password !== "");

const addressProblems = (tree: Placed, name: string): ManifestProblem[] => {
  const path: ValuePath = ["alerts", "channels", name];
  const web = (["alertmanager", "webhook", "url"] as const).flatMap((key) => {
    const value = textAt(tree, [...path, key]);
    if (value === undefined || isWebAddress(value) || (key === "webhook" && /^(env|file):./.test(value))) return [];
    return [problemAt(tree, [...path, key], "LS112", `the channel ${name} leads to ${value}, which is no address`, "Write an address that begins with http:// or https://.")];
  });
  const server = textAt(tree, [...path, "smtp"]);
  const mail = server === undefined || isMailServer(server) ? [] : [problemAt(tree, [...path, "smtp"], "LS112", `the channel ${name} sends over ${server}, which is no mail server`, "Write smtp://HOST:587, or smtps://HOST:465.")];
  const people = server === undefined ? [] : [["from"], ...itemsAt(tree, [...path, "to"]).map((_, index) => ["to", index])].flatMap((steps) => {
    const at = [...path, ...steps];
    const value = textAt(tree, at) ?? "";
    return /^[^\r\n]*[^\s@<>]+@[\w.-]+>?\s*$/.test(value) ? [] : [problemAt(tree, at, "LS112", `the channel ${name} has ${value}, which is no mail address`, "Write it as alerts@example.com, or Lockstep <alerts@example.com>.")];
  });
  return [...web, ...mail, ...people];
};

const itemsAt = (tree: Placed, path: ValuePath): readonly Placed[] => {
  const list = valueAt(tree, path);
  return list?.kind === "list" ? list.items : [];
};

const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

const isMailServer = (text: string): boolean => /^smtps?:\/\//i.test(text) && URL.canParse(text) && new URL(text).hostname !== "" && ["", "/"].includes(new URL(text).pathname);

const unknownModels = ({ tree, manifest }: CheckedManifest, path: ValuePath, models: readonly string[] | undefined, what: string): ManifestProblem[] => {
  const known = Object.keys(manifest.models ?? {});
  return (models ?? []).flatMap((model, index) => (known.includes(model) ? [] : [problemAt(tree, [...path, index], "LS114", `${what} the model ${model}, which is not under models:`, meantOrListed(nearest(model, known), known, "Add it under models:."))]));
};
