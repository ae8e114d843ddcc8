import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { errorStatus } from "../error-status.ts";
import { problemOf } from "../problem.ts";

/**
 * What a person reads in the browser when signing in failed; null for whoever did not ask for a page, and gets the problem as elsewhere. No script, nothing loaded.
 * `again`: where to try again, null where that is of no use.
 */
export const refusalPage = (error: unknown, request: Request, { redact, again }: { readonly redact: (text: string) => string; readonly again: string | null }): Response | null => {
  if (!(error instanceof LockstepError) || !(request.headers.get("accept") ?? "").includes("text/html")) return null;
  const { code, title, message, todo } = problemOf(error);
  const wait = (error.cause as { readonly retryAfter?: unknown } | undefined)?.retryAfter;
  const link = again === null ? "" : `<p><a href="${escaped(again)}">Try again</a></p>`;
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lockstep: ${escaped(title)}</title>
<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}code{opacity:.7}</style></head>
<body><main><h1>${escaped(title.charAt(0).toUpperCase() + title.slice(1))}</h1><p>${escaped(redact(message))}</p><p>${escaped(redact(todo))}</p>${link}<p><code>${code}</code></p></main></body></html>
`;
  return new Response(html, { status: errorStatus(error.code), headers: { "content-type": "text/html; charset=utf-8", ...(typeof wait === "number" ? { "retry-after": String(wait) } : {}) } });
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
