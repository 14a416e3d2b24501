/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Kernel flag values to portable ones, by the generated tables. */
#pragma once

#include "../maps.h"

struct conversion {
	u32 id, v, out;
};

static long convert__step(u32 i, struct conversion *c)
{
	u64 id = WIDE(c->id);
	if (id >= N_CONVERSIONS || i >= CONV_PAIRS)
		return 1;
	u32 k = conversions[id].pairs[i][0], p = conversions[id].pairs[i][1];
	if (i < conversions[id].n_enum) {
		if ((c->v & conversions[id].mask) == k)
			c->out = p;
	} else if ((c->v & k) == k) {
		c->out |= p;
	}
	return 0;
}

/* A helper's loop: the verifier looks at one step of it, and not at the ways through all. */
__noinline u32 convert(u32 id, u32 v)
{
	if (id >= N_CONVERSIONS)
		return 0;
	struct conversion c = {.id = id, .v = v, .out = conversions[id].n_enum ? conversions[id].other : 0};
	bpf_loop(conversions[id].n, convert__step, &c, 0);
	return c.out;
}
