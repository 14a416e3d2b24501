import { brief, type Place, valuesOf } from "./places.js";

/** A script for fish. */
export function fishScript(list: readonly Place[]): string {
  const [root] = list;
  const twoWords = list.filter((p) => p.path.includes(" ")).map((p) => quoted(p.path));
  return `# fish completion for saker; made by: saker completion fish
function __saker_at
  set -l words (commandline -opc)
  set -l path ''
  if contains -- "$words[2]" ${(root?.next ?? []).map((c) => c.name).join(" ")}
    set path $words[2]
    if contains -- "$words[2] $words[3]" ${twoWords.join(" ")}
      set path "$words[2] $words[3]"
    end
  end
  test "$path" = "$argv[1]"
end
function __saker_first
  test (count (commandline -opc)) -eq $argv[1]
end
complete -c saker -f
${list.flatMap(lines).join("\n")}
`;
}

function lines(p: Place): string[] {
  const at = `__saker_at ${p.path === "" ? '""' : JSON.stringify(p.path)}`;
  const depth = p.path === "" ? 1 : p.path.split(" ").length + 1;
  const start = (also = ""): string => `complete -c saker -n ${quoted(`${at}${also}`)}`;
  const out = p.next.map((c) => `${start(`; and __saker_first ${depth}`)} -a ${c.name} -d ${quoted(brief(c.help))}`);
  if (p.rest === "file") out.push(`${start()} -F`);
  else if (p.rest.length > 0) out.push(`${start()} -a ${quoted(p.rest.join(" "))}`);
  for (const f of p.flags) {
    const names = [f.short === undefined ? "" : ` -s ${f.short}`, f.long === undefined ? "" : ` -l ${f.long}`].join("");
    const values = valuesOf(f);
    const value =
      values === undefined
        ? ""
        : values === "file"
          ? " -r -F"
          : values === "any"
            ? " -x"
            : ` -x -a ${quoted(values.join(" "))}`;
    out.push(`${start()}${names}${value} -d ${quoted(brief(f.help))}`);
  }
  return out;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
