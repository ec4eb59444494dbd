// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The rate of a transmission: the highest that both sides can do at the signal
 * that the receiver reads (sense.c).
 */
#include "rate.h"

/* In twelfths of a bit a carrier and stream, by the index. */
static const u8 vwifi_mcs_bits[] = { 6, 12, 18, 24, 36, 48, 54, 60, 72, 80, 90, 100, 108, 120 };

/* The widest that a peer receives, by the newest that it knows. */
enum nl80211_chan_width vwifi_phy_widest(const struct vwifi_phy *phy, enum nl80211_band band)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vwifi_families); i++)
		if (phy->modes & vwifi_families[i].mode)
			return min(vwifi_families[i].widest(phy, band), phy->op_width);
	return NL80211_CHAN_WIDTH_20_NOHT;
}

/* How many streams it receives at a time: with one antenna awake one (802.11-2020, 11.2.6). */
unsigned int vwifi_phy_streams(const struct vwifi_phy *phy)
{
	return phy->smps == WLAN_HT_CAP_SM_PS_STATIC ? 1 : phy->op_nss;
}

/* The widest that a family has between the two, before holes are asked for. */
static enum nl80211_chan_width vwifi_family_widest(const struct vwifi_rate_query *query,
						   const struct vwifi_rate_family *family)
{
	return min3(family->widest(query->phy, query->band->band), query->phy->op_width,
		    READ_ONCE(query->chandef->width));
}

/* The best rate of a family at the signal; returns whether there is one. */
static bool vwifi_family_rate(const struct vwifi_rate_query *query,
			      const struct vwifi_rate_family *family, struct rate_info *rate)
{
	enum nl80211_chan_width widest = vwifi_family_widest(query, family);
	unsigned int streams = vwifi_phy_streams(query->phy);
	unsigned int w, nss, mcs;
	u32 best = 0;

	for (w = 0; w < ARRAY_SIZE(vwifi_widths) && vwifi_widths[w].width <= widest; w++) {
		struct rate_info at = {};

		if (!vwifi_rate_fills(query, family, &vwifi_widths[w], &at))
			continue;
		for (nss = 1; nss <= streams; nss++) {
			u16 indices = family->indices(query, nss, vwifi_widths[w].width);

			for (mcs = 0; mcs < family->n_mcs; mcs++) {
				int needed = vwifi_mcs_sensitivity(mcs, &at);
				u32 speed;

				if (!(indices & BIT(mcs)) || query->signal < needed)
					continue;
				family->write(query, nss, mcs, vwifi_widths[w].width, &at);
				speed = vwifi_rate_carriers(&at) * nss * vwifi_mcs_bits[mcs];
				if (speed <= best)
					continue;
				best = speed;
				*rate = at;
			}
		}
	}
	return best;
}

/*
 * The best legacy rate at the signal, or the lowest one that is allowed; half the width takes
 * in half the noise: 3 dB.
 */
static u16 vwifi_legacy_rate(const struct vwifi_rate_query *query, int slow)
{
	const struct ieee80211_supported_band *band = query->band;
	u32 allowed = query->mask ? query->mask->control[band->band].legacy : ~0U;
	u16 best = 0, lowest = 0;
	int i;

	for (i = 0; i < band->n_bitrates; i++) {
		u16 bitrate = band->bitrates[i].bitrate;

		if (!(allowed & BIT(i)) || bitrate > query->phy->max_rate)
			continue;
		if (!lowest || bitrate < lowest)
			lowest = bitrate;
		if (bitrate > best && query->signal + 3 * slow >= vwifi_legacy_sensitivity(bitrate))
			best = bitrate;
	}
	return best ?: lowest ?: band->bitrates[0].bitrate;
}

static void vwifi_rate_choose(const struct vwifi_rate_query *query, struct rate_info *rate)
{
	u8 slow = vwifi_width_slow(READ_ONCE(query->chandef->width));
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vwifi_families); i++)
		if (query->phy->modes & vwifi_families[i].mode &&
		    vwifi_family_rate(query, &vwifi_families[i], rate))
			return;
	memset(rate, 0, sizeof(*rate));
	rate->bw = vwifi_slow_bw(slow);
	rate->legacy = vwifi_legacy_rate(query, slow);
}

static const struct cfg80211_bitrate_mask *vwifi_mask_of(struct vwifi_vif *vif)
{
	struct vwifi_bitrate_mask *mask = rcu_dereference(vif->bitrate_mask);

	return mask ? &mask->mask : NULL;
}

