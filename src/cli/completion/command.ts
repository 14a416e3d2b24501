import { nearest } from "../../rules/nearest.js";
import { didYouMean } from "../argv.js";
import { UsageError } from "../errors.js";
import { bashScript } from "./bash.js";
import { fishScript } from "./fish.js";
import { type Place, places } from "./places.js";
import { zshScript } from "./zsh.js";

const SCRIPTS: Readonly<Record<string, (list: readonly Place[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Shells that there are scripts for. */
export const SHELLS: readonly string[] = Object.keys(SCRIPTS);

const HELP = `Prints a script that completes command lines of saker: commands, flags, files, keys of the configuration.

Usage:
  saker completion bash|zsh|fish

  bash:  source <(saker completion bash)
         for everybody: saker completion bash > /usr/share/bash-completion/completions/saker
  zsh:   saker completion zsh > /usr/share/zsh/vendor-completions/_saker
  fish:  saker completion fish > /usr/share/fish/vendor_completions.d/saker.fish
`;

/** `saker completion SHELL` */
export async function completionCommand(argv: readonly string[]): Promise<number> {
  const [shell, ...more] = argv;
  if (shell === "-h" || shell === "--help") {
    process.stdout.write(HELP);
    return 0;
  }
  if (shell === undefined || more.length > 0)
    throw new UsageError(`saker completion needs the name of one shell: ${SHELLS.join(", ")}`);
  const script = SCRIPTS[shell];
  if (script === undefined) {
    const near = nearest(shell, SHELLS);
    const hint = near.length > 0 ? didYouMean(near) : `, only for ${SHELLS.join(", ")}`;
    throw new UsageError(`there is no completion for '${shell}'${hint}`);
  }
  process.stdout.write(script(await places()));
  return 0;
}
