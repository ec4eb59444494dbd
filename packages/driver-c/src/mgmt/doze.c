// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A station that saves power (IEEE Std 802.11-2020, 11.2.3): idle for a while it tells its
 * access point, by a null frame, that it sleeps. It wakes up by another one to send, or
 * when a beacon says that something is kept for it.
 *
 * Asked for with the wiphy mutex held. The rest runs under RCU, bottom halves disabled:
 * the timer, whoever sends, and the beacon.
 */
#include "air/air.h"
#include "frame/frame.h"
#include "wire/wire.h"
#include "deliver.h"
#include "mgmt.h"

#define VWIFI_DOZE_MS		100	/* idle for so long, where user space leaves that to us */
#define VWIFI_DOZE_LEAST_MS	10

/* A frame of a station reaches its access point; returns whether that heard. */
static bool vwifi_doze_send(struct vwifi_vif *vif, struct sk_buff *skb)
{
	int signal;

	return vwifi_onair_rx(vif->radio, READ_ONCE(vif->home_freq), skb, &signal);
}

/* Tells the access point; returns whether it heard. */
static bool vwifi_doze_tell(struct vwifi_vif *vif, const struct vwifi_sta *peer, bool asleep)
{
	struct sk_buff *skb = vwifi_frame_alloc(sizeof(struct ieee80211_hdr_3addr), GFP_ATOMIC);
	struct ieee80211_hdr_3addr *hdr, frame;

	if (!skb)
		return false;
	hdr = skb_put_zero(skb, sizeof(*hdr));
	hdr->frame_control = cpu_to_le16(IEEE80211_FTYPE_DATA | IEEE80211_STYPE_NULLFUNC |
					 IEEE80211_FCTL_TODS | (asleep ? IEEE80211_FCTL_PM : 0));
	ether_addr_copy(hdr->addr1, peer->addr);
	ether_addr_copy(hdr->addr2, vif->addr);
	ether_addr_copy(hdr->addr3, peer->addr);
	hdr->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(atomic_inc_return(&vif->seq)));
	frame = *hdr;
	if (vwifi_doze_send(vif, skb))
		return true;
	if (!vwifi_remote_find(vif->radio->air, peer->addr))
		return false;
	/* Over the wire nobody waits for the answer: a beacon tells when it did not hear. */
	vwifi_wire_inject(vif, READ_ONCE(vif->home_freq), (const u8 *)&frame, sizeof(frame), NULL);
	return true;
}

static void vwifi_doze_later(struct vwifi_vif *vif)
{
	if (READ_ONCE(vif->doze.wanted))
		mod_timer(&vif->doze.timer, jiffies + msecs_to_jiffies(vif->doze.ms));
}

/* Packets either way, of whatever association. */
static u64 vwifi_doze_packets(const struct vwifi_sta *peer)
{
	u64 packets = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct vwifi_sta_stats *stats = per_cpu_ptr(peer->stats, cpu);

		packets += u64_stats_read(&stats->rx_packets) + u64_stats_read(&stats->tx_packets);
	}
	return packets;
}

static void vwifi_doze_timer(struct timer_list *timer)
{
	struct vwifi_doze *doze = container_of(timer, struct vwifi_doze, timer);
	struct vwifi_vif *vif = container_of(doze, struct vwifi_vif, doze);
	struct vwifi_sta *peer;
	u64 packets;

	rcu_read_lock();
	peer = rcu_dereference(vif->peer);
	if (!peer || READ_ONCE(vif->dozes))
		goto unlock;
	packets = vwifi_doze_packets(peer);
	/*
	 * A program that carries frames is told of none of these, and nobody keeps what comes by a
	 * direct link: nobody sleeps meanwhile.
	 */
	if (packets != doze->packets || !vwifi_sta_authorised(peer) ||
	    vwifi_air_is_carried(vif->radio->air) || !hlist_empty(&vif->tdls)) {
		doze->packets = packets;
		vwifi_doze_later(vif);
		goto unlock;
	}
	/* Before the access point hears it: whoever sends meanwhile says the opposite. */
	WRITE_ONCE(vif->dozes, true);
	if (!vwifi_doze_tell(vif, peer, true)) {
		WRITE_ONCE(vif->dozes, false);
		vwifi_doze_later(vif);
	}
unlock:
	rcu_read_unlock();
}

