import { type DoctorCheck, problem, well } from "./doctor-check.ts";

/** How long a URL may take to answer anything at all. */
const reachTimeoutMs = 5000;

/** The Date header counts whole seconds and a request takes some, so only more than this is a difference between clocks. */
export const tolerableSkewMs = 5000;

const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];

/** Which proxy variables are set; their values may hold credentials, so they are not shown. */
export const checkProxies = (env: Readonly<Record<string, string | undefined>>): DoctorCheck => {
  const set = proxyVariables.flatMap((name) => [name, name.toLowerCase()]).filter((name) => (env[name] ?? "") !== "");
  return well("proxy", set.length === 0 ? "no proxy variables are set" : `${set.join(", ")} set; environments are asked directly all the same`);
};

/** Whether a URL answers, with any status, and whether its clock agrees with ours. */
export const checkUrl = async (url: string, signal: AbortSignal): Promise<DoctorCheck> => {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return problem(url, "not an http(s) URL", "Give it in full, such as http://localhost:8080.");
  try {
    const { request } = await import("undici");
    const { statusCode, headers, body } = await request(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(reachTimeoutMs)]) });
    await body.dump();
    const skew = Date.parse(String(headers["date"])) - Date.now();
    if (Math.abs(skew) > tolerableSkewMs) {
      return problem(url, `answers with status ${statusCode}; its clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? "ahead of" : "behind"} this one`, "Let both machines keep their clocks by NTP.");
    }
    return well(url, `answers with status ${statusCode}`);
  } catch (cause) {
    const reason = (cause as Error).cause ?? cause;
    const code = (reason as { code?: unknown }).code;
    return problem(url, `does not answer: ${typeof code === "string" ? `${code} ` : ""}${(reason as Error).message}`, "Check that the server runs, and the address and port.");
  }
};
