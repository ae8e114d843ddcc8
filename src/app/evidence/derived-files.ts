import { cardPath, pagePath, readmePath } from "../../core/evidence/archive-paths.ts";
import { auditorList } from "../../core/evidence/auditor-list.ts";
import type { EvidenceFacts } from "../../core/evidence/evidence-facts.ts";
import { modelCard } from "../../core/evidence/model-card.ts";
import { auditorPage } from "./auditor-page.ts";
import { readmeText } from "./readme-text.ts";

/** The pages of an archive that say nothing but what its documents say: whoever verifies it makes them again and compares. */
export const derivedFiles = (facts: EvidenceFacts): ReadonlyMap<string, string> =>
  new Map([[pagePath, auditorPage(facts, auditorList(facts))], [readmePath, readmeText(facts)], [cardPath, `${JSON.stringify(modelCard(facts), null, 2)}\n`]]);
