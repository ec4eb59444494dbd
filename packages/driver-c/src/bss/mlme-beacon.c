// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a station has of its access point's beacons: that it is there, and what
 * they say of the BSS. With the wiphy mutex held and, before 6.7, the
 * wireless_dev's inside it.
 */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "mld.h"
#include "mlme.h"
#include "sme.h"

#define VWIFI_PROBES		2	/* null frames to an access point that is silent */

/* What a BSS says of preambles, slots and protection (802.11-2020, 9.4.1.4 and 9.4.2.12). */
u8 vwifi_bss_flags(enum nl80211_band band, u16 capability, const u8 *ies, size_t len)
{
	const struct element *erp = cfg80211_find_elem(WLAN_EID_ERP_INFO, ies, len);
	bool short_preamble = capability & WLAN_CAPABILITY_SHORT_PREAMBLE;
	u8 flags = 0;

	if (band != NL80211_BAND_2GHZ)
		return BSS_PARAM_FLAGS_SHORT_SLOT_TIME;
	if (erp && erp->datalen >= 1) {
		if (erp->data[0] & WLAN_ERP_USE_PROTECTION)
			flags |= BSS_PARAM_FLAGS_CTS_PROT;
		short_preamble = !(erp->data[0] & WLAN_ERP_BARKER_PREAMBLE);
	}
	if (short_preamble)
		flags |= BSS_PARAM_FLAGS_SHORT_PREAMBLE;
	if (capability & WLAN_CAPABILITY_SHORT_SLOT_TIME)
		flags |= BSS_PARAM_FLAGS_SHORT_SLOT_TIME;
	return flags;
}

/* An association begins, and with it the count of its beacons. */
void vwifi_mlme_begin_beacons(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	struct vwifi_vif *ap;

	WRITE_ONCE(mlme->bss_digest, 0);
	mlme->beacons = 0;
	mlme->beacons_missed = 0;
	mlme->beacon_losses = 0;
	atomic_set(&mlme->beacons_heard, 0);
	mlme->beacons_looked = jiffies;
	rcu_read_lock();
	ap = vwifi_air_find_ap(vif->radio->air, mlme->bssid, mlme->freq);
	mlme->beacons_seen = ap ? atomic_read(&rcu_dereference(ap->bss)->sent) : 0;
	rcu_read_unlock();
}

/* So many of the beacons that @ap has sent since the last look are there to be heard. Under RCU. */
static u32 vwifi_mlme_beacons_sent(struct vwifi_mlme *mlme, const struct vwifi_bss *ap, u32 us)
{
	u32 sent = atomic_read(&ap->sent), since = sent - mlme->beacons_seen;

	mlme->beacons_seen = sent;
	/* It may have begun anew meanwhile: there are no more than there was time for. */
	return min_t(u32, since, 1 + us / ieee80211_tu_to_usec(ap->beacon_tu));
}

/* One beacon after the other, each as strong as it was then. Returns how many were heard. Under RCU. */
static u32 vwifi_mlme_hear_beacons(struct vwifi_vif *vif, struct vwifi_radio *from, u32 sent,
				   u32 interval_us)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	u64 at = ktime_get_ns() - (u64)sent * interval_us * NSEC_PER_USEC;
	unsigned int retries = 0;
	u32 heard = 0;

	for (; sent; sent--) {
		u8 fault = vwifi_fault_of_beacon(from, vif->radio, mlme->bssid, false);

		at += (u64)interval_us * NSEC_PER_USEC;
		if (fault == VWIFI_FAULT_ACTION_CORRUPT)
			vwifi_drop(vif, VWIFI_DROP_CORRUPT);
		if (!fault &&
		    (vwifi_link_is_ideal(vif->radio) ||
		     vwifi_link_transmit_at(from, vif->radio, mlme->freq,
					    VWIFI_CHANCE_GROUP_MGMT, at, &retries))) {
			mlme->beacons_missed = 0;
			heard++;
		} else {
			mlme->beacons_missed++;
		}
	}
	return heard;
}

/**
 * vwifi_mlme_count_beacons - counts the beacons that were heard since the last look
 * @vif: a station that is associated
 *
 * A beacon that says nothing new is not delivered: who looks finds how many were
 * sent, and which of them its link let through. Called with the wiphy mutex held.
 *
 * Return: whether the access point was heard lately, or is only late.
 */
bool vwifi_mlme_count_beacons(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	u32 us = jiffies_to_usecs(jiffies - mlme->beacons_looked);
	unsigned int heard = atomic_xchg(&mlme->beacons_heard, 0);
	u32 interval_us = ieee80211_tu_to_usec(mlme->beacon_interval ?: 100);
	struct vwifi_vif *sender;
	struct vwifi_bss *ap;
	bool late = false;
	u32 sent;

	mlme->beacons_looked = jiffies;
	rcu_read_lock();
	/* What a program carries is heard when it comes, or not at all. */
	sender = vwifi_air_is_carried(vif->radio->air) ?
			 NULL : vwifi_air_find_ap(vif->radio->air, mlme->bssid, mlme->freq);
	ap = sender ? rcu_dereference(sender->bss) : NULL;
	if (ap) {
		sent = vwifi_mlme_beacons_sent(mlme, ap, us);
		late = !sent || vwifi_link_is_ideal(vif->radio);
		heard += vwifi_mlme_hear_beacons(vif, sender->radio, sent, interval_us);
	} else {
		/* What was not sent is missed, too. */
		mlme->beacons_missed += DIV_ROUND_CLOSEST(us, interval_us);
	}
	rcu_read_unlock();
	if (heard && !ap)
		mlme->beacons_missed = 0;
	mlme->beacons += heard;
	return mlme->beacons_missed < VWIFI_BEACONS_MISSED || late;
}

