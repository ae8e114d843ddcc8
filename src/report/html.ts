import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { Run } from "../core/domain/run.ts";
import { type CutRun, cutRun } from "./html/cut-run.ts";
import { embedJson } from "./html/embed-json.ts";
import { escapeHtml } from "./html/escape-html.ts";
import { plainPage } from "./html/plain-page.ts";
import { verdictWords } from "./wording/verdict-words.ts";

/** The built viewer: one script and one style sheet, both without any request to elsewhere. */
export interface Viewer {
  readonly js: string;
  readonly css: string;
}

/** A page stays under 2 MB for any run, so that it can be sent by mail and opens at once; the last tenth is for the frame around it. */
const mostPageBytes = 1_900_000;

/* A script or style element ends at the first thing that looks like its end tag, even inside a string. */
const inScript = (code: string): string => code.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "\\x3c!--");
const inStyle = (code: string): string => code.replace(/<\/(style)/gi, "<\\/$1");

/** What a page of this viewer shows of a run. */
export const shownInPage = (run: Run, viewer: Viewer): CutRun => {
  const room = mostPageBytes - Buffer.byteLength(inScript(viewer.js)) - Buffer.byteLength(viewer.css);
  return cutRun(run, (draft) => Buffer.byteLength(embedJson(draft)) + Buffer.byteLength(plainPage(draft)) < room);
};

/** One HTML file that opens from disk, sends no request, and may run nothing but the viewer inside it. */
export const renderHtml = (run: Run, viewer: Viewer): string => {
  const script = inScript(viewer.js);
  const cut = shownInPage(run, viewer);
  const policy = `default-src 'none'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Lockstep ${escapeHtml(run.tool.version)}">
<title>${escapeHtml(`${verdictWords[run.verdict].word}: ${cut.run.environments.candidate.name} against ${cut.run.environments.reference.name}`)} · Lockstep</title>
<link rel="icon" href="data:,">
<style>${inStyle(viewer.css)}</style>
</head>
<body>
<div id="root">${plainPage(cut)}</div>
<script type="application/json" id="run">${embedJson(cut)}</script>
<script>${script}</script>
</body>
</html>
`;
};
