// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Decibels in integers. A logarithm is its octave, and a straight line within a piece of
 * it: off by less than 0.001 dB.
 */
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/math64.h>

#include "decibel.h"
#include "decibel-gen.h"

/* 1000 / log2(10), with 16 bits behind the point. */
#define VWIFI_CDB_PER_LOG2	19728302
/* 0 dBm are 10^15 attowatts. */
#define VWIFI_ATTOWATT_CDBM	(-15000)

static_assert(VWIFI_OCTAVE_PIECES == 1 << 6);

/* The binary logarithm of a number that is not 0, with VWIFI_LOG_BITS behind the point. */
u32 vwifi_log2(u64 value)
{
	unsigned int whole = ilog2(value);
	/* From 1 to 2, with 31 bits behind the point. */
	u64 rest = whole > 31 ? value >> (whole - 31) : value << (31 - whole);
	unsigned int piece = (rest >> 25) & (VWIFI_OCTAVE_PIECES - 1);
	u64 within = rest & (BIT(25) - 1);
	u64 fraction = vwifi_log2_table[piece] +
		       (((vwifi_log2_table[piece + 1] - vwifi_log2_table[piece]) * within) >> 25);

	return (whole << VWIFI_LOG_BITS) + (u32)((fraction + BIT(7)) >> 8);
}

/* Two to the power of @whole and of @fraction behind it, 32 bits. From 64 on it is the largest number. */
u64 vwifi_power_of_two(int whole, u32 fraction)
{
	unsigned int piece = fraction >> 26;
	u64 within = fraction & (BIT(26) - 1);
	/* From 1 to 2, with 31 bits behind the point. */
	u64 power = vwifi_exp2_table[piece] +
		    (((vwifi_exp2_table[piece + 1] - vwifi_exp2_table[piece]) * within) >> 26);

	if (whole >= 64)
		return U64_MAX;
	if (whole < -31)
		return 0;
	return whole >= 31 ? power << (whole - 31) : power >> (31 - whole);
}

/* The same of a number with VWIFI_LOG_BITS behind the point. */
u64 vwifi_exp2(s32 exponent)
{
	return vwifi_power_of_two(exponent >> VWIFI_LOG_BITS,
				  (u32)exponent << (32 - VWIFI_LOG_BITS));
}

/* Ten times the decimal logarithm of a number that is not 0, in hundredths. */
int vwifi_cdb_of(u64 ratio)
{
	return ((u64)vwifi_log2(ratio) * VWIFI_CDB_PER_LOG2 + BIT_ULL(31)) >> 32;
}

u64 vwifi_cdbm_to_aw(int cdbm)
{
	s64 cdb = clamp(cdbm - VWIFI_ATTOWATT_CDBM, 0, 19000);

	return vwifi_exp2((cdb * VWIFI_LOG2_PER_CDB) >> (32 - VWIFI_LOG_BITS));
}

/* No power at all is as little as one attowatt, -150 dBm. */
int vwifi_aw_to_cdbm(u64 attowatts)
{
	return VWIFI_ATTOWATT_CDBM + vwifi_cdb_of(max(attowatts, 1ULL));
}
