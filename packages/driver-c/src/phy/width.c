// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How wide a BSS is: its operation elements say so (802.11-2020, 9.4.2.56 and
 * 9.4.2.158; 802.11ax, 9.4.2.249; 802.11be, 9.4.2.311), as far as a station takes part.
 */
#include "phy.h"

static void vwifi_chandef_set(struct cfg80211_chan_def *chandef, enum nl80211_chan_width width,
			      u32 center)
{
	chandef->width = width;
	chandef->center_freq1 = center;
}

static void vwifi_width_of_ht(struct cfg80211_chan_def *chandef, const struct ieee80211_ht_operation *ht)
{
	u32 primary = chandef->chan->center_freq;

	chandef->width = NL80211_CHAN_WIDTH_20;
	if (!(ht->ht_param & IEEE80211_HT_PARAM_CHAN_WIDTH_ANY))
		return;
	switch (ht->ht_param & IEEE80211_HT_PARAM_CHA_SEC_OFFSET) {
	case IEEE80211_HT_PARAM_CHA_SEC_ABOVE:
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_40, primary + 10);
		break;
	case IEEE80211_HT_PARAM_CHA_SEC_BELOW:
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_40, primary - 10);
		break;
	}
}

/* The second segment says whether it is 160 MHz: eight channels from the first's centre. */
static void vwifi_width_of_segments(struct cfg80211_chan_def *chandef, u8 seg0, u8 seg1)
{
	enum nl80211_band band = chandef->chan->band;

	if (seg1 && abs(seg1 - seg0) == 8)
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_160,
				  ieee80211_channel_to_frequency(seg1, band));
	else
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_80,
				  ieee80211_channel_to_frequency(seg0, band));
}

static void vwifi_width_of_vht(struct cfg80211_chan_def *chandef,
			       const struct ieee80211_vht_operation *vht)
{
	if (vht->chan_width == IEEE80211_VHT_CHANWIDTH_80MHZ)
		vwifi_width_of_segments(chandef, vht->center_freq_seg0_idx,
					vht->center_freq_seg1_idx);
	else if (vht->chan_width == IEEE80211_VHT_CHANWIDTH_160MHZ)
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_160,
				  ieee80211_channel_to_frequency(vht->center_freq_seg0_idx,
								 chandef->chan->band));
}

static void vwifi_width_of_he_6ghz(struct cfg80211_chan_def *chandef,
				   const struct ieee80211_he_6ghz_oper *oper)
{
	u32 center = ieee80211_channel_to_frequency(oper->ccfs0, NL80211_BAND_6GHZ);

	switch (oper->control & IEEE80211_HE_6GHZ_OPER_CTRL_CHANWIDTH) {
	case IEEE80211_HE_6GHZ_OPER_CTRL_CHANWIDTH_20MHZ:
		chandef->width = NL80211_CHAN_WIDTH_20;
		break;
	case IEEE80211_HE_6GHZ_OPER_CTRL_CHANWIDTH_40MHZ:
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_40, center);
		break;
	case IEEE80211_HE_6GHZ_OPER_CTRL_CHANWIDTH_80MHZ:
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_80, center);
		break;
	case IEEE80211_HE_6GHZ_OPER_CTRL_CHANWIDTH_160MHZ:
		vwifi_width_of_segments(chandef, oper->ccfs0, oper->ccfs1);
		break;
	}
}