/* A station has something to send, or to hear. */
void vwifi_doze_wake(struct vwifi_vif *vif)
{
	const struct vwifi_sta *peer = rcu_dereference(vif->peer);

	if (!xchg(&vif->dozes, false))
		return;
	if (peer)
		vwifi_doze_tell(vif, peer, false);
	vwifi_doze_later(vif);
}

/* A beacon of its access point: whether something is kept for this station. */
void vwifi_doze_rx_beacon(struct vwifi_vif *vif, const u8 *frame, size_t len)
{
	const size_t elements = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const struct vwifi_sta *peer = rcu_dereference(vif->peer);
	const struct element *tim;

	if (!peer || len < elements || READ_ONCE(vif->doze.held))
		return;
	tim = cfg80211_find_elem(WLAN_EID_TIM, frame + elements, len - elements);
	if (!tim || tim->datalen < sizeof(struct ieee80211_tim_ie) ||
	    !vwifi_tim_has(tim->data, tim->datalen, peer->aid))
		return;
	/* One that is awake and was not heard says so again. */
	if (READ_ONCE(vif->dozes))
		vwifi_doze_wake(vif);
	else
		vwifi_doze_tell(vif, peer, false);
}

/**
 * vwifi_doze_hold - puts a station to sleep, or wakes it up
 * @vif: the station; where it has no access point, it does not matter
 * @hold: whether it is to sleep at once, until it sends something or is woken up by this
 *
 * Under RCU, bottom halves disabled, as the next.
 */
void vwifi_doze_hold(struct vwifi_vif *vif, bool hold)
{
	const struct vwifi_sta *peer = rcu_dereference(vif->peer);

	WRITE_ONCE(vif->doze.held, hold);
	if (!hold)
		vwifi_doze_wake(vif);
	else if (peer && !xchg(&vif->dozes, true) && !vwifi_doze_tell(vif, peer, true))
		WRITE_ONCE(vif->dozes, false);
}

/* A station that sleeps asks for one of the frames that are kept for it (PS-Poll, 9.3.1.5). */
void vwifi_doze_poll(struct vwifi_vif *vif)
{
	const struct vwifi_sta *peer = rcu_dereference(vif->peer);
	struct ieee80211_pspoll *poll;
	struct sk_buff *skb;

	if (!peer)
		return;
	skb = vwifi_frame_alloc(sizeof(*poll), GFP_ATOMIC);
	if (!skb)
		return;
	poll = skb_put_zero(skb, sizeof(*poll));
	poll->frame_control = cpu_to_le16(IEEE80211_FTYPE_CTL | IEEE80211_STYPE_PSPOLL);
	poll->aid = cpu_to_le16(peer->aid | BIT(15) | BIT(14));
	ether_addr_copy(poll->bssid, peer->addr);
	ether_addr_copy(poll->ta, vif->addr);
	vwifi_doze_send(vif, skb);
}

/* A station has associated: it may sleep, if it wants to. Wiphy mutex held. */
void vwifi_doze_begin(struct vwifi_vif *vif)
{
	WRITE_ONCE(vif->dozes, false);
	vwifi_doze_later(vif);
}

/* It is a station no longer. Wiphy mutex held. */
void vwifi_doze_end(struct vwifi_vif *vif)
{
	timer_delete(&vif->doze.timer);
	WRITE_ONCE(vif->dozes, false);
}

int vwifi_set_power_mgmt(struct wiphy *wiphy, struct net_device *dev, bool enabled, int timeout)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	if (enabled && vwifi_vif_mld(vif))
		return -EOPNOTSUPP;
	vif->doze.ms = timeout < 0 ? VWIFI_DOZE_MS : max(timeout, VWIFI_DOZE_LEAST_MS);
	WRITE_ONCE(vif->doze.wanted, enabled);
	if (enabled) {
		vwifi_doze_later(vif);
		return 0;
	}
	timer_delete(&vif->doze.timer);
	local_bh_disable();
	rcu_read_lock();
	vwifi_doze_wake(vif);
	rcu_read_unlock();
	local_bh_enable();
	return 0;
}

void vwifi_doze_init(struct vwifi_vif *vif)
{
	timer_setup(&vif->doze.timer, vwifi_doze_timer, 0);
}

/* Called when the interface is down and about to go. */
void vwifi_doze_exit(struct vwifi_vif *vif)
{
	timer_delete_sync(&vif->doze.timer);
}
