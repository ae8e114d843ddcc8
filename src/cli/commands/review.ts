import { doneReview, loadReviews } from "../../app/governance/reviews.ts";
import type { Review } from "../../core/domain/review.ts";
import { inOneLine } from "../../core/wording/in-one-line.ts";
import type { DefineCommand } from "../cli-command.ts";
import { governed, type GovernanceFlags, inGovernance, jsonText, required } from "../governance-flags.ts";
import { plainLines } from "../plain-lines.ts";

/** `lockstep review`: what is looked at again and again, and whose turn it is. */
export const defineReview: DefineCommand = (command, context) => {
  governed(command.command("list").description("List the reviews that policy asks for, what is due first at the head."), false)
    .action((flags: GovernanceFlags) => inGovernance(flags, context, ({ store, io, policy, acting }) => {
      const reviews = loadReviews(store, policy, acting.now);
      if (flags.json === true) io.out(jsonText(reviews));
      else if (reviews.length === 0) io.note("policy asks for no reviews");
      else io.out(plainLines(reviews.map((review) => `${wordsOf(review)}\n`).join("")));
    }));
  governed(command.command("done").description("Say that a review was done, and what was found.").argument("<name>", "as under policy.reviews"))
    .option("--note <text>", "what was found")
    .action((name: string, flags: GovernanceFlags & { readonly note?: string }) => inGovernance(flags, context, ({ store, io, policy, acting }) => {
      const review = doneReview(store, policy, name, { ...acting, note: required(flags.note, "--note", "TEXT") });
      io.out(flags.json === true ? jsonText(review) : plainLines(`${wordsOf(review)}\n`));
    }));
};

const wordsOf = ({ name, what, dueAt, reviewer, overdue, last }: Review): string =>
  inOneLine(`${name}: ${what}; ${overdue ? "overdue since" : "due"} ${dueAt.slice(0, 10)}, ${reviewer}'s turn${last === null ? "" : `; last done ${last.at.slice(0, 10)} by ${last.by}: ${last.note}`}`);
