// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Outside the context of a BSS (dot11OCBActivated, as vehicles are: 802.11p): no beacons, nobody authenticates or
 * associates, nothing is protected by this layer; data frames have the wildcard BSSID and go to whoever is on the
 * channel, of 20 MHz or, at half and a quarter of the clock, of 10 and 5. Who has been heard is a peer for a while.
 */
#include <linux/etherdevice.h>

#include "air/air.h"
#include "phy/phy.h"
#include "bss.h"
#include "sta.h"

#define VWIFI_OCB_PEERS_MAX	128	/* the one that was silent for longest makes room */
#define VWIFI_OCB_LOOK_MS	60000	/* how often to look for those who are silent */
#define VWIFI_OCB_SILENT_MS	240000
#define VWIFI_OCB_MAX_RATE	240	/* the highest that everybody receives: nobody says what he can (17.4.3) */

static struct vwifi_bss *vwifi_ocb(const struct vwifi_vif *vif)
{
	struct vwifi_bss *ocb = vwifi_vif_bss(vif);

	return ocb && ocb->kind == VWIFI_BSS_OCB ? ocb : NULL;
}

static enum hrtimer_restart vwifi_ocb_look(struct hrtimer *timer)
{
	struct vwifi_bss *ocb = container_of(timer, struct vwifi_bss, beacon_timer);

	set_bit(VWIFI_EVENT_OCB_EXPIRE, &ocb->vif->events);
	queue_work(vwifi_wq, &ocb->vif->radio->work);
	hrtimer_forward_now(timer, ms_to_ktime(VWIFI_OCB_LOOK_MS));
	return HRTIMER_RESTART;
}

/* Contention where there is no access point to say how (802.11-2020, 9.4.2.28, with dot11OCBActivated). */
static void vwifi_ocb_contend(struct vwifi_vif *vif)
{
	vif->edca[NL80211_AC_BK] = (struct vwifi_edca_params){ .cw_min = 15, .cw_max = 1023, .aifsn = 9 };
	vif->edca[NL80211_AC_BE] = (struct vwifi_edca_params){ .cw_min = 15, .cw_max = 1023, .aifsn = 6 };
	vif->edca[NL80211_AC_VI] = (struct vwifi_edca_params){ .cw_min = 7, .cw_max = 15, .aifsn = 3 };
	vif->edca[NL80211_AC_VO] = (struct vwifi_edca_params){ .cw_min = 3, .cw_max = 7, .aifsn = 2 };
}

/*
 * Whether somebody may be there: on 20 MHz or less, slowly where OFDM is alone, and where the regulation
 * lets radios begin. cfg80211 has asked only whether the channel is disabled.
 */
static bool vwifi_ocb_may_be(struct wiphy *wiphy, struct cfg80211_chan_def *chandef)
{
	if (chandef->width != NL80211_CHAN_WIDTH_20_NOHT && chandef->width != NL80211_CHAN_WIDTH_20 &&
	    !vwifi_width_slow(chandef->width))
		return false;
	if (vwifi_width_slow(chandef->width) && chandef->chan->band != NL80211_BAND_5GHZ)
		return false;
	return cfg80211_reg_can_beacon(wiphy, chandef, NL80211_IFTYPE_OCB);
}

int vwifi_join_ocb(struct wiphy *wiphy, struct net_device *dev, struct ocb_setup *setup)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_bss *ocb;
	int err;

	if (rcu_access_pointer(vif->bss))
		return -EALREADY;
	if (!vwifi_ocb_may_be(wiphy, &setup->chandef))
		return -EINVAL;
	ocb = vwifi_bss_alloc(vif, &setup->chandef, 0, vif->addr, 0);
	if (!ocb)
		return -ENOMEM;
	ocb->kind = VWIFI_BSS_OCB;
	eth_broadcast_addr(ocb->bssid);
	/* In the place of beacons, of which there are none. */
	vwifi_hrtimer_setup(&ocb->beacon_timer, vwifi_ocb_look, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	err = vwifi_air_tune_home(vif, ocb->freq);
	if (err) {
		kfree(ocb);
		return err;
	}
	vwifi_ocb_contend(vif);
	rcu_assign_pointer(vif->bss, ocb);
	hrtimer_start(&ocb->beacon_timer, ms_to_ktime(VWIFI_OCB_LOOK_MS), HRTIMER_MODE_REL_SOFT);
	netif_carrier_on(dev);
	return 0;
}

int vwifi_leave_ocb(struct wiphy *wiphy, struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	if (!vwifi_ocb(vif))
		return -ENOTCONN;
	vwifi_bss_down(vif);
	memset(vif->edca, 0, sizeof(vif->edca));
	return 0;
}

/* The peer that was silent for longest; removes it. */
static void vwifi_ocb_forget(struct vwifi_vif *vif, struct vwifi_bss *ocb)
{
	struct vwifi_sta *sta, *silent = NULL;

	list_for_each_entry(sta, &ocb->station_list, list)
		if (!silent || time_before(READ_ONCE(sta->last_active), READ_ONCE(silent->last_active)))
			silent = sta;
	if (silent)
		vwifi_sta_del(vif, silent);
}

/* A frame of somebody who is no peer yet. Called with the wiphy mutex held. */
void vwifi_ocb_meet(struct vwifi_vif *vif, const u8 *addr)
{
	struct vwifi_bss *ocb = vwifi_ocb(vif);
	struct vwifi_sta *sta;
	unsigned int peers = 0;

	if (!ocb || !is_valid_ether_addr(addr) || vwifi_sta_find(ocb, addr))
		return;
	list_for_each_entry(sta, &ocb->station_list, list)
		peers++;
	if (peers >= VWIFI_OCB_PEERS_MAX)
		vwifi_ocb_forget(vif, ocb);
	sta = vwifi_sta_alloc(addr);
	if (!sta)
		return;
	sta->phy.max_rate = VWIFI_OCB_MAX_RATE;
	vwifi_sta_insert(vif, ocb, sta,
			 BIT(NL80211_STA_FLAG_AUTHENTICATED) | BIT(NL80211_STA_FLAG_ASSOCIATED) |
			 BIT(NL80211_STA_FLAG_AUTHORIZED) | BIT(NL80211_STA_FLAG_WME));
}

/* Forgets peers that have been silent. Called with the wiphy mutex held. */
void vwifi_ocb_expire(struct vwifi_vif *vif)
{
	struct vwifi_bss *ocb = vwifi_ocb(vif);
	unsigned long silent = msecs_to_jiffies(VWIFI_OCB_SILENT_MS);
	struct vwifi_sta *sta, *next;

	if (!ocb)
		return;
	list_for_each_entry_safe(sta, next, &ocb->station_list, list)
		if (time_after(jiffies, READ_ONCE(sta->last_active) + silent))
			vwifi_sta_del(vif, sta);
}
