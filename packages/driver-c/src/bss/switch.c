// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What an access point counts down to in its beacons: another channel (IEEE Std
 * 802.11-2020, 11.8.8) or another BSS colour (802.11ax, 26.17.3). Its stations
 * hear the beacons that announce it (follow.c).
 */
#include "air/air.h"
#include "data/data.h"
#include "phy/phy.h"
#include "bss.h"

#define VWIFI_COLOUR_AGAIN	(HZ / 2)	/* between two reports of a collision */

/* What an access point does when it has counted down. */
struct vwifi_countdown {
	bool colour;			/* not a channel */
	bool over;			/* the last beacon is out; beacon timer */
	struct cfg80211_chan_def chandef;
	struct vwifi_beacon *after;
	u8 count;			/* that the next beacon says; beacon timer */
	unsigned int n_offsets;
	u16 offsets[2];			/* of the counters in the beacon */
};

static void vwifi_countdown_free(struct vwifi_countdown *countdown)
{
	kfree(countdown->after);
	kfree(countdown);
}

/* The interfaces of an access point: its own, and its parts'. Wiphy mutex held. */
static void vwifi_ap_quiet(struct vwifi_vif *ap, bool on)
{
	struct vwifi_vif *vif;

	list_for_each_entry(vif, &ap->radio->vifs, list) {
		if (vif != ap && (vif->wdev.iftype != NL80211_IFTYPE_AP_VLAN ||
				  vwifi_vlan_master(vif) != ap))
			continue;
		if (on)
			vwifi_quiet_begin(vif);
		else
			vwifi_quiet_end(vif, true);
	}
}

/* Gives up what is under way. Wiphy mutex held, the beacon timer stopped. */
void vwifi_countdown_cancel(struct vwifi_bss *ap)
{
	if (ap->countdown)
		vwifi_countdown_free(ap->countdown);
	ap->countdown = NULL;
	WRITE_ONCE(ap->vif->switch_freq, 0);
	vwifi_ap_quiet(ap->vif, false);
}

/* Offsets count from the beginning of the tail, which follows the TIM here. */
static int vwifi_countdown_offsets(struct vwifi_countdown *countdown, const u16 *offsets,
				   unsigned int n, const struct vwifi_beacon *beacon, size_t tail)
{
	unsigned int i;

	countdown->n_offsets = min_t(unsigned int, n, ARRAY_SIZE(countdown->offsets));
	for (i = 0; i < countdown->n_offsets; i++) {
		size_t offset = tail + offsets[i];

		if (offset >= beacon->len)
			return -EINVAL;
		countdown->offsets[i] = offset;
	}
	return 0;
}

/*
 * Begins to count: @countdown has its kind and its count. Consumes it, also on
 * failure. Wiphy mutex held.
 */
static int vwifi_countdown_begin(struct vwifi_bss *ap, struct vwifi_countdown *countdown,
				 const struct cfg80211_beacon_data *during_data,
				 const struct cfg80211_beacon_data *after_data,
				 const u16 *offsets, unsigned int n_offsets)
{
	struct vwifi_beacon *during, *after;
	int err;

	after = vwifi_beacon_new(after_data, ap->dtim_period);
	if (IS_ERR(after)) {
		err = PTR_ERR(after);
		goto err_free;
	}
	countdown->after = after;
	during = vwifi_beacon_new(during_data, ap->dtim_period);
	if (IS_ERR(during)) {
		err = PTR_ERR(during);
		goto err_free;
	}
	err = vwifi_countdown_offsets(countdown, offsets, n_offsets, during,
				      during->len - during_data->tail_len);
	if (err) {
		kfree(during);
		goto err_free;
	}

	/* The beacon timer must not see one without the other. */
	hrtimer_cancel(&ap->beacon_timer);
	vwifi_discovery_end(ap);
	ap->countdown = countdown;
	during = rcu_replace_pointer(ap->beacon, during,
				     lockdep_is_held(&ap->vif->radio->wiphy->mtx));
	kfree_rcu(during, rcu);
	atomic_set(&ap->news, VWIFI_NEWS);
	vwifi_beacons_begin(ap);
	return 0;

err_free:
	vwifi_countdown_free(countdown);
	return err;
}

