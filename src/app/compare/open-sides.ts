import { join, resolve } from "node:path";
import type { PopulationColumn } from "../../core/domain/population.ts";
import type { PopulationSide } from "../../core/domain/population-comparison.ts";
import type { Profile } from "../../core/domain/profile.ts";
import type { Engine } from "../../ports/engine.ts";
import type { CommandIo } from "../command-io.ts";
import { applyTransform } from "../populations/apply-transform.ts";
import type { RawLog } from "../populations/open-raw-log.ts";
import { type OpenedPopulation, openPopulation } from "../populations/open-population.ts";
import type { RequestedRoles } from "../populations/population-request.ts";
import { readProfileFile } from "../populations/read-profile-file.ts";
import type { CompareOptions } from "./compare-options.ts";
import { readWindow } from "./read-window.ts";
import { sideOfProfile } from "./side-of-profile.ts";

/** A side of the comparison: rows to be counted, or what was counted elsewhere. */
export type OpenedSide =
  | { readonly kind: "log"; readonly side: PopulationSide; readonly opened: OpenedPopulation }
  | { readonly kind: "profile"; readonly side: PopulationSide; readonly profile: Profile };

/** What a profile's file is called; everything else is a log. */
export const isProfilePath = (path: string): boolean => path.endsWith(".profile.json");

/** Opens one side; `like` holds the columns of the other, so that both are read alike. */
export const openComparedSide = async (engine: Engine, which: "reference" | "candidate", options: CompareOptions, like: readonly PopulationColumn[] | null, io: CommandIo): Promise<OpenedSide> => {
  const typed = options[which];
  const name = typed.name ?? which;
  if (isProfilePath(typed.target)) {
    const profile = await readProfileFile(resolve(io.cwd, typed.target));
    return { kind: "profile", profile, side: sideOfProfile(profile, name, typed.target) };
  }
  const labels = typed.labels === null ? null : { source: typed.labels, key: options.labelsKey, label: options.labelsColumn, ts: options.labelsTime };
  const roles: RequestedRoles = { id: options.id, ts: options.time, score: options.score, decision: options.decision, label: options.label, segment: [...new Set([...options.segment, ...options.cohort])], feature: options.feature, ignore: options.ignore };
  const transformOf = (spec: string) => (of: Engine, raw: RawLog): Promise<RawLog> => applyTransform(of, raw, { command: { spec, python: options.python, cwd: io.cwd, env: io.env, signal: io.signal }, roles, temporary: join(resolve(io.cwd, options.store), "tmp", String(process.pid)) });
  const opened = await openPopulation(engine, {
    name, source: typed.target, format: typed.format, map: typed.map, zone: typed.zone, labels, like, cwd: io.cwd, window: readWindow(typed.window, `--${which}-window`),
    roles, env: io.env, keepSecret: io.keepSecret, transformOf, ...(typed.transform === null ? {} : { transform: transformOf(typed.transform) }),
  });
  return { kind: "log", side: opened.side, opened };
};