/* Only what differs from what HE says is there: 320 MHz, or a channel with holes in it. */
static void vwifi_width_of_eht(struct cfg80211_chan_def *chandef,
			       const struct ieee80211_eht_operation *eht)
{
	static const enum nl80211_chan_width widths[] = {
		[IEEE80211_EHT_OPER_CHAN_WIDTH_20MHZ] = NL80211_CHAN_WIDTH_20,
		[IEEE80211_EHT_OPER_CHAN_WIDTH_40MHZ] = NL80211_CHAN_WIDTH_40,
		[IEEE80211_EHT_OPER_CHAN_WIDTH_80MHZ] = NL80211_CHAN_WIDTH_80,
		[IEEE80211_EHT_OPER_CHAN_WIDTH_160MHZ] = NL80211_CHAN_WIDTH_160,
		[IEEE80211_EHT_OPER_CHAN_WIDTH_320MHZ] = NL80211_CHAN_WIDTH_320,
	};
	const struct ieee80211_eht_operation_info *info = (const void *)eht->optional;
	u8 width = info->control & IEEE80211_EHT_OPER_CHAN_WIDTH, center = info->ccfs0;
	u16 holes = 0;

	if (!(eht->params & IEEE80211_EHT_OPER_INFO_PRESENT) || width >= ARRAY_SIZE(widths))
		return;
	/* Of the wide ones the first is the centre of the half with the primary channel. */
	if (width >= IEEE80211_EHT_OPER_CHAN_WIDTH_160MHZ)
		center = info->ccfs1;
	if (eht->params & IEEE80211_EHT_OPER_DISABLED_SUBCHANNEL_BITMAP_PRESENT)
		holes = get_unaligned_le16(info->optional);
	vwifi_puncture(chandef, holes);
	/* A kernel that knows no holes takes part in what HE says. */
	if (vwifi_punctured(chandef) == holes)
		vwifi_chandef_set(chandef, widths[width],
				  ieee80211_channel_to_frequency(center, chandef->chan->band));
}

/**
 * vwifi_chandef_part - which subchannels of a channel form the narrower one with its primary
 * @chandef: the channel
 * @freq: its primary channel, MHz
 * @mhz: how wide the narrower one is
 *
 * Return: a bit for each of 20 MHz, from the lowest frequency; 0: the channel has no such part.
 */
u16 vwifi_chandef_part(const struct cfg80211_chan_def *chandef, u16 freq, unsigned int mhz)
{
	unsigned int whole = nl80211_chan_width_to_mhz(READ_ONCE(chandef->width)) / 20;
	unsigned int from = READ_ONCE(chandef->center_freq1) - 10 * whole, n = mhz / 20, at;

	if (freq < from || freq >= from + 20 * whole || !n || n > whole)
		return 0;
	at = (freq - from) / 20 / n * n;
	return GENMASK(at + n - 1, at);
}

/* Half as wide, on the side where the primary channel is, with the holes that are there. */
static void vwifi_chandef_halve(struct cfg80211_chan_def *chandef)
{
	u32 primary = chandef->chan->center_freq, center = chandef->center_freq1;
	bool below = primary < center;
	unsigned int half = nl80211_chan_width_to_mhz(chandef->width) / 2;
	u16 part = vwifi_chandef_part(chandef, primary, half);

	vwifi_puncture(chandef, part ? (vwifi_punctured(chandef) & part) >> __ffs(part) : 0);
	switch (chandef->width) {
	case NL80211_CHAN_WIDTH_320:
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_160, below ? center - 80 : center + 80);
		break;
	case NL80211_CHAN_WIDTH_160:
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_80, below ? center - 40 : center + 40);
		break;
	case NL80211_CHAN_WIDTH_80:
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_40, below ? center - 20 : center + 20);
		break;
	default:
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_20, primary);
		break;
	}
}

/* The widest that a station with @modes takes part in: EHT knows 320 MHz, VHT and HE 160, HT 40. */
static bool vwifi_width_suits(const struct cfg80211_chan_def *chandef, u8 modes)
{
	if (vwifi_punctured(chandef) && !(modes & VWIFI_PHY_EHT))
		return false;
	switch (chandef->width) {
	case NL80211_CHAN_WIDTH_20_NOHT:
	case NL80211_CHAN_WIDTH_20:
		return true;
	case NL80211_CHAN_WIDTH_40:
		return modes & VWIFI_PHY_WIDE;
	case NL80211_CHAN_WIDTH_80:
	case NL80211_CHAN_WIDTH_160:
		return modes & VWIFI_PHY_WIDE && modes & (VWIFI_PHY_VHT | VWIFI_PHY_HE);
	case NL80211_CHAN_WIDTH_320:
		return modes & VWIFI_PHY_WIDE && modes & VWIFI_PHY_EHT;
	default:
		return false;
	}
}