int vwifi_channel_switch(struct wiphy *wiphy, struct net_device *dev,
			 struct cfg80211_csa_settings *params)
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_vif(dev), vwifi_link_id_of(params));
	struct vwifi_bss *ap = vwifi_vif_bss(vif);
	struct vwifi_countdown *countdown;
	int err;

	if (!ap || ap->kind != VWIFI_BSS_AP)
		return -EOPNOTSUPP;
	if (ap->countdown)
		return -EBUSY;
	if (vwifi_width_slow(params->chandef.width))
		return -EINVAL;
	err = vwifi_radar_allows(vif, params->chandef.chan->center_freq, params->radar_required);
	if (err)
		return err;

	countdown = kzalloc(sizeof(*countdown), GFP_KERNEL);
	if (!countdown)
		return -ENOMEM;
	countdown->chandef = params->chandef;
	countdown->count = params->count;
	err = vwifi_countdown_begin(ap, countdown, &params->beacon_csa, &params->beacon_after,
				    params->counter_offsets_beacon,
				    params->n_counter_offsets_beacon);
	if (err)
		return err;
	if (params->block_tx)
		vwifi_ap_quiet(vif, true);
	vwifi_tell_switch_started(vif, &params->chandef, params->count, params->block_tx);
	return 0;
}

int vwifi_colour_change(struct wiphy *wiphy, struct net_device *dev,
			struct cfg80211_color_change_settings *params)
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_vif(dev), vwifi_link_id_of(params));
	struct vwifi_bss *ap = vwifi_vif_bss(vif);
	struct vwifi_countdown *countdown;
	int err;

	if (!ap || ap->kind != VWIFI_BSS_AP)
		return -EOPNOTSUPP;
	if (ap->countdown)
		return -EBUSY;
	countdown = kzalloc(sizeof(*countdown), GFP_KERNEL);
	if (!countdown)
		return -ENOMEM;
	countdown->colour = true;
	countdown->count = params->count;
	err = vwifi_countdown_begin(ap, countdown, &params->beacon_color_change,
				    &params->beacon_next, &params->counter_offset_beacon, 1);
	if (!err)
		vwifi_tell_colour(dev, vif->link_id, NL80211_CMD_COLOR_CHANGE_STARTED, params->count,
				  0);
	return err;
}

/* Writes the counters into a beacon about to be sent. Beacon timer. */
void vwifi_countdown_stamp(const struct vwifi_bss *ap, u8 *frame)
{
	const struct vwifi_countdown *countdown = ap->countdown;
	unsigned int i;

	for (i = 0; countdown && i < countdown->n_offsets; i++)
		frame[countdown->offsets[i]] = countdown->count;
}

/* The same for a frame of user space's, which says where they are. Wiphy mutex held. */
void vwifi_countdown_stamp_at(const struct vwifi_bss *ap, u8 *frame, size_t len,
			      const u16 *offsets, unsigned int n)
{
	unsigned int i;

	for (i = 0; ap->countdown && i < n; i++)
		if (offsets[i] < len)
			frame[offsets[i]] = READ_ONCE(ap->countdown->count);
}

/* After a beacon. Beacon timer; the last one leaves the rest to the radio's work. */
void vwifi_countdown_tick(struct vwifi_bss *ap)
{
	struct vwifi_countdown *countdown = ap->countdown;

	if (!countdown) {
		if (unlikely(ap->settling) && !--ap->settling)
			WRITE_ONCE(ap->vif->switch_freq, 0);
		return;
	}
	if (countdown->over)
		return;
	if (countdown->count > 1) {
		WRITE_ONCE(countdown->count, countdown->count - 1);
		return;
	}
	/* Stations go as soon as they have heard it, perhaps before us. */
	if (!countdown->colour)
		WRITE_ONCE(ap->vif->switch_freq, countdown->chandef.chan->center_freq);
	countdown->over = true;
	set_bit(VWIFI_EVENT_COUNTDOWN, &ap->vif->events);
	queue_work(vwifi_wq, &ap->vif->radio->work);
}

/* The access point moves. The beacon timer is stopped. */
static void vwifi_ap_move(struct vwifi_bss *ap, const struct cfg80211_chan_def *chandef)
{
	u16 freq = chandef->chan->center_freq, old = ap->freq;
	struct vwifi_vif *vif = ap->vif;

	spin_lock_bh(&ap->chandef_lock);
	ap->chandef = *chandef;
	spin_unlock_bh(&ap->chandef_lock);
	if (freq == old) {
		WRITE_ONCE(vif->switch_freq, 0);
		return;
	}
	/* Until its stations have followed, what they send on the old channel finds it. */
	WRITE_ONCE(ap->freq, freq);
	/* On failure there is no memory to listen with: the stations notice that nobody does. */
	if (vwifi_air_tune_home(vif, freq)) {
		vwifi_air_tune_home(vif, 0);
		WRITE_ONCE(vif->switch_freq, 0);
		return;
	}
	WRITE_ONCE(vif->switch_freq, old);
	ap->settling = VWIFI_SETTLING_BEACONS;
}

