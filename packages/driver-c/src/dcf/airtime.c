// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How long a transmission takes: preamble, header and symbols of each PHY, and the
 * intervals between transmissions. IEEE Std 802.11-2020: DSSS 15.2 and 16.2, OFDM 17.4.3,
 * ERP 18.5.3, HT 19.4.3, VHT 21.4.3; IEEE Std 802.11ax-2021, 27.4.3 (HE SU, 2x LTF);
 * IEEE Std 802.11be-2024, 36.4.3 (EHT MU PPDU for one user, 2x LTF).
 */
#include "machine.h"

#define VWIFI_US		NSEC_PER_USEC

#define VWIFI_SERVICE_BITS	16
#define VWIFI_TAIL_BITS		6
#define VWIFI_LEGACY_PREAMBLE	(20 * VWIFI_US)	/* L-STF, L-LTF, L-SIG */
#define VWIFI_SIGNAL_EXTENSION	(6 * VWIFI_US)	/* of all that is no DSSS, at 2.4 GHz (18.3.2.4) */

static bool vwifi_freq_is_2g(u16 freq)
{
	return freq < 3000;
}

static bool vwifi_rate_is_legacy(const struct rate_info *rate)
{
	return !(rate->flags & (RATE_INFO_FLAGS_MCS | RATE_INFO_FLAGS_VHT_MCS |
				RATE_INFO_FLAGS_HE_MCS | RATE_INFO_FLAGS_EHT_MCS));
}

static bool vwifi_rate_is_dsss(const struct rate_info *rate)
{
	return vwifi_rate_is_legacy(rate) && (rate->legacy == 10 || rate->legacy == 20 ||
					      rate->legacy == 55 || rate->legacy == 110);
}

static unsigned int vwifi_rate_streams(const struct rate_info *rate)
{
	return rate->flags & RATE_INFO_FLAGS_MCS ? rate->mcs / 8 + 1 : max_t(unsigned int, rate->nss, 1);
}

/* How many training fields so many streams have (tables 19-13 and 21-13). */
static unsigned int vwifi_training_fields(unsigned int streams)
{
	return streams == 3 ? 4 : streams;
}

static u64 vwifi_dsss_ns(const struct vwifi_timing *timing, const struct rate_info *rate,
			 unsigned int octets)
{
	bool is_short = timing->short_preamble && rate->legacy > 10;

	return (is_short ? 96 : 192) * VWIFI_US +
	       DIV_ROUND_UP(octets * 80, rate->legacy) * VWIFI_US;
}

/* Symbols of so many bits each that the octets fill, with what each frame has before and behind them. */
static unsigned int vwifi_symbols(unsigned int octets, unsigned int bits)
{
	return DIV_ROUND_UP(VWIFI_SERVICE_BITS + 8 * octets + VWIFI_TAIL_BITS, max(bits, 1U));
}

/* HE, and EHT, whose guard intervals are called by the same numbers. */
static u64 vwifi_he_ns(const struct rate_info *rate, unsigned int octets)
{
	/* Of 12.8 us and the guard interval. */
	static const u16 guard[] = {
		[NL80211_RATE_INFO_HE_GI_0_8] = 800,
		[NL80211_RATE_INFO_HE_GI_1_6] = 1600,
		[NL80211_RATE_INFO_HE_GI_3_2] = 3200,
	};
	bool eht = rate->flags & RATE_INFO_FLAGS_EHT_MCS;
	u8 named = eht ? rate->eht_gi : rate->he_gi;
	u32 gi = named < ARRAY_SIZE(guard) ? guard[named] : 800;
	unsigned int fields = vwifi_training_fields(vwifi_rate_streams(rate));

	/*
	 * RL-SIG, HE-SIG-A or U-SIG, STF; training fields of 6.4 us; packet extension of 8 us;
	 * of EHT its SIG: two symbols at EHT-MCS 0.
	 */
	return VWIFI_LEGACY_PREAMBLE + (4 + 8 + 4 + 8 + (eht ? 8 : 0)) * VWIFI_US + fields * (6400 + gi) +
	       (u64)vwifi_symbols(octets, vwifi_rate_symbol_bits(rate)) * (12800 + gi);
}

/* HT and VHT: the symbols of a short guard interval are rounded up to those of a long one. */
static u64 vwifi_ht_ns(const struct rate_info *rate, unsigned int octets)
{
	bool vht = rate->flags & RATE_INFO_FLAGS_VHT_MCS;
	bool sgi = rate->flags & RATE_INFO_FLAGS_SHORT_GI;
	unsigned int fields = vwifi_training_fields(vwifi_rate_streams(rate));
	u64 body = (u64)vwifi_symbols(octets, vwifi_rate_symbol_bits(rate)) * (sgi ? 3600 : 4000);

	/* SIG of 8 us, STF of 4, training fields of 4 each; VHT-SIG-B of 4. */
	return VWIFI_LEGACY_PREAMBLE + (8 + 4 + 4 * fields + (vht ? 4 : 0)) * VWIFI_US +
	       DIV_ROUND_UP_ULL(body, 4000) * 4000;
}

