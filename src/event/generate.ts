// Writes the C headers of the eBPF programs from the schema: run by `npm run generate`, checked by `make check`.
// Usage: node generate.js OUTDIR
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONVERSIONS } from "./data/convert.js";
import { LIVE_SYSCALLS, type LiveRow } from "./data/live.js";
import { ANNEX_FD, ANNEX_SOCK, ANNEX_TASK, ANNEX_UNIX, AnnexTag, EVENT, FdFlag, PREFIX, RecordFlag } from "./record.js";
import { EVENTS, syscallNamed } from "./table.js";

const HEAD = `/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Made by src/event/generate.ts from the event schema: do not edit. */
#pragma once
`;

/** Parameter sources of the generic collector; the numbers are shared with bpf/programs/generic.bpf.c. */
const OPS = [
  "RET",
  "S64",
  "U8",
  "U32",
  "S32",
  "U64",
  "STR",
  "BUF",
  "CONV",
  "PTRACE_ADDR",
  "PTRACE_DATA",
  "PRCTL_STR",
  "PRCTL_INT",
] as const;
const OP_WORDS: Record<string, (typeof OPS)[number]> = {
  ret: "RET",
  fd: "S64",
  pid: "S64",
  u8: "U8",
  u32: "U32",
  s32: "S32",
  u64: "U64",
  str: "STR",
  buf: "BUF",
  ptrace_addr: "PTRACE_ADDR",
  ptrace_data: "PTRACE_DATA",
  prctl_str: "PRCTL_STR",
  prctl_int: "PRCTL_INT",
};
const MAX_PARAMS = 6;
const MAX_PAIRS = 40;

const conversions = Object.keys(CONVERSIONS);

function defines(prefix: string, table: Record<string, number>): string {
  return Object.entries(table)
    .map(([k, v]) => `#define ${prefix}_${k} ${v}`)
    .join("\n");
}

function recordHeader(): string {
  return [
    HEAD,
    defines("RECORD_PREFIX", PREFIX),
    defines("EVENT", { ...EVENT, HEADER_SIZE: EVENT.SIZE }),
    defines("RECORD_FLAG", RecordFlag),
    defines("ANNEX_TAG", AnnexTag),
    defines("ANNEX_FD", ANNEX_FD),
    defines("FD_FLAG", FdFlag),
    defines("ANNEX_SOCK", ANNEX_SOCK),
    defines("ANNEX_UNIX", ANNEX_UNIX),
    defines("ANNEX_TASK", ANNEX_TASK),
    "",
  ].join("\n");
}

function eventsHeader(): string {
  const live = EVENTS.filter((e) => !e.flags.has("OLD_VERSION") && !e.flags.has("UNUSED") && e.name !== "NA");
  const lines = live.map((e) => {
    const name = `${e.name.toUpperCase()}_${e.isExit ? "X" : "E"}`.replace(/[^A-Z0-9_]/g, "_");
    return [`#define EV_${name} ${e.code}`, `#define NP_${name} ${e.params.length}`];
  });
  return `${HEAD}\n${lines.flat().join("\n")}\n`;
}

function descriptor(name: string, row: LiveRow): string {
  const sys = syscallNamed(name);
  if (!sys) throw new Error(`live table: no system call is named ${name}`);
  const event = EVENTS[sys.exitEvent];
  if (!event) throw new Error(`live table: ${name} has no exit event`);
  const params = (row.params ?? []).map((text) => {
    const [word = "", a = "0", b = "0"] = text.split(":");
    const op = OP_WORDS[word];
    if (op) return `{ OP_${op}, ${a}, ${b}, 0 }`;
    const conv = conversions.indexOf(word);
    if (conv < 0) throw new Error(`live table: ${name}: no parameter source or conversion is named ${word}`);
    return `{ OP_CONV, ${a}, ${Number(b) / 8}, ${conv} }`;
  });
  if (row.params && params.length !== event.params.length) {
    throw new Error(`live table: ${name} lists ${params.length} parameters, its event has ${event.params.length}`);
  }
  const fd = row.fd === "ret" ? "FD_RET" : (row.fd ?? "FD_NONE");
  const bases = [0, 1].map((i) => {
    const b = row.base?.[i];
    return b ? `{ ${b[0]}, ${b[1]} }` : "{ 0, 0 }";
  });
  const fields = [
    `.event = ${event.code}`,
    `.nparams = ${event.params.length}`,
    `.fd = ${fd}`,
    `.state = ${row.state ? 1 : 0}`,
    `.cwd = ${row.cwd ? 1 : 0}`,
    `.nbases = ${row.base?.length ?? 0}`,
    `.bases = { ${bases.join(", ")} }`,
    `.params = { ${params.join(", ") || "{ 0, 0, 0, 0 }"} }`,
  ];
  return `\t[${sys.x64}] = { /* ${name} */ ${fields.join(", ")} },`;
}