static void vwifi_rate_query_init(struct vwifi_rate_query *query, struct vwifi_vif *from,
				  const struct vwifi_sta *sta, u16 freq, bool masked)
{
	struct vwifi_bss *ap = rcu_dereference(from->bss);
	enum nl80211_band band = NL80211_BAND_5GHZ;

	if (freq < 3000)
		band = NL80211_BAND_2GHZ;
	else if (freq > 5925)
		band = NL80211_BAND_6GHZ;
	query->phy = &sta->phy;
	query->band = from->radio->wiphy->bands[band];
	query->chandef = ap ? &ap->chandef : &from->mlme.chandef;
	query->freq = freq;
	query->mask = masked ? vwifi_mask_of(from) : NULL;
}

/*
 * The rate of a frame to @sta, who reads it at @signal; @masked: as user space has
 * restricted it. Called under RCU.
 */
void vwifi_rate_at(struct vwifi_vif *from, const struct vwifi_sta *sta, int signal, u16 freq,
		   bool masked, struct rate_info *rate)
{
	struct vwifi_rate_query query = { .signal = signal };

	vwifi_rate_query_init(&query, from, sta, freq, masked);
	vwifi_rate_choose(&query, rate);
}

/* Where in a list by speed a rate goes; puts it there. */
static unsigned int vwifi_rates_insert(struct rate_info *rates, unsigned int n, unsigned int max,
				       struct rate_info *rate)
{
	u32 speed = cfg80211_calculate_bitrate(rate);
	unsigned int at = n;

	if (n == max)
		return n;
	for (; at && cfg80211_calculate_bitrate(&rates[at - 1]) > speed; at--)
		rates[at] = rates[at - 1];
	rates[at] = *rate;
	return n + 1;
}

/* All rates of a family at the widest channel of both, and at 20 MHz. */
static unsigned int vwifi_family_rates(const struct vwifi_rate_query *query,
				       const struct vwifi_rate_family *family,
				       struct rate_info *rates, unsigned int max)
{
	enum nl80211_chan_width widest = vwifi_family_widest(query, family);
	unsigned int streams = vwifi_phy_streams(query->phy), n = 0, w, nss, mcs;

	for (w = 0; w < ARRAY_SIZE(vwifi_widths) && vwifi_widths[w].width <= widest; w++) {
		bool is_widest = w + 1 == ARRAY_SIZE(vwifi_widths) ||
				 vwifi_widths[w + 1].width > widest;

		struct rate_info at = {};

		if ((w && !is_widest) || !vwifi_rate_fills(query, family, &vwifi_widths[w], &at))
			continue;
		for (nss = 1; nss <= streams; nss++) {
			u16 indices = family->indices(query, nss, vwifi_widths[w].width);

			for (mcs = 0; mcs < family->n_mcs; mcs++) {
				struct rate_info rate = at;

				if (!(indices & BIT(mcs)))
					continue;
				family->write(query, nss, mcs, vwifi_widths[w].width, &rate);
				n = vwifi_rates_insert(rates, n, max, &rate);
			}
		}
	}
	return n;
}

static unsigned int vwifi_legacy_rates(const struct vwifi_rate_query *query,
				       struct rate_info *rates, unsigned int max)
{
	const struct ieee80211_supported_band *band = query->band;
	u32 allowed = query->mask ? query->mask->control[band->band].legacy : ~0U;
	u8 bw = vwifi_slow_bw(vwifi_width_slow(READ_ONCE(query->chandef->width)));
	unsigned int n = 0;
	int i;

	for (i = 0; i < band->n_bitrates; i++) {
		struct rate_info rate = { .legacy = band->bitrates[i].bitrate, .bw = bw };

		if (allowed & BIT(i) && rate.legacy <= query->phy->max_rate)
			n = vwifi_rates_insert(rates, n, max, &rate);
	}
	return n;
}

/**
 * vwifi_rates_of - the rates that an interface may send to a peer with
 * @from: the transmitter
 * @sta: the receiver, as the transmitter knows it
 * @freq: on which channel, MHz
 * @rates: takes them, from the slowest to the fastest
 * @max: how many there is room for
 *
 * Those of the newest kind that both know and user space leaves. Called under RCU.
 *
 * Return: how many there are.
 */
unsigned int vwifi_rates_of(struct vwifi_vif *from, const struct vwifi_sta *sta, u16 freq,
			    struct rate_info *rates, unsigned int max)
{
	struct vwifi_rate_query query = { .signal = 0 };
	unsigned int i, n = 0;

	vwifi_rate_query_init(&query, from, sta, freq, true);
	for (i = 0; i < ARRAY_SIZE(vwifi_families) && !n; i++)
		if (query.phy->modes & vwifi_families[i].mode)
			n = vwifi_family_rates(&query, &vwifi_families[i], rates, max);
	return n ?: vwifi_legacy_rates(&query, rates, max);
}