/* Narrows a channel to what the regulation and @modes allow. */
void vwifi_chandef_fit(struct wiphy *wiphy, struct cfg80211_chan_def *chandef, u8 modes)
{
	if (!modes) {
		cfg80211_chandef_create(chandef, chandef->chan, NL80211_CHAN_NO_HT);
		return;
	}
	while (chandef->width > NL80211_CHAN_WIDTH_20 &&
	       (!cfg80211_chandef_valid(chandef) || !vwifi_width_suits(chandef, modes) ||
		!cfg80211_chandef_usable(wiphy, chandef, IEEE80211_CHAN_DISABLED)))
		vwifi_chandef_halve(chandef);
}

/**
 * vwifi_bss_chandef - the channel on which a station takes part in a BSS
 * @wiphy: the station's radio
 * @chan: the primary channel
 * @ies: the access point's elements
 * @len: their length
 * @modes: what both sides use of VWIFI_PHY_*
 * @chandef: the result
 */
void vwifi_bss_chandef(struct wiphy *wiphy, struct ieee80211_channel *chan, const u8 *ies,
		       size_t len, u8 modes, struct cfg80211_chan_def *chandef)
{
	const struct element *ht = cfg80211_find_elem(WLAN_EID_HT_OPERATION, ies, len);
	const struct element *vht = cfg80211_find_elem(WLAN_EID_VHT_OPERATION, ies, len);
	const struct element *he = cfg80211_find_ext_elem(WLAN_EID_EXT_HE_OPERATION, ies, len);
	const struct element *eht = cfg80211_find_ext_elem(WLAN_EID_EXT_EHT_OPERATION, ies, len);
	const struct ieee80211_he_6ghz_oper *oper = NULL;

	cfg80211_chandef_create(chandef, chan, NL80211_CHAN_NO_HT);
	if (modes)
		chandef->width = NL80211_CHAN_WIDTH_20;
	if (modes & VWIFI_PHY_HT && ht && ht->datalen >= sizeof(struct ieee80211_ht_operation))
		vwifi_width_of_ht(chandef, (const void *)ht->data);
	if (modes & (VWIFI_PHY_VHT | VWIFI_PHY_HE) && vht &&
	    vht->datalen >= sizeof(struct ieee80211_vht_operation))
		vwifi_width_of_vht(chandef, (const void *)vht->data);
	if (chan->band == NL80211_BAND_6GHZ && modes & VWIFI_PHY_HE && he &&
	    he->datalen > sizeof(struct ieee80211_he_operation) &&
	    he->datalen >= ieee80211_he_oper_size(he->data + 1))
		oper = ieee80211_he_6ghz_oper((const void *)(he->data + 1));
	if (oper)
		vwifi_width_of_he_6ghz(chandef, oper);
	if (modes & VWIFI_PHY_EHT && eht && eht->datalen > 1 &&
	    ieee80211_eht_oper_size_ok(eht->data + 1, eht->datalen - 1))
		vwifi_width_of_eht(chandef, (const void *)(eht->data + 1));
	vwifi_chandef_fit(wiphy, chandef, modes);
}

/*
 * What an operating class says of the width (802.11-2020, annex E). At 6 GHz a channel
 * is one of so many of 20 MHz that begin at channel 1.
 */
