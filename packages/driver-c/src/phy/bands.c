// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Bands, channels and rates of a radio. Each radio has a copy of its own, since
 * the regulatory core writes into the channels.
 */
#include "phy.h"

static const u16 vwifi_channels_2ghz[] = {	/* MHz */
	2412, 2417, 2422, 2427, 2432, 2437, 2442, 2447, 2452, 2457, 2462, 2467, 2472, 2484,
};

static const u16 vwifi_channels_5ghz[] = {
	5180, 5200, 5220, 5240, 5260, 5280, 5300, 5320,
	5500, 5520, 5540, 5560, 5580, 5600, 5620, 5640, 5660, 5680, 5700, 5720,
	5745, 5765, 5785, 5805, 5825, 5845,
	/* where vehicles are (ITS), outside of every BSS */
	5855, 5860, 5865, 5870, 5875, 5880, 5885, 5890, 5895, 5900, 5905, 5910, 5915, 5920, 5925,
};

/* 6 GHz: channels 1 to 233, every fourth (802.11ax, 27.3.23.2). */
#define VWIFI_6GHZ_FIRST	5955
#define VWIFI_6GHZ_CHANNELS	59
#define VWIFI_6GHZ_STEP		20

/* In 100 kbit/s: the unit of cfg80211. OFDM alone exists above 2.4 GHz (802.11-2020, clause 17). */
static const u16 vwifi_rates[] = {
	10, 20, 55, 110, 60, 90, 120, 180, 240, 360, 480, 540,
};

#define VWIFI_N_CCK_RATES	4

struct vwifi_band_spec {
	const u16 *freqs;		/* NULL: every VWIFI_6GHZ_STEP from VWIFI_6GHZ_FIRST on */
	unsigned int n_freqs;
	unsigned int first_rate;
};

static const struct vwifi_band_spec vwifi_band_specs[] = {
	[NL80211_BAND_2GHZ] = { vwifi_channels_2ghz, ARRAY_SIZE(vwifi_channels_2ghz), 0 },
	[NL80211_BAND_5GHZ] = { vwifi_channels_5ghz, ARRAY_SIZE(vwifi_channels_5ghz),
				VWIFI_N_CCK_RATES },
	[NL80211_BAND_6GHZ] = { NULL, VWIFI_6GHZ_CHANNELS, VWIFI_N_CCK_RATES },
};

static int vwifi_band_init(struct ieee80211_supported_band *band, enum nl80211_band id,
			   enum vwifi_personality personality)
{
	const struct vwifi_band_spec *spec = &vwifi_band_specs[id];
	unsigned int n_rates = ARRAY_SIZE(vwifi_rates) - spec->first_rate;
	struct ieee80211_channel *channels;
	struct ieee80211_rate *rates;
	unsigned int i;

	channels = kcalloc(spec->n_freqs, sizeof(*channels), GFP_KERNEL);
	rates = kcalloc(n_rates, sizeof(*rates), GFP_KERNEL);
	if (!channels || !rates) {
		kfree(channels);
		kfree(rates);
		return -ENOMEM;
	}

	for (i = 0; i < spec->n_freqs; i++) {
		channels[i].band = id;
		channels[i].center_freq = spec->freqs ? spec->freqs[i] :
					  VWIFI_6GHZ_FIRST + VWIFI_6GHZ_STEP * i;
		channels[i].hw_value = i;
		channels[i].max_power = 20;
	}
	for (i = 0; i < n_rates; i++) {
		rates[i].bitrate = vwifi_rates[spec->first_rate + i];
		rates[i].hw_value = spec->first_rate + i;
	}

	band->band = id;
	band->channels = channels;
	band->n_channels = spec->n_freqs;
	band->bitrates = rates;
	band->n_bitrates = n_rates;
	vwifi_caps_init(band, personality);
	return 0;
}

void vwifi_bands_exit(struct vwifi_radio *radio)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(radio->bands); i++) {
		kfree(radio->bands[i].channels);
		kfree(radio->bands[i].bitrates);
		kfree(radio->narrowed[i]);
	}
}

/* Return: 0 or -ENOMEM, after which vwifi_bands_exit() is still to be called. */
int vwifi_bands_init(struct vwifi_radio *radio)
{
	struct ieee80211_sband_iftype_data *less;
	unsigned int id;
	int err;

	for (id = 0; id < ARRAY_SIZE(vwifi_band_specs); id++) {
		if (!(radio->band_mask & VWIFI_ALL_BANDS & BIT(id)))
			continue;
		err = vwifi_band_init(&radio->bands[id], id, radio->personality);
		if (err)
			return err;
		if (radio->streams < VWIFI_NSS || radio->width < VWIFI_WIDTH_MAX) {
			less = vwifi_band_narrow(&radio->bands[id], radio->streams, radio->width);
			if (IS_ERR(less))
				return PTR_ERR(less);
			radio->narrowed[id] = less;
		}
		radio->wiphy->bands[id] = &radio->bands[id];
	}
	return 0;
}

static bool vwifi_rate_is_80211b(u16 bitrate)
{
	return bitrate == 10 || bitrate == 20 || bitrate == 55 || bitrate == 110;
}

/* A rate as the elements have it: in 500 kbit/s, the top bit for a basic one. */
static u8 vwifi_rate_octet(u16 bitrate)
{
	return bitrate / 5 | (vwifi_rate_is_80211b(bitrate) ? 0x80 : 0);
}

/* A bit for each rate of a band that is not of 802.11b. */
u32 vwifi_ofdm_rates(const struct ieee80211_supported_band *band)
{
	u32 rates = 0;
	int i;

	for (i = 0; i < band->n_bitrates; i++)
		if (!vwifi_rate_is_80211b(band->bitrates[i].bitrate))
			rates |= BIT(i);
	return rates;
}

/**
 * vwifi_put_rates - writes Supported Rates and Extended Supported Rates
 * @pos: VWIFI_RATES_LEN octets of room
 * @band: the band whose rates are written
 * @wanted: a bit for each that is
 *
 * IEEE Std 802.11-2020, 9.4.2.3 and 9.4.2.13: eight rates in the first, the
 * others in the second.
 *
 * Return: the number of octets written.
 */
size_t vwifi_put_rates(u8 *pos, const struct ieee80211_supported_band *band, u32 wanted)
{
	unsigned int n = 0, written = 0;
	u8 *start = pos;
	int i;

	for (i = 0; i < band->n_bitrates; i++)
		n += !!(wanted & BIT(i));
	*pos++ = WLAN_EID_SUPP_RATES;
	*pos++ = min(n, 8U);
	for (i = 0; i < band->n_bitrates; i++) {
		if (!(wanted & BIT(i)))
			continue;
		if (written++ == 8) {
			*pos++ = WLAN_EID_EXT_SUPP_RATES;
			*pos++ = n - 8;
		}
		*pos++ = vwifi_rate_octet(band->bitrates[i].bitrate);
	}
	return pos - start;
}

/* The highest of @len rate octets, in 100 kbit/s. */
u16 vwifi_max_rate(const u8 *rates, size_t len)
{
	u16 max = 10;
	size_t i;

	for (i = 0; i < len; i++)
		max = max_t(u16, max, (rates[i] & 0x7f) * 5);
	return max;
}
