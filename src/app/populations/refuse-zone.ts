import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { nearest } from "../manifest/nearest.ts";

/** The zone as given, if there is one of that name; LS102 otherwise. */
export const refuseZone = (zone: string | null, place: string): string | null => {
  if (zone === null) return null;
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
  } catch (cause) {
    const meant = nearest(zone, Intl.supportedValuesOf("timeZone"));
    throw new LockstepError("LS102", { message: `${zone} is no time zone`, place, todo: meant === undefined ? "Write an IANA name such as Europe/Berlin, or UTC." : `Did you mean ${meant}?`, cause });
  }
  return zone;
};