/**
 * vwifi_rate_to - the rate at which a frame is sent
 * @from: the transmitter
 * @sta: the receiver, as the transmitter knows it
 * @to: the receiver's radio; NULL: nowhere
 * @freq: on which channel, MHz
 * @rate: takes the rate
 *
 * Called under RCU. What is read may be about to change: it is a figure that is
 * shown, nothing depends on it.
 */
void vwifi_rate_to(struct vwifi_vif *from, const struct vwifi_sta *sta,
		   const struct vwifi_radio *to, u16 freq, struct rate_info *rate)
{
	int signal = to ? vwifi_link_signal(from->radio, to) : READ_ONCE(from->radio->air->medium.signal);

	vwifi_rate_at(from, sta, signal, freq, true, rate);
}

/* Data bits of an OFDM symbol at an HT, VHT, HE or EHT rate, rounded down (N_DBPS). */
u32 vwifi_rate_symbol_bits(const struct rate_info *rate)
{
	bool ht = rate->flags & RATE_INFO_FLAGS_MCS;
	unsigned int streams = ht ? rate->mcs / 8 + 1 : max_t(unsigned int, rate->nss, 1);
	unsigned int mcs = min_t(unsigned int, ht ? rate->mcs % 8 : rate->mcs, ARRAY_SIZE(vwifi_mcs_bits) - 1);

	return vwifi_rate_carriers(rate) * streams * vwifi_mcs_bits[mcs] / 12;
}

#define VWIFI_PREAMBLE_US	40	/* of OFDM and what builds on it */
#define VWIFI_LONG_PREAMBLE_US	192	/* of DSSS: 802.11-2020, 16.2.2.2 */
#define VWIFI_FRAME_OCTETS	40	/* a QoS header, a cipher's octets, the FCS */

/* How long frames are on the air: their octets at their rate, and a preamble each. */
u64 vwifi_airtime_us(struct rate_info *rate, u64 octets, u64 frames)
{
	u8 slow = vwifi_rate_slow(rate);
	u32 speed = max(cfg80211_calculate_bitrate(rate), 1U);	/* 100 kbit/s */
	bool dsss = !rate->flags && (speed <= 55 || speed == 110);

	octets += frames * VWIFI_FRAME_OCTETS;
	return (div_u64(octets * 80, speed) +
		frames * (dsss ? VWIFI_LONG_PREAMBLE_US : VWIFI_PREAMBLE_US)) << slow;
}

/**
 * vwifi_single_rate - the one rate that a mask leaves, for frames of 20 MHz
 * @band: in which band
 * @mask: user space's, that cfg80211 has seen to be of one rate, or of none
 * @rate: takes it; all 0 where there is none
 */
void vwifi_single_rate(const struct ieee80211_supported_band *band,
		       const struct cfg80211_bitrate_mask *mask, struct rate_info *rate)
{
	const typeof(mask->control[0]) *control = &mask->control[band->band];
	unsigned int i;

	memset(rate, 0, sizeof(*rate));
	rate->bw = RATE_INFO_BW_20;
	if (control->legacy)
		rate->legacy = band->bitrates[__ffs(control->legacy)].bitrate;
	for (i = 0; i < VWIFI_NSS; i++) {
		if (control->ht_mcs[i]) {
			rate->flags = RATE_INFO_FLAGS_MCS;
			rate->mcs = 8 * i + __ffs(control->ht_mcs[i]);
		} else if (control->vht_mcs[i]) {
			rate->flags = RATE_INFO_FLAGS_VHT_MCS;
			rate->mcs = __ffs(control->vht_mcs[i]);
			rate->nss = i + 1;
		} else if (control->he_mcs[i]) {
			rate->flags = RATE_INFO_FLAGS_HE_MCS;
			rate->mcs = __ffs(control->he_mcs[i]);
			rate->nss = i + 1;
		}
	}
}

/* Called with the wiphy mutex held. */
int vwifi_set_bitrate_mask(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id,
			   const u8 *peer, const struct cfg80211_bitrate_mask *mask)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_bitrate_mask *new;

	if (peer)
		return -EOPNOTSUPP;
	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	new->mask = *mask;
	new = rcu_replace_pointer(vif->bitrate_mask, new, lockdep_is_held(&wiphy->mtx));
	if (new)
		kfree_rcu(new, rcu);
	return 0;
}

/* All rates again: the interface goes, or becomes another type. */
void vwifi_bitrate_mask_forget(struct vwifi_vif *vif)
{
	struct vwifi_bitrate_mask *mask = rcu_replace_pointer(vif->bitrate_mask, NULL, true);

	if (mask)
		kfree_rcu(mask, rcu);
}
