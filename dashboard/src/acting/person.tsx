/** A person or a machine as the ledger names it; of an address in angle brackets only the name is in sight. */
export const Person = ({ name }: { name: string }) => {
  const short = /^(.+?)\s*<[^>]+>$/.exec(name)?.[1];
  return short === undefined ? <bdi className="person">{name}</bdi> : <bdi className="person" title={name}>{short}</bdi>;
};
