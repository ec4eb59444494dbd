// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Those who watch the air, and how frames reach them: each has a queue of its
 * own, so that a slow reader costs nobody else a frame.
 */
#include "air/air.h"
#include "phy/phy.h"
#include "watch.h"

DEFINE_STATIC_KEY_FALSE(vwifi_watched_key);

static LIST_HEAD(vwifi_watchers);	/* rtnl, RCU */

static int vwifi_watcher_poll(struct napi_struct *napi, int budget)
{
	struct vwifi_watcher *watcher = container_of(napi, struct vwifi_watcher, napi);
	struct sk_buff *skb;
	int done = 0;

	while (done < budget && (skb = skb_dequeue(&watcher->queue))) {
		dev_sw_netstats_rx_add(watcher->dev, skb->len);
		netif_receive_skb(skb);
		done++;
	}
	if (done < budget)
		napi_complete_done(napi, done);
	return done;
}

/* Any monitor's radio may be tuned to what comes. Its device is not moved while it is open. */
static bool vwifi_watcher_hears_wire(const struct vwifi_watcher *watcher)
{
	return watcher->vif ? vwifi_air_is_hosts(watcher->vif->radio->air) :
			      vwifi_net_is_hosts(dev_net(watcher->dev));
}

/**
 * vwifi_watcher_start - begins to watch
 * @dev: where frames go
 * @vif: the monitor interface, or NULL for a tap
 * @sparse: it is not shown what is routine, and nothing is built for it
 *
 * Called with rtnl held, as the device is opened.
 *
 * Return: ended by vwifi_watcher_stop(); NULL: out of memory.
 */
struct vwifi_watcher *vwifi_watcher_start(struct net_device *dev, const struct vwifi_vif *vif,
					  bool sparse)
{
	struct vwifi_watcher *watcher = kzalloc(sizeof(*watcher), GFP_KERNEL);

	if (!watcher)
		return NULL;
	watcher->dev = dev;
	watcher->vif = vif;
	watcher->sparse = sparse;
	skb_queue_head_init(&watcher->queue);
	netif_napi_add(dev, &watcher->napi, vwifi_watcher_poll);
	napi_enable(&watcher->napi);
	/*
	 * First every sender takes its turn (vwifi_hop()), then packet numbers
	 * are drawn where a frame is shown and no longer where it is received:
	 * one drawn here must not be overtaken by one drawn there.
	 */
	static_branch_inc(&vwifi_watched_key);
	synchronize_net();
	list_add_tail_rcu(&watcher->list, &vwifi_watchers);
	if (vwifi_watcher_hears_wire(watcher))
		vwifi_up.announce();	/* from now on each frame by itself */
	return watcher;
}

/* Called with rtnl held, as the device is closed. */
void vwifi_watcher_stop(struct vwifi_watcher *watcher)
{
	list_del_rcu(&watcher->list);
	synchronize_net();
	static_branch_dec(&vwifi_watched_key);
	napi_disable(&watcher->napi);
	netif_napi_del(&watcher->napi);
	synchronize_net();	/* it may have been on its way to be polled */
	skb_queue_purge(&watcher->queue);
	kfree(watcher);
}

/*
 * A monitor hears its channel, as any radio does; a tap all channels of the
 * radios that those who read it administer.
 */
static bool vwifi_watcher_hears(const struct vwifi_watcher *watcher,
				const struct vwifi_radio *from, u16 freq)
{
	if (watcher->vif)
		return watcher->vif->radio->air == from->air &&
		       vwifi_monitor_hears(watcher->vif, freq);
	return vwifi_net_sees(dev_net(watcher->dev), from);
}

/* Whether anybody watches what a radio sends on a channel, or what of it is routine. Called under RCU. */
bool vwifi_watching(const struct vwifi_radio *from, u16 freq, bool routine)
{
	const struct vwifi_watcher *watcher;

	list_for_each_entry_rcu(watcher, &vwifi_watchers, list)
		if (!(routine && watcher->sparse) && vwifi_watcher_hears(watcher, from, freq))
			return true;
	return false;
}

/* Whether anybody watches what comes from other kernels. Called under RCU. */
bool vwifi_watching_wire(void)
{
	const struct vwifi_watcher *watcher;

	list_for_each_entry_rcu(watcher, &vwifi_watchers, list)
		if (vwifi_watcher_hears_wire(watcher))
			return true;
	return false;
}

/* Room for a frame of so many octets in the clear, and for all that it gets. */
struct sk_buff *vwifi_emission_alloc(unsigned int len)
{
	struct sk_buff *skb = alloc_skb(VWIFI_EMISSION_HEAD + len + VWIFI_EMISSION_TAIL, GFP_ATOMIC);

	if (skb)
		skb_reserve(skb, VWIFI_EMISSION_HEAD);
	return skb;
}

