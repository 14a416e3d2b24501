// Writes the C headers of the eBPF programs from the schema: run by `npm run generate`, checked by `make check`.
// Usage: node generate.js OUTDIR
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LIVE_CALLS, type LiveCall, MAX_CALLS } from "./calls.js";
import { CONVERSIONS } from "./data/convert.js";
import { URING_OPS } from "./data/uring.js";
import { OPS, paramOf, programOf } from "./ops.js";
import { ANNEX_FD, ANNEX_SOCK, ANNEX_TASK, ANNEX_UNIX, AnnexTag, EVENT, FdFlag, PREFIX, RecordFlag } from "./record.js";
import { EVENTS } from "./table.js";

const HEAD = `/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Made by src/event/generate.ts from the event schema: do not edit. */
#pragma once
`;

const MAX_PARAMS = 10;
const MAX_PAIRS = 56;

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

function descriptor({ name, slot, event, row, sys }: LiveCall): string {
  const params = (row.params ?? []).map((text) => {
    const p = paramOf(text, conversions);
    if (p === undefined) throw new Error(`live table: ${name}: no parameter source or conversion is in ${text}`);
    return `{ OP_${p.op}, ${p.arg}, ${p.arg2}, ${p.conv} }`;
  });
  if (row.params && params.length !== event.params.length) {
    throw new Error(`live table: ${name} lists ${params.length} parameters, its event has ${event.params.length}`);
  }
  if (params.length > MAX_PARAMS) throw new Error(`live table: ${name} has too many parameters`);
  const bases = row.base ?? [];
  const fields = [
    `.event = ${event.code}`,
    `.sc = ${sys.ppmSc}`,
    `.nparams = ${event.params.length}`,
    `.fd = ${row.fd === "ret" ? "FD_RET" : (row.fd ?? "FD_NONE")}`,
    `.fd2 = ${row.fd2 ?? "FD_NONE"}`,
  ];
  if (row.state) fields.push(".state = 1");
  if (row.cwd) fields.push(".cwd = 1");
  if (bases.length > 0) {
    fields.push(`.nbases = ${bases.length}`, `.bases = { ${bases.map((b) => `{ ${b[0]}, ${b[1]} }`).join(", ")} }`);
  }
  if (params.length > 0) fields.push(`.params = { ${params.join(", ")} }`);
  return `\t[${slot}] = { /* ${name} */ ${fields.join(", ")} },`;
}

function conversionRows(): string {
  const list = (pairs: readonly (readonly [number, number])[]): string[] => pairs.map(([k, p]) => `{ ${k}u, ${p}u }`);
  return conversions
    .map((name) => {
      const c = CONVERSIONS[name] as (typeof CONVERSIONS)[string];
      const enums = list(c.enum ?? []);
      const bits = list(c.bits ?? []);
      if (enums.length + bits.length > MAX_PAIRS) throw new Error(`conversion ${name} is too long`);
      const head = `.n_enum = ${enums.length}, .n = ${enums.length + bits.length}, .other = ${c.other ?? 0}u`;
      const mask = c.mask === undefined ? "0xffffffffu" : `${c.mask}u`;
      return `\t{ /* ${name} */ ${head}, .mask = ${mask}, .pairs = { ${[...enums, ...bits].join(", ")} } },`;
    })
    .join("\n");
}

function syscallsHeader(): string {
  const ia32 = LIVE_CALLS.flatMap((c) => c.ia32.map((nr) => `\t[${nr}] = ${c.slot + 1}, /* ${c.name} */`));
  const arm64 = LIVE_CALLS.filter((c) => c.sys.arm64 >= 0).map(
    (c) => `\t[${c.sys.arm64}] = ${c.slot + 1}, /* ${c.name} */`,
  );
  const slots = LIVE_CALLS.map((c) => `#define NR_${c.name.replace(/^_/, "")} ${c.slot}`);
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
	u16 event, sc;
	u8 nparams;
	s8 fd, fd2;
	u8 state, cwd, nbases;
	struct base_desc bases[2];
	struct param_desc params[DESC_PARAMS];
};

/** Pairs of enumerated values first, then those of bits. */
struct conv_desc {
	u32 n_enum, n, other, mask;
	u32 pairs[CONV_PAIRS][2];
};

#define N_CONVERSIONS ${conversions.length}
${conversions.map((c, i) => `#define CONV_${c.toUpperCase()} ${i}`).join("\n")}

/* Slots of the calls: x86-64 numbers, or beyond them. */
${slots.join("\n")}

#ifdef __bpf__
/** By slot. */
const volatile struct syscall_desc syscall_descs[${MAX_CALLS}] = {
${LIVE_CALLS.map(descriptor).join("\n")}
};

const volatile struct conv_desc conversions[${conversions.length}] = {
${conversionRows()}
};

#if defined(__TARGET_ARCH_arm64)
/** Slot plus one of an arm64 number, 0 = not followed. */
const volatile u16 native_to_slot[${MAX_CALLS}] = {
${arm64.join("\n")}
};
#else
/** Slot plus one of an ia32 number, 0 = not followed. */
const volatile u16 ia32_to_slot[${MAX_CALLS}] = {
${ia32.join("\n")}
};
#endif
#endif
`;
}

function uringHeader(): string {
  const rows = Object.entries(URING_OPS).map(([op, [nr, name]]) => {
    const call = LIVE_CALLS.find((c) => c.name === name);
    if (call === undefined) throw new Error(`io_uring table: ${op} stands for ${name}, which is not followed`);
    return `\t[${nr}] = ${call.slot + 1}, /* ${op}: ${name} */`;
  });
  const numbers = Object.entries(URING_OPS).map(([op, [nr]]) => `#define URING_${op} ${nr}`);
  return `${HEAD}
#include "../kernel/ints.h"

${numbers.join("\n")}
#define URING_OPS 96

/** Slot plus one of the call that an operation stands for, 0 = none. */
const volatile u16 uring_to_slot[URING_OPS] = {
${rows.join("\n")}
};
`;
}

function tailsHeader(): string {
  const rows = LIVE_CALLS.map((c) => `    {${c.slot}, "${programOf(c.row)}"},  // ${c.name}`);
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
writeFileSync(join(out, "uring.h"), uringHeader());
writeFileSync(join(out, "tails.h"), tailsHeader());
