// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Who has used how much airtime, and what a radio has of that: the survey that automatic
 * channel selection reads. Each radio's ledger holds what it has sent, by channel; what
 * another one finds of it depends on where it stands when it asks.
 */
#include "machine.h"

/* What a radio has of a channel, in ns. */
struct vwifi_dcf_survey {
	u64 busy;
	u64 rx;
	u64 tx;
};

/* A transmission is on the air: it counts for its transmitter and what it occupies. */
void vwifi_ledger_add(struct vwifi_dcf_node *node, const struct vwifi_burst *burst)
{
	struct vwifi_ledger_row *row, *free = NULL;
	unsigned int i;

	for (i = 0; i < VWIFI_CHANNELS_KEPT; i++) {
		row = &node->ledger[i];
		if (!row->chandef.chan) {
			free = free ?: row;
			continue;
		}
		if (cfg80211_chandef_identical(&row->chandef, &burst->chandef)) {
			row->tx += burst->end - burst->start;
			return;
		}
	}
	/* One that has been on more channels than that has forgotten the last one. */
	row = free ?: &node->ledger[VWIFI_CHANNELS_KEPT - 1];
	row->chandef = burst->chandef;
	row->tx = burst->end - burst->start;
}

/* What another radio's transmissions on a channel are for one that listens to it. */
static void vwifi_ledger_hear(struct vwifi_radio *at, const struct vwifi_dcf_node *from,
			      const struct vwifi_ledger_row *row,
			      const struct cfg80211_chan_def *channel,
			      struct vwifi_dcf_survey *survey)
{
	unsigned int mhz = nl80211_chan_width_to_mhz(row->chandef.width);
	u32 share = vwifi_spectrum_share(&row->chandef, channel);
	int signal;
	u64 power;

	if (!share)
		return;
	signal = vwifi_signal_cdbm(from->radio, at, channel->chan->center_freq, ktime_get_ns());
	if (row->chandef.chan->center_freq == channel->chan->center_freq &&
	    signal >= vwifi_carrier_sense_cdbm(mhz)) {
		survey->rx += row->tx;
		survey->busy += row->tx;
		return;
	}
	power = mul_u64_u32_shr(vwifi_cdbm_to_aw(signal), share, 16);
	if (power && vwifi_aw_to_cdbm(power) >= vwifi_energy_detect_cdbm(20))
		survey->busy += row->tx;
}

/* A radio goes: what it has sent was heard by all, from now on, or by nobody would run a counter backwards. */
void vwifi_ledger_close(const struct vwifi_dcf_node *node)
{
	unsigned int i;

	for (i = 0; i < VWIFI_CHANNELS_KEPT; i++)
		if (node->ledger[i].chandef.chan)
			vwifi_survey_add(node->dcf->air, node->ledger[i].chandef.chan->center_freq,
					 div_u64(node->ledger[i].tx, NSEC_PER_USEC));
}

/* What a radio has of a channel since it is there: by all that it hears, and its own. Process context. */
static void vwifi_dcf_survey(struct vwifi_radio *at, struct ieee80211_channel *chan,
		      struct vwifi_dcf_survey *survey)
{
	struct cfg80211_chan_def channel = {
		.chan = chan,
		.width = NL80211_CHAN_WIDTH_20,
		.center_freq1 = chan->center_freq,
	};
	struct vwifi_dcf *dcf = READ_ONCE(at->air->dcf);
	const struct vwifi_dcf_node *node;
	unsigned int i;

	memset(survey, 0, sizeof(*survey));
	if (!dcf)
		return;
	rcu_read_lock();
	spin_lock_bh(&dcf->lock);
	list_for_each_entry(node, &dcf->nodes, list)
		for (i = 0; i < VWIFI_CHANNELS_KEPT; i++) {
			const struct vwifi_ledger_row *row = &node->ledger[i];

			if (!row->chandef.chan)
				continue;
			if (node->radio != at) {
				vwifi_ledger_hear(at, node, row, &channel, survey);
			} else if (vwifi_spectrum_share(&row->chandef, &channel)) {
				survey->tx += row->tx;
				survey->busy += row->tx;
			}
		}
	spin_unlock_bh(&dcf->lock);
	rcu_read_unlock();
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
 * Where nobody contends a channel is busy only for the beacons that are sent on it: that is
 * the difference that channel selection goes by. Wiphy mutex held.
 */
int vwifi_dump_survey(struct wiphy *wiphy, struct net_device *dev, int idx,
		      struct survey_info *survey)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct ieee80211_channel *chan = vwifi_nth_channel(vif->radio, idx);
	struct vwifi_dcf_survey heard;

	if (!chan)
		return -ENOENT;
	vwifi_dcf_survey(vif->radio, chan, &heard);
	heard.busy += vwifi_survey_busy(vif->radio->air, chan->center_freq) * NSEC_PER_USEC;
	memset(survey, 0, sizeof(*survey));
	survey->channel = chan;
	survey->noise = DIV_ROUND_CLOSEST(vwifi_noise_cdbm(vif->radio, 20), 100);
	survey->time = div_u64(vwifi_survey_age(), NSEC_PER_MSEC);
	survey->time_busy = min(survey->time, div_u64(heard.busy, NSEC_PER_MSEC));
	survey->filled = SURVEY_INFO_NOISE_DBM | SURVEY_INFO_TIME | SURVEY_INFO_TIME_BUSY;
	if (vwifi_air_is_contended(vif->radio->air)) {
		survey->time_rx = div_u64(heard.rx, NSEC_PER_MSEC);
		survey->time_tx = div_u64(heard.tx, NSEC_PER_MSEC);
		survey->filled |= SURVEY_INFO_TIME_RX | SURVEY_INFO_TIME_TX;
	}
	if (READ_ONCE(vif->home_freq) == chan->center_freq)
		survey->filled |= SURVEY_INFO_IN_USE;
	return 0;
}
