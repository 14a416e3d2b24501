import { type Place, spellings, valuesOf } from "./places.js";

/** A script for bash. It needs nothing but bash. */
export function bashScript(list: readonly Place[]): string {
  const [root] = list;
  return `# bash completion for saker; made by: saker completion bash
_saker() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path= n=1 words= value=none
  # bash makes words of their own of = in --option=value
  if [[ $cur == "=" ]]; then cur=; elif [[ $prev == "=" ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  COMPREPLY=()
  if (( COMP_CWORD > 1 )); then
    case "\${COMP_WORDS[1]}" in
${(root?.next ?? []).map((c) => `      ${c.name}) path=${c.name}; n=2 ;;`).join("\n")}
    esac
  fi
  if (( COMP_CWORD > 2 )); then
    case "$path \${COMP_WORDS[2]}" in
${list
  .filter((p) => p.path.includes(" "))
  .map((p) => `      "${p.path}") path="${p.path}"; n=3 ;;`)
  .join("\n")}
    esac
  fi
  case "$path:$prev" in
${list.flatMap(valueCases).join("\n")}
  esac
  case "$value" in
    file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    any) return ;;
    words)
      mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
      [[ \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
      return ;;
  esac
  case "$path" in
${list.map(placeCase).join("\n")}
  esac
  if [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$cur")
  elif (( COMP_CWORD == n )) && [[ -n $next ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$next" -- "$cur")
  elif [[ $rest == file ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
  else
    mapfile -t COMPREPLY < <(compgen -W "$rest" -- "$cur")
  fi
}
complete -F _saker saker
`;
}

function valueCases(p: Place): string[] {
  return p.flags.flatMap((f) => {
    const values = valuesOf(f);
    if (values === undefined) return [];
    const match = spellings(f).map((s) => `"${p.path}:${s}"`);
    const set = typeof values === "string" ? `value=${values}` : `value=words; words="${values.join(" ")}"`;
    return [`    ${match.join("|")}) ${set} ;;`];
  });
}

function placeCase(p: Place): string {
  const flags = p.flags.flatMap(spellings).join(" ");
  const next = p.next.map((c) => c.name).join(" ");
  const rest = typeof p.rest === "string" ? p.rest : p.rest.join(" ");
  return `    "${p.path}") local flags="${flags}" next="${next}" rest="${rest}" ;;`;
}
