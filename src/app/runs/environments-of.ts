import { compareFingerprints } from "../../checks/environment/compare-fingerprints.ts";
import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { ReadingPlace } from "../../ports/catalogue.ts";
import type { ServerWorld } from "../serve/server-world.ts";

export interface EnvironmentNow {
  readonly environment: string;
  readonly at: string;
  /** The run it was read with, or the record in the ledger. */
  readonly source: "run" | "record";
  readonly subject: string;
  readonly replica: string | null;
  readonly method: Fingerprint["method"];
  readonly probe: string;
  readonly fields: number;
  readonly unread: number;
  /** Against the environment that all are held against; null for that one itself. */
  readonly differences: readonly EnvironmentDifference[] | null;
  /** Since the last run that passed or warned; null where there is none before this reading. */
  readonly since: { readonly run: string; readonly at: string; readonly differences: readonly EnvironmentDifference[] } | null;
}

/** Every environment of a model as it was last read, each against one of them (the first by name where none is named) and against the last run that was well. */
export const environmentsOf = ({ catalogue, store }: ServerWorld, model: string, against: string | null): { readonly reference: string | null; readonly environments: readonly EnvironmentNow[] } => {
  const readings = catalogue.readings(model).flatMap(({ newest, good }) => {
    const now = fingerprintAt(catalogue, store, newest);
    return now === null ? [] : [{ place: newest, now, good, before: good === null ? null : fingerprintAt(catalogue, store, good) }];
  });
  const reference = readings.find(({ place }) => place.environment === against) ?? readings[0];
  return {
    reference: reference?.place.environment ?? null,
    environments: readings.map(({ place: { environment, at, source, subject, replica }, now, good, before }) => ({
      environment, at, source, subject, replica, method: now.method, probe: now.probe, fields: Object.keys(now.fields).length, unread: Object.keys(now.unread).length,
      differences: reference === undefined || reference.place.environment === environment ? null : compareFingerprints(reference.now, now, { overrides: [], names: { reference: reference.place.environment, candidate: environment } }),
      since: good === null || before === null ? null : { run: good.subject, at: good.at, differences: compareFingerprints(before, now, { overrides: [], names: { reference: "then", candidate: "now" } }) },
    })),
  };
};

const fingerprintAt = (catalogue: ServerWorld["catalogue"], store: ServerWorld["store"], { source, subject, position }: ReadingPlace): Fingerprint | null => {
  const document = catalogue.record(source === "run" ? "run" : "fingerprint", subject) as { readonly fingerprints?: readonly { readonly fingerprint: unknown }[]; readonly text?: unknown } | null;
  const text = typeof document?.text === "string" ? store.text(document.text) : null;
  const read = Fingerprint.safeParse(source === "run" ? document?.fingerprints?.[position]?.fingerprint : text === null ? null : JSON.parse(text));
  return read.success ? read.data : null;
};