function conversionRows(): string {
  return conversions
    .map((name) => {
      const c = CONVERSIONS[name] as (typeof CONVERSIONS)[string];
      const isEnum = "enum" in c;
      const pairs = isEnum ? c.enum : c.bits;
      if (pairs.length > MAX_PAIRS) throw new Error(`conversion ${name} is too long`);
      const body = pairs.map(([k, p]) => `{ ${k}u, ${p}u }`).join(", ");
      return `\t{ /* ${name} */ .is_enum = ${isEnum ? 1 : 0}, .n = ${pairs.length}, .other = ${isEnum ? c.other : 0}, .pairs = { ${body} } },`;
    })
    .join("\n");
}

function syscallsHeader(): string {
  // calls that x86-64 lacks (umount) exist for the 32-bit entry only, where their native twin serves them
  const rows = Object.entries(LIVE_SYSCALLS).filter(([name]) => (syscallNamed(name)?.x64 ?? -1) >= 0);
  const ia32 = rows.flatMap(([name]) => {
    const s = syscallNamed(name);
    return s ? s.ia32.map((nr) => `\t[${nr}] = ${s.x64 + 1}, /* ${name} */`) : [];
  });
  return `${HEAD}
#include "../kernel/ints.h"

${OPS.map((o, i) => `#define OP_${o} ${i}`).join("\n")}
#define FD_NONE -1
#define FD_RET -2
#define DESC_PARAMS ${MAX_PARAMS}
#define CONV_PAIRS ${MAX_PAIRS}

struct param_desc {
	u8 op, arg, arg2, conv;
};

struct base_desc {
	u8 param, arg;
};

/** How the exit event of a system call is filled; see src/event/data/live.ts. */
struct syscall_desc {
	u16 event;
	u8 nparams;
	s8 fd;
	u8 state, cwd, nbases, pad;
	struct base_desc bases[2];
	struct param_desc params[DESC_PARAMS];
};

struct conv_desc {
	u32 is_enum, n, other;
	u32 pairs[CONV_PAIRS][2];
};

#define N_CONVERSIONS ${conversions.length}
${conversions.map((c, i) => `#define CONV_${c.toUpperCase()} ${i}`).join("\n")}

#ifdef __bpf__
/** By x86-64 number. */
const volatile struct syscall_desc syscall_descs[512] = {
${rows.map(([n, r]) => descriptor(n, r)).join("\n")}
};

const volatile struct conv_desc conversions[${conversions.length}] = {
${conversionRows()}
};

/** x86-64 number plus one of an ia32 number, 0 = not followed. */
const volatile u16 ia32_to_native[512] = {
${ia32.join("\n")}
};
#endif
`;
}

function tailsHeader(): string {
  const rows = Object.entries(LIVE_SYSCALLS).flatMap(([name, row]) => {
    const nr = syscallNamed(name)?.x64 ?? -1;
    return nr < 0 ? [] : [`    {${nr}, "${row.program ?? "generic"}"},  // ${name}`];
  });
  return `${HEAD.replace("GPL-2.0-only OR MIT", "Apache-2.0")}
/// Which program serves a system call.
struct TailProgram {
  unsigned nr;
  const char* program;
};

constexpr TailProgram kTailPrograms[] = {
${rows.join("\n")}
};
`;
}

const out = process.argv[2];
if (!out) {
  console.error("usage: generate.js OUTDIR");
  process.exit(2);
}
writeFileSync(join(out, "record.h"), recordHeader());
writeFileSync(join(out, "events.h"), eventsHeader());
writeFileSync(join(out, "syscalls.h"), syscallsHeader());
writeFileSync(join(out, "tails.h"), tailsHeader());
