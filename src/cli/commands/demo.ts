import type { DefineCommand } from "../cli-command.ts";
import { colourOption } from "../colour-option.ts";
import type { ColourChoice } from "../wants-colour.ts";

/** `lockstep demo`: three recorded environments, two verdicts, one report. */
export const defineDemo: DefineCommand = (command, context) => {
  command.addOption(colourOption()).action((flags: { color: ColourChoice }) =>
    context.finish(
      (async () => {
        const { runDemo } = await import("../../app/demo/run-demo.ts");
        return runDemo(context.io({ color: flags.color }));
      })(),
    ),
  );
};
