// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Channels that belong to radars first (IEEE Std 802.11-2020, 11.8). An access
 * point listens for as long as the regulation says before it uses one (CAC), and
 * user space has it leave when a radar appears. Radars appear when the family
 * says so.
 *
 * A radio looks for radars on one channel at a time, which cfg80211 wants of
 * every radio that looks for them: then all its interfaces are on that channel.
 */
#include "air/air.h"
#include "bss.h"

static void vwifi_cac_timer(struct timer_list *timer)
{
	struct vwifi_cac *cac = container_of(timer, struct vwifi_cac, timer);
	struct vwifi_vif *vif = container_of(cac, struct vwifi_vif, cac);

	set_bit(VWIFI_EVENT_CAC, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

void vwifi_cac_init(struct vwifi_vif *vif)
{
	timer_setup(&vif->cac.timer, vwifi_cac_timer, 0);
}

/* Called when the interface is down and about to go. */
void vwifi_cac_exit(struct vwifi_vif *vif)
{
	timer_delete_sync(&vif->cac.timer);
}

/* The channel on which an interface looks for radars, or NULL. Wiphy mutex held. */
static const struct cfg80211_chan_def *vwifi_radar_chandef(struct vwifi_vif *vif)
{
	struct wiphy *wiphy = vif->radio->wiphy;
	struct vwifi_bss *ap = vwifi_vif_bss(vif);

	if (vif->cac.chandef.chan)
		return &vif->cac.chandef;
	if (ap && ap->kind == VWIFI_BSS_AP &&
	    cfg80211_chandef_dfs_required(wiphy, &ap->chandef, NL80211_IFTYPE_AP) > 0)
		return &ap->chandef;
	return NULL;
}

/**
 * vwifi_radar_allows - whether an interface may go to a channel
 * @vif: the interface
 * @freq: the channel, MHz
 * @look: it will look for radars there
 *
 * Called with the wiphy mutex held.
 *
 * Return: 0, or -EBUSY where the radio would look for radars and be elsewhere, too.
 */
int vwifi_radar_allows(struct vwifi_vif *vif, u16 freq, bool look)
{
	bool elsewhere = false;
	struct vwifi_vif *other;

	list_for_each_entry(other, &vif->radio->vifs, list) {
		if (other == vif || !other->home_freq)
			continue;
		look = look || vwifi_radar_chandef(other);
		elsewhere = elsewhere || other->home_freq != freq;
	}
	return look && elsewhere ? -EBUSY : 0;
}

static void vwifi_cac_forget(struct vwifi_vif *vif)
{
	timer_delete(&vif->cac.timer);
	clear_bit(VWIFI_EVENT_CAC, &vif->events);
	vif->cac.chandef.chan = NULL;
	vif->cac.counting = false;
	vwifi_air_tune_home(vif, 0);
}

int vwifi_start_radar_detection(struct wiphy *wiphy, struct net_device *dev,
				struct cfg80211_chan_def *chandef, u32 cac_time_ms VWIFI_CAC_LINK_ARG)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	int err;

	/* Nor does one with several links. */
	if (!vwifi_vif_is_ap(vif) || vwifi_vif_mld(vif))
		return -EOPNOTSUPP;
	if (vif->cac.chandef.chan || rcu_access_pointer(vif->bss))
		return -EBUSY;
	err = vwifi_radar_allows(vif, chandef->chan->center_freq, true);
	if (!err)
		err = vwifi_air_tune_home(vif, chandef->chan->center_freq);
	if (err)
		return err;
	vif->cac.chandef = *chandef;
	vif->cac.ms = cac_time_ms;
	/*
	 * cfg80211 notes the beginning when we return, and the end must not come
	 * before its time: the work, which waits for the mutex, starts the timer.
	 */
	set_bit(VWIFI_EVENT_CAC, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
	return 0;
}

/* Begins to count, or has counted to the end: the channel is free. Wiphy mutex held. */
void vwifi_cac_event(struct vwifi_vif *vif)
{
	struct vwifi_cac *cac = &vif->cac;
	struct cfg80211_chan_def chandef = cac->chandef;

	if (!chandef.chan || timer_pending(&cac->timer))
		return;
	if (!cac->counting) {
		cac->counting = true;
		mod_timer(&cac->timer, jiffies + msecs_to_jiffies(cac->ms));
		return;
	}
	vwifi_cac_forget(vif);
	vwifi_tell_cac(vif->dev, &chandef, NL80211_RADAR_CAC_FINISHED);
}

/* Gives up listening, if it does. Wiphy mutex held. */
void vwifi_cac_abort(struct vwifi_vif *vif)
{
	struct cfg80211_chan_def chandef = vif->cac.chandef;

	if (!chandef.chan)
		return;
	vwifi_cac_forget(vif);
	if (*vwifi_cac_started(&vif->wdev))
		vwifi_tell_cac(vif->dev, &chandef, NL80211_RADAR_CAC_ABORTED);
}

/* Another radio has found out about the channel, and cfg80211 says itself what. */
void vwifi_end_cac(struct wiphy *wiphy, struct net_device *dev VWIFI_END_CAC_LINK_ARG)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	if (!vif->cac.chandef.chan)
		return;
	vwifi_cac_forget(vif);
	*vwifi_cac_started(&vif->wdev) = false;
}

/* Half the width of a channel, MHz. */
static u32 vwifi_half_width(enum nl80211_chan_width width)
{
	switch (width) {
	case NL80211_CHAN_WIDTH_40:
		return 20;
	case NL80211_CHAN_WIDTH_80:
		return 40;
	case NL80211_CHAN_WIDTH_160:
		return 80;
	default:
		return 10;
	}
}

/* Whether the radio looks for radars there; if so, user space hears of this one. */
static bool vwifi_radio_sees_radar(struct vwifi_radio *radio, u32 freq)
{
	struct cfg80211_chan_def seen = {};
	struct vwifi_vif *vif;

	list_for_each_entry(vif, &radio->vifs, list) {
		const struct cfg80211_chan_def *chandef = vwifi_radar_chandef(vif);

		if (!chandef || abs((int)chandef->center_freq1 - (int)freq) >
				vwifi_half_width(chandef->width))
			continue;
		seen = *chandef;
		vwifi_cac_abort(vif);
	}
	if (seen.chan)
		cfg80211_radar_event(radio->wiphy, &seen, GFP_KERNEL);
	return seen.chan;
}

/**
 * vwifi_radar_appears - a radar begins to transmit
 * @air: in which air
 * @freq: its frequency, MHz
 *
 * Called with vwifi_radios_lock held.
 *
 * Return: the number of radios that see it.
 */
unsigned int vwifi_radar_appears(const struct vwifi_air *air, u32 freq)
{
	struct vwifi_radio *radio;
	unsigned long id = 0;
	unsigned int n = 0;

	for (radio = vwifi_radio_next(&id); radio; id++, radio = vwifi_radio_next(&id)) {
		if (radio->air != air)
			continue;
		wiphy_lock(radio->wiphy);
		n += vwifi_radio_sees_radar(radio, freq);
		wiphy_unlock(radio->wiphy);
	}
	return n;
}

/* A radar begins wherever this radio looks for one. Takes its wiphy mutex. */
void vwifi_radar_simulate(struct vwifi_radio *radio)
{
	struct vwifi_vif *vif;

	wiphy_lock(radio->wiphy);
	list_for_each_entry(vif, &radio->vifs, list) {
		const struct cfg80211_chan_def *chandef = vwifi_radar_chandef(vif);

		if (!chandef)
			continue;
		/* It looks on one channel, whatever its interfaces are. */
		vwifi_radio_sees_radar(radio, chandef->center_freq1);
		break;
	}
	wiphy_unlock(radio->wiphy);
}
