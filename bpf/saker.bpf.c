/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * All programs as one translation unit: they share maps and helpers, and one object is one thing to load. Of those that
 * the dispatcher calls, a start loads the ones that rules are likely to want (addon/sensor.cc).
 */
#include "maps.h"

#include "programs/dispatch.bpf.c"
#include "programs/generic.bpf.c"
#include "programs/handle.bpf.c"
#include "programs/io.bpf.c"
#include "programs/msg.bpf.c"
#include "programs/name.bpf.c"
#include "programs/open.bpf.c"
#include "programs/process.bpf.c"
#include "programs/net.bpf.c"
#include "programs/pair.bpf.c"
#include "programs/pipe.bpf.c"
#include "programs/poll.bpf.c"
#include "programs/quota.bpf.c"
#include "programs/special.bpf.c"
#include "programs/uring.bpf.c"

char LICENSE[] SEC("license") = "Dual MIT/GPL";