/* Bottom halves disabled. Consumes the skb. */
static void vwifi_watcher_queue(struct vwifi_watcher *watcher, struct sk_buff *skb)
{
	struct net_device *dev = watcher->dev;

	if (skb_queue_len_lockless(&watcher->queue) >= VWIFI_WATCHER_QUEUE_LEN) {
		dev_core_stats_rx_dropped_inc(dev);
		kfree_skb(skb);
		return;
	}
	skb->dev = dev;
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	skb->pkt_type = PACKET_OTHERHOST;
	skb->protocol = htons(ETH_P_802_2);
	memset(skb->cb, 0, sizeof(skb->cb));
	skb_reset_mac_header(skb);
	skb_reset_network_header(skb);
	skb_queue_tail(&watcher->queue, skb);
	napi_schedule(&watcher->napi);
}

static void vwifi_watcher_show(struct vwifi_watcher *watcher, const struct vwifi_emission *emission,
			       const struct sk_buff *mpdu)
{
	/* Its own radio's frames it sees as that radio does: once, with what became of them. */
	bool own = watcher->vif && watcher->vif->radio == emission->from;
	unsigned int times = own ? 1 : emission->retries + 1;
	unsigned int i;

	for (i = 0; i < times; i++) {
		struct sk_buff *skb = skb_copy(mpdu, GFP_ATOMIC);

		if (!skb) {
			dev_core_stats_rx_dropped_inc(watcher->dev);
			return;
		}
		if (i)
			((struct ieee80211_hdr *)skb->data)->frame_control |=
				cpu_to_le16(IEEE80211_FCTL_RETRY);
		vwifi_radiotap_push(skb, watcher, emission);
		vwifi_watcher_queue(watcher, skb);
	}
}

/* Whether a watcher's radio has the clock that a frame is sent at. */
static bool vwifi_watcher_reads(const struct vwifi_watcher *watcher, const struct vwifi_emission *emission)
{
	return !watcher->vif || vwifi_air_slow(watcher->vif) == vwifi_rate_slow(&emission->rate);
}

static void vwifi_emit_to_all(const struct vwifi_emission *emission, const struct sk_buff *mpdu)
{
	struct vwifi_watcher *watcher;

	list_for_each_entry_rcu(watcher, &vwifi_watchers, list)
		if (!(emission->routine && watcher->sparse) &&
		    vwifi_watcher_hears(watcher, emission->from, emission->freq) &&
		    vwifi_watcher_reads(watcher, emission) &&
		    !(watcher->vif &&
		      vwifi_link_is_too_weak(emission->from, watcher->vif->radio)))
			vwifi_watcher_show(watcher, emission, mpdu);
}

/* An acknowledgement goes at the highest basic rate that is not above the frame's (10.6.6.5). */
static u16 vwifi_ack_rate(const struct vwifi_emission *emission)
{
	static const u16 basic[] = { 240, 120, 60, 20, 10 };
	u32 rate = emission->rate.flags ? basic[0] : emission->rate.legacy;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(basic) - 1; i++)
		if (rate >= basic[i])
			break;
	return basic[i];
}

/* 802.11-2020, 9.3.1.4 */
struct vwifi_ack {
	__le16 frame_control;
	__le16 duration;
	u8 ra[ETH_ALEN];
} __packed;

static void vwifi_emit_ack(const struct vwifi_emission *acked, const u8 *ra)
{
	struct vwifi_emission emission = {
		.from = acked->acker,
		.freq = acked->freq,
		.rate.legacy = vwifi_ack_rate(acked),
		.rate.bw = vwifi_slow_bw(vwifi_rate_slow(&acked->rate)),
		.routine = true,
	};
	struct sk_buff *skb = vwifi_emission_alloc(sizeof(struct vwifi_ack));
	struct vwifi_ack *ack;

	if (!skb)
		return;
	ack = skb_put_zero(skb, sizeof(*ack));
	ack->frame_control = cpu_to_le16(IEEE80211_FTYPE_CTL | IEEE80211_STYPE_ACK);
	ether_addr_copy(ack->ra, ra);
	vwifi_emit_to_all(&emission, skb);
	kfree_skb(skb);
}

/**
 * vwifi_emit - shows a frame to all who watch its channel
 * @emission: what is known of it
 * @mpdu: the frame as it is on the air, from vwifi_emission_alloc(), with a
 *	transmitter's address; consumed
 *
 * Any context.
 */
void vwifi_emit(const struct vwifi_emission *emission, struct sk_buff *mpdu)
{
	local_bh_disable();
	rcu_read_lock();
	vwifi_emit_to_all(emission, mpdu);
	if (emission->acker)
		vwifi_emit_ack(emission, ((struct ieee80211_hdr *)mpdu->data)->addr2);
	rcu_read_unlock();
	local_bh_enable();
	kfree_skb(mpdu);
}
