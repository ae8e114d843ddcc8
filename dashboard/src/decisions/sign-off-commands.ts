import type { Run } from "../run-types.ts";

/** A word as a shell takes it. */
const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A command with what it is for. */
export interface Step {
  readonly why: string;
  readonly command: string;
}

const keyOf = (person: string | null): string => `file:keys/${(/[\p{L}\d]+/u.exec(person ?? "")?.[0] ?? "yours").toLowerCase()}.private.pem`;

/** What somebody types on their own machine to sign a check off and to hold the deployment against it; nothing for a run that no sign-off is of. */
export const signOffSteps = ({ kind, agreement, environments: { reference, candidate } }: Pick<Run, "kind" | "agreement" | "environments">, person: string | null): Step[] =>
  kind !== "check" || agreement === null ? [] : [
    { why: "Ask both again and sign the verdict", command: `lockstep check ${word(reference.name)} ${word(candidate.name)} --sign-off sign-off.json --signing-key ${word(keyOf(person))}` },
    { why: "In the deployment, before traffic", command: `lockstep gate --sign-off sign-off.json --model ${word(agreement.model)} --environment ${word(candidate.name)}` },
  ];

/** What somebody types to have this run as evidence, and to add their signature to it. */
export const evidenceSteps = ({ id }: Pick<Run, "id">, person: string | null): Step[] => [
  { why: "Beside the store: one archive of this run, signed by the team", command: `lockstep evidence export --run ${word(id)} --key file:keys/team.private.pem -o ${word(`${id}.zip`)}` },
  { why: "Add your signature to the archive and all in it", command: `lockstep evidence sign ${word(`${id}.zip`)} --key ${word(keyOf(person))}` },
];
