/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The floor of `npm run bench:live`: an empty program on every system call's exit. Nobody who watches pays less. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tp_btf/sys_exit")
int empty(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
