import { z } from "zod";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import type { OnlineValue } from "../../../ports/online-features.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import { microsecondsOf } from "./microseconds-of.ts";

const Result = z.object({ values: z.array(z.unknown()), statuses: z.array(z.string()), event_timestamps: z.array(z.string()) });
const Answer = z.object({ results: z.array(Result), metadata: z.object({ feature_names: z.array(z.string()) }) });

/** PRESENT and NULL_VALUE hold a value (null is one); what is not found or beyond its time to live a model does not get. */
const statuses: Readonly<Record<string, OnlineValue["status"]>> = { PRESENT: "present", NULL_VALUE: "present", NOT_FOUND: "absent", OUTSIDE_MAX_AGE: "absent" };

/**
 * Reads an answer by its own list of names: features come in another order than they were asked, with the entities among them. LS240 names what
 * is missing, doubled, of another length or of an unknown status.
 */
export const readOnlineFeatures = (answer: JsonValue, features: readonly string[], entities: number, place: string): readonly (readonly OnlineValue[])[] => {
  const read = Answer.safeParse(answer);
  const wrong = (message: string): LockstepError => new LockstepError("LS240", { message, place });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw wrong(`the answer is no answer of a feature store: ${(issue?.path ?? []).map(String).join(".")} ${issue?.message ?? ""}`);
  }
  const { results, metadata: { feature_names: names } } = read.data;
  if (results.length !== names.length) throw wrong(`the answer names ${names.length} features and holds ${results.length}`);
  return features.map((feature) => {
    const found = placesOf(names, feature);
    if (found.length !== 1) throw wrong(found.length === 0 ? `${feature} was asked and is not in the answer, which has ${listOf(names)}` : `${feature} is ${found.length} times in the answer: ${listOf(names)}`);
    const { values, statuses: told, event_timestamps: times } = results[found[0] as number] as z.output<typeof Result>;
    for (const [what, { length }] of Object.entries({ values, statuses: told, "event times": times })) if (length !== entities) throw wrong(`${feature}: ${entities} entities were asked and ${length} ${what} came back`);
    return values.map((value, index): OnlineValue => {
      const status = statuses[told[index] as string];
      if (status === undefined) throw wrong(`${feature}: the status ${told[index]} is not known`);
      if (status === "absent") return { status, value: null, eventTime: null };
      const eventTime = microsecondsOf(times[index] as string);
      if (eventTime === null) throw wrong(`${feature}: the event time "${times[index]}" is no time`);
      return { status, value: value as JsonValue, eventTime };
    });
  });
};

/** Names are full (`view__feature`); older servers leave the view out. */
const placesOf = (names: readonly string[], feature: string): number[] => {
  const places = (wanted: string): number[] => names.flatMap((name, index) => (name === wanted ? [index] : []));
  const full = places(feature.replace(":", "__"));
  return full.length > 0 ? full : places(feature.slice(feature.indexOf(":") + 1));
};
