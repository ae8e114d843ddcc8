import { formatEffect } from "../../../src/report/wording/format-effect.ts";
import { patternWords } from "../../../src/report/wording/pattern-words.ts";
import { anchors } from "../anchor.ts";
import { Evidence } from "../parts/evidence.tsx";
import type { Run } from "../run-types.ts";

/** What the disagreement looks like, in which rows, and where to look first. */
export const PatternsSection = ({ run: { patterns } }: { run: Run }) => {
  const ids = anchors("pattern", patterns.map(({ code, output }) => `${code} ${output ?? ""}`));
  return (
    <ol className="patterns">
      {patterns.map((pattern, index) => (
        <li key={ids[index]} id={ids[index]}>
          <h3>{patternWords[pattern.code]} {pattern.output !== null && <span className="soft">in <bdi>{pattern.output}</bdi></span>}</h3>
          <dl className="facts">
            <div><dt>What was seen</dt><dd dir="auto">{pattern.statement}. <span className="soft">Accounts for {formatEffect(pattern.explains, "share")} of it.</span></dd></div>
            {pattern.rows !== null && <div><dt>Which rows</dt><dd dir="auto">{pattern.rows}</dd></div>}
            {pattern.suspects.length > 0 && (
              <div>
                <dt>Look here first</dt>
                <dd><ol className="suspects">{pattern.suspects.map(({ cause, why, check }, at) => <li key={at} dir="auto"><strong>{cause}</strong>, because {why}. <span className="check">Check: {check}.</span></li>)}</ol></dd>
              </div>
            )}
          </dl>
          <details><summary>Numbers behind it <span className="soft">({pattern.code})</span></summary><Evidence evidence={pattern.evidence} /></details>
        </li>
      ))}
    </ol>
  );
};
