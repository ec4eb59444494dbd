// SPDX-License-Identifier: MIT OR GPL-2.0
/* xorshift64*: small, and the same everywhere. */
#include "soak.h"

static u64 state = 1;

void random_seed(u64 seed)
{
	state = seed * 0x9e3779b97f4a7c15ULL ^ 0xd1b54a32d192ed03ULL;
	if (!state)
		state = 1;
}

u64 random_u64(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dULL;
}

u32 below(u32 n)
{
	return n ? (random_u64() >> 32) % n : 0;
}

bool one_in(u32 n)
{
	return !below(n);
}

void random_bytes(void *to, size_t len)
{
	u8 *pos = to;

	while (len--)
		*pos++ = random_u64() >> 56;
}
