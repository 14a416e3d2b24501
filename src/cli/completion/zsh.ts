import type { FlagDef } from "../argv.js";
import { brief, type Place, spellings, valuesOf } from "./places.js";

/** A script for zsh: the file `_saker` of a folder of `fpath`. */
export function zshScript(list: readonly Place[]): string {
  return `#compdef saker
# zsh completion for saker; made by: saker completion zsh
${list.map(placeFunction).join("\n")}
if [[ $funcstack[1] == _saker ]]; then _saker "$@"; else compdef _saker saker; fi
`;
}

function nameOf(path: string): string {
  return path === "" ? "_saker" : `_saker_${path.replaceAll(" ", "_")}`;
}

function placeFunction(p: Place): string {
  const specs = p.flags.flatMap(flagSpecs);
  if (p.next.length === 0) {
    if (p.rest === "file") specs.push(quoted("*:file:_files"));
    else if (p.rest.length > 0) specs.push(quoted(`1:argument:(${p.rest.join(" ")})`));
    return `${nameOf(p.path)}() {\n  _arguments -s -S ${joined(specs)}\n}\n`;
  }
  const next = p.next.map((c) => quoted(`${c.name}:${described(brief(c.help))}`));
  const calls = p.next.map((c) => `        ${c.name}) ${nameOf(`${p.path} ${c.name}`.trim())} ;;`);
  return `${nameOf(p.path)}() {
  local line state
  _arguments -s -S -C -A '-*' ${joined([...specs, quoted("1: :->next"), quoted("*::argument:->rest")])}
  case $state in
    next)
      local -a next
      next=(${joined(next)})
      _describe command next ;;
    rest)
      case $line[1] in
${calls.join("\n")}
      esac ;;
  esac
}
`;
}

function joined(words: readonly string[]): string {
  return words.map((w) => `\\\n    ${w}`).join(" ");
}

function flagSpecs(f: FlagDef): string[] {
  const names = spellings(f);
  const values = valuesOf(f);
  const action =
    values === undefined
      ? ""
      : `:${described((f.value ?? "").replaceAll(/[<>]/g, ""))}:${values === "file" ? "_files" : values === "any" ? " " : words(values)}`;
  const apart = f.many === true ? "*" : names.length > 1 ? `(${names.join(" ")})` : "";
  return names.map((n) => {
    const equals = values !== undefined && n.startsWith("--") ? "=" : "";
    return quoted(`${apart}${n}${equals}[${described(brief(f.help))}]${action}`);
  });
}

/** Words to choose from; after those that end in `=` there is more to come. */
function words(list: readonly string[]): string {
  if (!list.some((w) => w.endsWith("="))) return `(${list.join(" ")})`;
  return `{compadd -S "" -- ${list.join(" ")}}`;
}

/** What separates the parts of a description is made plain. */
function described(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
