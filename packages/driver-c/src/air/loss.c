// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How often an MPDU is lost at a rate, by the ratio of its signal to all else that the
 * receiver hears. The table is of formulas for white noise (tools/generate/air); a frame
 * survives if none of its octets goes wrong, each on its own.
 *
 * Neither width nor streams are asked: the signal and the noise of a width grow together,
 * and of so many streams a receiver with as many antennas has the same ratio in each.
 */
#include "decibel.h"
#include "loss-gen.h"
#include "signal.h"

/*
 * What LDPC gains over the convolutional code, at one loss in ten: 1.5 to 2.3 dB in
 * simulations of 1458 octets (docs/air.md), here the least. HE and EHT have it.
 */
#define VWIFI_LDPC_GAIN_CDB	150

#define VWIFI_DENSITY_BITS	8	/* of the table, behind the point */

/* Legacy rates, in 100 kbit/s. */
static const struct {
	u16 rate;
	u8 row;
} vwifi_legacy_rows[] = {
	{ 10, VWIFI_LOSS_DBPSK }, { 20, VWIFI_LOSS_DQPSK },
	{ 55, VWIFI_LOSS_CCK_5 }, { 110, VWIFI_LOSS_CCK_11 },
	{ 60, VWIFI_LOSS_BPSK_12 }, { 90, VWIFI_LOSS_BPSK_34 },
	{ 120, VWIFI_LOSS_QPSK_12 }, { 180, VWIFI_LOSS_QPSK_34 },
	{ 240, VWIFI_LOSS_QAM16_12 }, { 360, VWIFI_LOSS_QAM16_34 },
	{ 480, VWIFI_LOSS_QAM64_23 }, { 540, VWIFI_LOSS_QAM64_34 },
};

/* By the index of HT (without its streams), VHT, HE and EHT. */
static const u8 vwifi_mcs_rows[] = {
	VWIFI_LOSS_BPSK_12, VWIFI_LOSS_QPSK_12, VWIFI_LOSS_QPSK_34, VWIFI_LOSS_QAM16_12,
	VWIFI_LOSS_QAM16_34, VWIFI_LOSS_QAM64_23, VWIFI_LOSS_QAM64_34, VWIFI_LOSS_QAM64_56,
	VWIFI_LOSS_QAM256_34, VWIFI_LOSS_QAM256_56, VWIFI_LOSS_QAM1024_34, VWIFI_LOSS_QAM1024_56,
	VWIFI_LOSS_QAM4096_34, VWIFI_LOSS_QAM4096_56,
};

static enum vwifi_loss_row vwifi_legacy_row(u16 rate)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vwifi_legacy_rows); i++)
		if (vwifi_legacy_rows[i].rate == rate)
			return vwifi_legacy_rows[i].row;
	return VWIFI_LOSS_BPSK_12;
}

/* The modulation and code of a rate. EHT-MCS 14 and 15 are BPSK. */
static enum vwifi_loss_row vwifi_loss_row(const struct rate_info *rate)
{
	u8 mcs = rate->mcs;

	if (!(rate->flags & (RATE_INFO_FLAGS_MCS | RATE_INFO_FLAGS_VHT_MCS |
			     RATE_INFO_FLAGS_HE_MCS | RATE_INFO_FLAGS_EHT_MCS)))
		return vwifi_legacy_row(rate->legacy);
	if (rate->flags & RATE_INFO_FLAGS_MCS)
		mcs %= 8;
	return mcs < ARRAY_SIZE(vwifi_mcs_rows) ? vwifi_mcs_rows[mcs] : VWIFI_LOSS_BPSK_12;
}

/* log2(log2(e) * errors an octet), with VWIFI_LOG_BITS behind the point; false: none that matter. */
static bool vwifi_loss_density(enum vwifi_loss_row row, int sinr_cdb, s32 *density)
{
	int from = sinr_cdb - vwifi_loss_table[row].from_cdb;
	unsigned int point;
	s32 here, there;

	if (from < 0)
		from = 0;
	point = from / VWIFI_LOSS_STEP_CDB;
	if (point >= VWIFI_LOSS_POINTS - 1)
		return false;
	here = vwifi_loss_table[row].density[point] * (1 << (VWIFI_LOG_BITS - VWIFI_DENSITY_BITS));
	there = vwifi_loss_table[row].density[point + 1] *
		(1 << (VWIFI_LOG_BITS - VWIFI_DENSITY_BITS));
	*density = here + (there - here) * (from % VWIFI_LOSS_STEP_CDB) / VWIFI_LOSS_STEP_CDB;
	return true;
}

/**
 * vwifi_error_rate - how often an MPDU is lost
 * @rate: at which it is sent
 * @octets: how many it has, not 0
 * @sinr_cdb: what its receiver has of it: signal to noise and interference, hundredths of
 *	a dB, over the rate's width; over 20 MHz for DSSS
 *
 * Return: the chance, times 2^32; U32_MAX is certain.
 */
u32 vwifi_error_rate(const struct rate_info *rate, unsigned int octets, int sinr_cdb)
{
	s32 density, exponent;
	u64 errors, survives;

	if (rate->flags & (RATE_INFO_FLAGS_HE_MCS | RATE_INFO_FLAGS_EHT_MCS))
		sinr_cdb += VWIFI_LDPC_GAIN_CDB;
	if (!vwifi_loss_density(vwifi_loss_row(rate), sinr_cdb, &density))
		return 0;
	exponent = density + vwifi_log2(max(octets, 1U));
	if (exponent >= 5 << VWIFI_LOG_BITS)
		return U32_MAX;
	/* Octets that go wrong, with 32 bits behind the point; two to the power of minus that survives. */
	errors = vwifi_exp2(exponent + (32 << VWIFI_LOG_BITS));
	errors = (32ULL << 32) - errors;
	survives = vwifi_power_of_two(errors >> 32, lower_32_bits(errors));
	return min_t(u64, (1ULL << 32) - survives, U32_MAX);
}
