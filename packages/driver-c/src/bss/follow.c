// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How a station follows its access point to another channel (IEEE Std
 * 802.11-2020, 11.8.8): an announcement in a beacon, a probe response or an action
 * frame says where to, how wide, when, and whether anybody may transmit until then.
 *
 * With the wiphy mutex held and, before 6.7, the wireless_dev's inside it; the
 * timer only sets a bit and wakes the radio.
 */
#include "air/air.h"
#include "data/data.h"
#include "frame/frame.h"
#include "phy/phy.h"
#include "mlme.h"

static void vwifi_follow_timer(struct timer_list *timer)
{
	struct vwifi_follow *follow = container_of(timer, struct vwifi_follow, timer);
	struct vwifi_vif *vif = container_of(follow, struct vwifi_vif, mlme.follow);

	set_bit(VWIFI_EVENT_FOLLOW, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

void vwifi_follow_init(struct vwifi_vif *vif)
{
	timer_setup(&vif->mlme.follow.timer, vwifi_follow_timer, 0);
}

/* Called when the interface is down and about to go. */
void vwifi_follow_exit(struct vwifi_vif *vif)
{
	timer_delete_sync(&vif->mlme.follow.timer);
}

static void vwifi_follow_set_timer(struct vwifi_vif *vif, unsigned int beacons)
{
	struct vwifi_mlme *mlme = &vif->mlme;

	clear_bit(VWIFI_EVENT_FOLLOW, &vif->events);
	mod_timer(&mlme->follow.timer, jiffies +
		  usecs_to_jiffies(ieee80211_tu_to_usec(beacons * mlme->beacon_interval)));
}

static void vwifi_follow_clear(struct vwifi_vif *vif)
{
	timer_delete(&vif->mlme.follow.timer);
	clear_bit(VWIFI_EVENT_FOLLOW, &vif->events);
	vif->mlme.follow.chandef.chan = NULL;
	WRITE_ONCE(vif->switch_freq, 0);
}

/* The association is over, and what its access point announced. */
void vwifi_follow_forget(struct vwifi_vif *vif)
{
	vwifi_follow_clear(vif);
	vwifi_quiet_end(vif, false);
}

/* The channel that is announced; without a channel where we cannot go there. */
static void vwifi_announced_channel(struct vwifi_vif *vif,
				    const struct vwifi_announcement *announcement,
				    struct cfg80211_chan_def *chandef)
{
	struct wiphy *wiphy = vif->radio->wiphy;
	enum nl80211_band band = vif->mlme.chandef.chan->band;

	if (announcement->op_class && !ieee80211_operating_class_to_band(announcement->op_class, &band))
		band = vif->mlme.chandef.chan->band;
	memset(chandef, 0, sizeof(*chandef));
	chandef->chan = ieee80211_get_channel(wiphy,
					      ieee80211_channel_to_frequency(announcement->channel,
									     band));
	if (!chandef->chan || chandef->chan->flags & IEEE80211_CHAN_DISABLED) {
		chandef->chan = NULL;
		return;
	}
	vwifi_announced_chandef(wiphy, announcement->elements, announcement->len,
				announcement->op_class, vif->mlme.modes, chandef);
}

/* It is time: the station goes where its access point goes. */
static void vwifi_follow_now(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	struct cfg80211_chan_def chandef = mlme->follow.chandef;
	u16 old = mlme->freq;

	vwifi_follow_clear(vif);
	/* On failure it hears its access point no more, and gives it up. */
	if (!vwifi_air_tune_home(vif, chandef.chan->center_freq)) {
		mlme->freq = chandef.chan->center_freq;
		vwifi_mlme_set_chandef(vif, &chandef);
		/* Its access point may still be about to move. */
		if (mlme->freq != old) {
			WRITE_ONCE(vif->switch_freq, old);
			vwifi_follow_set_timer(vif, VWIFI_SETTLING_BEACONS);
		}
		vwifi_tell_switch(vif, &chandef);
	}
	vwifi_quiet_end(vif, true);
	/* Beacons of links are the MLD's to look for. */
	if (!vif->link_of)
		vwifi_mlme_watch_beacons(vif);
}

/* No beacon has said that it is now: the last of them was lost. Or all have settled after a switch. */
void vwifi_follow_event(struct vwifi_vif *vif)
{
	struct vwifi_follow *follow = &vif->mlme.follow;

	if (timer_pending(&follow->timer))
		return;
	if (follow->chandef.chan)
		vwifi_follow_now(vif);
	else
		WRITE_ONCE(vif->switch_freq, 0);
}

/* A frame of the access point that may announce a switch. */
void vwifi_follow_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	struct vwifi_follow *follow = &mlme->follow;
	struct vwifi_announcement announcement;
	struct vwifi_announcing announcing;
	struct cfg80211_chan_def chandef;

	if (mlme->state != VWIFI_MLME_ASSOCIATED || !ether_addr_equal(mlme->bssid, mgmt->bssid) ||
	    !ether_addr_equal(mlme->bssid, mgmt->sa) ||
	    !vwifi_announcing(mgmt, len, &announcing) ||
	    !vwifi_announcement_read(&announcing, &announcement))
		return;
	vwifi_announced_channel(vif, &announcement, &chandef);
	/* Where it cannot go the beacons are lost, and with them the access point. */
	if (!chandef.chan || cfg80211_chandef_identical(&chandef, &mlme->chandef))
		return;

	if (!follow->chandef.chan || !cfg80211_chandef_identical(&chandef, &follow->chandef)) {
		follow->chandef = chandef;
		WRITE_ONCE(vif->switch_freq, chandef.chan->center_freq);
		if (announcement.quiet)
			vwifi_quiet_begin(vif);
		vwifi_tell_switch_started(vif, &chandef, announcement.count,
					  announcement.quiet);
	}
	if (announcement.count <= 1) {
		vwifi_follow_now(vif);
		return;
	}
	vwifi_follow_set_timer(vif, announcement.count);
}

/*
 * Whether an access point that is to be joined has announced a switch until which
 * nobody may transmit, and it is not over.
 */
bool vwifi_follow_forbids(struct cfg80211_bss *bss)
{
	struct vwifi_announcing announcing = {};
	struct vwifi_announcement announcement;
	const struct cfg80211_bss_ies *ies;
	bool forbidden;
	u64 due;

	rcu_read_lock();
	ies = rcu_dereference(bss->ies);
	announcing.elements = ies->data;
	announcing.len = ies->len;
	forbidden = vwifi_announcement_read(&announcing, &announcement) && announcement.quiet;
	rcu_read_unlock();
	if (!forbidden)
		return false;
	due = READ_ONCE(((struct vwifi_heard *)bss->priv)->heard) + NSEC_PER_USEC *
	      ieee80211_tu_to_usec((announcement.count + 1) * (bss->beacon_interval ?: 100));
	return ktime_get_boottime_ns() < due;
}