/* The countdown is over. Wiphy and wireless_dev mutex held. */
void vwifi_countdown_finish(struct vwifi_vif *vif)
{
	struct vwifi_bss *ap = vwifi_vif_bss(vif);
	struct vwifi_countdown *countdown;
	struct vwifi_beacon *old;

	if (!ap || !ap->countdown || !ap->countdown->over)
		return;
	hrtimer_cancel(&ap->beacon_timer);
	countdown = ap->countdown;
	ap->countdown = NULL;
	if (!countdown->colour)
		vwifi_ap_move(ap, &countdown->chandef);
	old = rcu_replace_pointer(ap->beacon, countdown->after,
				  lockdep_is_held(&vif->radio->wiphy->mtx));
	kfree_rcu(old, rcu);
	countdown->after = NULL;
	atomic_set(&ap->news, VWIFI_NEWS);
	vwifi_beacons_begin(ap);
	if (countdown->colour) {
		vwifi_tell_colour(vif->dev, vif->link_id, NL80211_CMD_COLOR_CHANGE_COMPLETED, 0, 0);
	} else {
		vwifi_tell_switch(vif, &ap->chandef);
		vwifi_ap_quiet(vif, false);
	}
	vwifi_countdown_free(countdown);
}

/* The colour that a beacon says (802.11ax, 9.4.2.249), or 0 where none is in use. */
static u8 vwifi_colour_of(const u8 *frame, size_t len)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const struct ieee80211_he_operation *operation;
	const struct element *element;
	u32 params;

	if (len < fixed)
		return 0;
	element = cfg80211_find_ext_elem(WLAN_EID_EXT_HE_OPERATION, frame + fixed, len - fixed);
	if (!element || element->datalen < 1 + sizeof(*operation))
		return 0;
	operation = (const void *)(element->data + 1);
	params = get_unaligned_le32(&operation->he_oper_params);
	if (params & (IEEE80211_HE_OPERATION_BSS_COLOR_DISABLED |
		      IEEE80211_HE_OPERATION_PARTIAL_BSS_COLOR))
		return 0;
	return u32_get_bits(params, IEEE80211_HE_OPERATION_BSS_COLOR_MASK);
}

/* Whether a beacon has the colour of the access point @vif. Under RCU. */
static bool vwifi_colour_collides(struct vwifi_vif *vif, const u8 *frame, size_t len)
{
	struct vwifi_bss *ap = rcu_dereference(vif->bss);
	const struct vwifi_beacon *beacon = ap ? rcu_dereference(ap->beacon) : NULL;
	u8 colour = vwifi_colour_of(frame, len);

	return colour && beacon && colour == vwifi_colour_of(beacon->frame, beacon->len);
}

/*
 * An access point hears another BSS's beacon. hostapd, for one, adapts its BSS to who
 * else is there (OBSS). Softirq or process context, under RCU.
 */
void vwifi_rx_neighbour(struct vwifi_vif *vif, u16 freq, s8 signal, const u8 *frame, size_t len)
{
	cfg80211_report_obss_beacon(vif->radio->wiphy, frame, len, freq, signal);
	if (!vwifi_colour_collides(vif, frame, len))
		return;
	set_bit(VWIFI_EVENT_COLOUR, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

/* It has our colour: user space hears of it, and chooses another one. Wiphy and wireless_dev mutex held. */
void vwifi_colour_collided(struct vwifi_vif *vif)
{
	struct vwifi_bss *ap = vwifi_vif_bss(vif);
	const struct vwifi_beacon *beacon;
	u8 colour;

	if (!ap || ap->kind != VWIFI_BSS_AP || ap->countdown ||
	    (vif->colour_told && time_before(jiffies, vif->colour_told + VWIFI_COLOUR_AGAIN)))
		return;
	beacon = rcu_dereference_protected(ap->beacon,
					   lockdep_is_held(&vif->radio->wiphy->mtx));
	colour = vwifi_colour_of(beacon->frame, beacon->len);
	if (!colour)
		return;
	vif->colour_told = jiffies ?: 1;
	vwifi_tell_colour(vif->dev, vif->link_id, NL80211_CMD_OBSS_COLOR_COLLISION, 0,
			  BIT_ULL(colour));
}