static const struct {
	u8 op_class;
	s8 second;			/* of 40 MHz: the secondary channel is above or below */
	u8 channels;
	enum nl80211_chan_width width;
} vwifi_width_classes[] = {
	{ 83, 1 }, { 84, -1 },
	{ 116, 1 }, { 117, -1 }, { 119, 1 }, { 120, -1 }, { 122, 1 }, { 123, -1 },
	{ 126, 1 }, { 127, -1 },
	{ 132, 0, 2, NL80211_CHAN_WIDTH_40 },
	{ 133, 0, 4, NL80211_CHAN_WIDTH_80 },
	{ 134, 0, 8, NL80211_CHAN_WIDTH_160 },
	{ 137, 0, 16, NL80211_CHAN_WIDTH_320 },
};

static void vwifi_width_of_class(struct cfg80211_chan_def *chandef, u8 op_class)
{
	u32 first = ieee80211_channel_to_frequency(1, NL80211_BAND_6GHZ), span;
	u32 primary = chandef->chan->center_freq;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vwifi_width_classes); i++) {
		if (vwifi_width_classes[i].op_class != op_class)
			continue;
		if (vwifi_width_classes[i].second) {
			vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_40,
					  primary + 10 * vwifi_width_classes[i].second);
			return;
		}
		span = 20 * vwifi_width_classes[i].channels;
		vwifi_chandef_set(chandef, vwifi_width_classes[i].width,
				  first + (primary - first) / span * span + span / 2 - 10);
		return;
	}
}

/**
 * vwifi_announced_chandef - how wide the channel is that a channel switch leads to
 * @wiphy: the station's radio
 * @ies: the elements beside the announcement
 * @len: their length
 * @op_class: the operating class that it names, or 0
 * @modes: what both sides use of VWIFI_PHY_*
 * @chandef: with the new primary channel; the rest is the result
 *
 * 802.11-2020, 9.4.2.20 (secondary channel offset), 9.4.2.160 (wide bandwidth
 * channel switch) and 9.4.2.163 (the wrapper around it in beacons).
 */
void vwifi_announced_chandef(struct wiphy *wiphy, const u8 *ies, size_t len, u8 op_class, u8 modes,
			     struct cfg80211_chan_def *chandef)
{
	const struct element *second = cfg80211_find_elem(WLAN_EID_SECONDARY_CHANNEL_OFFSET, ies, len);
	const struct element *wide = cfg80211_find_elem(WLAN_EID_WIDE_BW_CHANNEL_SWITCH, ies, len);
	const struct element *wrapper = cfg80211_find_elem(WLAN_EID_CHANNEL_SWITCH_WRAPPER, ies, len);
	const struct ieee80211_wide_bw_chansw_ie *to;
	enum nl80211_band band = chandef->chan->band;
	u32 primary = chandef->chan->center_freq;

	cfg80211_chandef_create(chandef, chandef->chan, NL80211_CHAN_NO_HT);
	if (modes)
		chandef->width = NL80211_CHAN_WIDTH_20;
	vwifi_width_of_class(chandef, op_class);
	if (second && second->datalen >= 1 && second->data[0] == IEEE80211_HT_PARAM_CHA_SEC_ABOVE)
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_40, primary + 10);
	else if (second && second->datalen >= 1 && second->data[0] == IEEE80211_HT_PARAM_CHA_SEC_BELOW)
		vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_40, primary - 10);
	if (!wide && wrapper)
		wide = cfg80211_find_elem(WLAN_EID_WIDE_BW_CHANNEL_SWITCH, wrapper->data,
					  wrapper->datalen);
	if (wide && wide->datalen >= sizeof(*to)) {
		to = (const void *)wide->data;
		if (to->new_channel_width == IEEE80211_VHT_CHANWIDTH_80MHZ)
			vwifi_width_of_segments(chandef, to->new_center_freq_seg0,
						to->new_center_freq_seg1);
		else if (to->new_channel_width == IEEE80211_VHT_CHANWIDTH_160MHZ)
			vwifi_chandef_set(chandef, NL80211_CHAN_WIDTH_160,
					  ieee80211_channel_to_frequency(to->new_center_freq_seg0, band));
	}
	vwifi_chandef_fit(wiphy, chandef, modes);
}
