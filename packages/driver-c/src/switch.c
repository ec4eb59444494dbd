// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Channel switches (IEEE Std 802.11-2020, 11.8.8). The access point counts down
 * in its beacons; with the last of them its stations, which hear no beacons
 * otherwise, follow it.
 */
#include "vwifi.h"

/* What an access point does when it has counted down. */
struct vwifi_switch {
	struct cfg80211_chan_def chandef;
	struct vwifi_beacon *after;
	u8 count;			/* beacons still to come on the old channel; beacon timer */
	unsigned int n_offsets;
	u16 offsets[2];			/* of the counters in the beacon */
};

static struct vwifi_ap *vwifi_vif_ap(struct vwifi_vif *vif)
{
	return rcu_dereference_protected(vif->ap, lockdep_is_held(&vif->radio->wiphy->mtx));
}

static void vwifi_switch_free(struct vwifi_switch *sw)
{
	kfree(sw->after);
	kfree(sw);
}

/* Gives up a switch that is under way. Wiphy mutex held, the beacon timer stopped. */
void vwifi_switch_cancel(struct vwifi_ap *ap)
{
	if (ap->csa)
		vwifi_switch_free(ap->csa);
	ap->csa = NULL;
}

/* Offsets count from the beginning of the tail, which follows the TIM here. */
static int vwifi_switch_offsets(struct vwifi_switch *sw, const struct cfg80211_csa_settings *params,
				const struct vwifi_beacon *beacon, size_t tail)
{
	unsigned int i;

	sw->n_offsets = min_t(unsigned int, params->n_counter_offsets_beacon,
			      ARRAY_SIZE(sw->offsets));
	for (i = 0; i < sw->n_offsets; i++) {
		size_t offset = tail + params->counter_offsets_beacon[i];

		if (offset >= beacon->len)
			return -EINVAL;
		sw->offsets[i] = offset;
	}
	return 0;
}

int vwifi_channel_switch(struct wiphy *wiphy, struct net_device *dev,
			 struct cfg80211_csa_settings *params)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	struct vwifi_beacon *during, *after;
	struct vwifi_switch *sw;
	int err;

	if (!ap || ap->ibss)
		return -EOPNOTSUPP;
	if (ap->csa)
		return -EBUSY;

	sw = kzalloc(sizeof(*sw), GFP_KERNEL);
	if (!sw)
		return -ENOMEM;
	sw->chandef = params->chandef;
	sw->count = max_t(u8, params->count, 1);

	after = vwifi_beacon_new(&params->beacon_after, ap->dtim_period);
	if (IS_ERR(after)) {
		err = PTR_ERR(after);
		goto err_free;
	}
	sw->after = after;
	during = vwifi_beacon_new(&params->beacon_csa, ap->dtim_period);
	if (IS_ERR(during)) {
		err = PTR_ERR(during);
		goto err_free;
	}
	err = vwifi_switch_offsets(sw, params, during, during->len - params->beacon_csa.tail_len);
	if (err) {
		kfree(during);
		goto err_free;
	}

	/* The beacon timer must not see one without the other. */
	hrtimer_cancel(&ap->beacon_timer);
	ap->csa = sw;
	during = rcu_replace_pointer(ap->beacon, during, lockdep_is_held(&wiphy->mtx));
	kfree_rcu(during, rcu);
	vwifi_beacons_begin(ap);
	return 0;

err_free:
	vwifi_switch_free(sw);
	return err;
}

/* Writes the counters into a beacon about to be sent. Beacon timer. */
void vwifi_switch_stamp(const struct vwifi_ap *ap, u8 *frame)
{
	const struct vwifi_switch *sw = ap->csa;
	unsigned int i;

	for (i = 0; sw && i < sw->n_offsets; i++)
		frame[sw->offsets[i]] = sw->count;
}

/* After a beacon. Beacon timer; the last one leaves the rest to the radio's work. */
void vwifi_switch_tick(struct vwifi_ap *ap)
{
	struct vwifi_switch *sw = ap->csa;

	if (!sw || !sw->count || --sw->count)
		return;
	set_bit(VWIFI_EVENT_SWITCH, &ap->vif->events);
	queue_work(vwifi_wq, &ap->vif->radio->work);
}

/* The countdown is over: the stations are told, and the access point moves. Wiphy mutex held. */
void vwifi_switch_finish(struct vwifi_vif *vif)
{
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	struct vwifi_beacon *old;
	struct vwifi_sta *sta;
	u16 freq;

	if (!ap || !ap->csa || ap->csa->count)
		return;
	hrtimer_cancel(&ap->beacon_timer);
	freq = ap->csa->chandef.chan->center_freq;

	rcu_read_lock();
	list_for_each_entry_rcu(sta, &ap->station_list, list) {
		struct vwifi_vif *to = vwifi_air_find_sta(sta->addr, vif->dev->dev_addr, ap->freq);

		if (to)
			vwifi_air_tell_switch(to, vif->dev->dev_addr, freq, ap->csa->chandef.width,
					      ap->csa->chandef.center_freq1);
	}
	rcu_read_unlock();

	spin_lock_bh(&ap->chandef_lock);
	ap->chandef = ap->csa->chandef;
	spin_unlock_bh(&ap->chandef_lock);
	WRITE_ONCE(ap->freq, freq);
	/* On failure there is no memory to listen with: the stations notice that nobody does. */
	if (vwifi_air_tune_home(vif, freq))
		vwifi_air_tune_home(vif, 0);
	old = rcu_replace_pointer(ap->beacon, ap->csa->after, lockdep_is_held(&vif->radio->wiphy->mtx));
	kfree_rcu(old, rcu);
	ap->csa->after = NULL;
	vwifi_switch_cancel(ap);
	vwifi_beacons_begin(ap);
	cfg80211_ch_switch_notify(vif->dev, &ap->chandef, 0);
}

/* A station's access point has moved: follow it. Wiphy and wireless_dev mutex held. */
void vwifi_switch_follow(struct vwifi_vif *vif, const struct vwifi_rx_cb *cb)
{
	struct wiphy *wiphy = vif->radio->wiphy;
	struct vwifi_mlme *mlme = &vif->mlme;
	struct cfg80211_chan_def chandef = {
		.chan = ieee80211_get_channel(wiphy, cb->freq),
		.width = cb->width,
		.center_freq1 = cb->center,
	};

	if (mlme->state != VWIFI_MLME_ASSOCIATED || !ether_addr_equal(mlme->bssid, cb->ta) ||
	    !chandef.chan || chandef.chan->flags & IEEE80211_CHAN_DISABLED ||
	    vwifi_air_tune_home(vif, cb->freq))
		return;	/* the beacons are lost, and with them the access point */
	vwifi_chandef_fit(wiphy, &chandef, mlme->modes);
	mlme->freq = cb->freq;
	vwifi_mlme_set_chandef(vif, &chandef);
	cfg80211_ch_switch_notify(vif->dev, &chandef, 0);
}
