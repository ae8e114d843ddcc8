/* `do this: lockstep …` is a step with the command that does it. */
const parts = (line: string): readonly [words: string, command: string | null] => {
  const [, words = line, command = null] = /^(.*?): ((?:lockstep|git) .*)$/.exec(line) ?? [];
  return [words, command];
};

/** How one gets back to where it was well, step by step, with the commands. */
export const WayBack = ({ lines }: { lines: readonly string[] }) => (
  <ol className="way-back">
    {lines.map((line) => {
      const [words, command] = parts(line);
      return <li key={line}><span dir="auto">{words.charAt(0).toUpperCase()}{words.slice(1)}{command === null ? "." : ":"}</span>{command !== null && <code className="way-command">{command}</code>}</li>;
    })}
  </ol>
);
