import type { Placed, PlacedMap } from "../manifest/placed.ts";
import { textOfKey } from "./odcs-keys.ts";

/** Who answers for the data: the team's member whose role is owner, else the team, else its first member who has not left; null where nobody is named. */
export const ownerOf = (tree: PlacedMap): string | null => {
  const team = tree.entries.get("team")?.value;
  // Until v3.0 a team was the list of its members.
  const members = membersOf(team?.kind === "map" ? team.entries.get("members")?.value : team).filter((member) => textOfKey(member, "dateOut") === undefined);
  const name = (member: PlacedMap | undefined): string | null => (member === undefined ? null : (textOfKey(member, "name") ?? textOfKey(member, "username") ?? null));
  const owner = name(members.find((member) => /owner/i.test(textOfKey(member, "role") ?? "")));
  const own = team?.kind === "map" ? textOfKey(team, "name") : undefined;
  return owner ?? own ?? name(members[0]) ?? textOfKey(tree, "domain") ?? null;
};

const membersOf = (value: Placed | undefined): PlacedMap[] => (value?.kind === "list" ? value.items.flatMap((item) => (item.kind === "map" ? [item] : [])) : []);
