/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* All programs as one translation unit: they share maps and helpers, and one object is one thing to load. */
#include "maps.h"

#include "programs/dispatch.bpf.c"
#include "programs/generic.bpf.c"
#include "programs/name.bpf.c"
#include "programs/open.bpf.c"
#include "programs/process.bpf.c"
#include "programs/net.bpf.c"
#include "programs/pipe.bpf.c"
#include "programs/uring.bpf.c"

char LICENSE[] SEC("license") = "Dual MIT/GPL";
