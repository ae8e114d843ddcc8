import { Option } from "commander";

/** `--color`, for every command whose results are coloured. */
export const colourOption = (): Option => new Option("--color <when>", "colours: auto, always or never; auto honours NO_COLOR and FORCE_COLOR").choices(["auto", "always", "never"]).default("auto");
