/** The option `--engine`, which several commands share. */
import { Option } from "commander";
import { engines } from "../engine/use-engine";

export function engineOption(): Option {
  return new Option("--engine <name>", "engine").choices(["auto", ...engines.map(({ name }) => name)]);
}
