import type { ErrorCode } from "../core/errors/error-catalogue.ts";

/** The status of an expected failure; 400 where nothing else is said. */
const statuses: Partial<Readonly<Record<ErrorCode, number>>> = {
  LS701: 401, LS702: 403, LS703: 403, LS704: 429, LS705: 413, LS706: 404, LS707: 400, LS708: 421, LS709: 405, LS711: 502, LS713: 409, LS720: 502, LS721: 404,
  LS730: 403, LS731: 409, LS732: 422, LS733: 404, LS734: 403, LS506: 503, LS602: 503, LS502: 404, LS259: 404, LS503: 500, LS504: 500, LS501: 503,
};

export const errorStatus = (code: ErrorCode): number => statuses[code] ?? 400;