/* Before it gives up a station asks: by null frames, which are acknowledged. */
static bool vwifi_mlme_asks(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	unsigned int probe;
	bool acked = false;
	int signal;

	rcu_read_lock();
	for (probe = 0; !acked && probe < VWIFI_PROBES; probe++) {
		struct vwifi_vif *ap = vwifi_air_find(vif->radio->air, mlme->bssid);

		acked = !vwifi_air_is_carried(vif->radio->air) &&
			vwifi_mgmt_hears(vif->radio, mlme->freq, mlme->bssid, &signal) &&
			!(ap && vwifi_fault_takes_null(vif->radio, ap->radio, mlme->bssid));
		if (vwifi_watched())
			vwifi_emit_null(vif, mlme->bssid, mlme->freq, 0,
					acked && ap ? ap->radio : NULL);
	}
	rcu_read_unlock();
	return acked;
}

/* Whether the access point is in another kernel. */
static bool vwifi_mlme_is_elsewhere(const struct vwifi_vif *vif)
{
	const struct vwifi_air *air = vif->radio->air;
	const struct vwifi_mlme *mlme = &vif->mlme;
	bool elsewhere;

	rcu_read_lock();
	elsewhere = !vwifi_air_find_ap(air, mlme->bssid, mlme->freq) &&
		    vwifi_remote_find(air, mlme->bssid);
	rcu_read_unlock();
	return elsewhere;
}

/* The access point sends no beacons any more: leave, as 802.11-2020, 11.3.6 lets us. */
void vwifi_mlme_look_for_beacons(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	unsigned int look_ms = UINT_MAX;
	bool alive;

	if (vwifi_vif_mld(vif)) {
		alive = vwifi_mld_lives(vif);
		goto judged;
	}
	alive = vwifi_mlme_count_beacons(vif);
	/* Beacons of other kernels come where something is new; that they live is told otherwise. */
	if (vwifi_mlme_is_elsewhere(vif)) {
		alive = vwifi_remote_ap_lives(vif, mlme->bssid, mlme->freq, &look_ms);
	} else if (!alive) {
		mlme->beacon_losses++;
		cfg80211_cqm_beacon_loss_notify(vif->dev, GFP_KERNEL);
		alive = vwifi_mlme_asks(vif);
		mlme->beacons_missed = 0;
	}
judged:
	if (alive) {
		vwifi_cqm_check(vif);
		vwifi_sme_look_around(vif);
		vwifi_mlme_look_after(vif, look_ms);
		return;
	}
	vwifi_mlme_leave_silently(vif, WLAN_REASON_DISASSOC_DUE_TO_INACTIVITY);
}

/* What they say has changed, or is heard for the first time. */
void vwifi_mlme_rx_beacon(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len,
			  u16 freq)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const u8 *ies = mgmt->u.beacon.variable;
	struct wiphy *wiphy = vif->radio->wiphy;
	struct vwifi_mlme *mlme = &vif->mlme;
	struct cfg80211_inform_bss inform = {
		.signal = DBM_TO_MBM(vwifi_mgmt_signal(vif->radio, mlme->bssid)),
		.boottime_ns = ktime_get_boottime_ns(),
	};
	struct cfg80211_chan_def chandef;
	const struct element *tim;
	struct cfg80211_bss *bss;
	struct vwifi_sta *peer;
	struct vwifi_phy before;

	if (mlme->state != VWIFI_MLME_ASSOCIATED || mlme->freq != freq || len < fixed ||
	    !ether_addr_equal(mgmt->bssid, mlme->bssid))
		return;
	inform.chan = ieee80211_get_channel(wiphy, freq);
	tim = cfg80211_find_elem(WLAN_EID_TIM, ies, len - fixed);
	if (tim && tim->datalen >= 2 && tim->data[1])
		mlme->dtim_period = tim->data[1];
	mlme->beacon_interval = le16_to_cpu(mgmt->u.beacon.beacon_int) ?: mlme->beacon_interval;
	mlme->bss_flags = vwifi_bss_flags(inform.chan->band, le16_to_cpu(mgmt->u.beacon.capab_info),
					  ies, len - fixed);

	peer = rcu_dereference_protected(vif->peer, lockdep_is_held(&wiphy->mtx));
	before = peer->phy;
	vwifi_phy_read_opmode(&peer->phy, ies, len - fixed);
	vwifi_opmode_tell(vif, peer, &before);
	vwifi_bss_chandef(wiphy, inform.chan, ies, len - fixed, mlme->modes, &chandef);
	if (!cfg80211_chandef_identical(&chandef, &mlme->chandef))
		vwifi_mlme_set_chandef(vif, &chandef);

	/* Where it finds no memory, cfg80211 reads the old entry's elements under nothing but this. */
	rcu_read_lock();
	bss = cfg80211_inform_bss_frame_data(wiphy, &inform, (void *)mgmt, len, GFP_ATOMIC);
	rcu_read_unlock();
	if (bss)
		cfg80211_put_bss(wiphy, bss);
}
