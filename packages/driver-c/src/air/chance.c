// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What chance does to a signal: a function of the seed, of the pair of radios, in no order,
 * and of the time, in slots within which nothing changes. Nothing is remembered: who asks
 * again is told the same.
 */
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/siphash.h>

#include "decibel.h"
#include "propagation.h"

enum {
	VWIFI_CHANCE_SHADOWING = 0x100,	/* beside enum vwifi_chance */
	VWIFI_CHANCE_FADING,
};

#define VWIFI_ONE	65536

static u64 vwifi_draw(u64 seed, u32 what, u32 one, u32 other, u64 slot, u32 n)
{
	siphash_key_t key = { { seed, what } };

	return siphash_3u64((u64)min(one, other) << 32 | max(one, other), slot, n, &key);
}

/*
 * A normally distributed number, in 1/65536: twelve even ones from 0 to 1 have together a
 * mean of 6 and a deviation of 1. None is beyond six deviations.
 */
static s64 vwifi_normal(u64 seed, u32 what, u32 one, u32 other, u64 slot, u32 n)
{
	s64 sum = 0;
	u32 i, j;

	for (i = 0; i < 3; i++) {
		u64 draw = vwifi_draw(seed, what, one, other, slot, 3 * n + i);

		for (j = 0; j < 4; j++)
			sum += (draw >> 16 * j) & 0xffff;
	}
	return sum - 6 * VWIFI_ONE;
}

/* What a pair loses for good: log-normal, of so many hundredths of a dB of deviation; less than 0: gains. */
int vwifi_shadowing_cdb(u64 seed, u32 one, u32 other, u32 deviation)
{
	s64 normal;

	if (!deviation)
		return 0;
	normal = vwifi_normal(seed, VWIFI_CHANCE_SHADOWING, one, other, 0, 0);
	return div_s64(normal * deviation, VWIFI_ONE);
}

/* The direct path's power over that of the others, in 1/65536. */
u64 vwifi_rician_k(u32 cdb)
{
	return vwifi_exp2(div_u64((u64)cdb * VWIFI_LOG2_PER_CDB, VWIFI_ONE) + (16 << VWIFI_LOG_BITS));
}

/*
 * What a pair gains in a slot: two normally distributed parts at right angles, and the
 * direct path on one of them. @rician_k: as vwifi_rician_k() has it; 0: there is none,
 * which is Rayleigh's fading.
 */
int vwifi_fading_cdb(u64 seed, u32 one, u32 other, u64 slot, u64 rician_k)
{
	/* Of parts whose deviation is 1 the direct one has an amplitude of the root of 2 K. */
	u64 direct = int_sqrt64(2 * rician_k * VWIFI_ONE);
	s64 across = vwifi_normal(seed, VWIFI_CHANCE_FADING, one, other, slot, 0);
	s64 along = vwifi_normal(seed, VWIFI_CHANCE_FADING, one, other, slot, 1) + (s64)direct;
	u64 power = across * across + along * along;

	return vwifi_cdb_of(max(power, 1ULL)) - vwifi_cdb_of(2 * (rician_k + VWIFI_ONE) * VWIFI_ONE);
}