/* How long a PPDU of so many octets is on the air (TXTIME), in ns. */
u64 vwifi_airtime_ns(const struct vwifi_timing *timing, u16 freq, const struct rate_info *rate,
		     unsigned int octets)
{
	u64 ns;

	if (vwifi_rate_is_dsss(rate))
		return vwifi_dsss_ns(timing, rate, octets);
	if (rate->flags & (RATE_INFO_FLAGS_HE_MCS | RATE_INFO_FLAGS_EHT_MCS))
		ns = vwifi_he_ns(rate, octets);
	else if (!vwifi_rate_is_legacy(rate))
		ns = vwifi_ht_ns(rate, octets);
	else	/* 4 us a symbol: as many bits as 100 kbit/s times 0.4; at a slow clock all of it is longer */
		ns = (VWIFI_LEGACY_PREAMBLE +
		      (u64)vwifi_symbols(octets, rate->legacy * 4 / 10) * 4 * VWIFI_US) << vwifi_rate_slow(rate);
	return ns + (vwifi_freq_is_2g(freq) ? VWIFI_SIGNAL_EXTENSION : 0);
}

/*
 * The rate of an answer: the highest basic one that is not above the frame's, in its
 * modulation (10.6.6.5.2). Basic are the mandatory ones.
 */
void vwifi_control_rate(const struct vwifi_timing *timing, u16 freq, const struct rate_info *data,
			struct rate_info *control)
{
	static const u16 dsss[] = { 10, 20 }, erp[] = { 10, 20, 55, 110 }, ofdm[] = { 60, 120, 240 };
	struct rate_info rate = *data;
	u32 speed = cfg80211_calculate_bitrate(&rate);
	const u16 *rates = ofdm;
	unsigned int n = ARRAY_SIZE(ofdm), i;

	if (vwifi_rate_is_dsss(data)) {
		rates = timing->ofdm ? erp : dsss;
		n = timing->ofdm ? ARRAY_SIZE(erp) : ARRAY_SIZE(dsss);
	}
	memset(control, 0, sizeof(*control));
	control->bw = vwifi_slow_bw(vwifi_rate_slow(data));
	control->legacy = rates[0];
	for (i = 1; i < n; i++)
		if (rates[i] <= speed)
			control->legacy = rates[i];
}

/* A subframe of an A-MPDU: a delimiter before it, and padding behind it (9.7). */
unsigned int vwifi_ampdu_octets(unsigned int octets)
{
	return ALIGN(octets + 4, 4);
}

/* The intervals of an interface's BSS. Under RCU. */
void vwifi_timing_of(struct vwifi_vif *vif, u16 freq, struct vwifi_timing *timing)
{
	static const u8 slots[] = { 9, 13, 21 };	/* us, of 20, 10 and 5 MHz (table 17-21) */
	struct vwifi_bss *bss = rcu_dereference(vif->bss);
	u8 flags = bss ? READ_ONCE(bss->bss_flags) : READ_ONCE(vif->mlme.bss_flags);
	u8 slow = bss ? bss->slow : 0;
	struct rate_info slowest = { .legacy = 60, .bw = vwifi_slow_bw(slow) };

	timing->ofdm = true;
	timing->short_preamble = false;
	if (vwifi_freq_is_2g(freq)) {
		timing->sifs = 10 * VWIFI_US;
		timing->slot = (flags & BSS_PARAM_FLAGS_SHORT_SLOT_TIME ? 9 : 20) * VWIFI_US;
		timing->short_preamble = flags & BSS_PARAM_FLAGS_SHORT_PREAMBLE;
		timing->ofdm = flags & BSS_PARAM_FLAGS_SHORT_SLOT_TIME;
		slowest.legacy = 10;
	} else {
		timing->sifs = (16 * VWIFI_US) << slow;
		timing->slot = slots[slow] * VWIFI_US;
	}
	timing->eifs = timing->sifs + vwifi_airtime_ns(timing, freq, &slowest, VWIFI_ACK_OCTETS);
}

/* Which part of its BSS's channel a frame of a rate occupies: the one that has the primary channel. */
void vwifi_occupied(const struct cfg80211_chan_def *bss, const struct rate_info *rate,
		    struct cfg80211_chan_def *occupied)
{
	int mhz = vwifi_rate_mhz(rate), whole = nl80211_chan_width_to_mhz(bss->width), from;

	*occupied = *bss;
	if (bss->width == NL80211_CHAN_WIDTH_80P80 && mhz < 160)
		whole = 160;	/* of its first half */
	if (mhz >= whole)
		return;
	occupied->center_freq2 = 0;
	if (mhz == 20) {
		occupied->width = NL80211_CHAN_WIDTH_20;
		occupied->center_freq1 = bss->chan->center_freq;
		return;
	}
	occupied->width = mhz == 40 ? NL80211_CHAN_WIDTH_40 :
			  mhz == 80 ? NL80211_CHAN_WIDTH_80 : NL80211_CHAN_WIDTH_160;
	vwifi_puncture(occupied, 0);
	if (bss->width == NL80211_CHAN_WIDTH_80P80)
		whole = 80;
	from = bss->center_freq1 - whole / 2;
	occupied->center_freq1 = from + ((int)bss->chan->center_freq - from) / mhz * mhz + mhz / 2;
}
