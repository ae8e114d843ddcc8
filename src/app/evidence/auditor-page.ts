import type { AuditorAnswer, EvidenceFacts } from "../../core/evidence/evidence-facts.ts";
import { escapeHtml } from "../../report/html/escape-html.ts";

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}h1{font-size:1.6rem}h2{font-size:1.15rem;margin:2rem 0 .3rem}
p.short{font-weight:600;margin:.2rem 0;overflow-wrap:anywhere}ul{padding-left:1.2rem}li{margin:.3rem 0;overflow-wrap:anywhere}a{color:#0b57a4}dt{font-weight:600}dd{margin:0 0 .4rem;overflow-wrap:anywhere}nav li{margin:0}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}a{color:#8ab8f0}}@media print{body{max-width:none;margin:0;font-size:11pt}h2{break-after:avoid}li{break-inside:avoid}}`;

/** The auditor's page of an archive: every question answered in words, with links to the files that the answer rests on. Needs no script and nothing from outside. */
export const auditorPage = ({ at, scope, version, entries }: EvidenceFacts, answers: readonly AuditorAnswer[]): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Evidence${scope.model === null ? "" : ` of ${escapeHtml(scope.model)}`}</title><style>${style}</style></head>
<body>
<h1>Evidence${scope.model === null ? "" : ` of ${escapeHtml(scope.model)}`}</h1>
<dl>
<dt>Scope</dt><dd>${escapeHtml(scopeWords(scope))}</dd>
<dt>Exported</dt><dd>${escapeHtml(at)} by Lockstep ${escapeHtml(version)}</dd>
<dt>Ledger</dt><dd>${entries.length} entries, head ${escapeHtml(entries.at(-1)?.hash ?? "none")}</dd>
<dt>How to verify</dt><dd><a href="README.txt">README.txt</a>; the list of all files is <a href="manifest.json">manifest.json</a></dd>
</dl>
<nav aria-label="Questions"><ol>
${answers.map(({ question }, index) => `<li><a href="#q${index + 1}">${escapeHtml(question)}</a></li>`).join("\n")}
</ol></nav>
<main>
${answers.map(section).join("\n")}
</main>
</body>
</html>
`;

const section = ({ question, short, lines }: AuditorAnswer, index: number): string => `<section aria-labelledby="q${index + 1}">
<h2 id="q${index + 1}">${index + 1}. ${escapeHtml(question)}</h2>
<p class="short">${escapeHtml(short.charAt(0).toUpperCase() + short.slice(1))}</p>
${lines.length === 0 ? "" : `<ul>\n${lines.map(({ text, links }) => `<li>${escapeHtml(text)}${links.map((path) => ` <a href="${escapeHtml(path)}">${escapeHtml(path)}</a>`).join("")}</li>`).join("\n")}\n</ul>\n`}</section>`;

/** What an archive holds, in words. */
export const scopeWords = ({ model, from, to, runs }: EvidenceFacts["scope"]): string =>
  `${runs.length > 0 ? `the runs ${runs.join(", ")}` : "all runs"}${model === null ? "" : ` of ${model}`}${from === null ? "" : `, from ${from}`}${to === null ? "" : `, until ${to}`}; the records of ${model ?? "all models"}${from === null && to === null ? "" : ", whatever their time: the period bounds runs alone, and what was entered outside of it is marked"}; the whole ledger, in which other entries keep the digests of their documents`;
