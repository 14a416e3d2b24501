/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Kernel flag values to portable ones, by the generated tables. */
#pragma once

#include "../maps.h"

static __noinline u32 convert(u32 id, u32 v)
{
	if (id >= N_CONVERSIONS)
		return 0;
	u32 out = 0;
	u32 n = conversions[id].n;
	bool is_enum = conversions[id].is_enum;
	for (u32 i = 0; i < CONV_PAIRS; i++) {
		if (i >= n)
			break;
		u32 k = conversions[id].pairs[i][0];
		if (is_enum) {
			if (v == k)
				return conversions[id].pairs[i][1];
		} else if ((v & k) == k) {
			out |= conversions[id].pairs[i][1];
		}
	}
	return is_enum ? conversions[id].other : out;
}
