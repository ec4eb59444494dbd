// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a radio tells of its channels: the survey that automatic channel selection
 * reads.
 */
#include "air.h"

#define VWIFI_NOISE_DBM		(-95)	/* thermal noise of 20 MHz and a usual receiver */
#define VWIFI_BEACON_AIRTIME_US	1000	/* some 120 octets at 1 Mbit/s */

static u64 vwifi_survey_since;		/* ns, boot time; set at load */

void vwifi_survey_init(void)
{
	vwifi_survey_since = ktime_get_boottime_ns();
}

static atomic64_t *vwifi_survey_of(struct vwifi_air *air, u16 freq)
{
	unsigned int index = freq / VWIFI_SURVEY_STEP - VWIFI_SURVEY_FIRST;

	return index < VWIFI_SURVEY_N ? &air->survey[index] : NULL;
}

/*
 * For so many microseconds somebody has sent a beacon every @interval_us on a
 * channel, whether it was heard or not. Any context.
 */
void vwifi_survey_beacons(struct vwifi_air *air, u16 freq, u32 us, u32 interval_us)
{
	atomic64_t *busy = vwifi_survey_of(air, freq);

	if (busy)
		atomic64_add(div_u64((u64)us * VWIFI_BEACON_AIRTIME_US, interval_us), busy);
}

static struct ieee80211_channel *vwifi_nth_channel(struct vwifi_radio *radio, int n)
{
	unsigned int band;

	for (band = 0; band < NUM_NL80211_BANDS; band++) {
		struct ieee80211_supported_band *sband = radio->wiphy->bands[band];

		if (!sband)
			continue;
		if (n < sband->n_channels)
			return &sband->channels[n];
		n -= sband->n_channels;
	}
	return NULL;
}

/*
 * Nobody contends for this medium: a channel is busy only for the beacons that
 * are sent on it. That is the difference that channel selection goes by.
 */
int vwifi_dump_survey(struct wiphy *wiphy, struct net_device *dev, int idx,
		      struct survey_info *survey)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct ieee80211_channel *chan = vwifi_nth_channel(vif->radio, idx);
	atomic64_t *busy;

	if (!chan)
		return -ENOENT;
	busy = vwifi_survey_of(vif->radio->air, chan->center_freq);
	memset(survey, 0, sizeof(*survey));
	survey->channel = chan;
	survey->noise = VWIFI_NOISE_DBM;
	survey->time = div_u64(ktime_get_boottime_ns() - vwifi_survey_since, NSEC_PER_MSEC);
	survey->time_busy = busy ? div_u64(atomic64_read(busy), USEC_PER_MSEC) : 0;
	survey->filled = SURVEY_INFO_NOISE_DBM | SURVEY_INFO_TIME | SURVEY_INFO_TIME_BUSY;
	if (READ_ONCE(vif->home_freq) == chan->center_freq)
		survey->filled |= SURVEY_INFO_IN_USE;
	return 0;
}
