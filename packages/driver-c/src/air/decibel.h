/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Decibels in integers: logarithms and powers. Any context. */
#ifndef VWIFI_AIR_DECIBEL_H
#define VWIFI_AIR_DECIBEL_H

#include <linux/types.h>

#define VWIFI_LOG_BITS	16	/* of a binary logarithm, behind the point */
/* A hundredth of a dB as binary logarithm, log2(10) / 1000, with 32 bits behind the point. */
#define VWIFI_LOG2_PER_CDB	14267573

u32 vwifi_log2(u64 value);
u64 vwifi_power_of_two(int whole, u32 fraction);
u64 vwifi_exp2(s32 exponent);
int vwifi_cdb_of(u64 ratio);
u64 vwifi_cdbm_to_aw(int cdbm);
int vwifi_aw_to_cdbm(u64 attowatts);

#endif /* VWIFI_AIR_DECIBEL_H */
