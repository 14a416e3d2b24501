/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The programs that few rule sets want. An object of their own, over the maps of saker.bpf.c: most starts need not load
 * it, and one that does loads only the programs whose calls are wanted.
 */
#include "maps.h"

#include "programs/handle.bpf.c"
#include "programs/io.bpf.c"
#include "programs/msg.bpf.c"
#include "programs/pair.bpf.c"
#include "programs/poll.bpf.c"
#include "programs/quota.bpf.c"
#include "programs/special.bpf.c"

char LICENSE[] SEC("license") = "Dual MIT/GPL";
