/** A person or a machine as the ledger names it; of an address in angle brackets only the name is in sight. */
export const Person = ({ name }: { name: string }) => {
  const [, person, more = ""] = /^(.+?)\s*<[^<>]+>(.*)$/.exec(name) ?? [];
  return person === undefined ? <bdi className="person">{name}</bdi> : <bdi className="person" title={name}>{person}{more}</bdi>;
};
