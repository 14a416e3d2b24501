/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What is there already: iterators over tasks and their files. An object of their own, loaded when somebody looks. They
 * may sleep and be preempted, so what they put records together in is theirs alone, and one of them runs at a time.
 */
#define SCRATCH BPF_MAP_TYPE_ARRAY
#define recs look_recs
#define chains look_chains
#define cells look_cells
#define pathbufs look_pathbufs
#include "maps.h"

#include "programs/look.bpf.c"

char LICENSE[] SEC("license") = "Dual MIT/GPL";
