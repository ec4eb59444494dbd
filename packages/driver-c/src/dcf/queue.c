// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What waits for the air: by transmitter, access category and peer, in order, bounded. Of
 * a category's peers that have something, each has its turn: with fairness as much airtime
 * as any other one, without it one transmission.
 *
 * A frame that has arrived stays behind those before it until they have, or are given up:
 * that is the receiver's reordering (IEEE Std 802.11-2020, 10.25.4). Its socket stays with
 * it, so that a busy channel holds the sender back.
 */
#include "crypto/crypto.h"
#include "machine.h"

#define VWIFI_TURN_NS		NSEC_PER_MSEC	/* of airtime */
#define VWIFI_ADDRESSES		6	/* octets that a fourth one takes */

/* Octets of the data frame that an Ethernet frame becomes: LLC in the place of the type, header, FCS. */
static unsigned int vwifi_frame_octets(const struct vwifi_transmission *tx, unsigned int len)
{
	unsigned int octets = len + FCS_LEN;

	if (tx->way != VWIFI_WAY_MGMT) {
		octets += 24 + 8 - ETH_HLEN;
		octets += tx->qos >= 0 ? IEEE80211_QOS_CTL_LEN : 0;
		octets += tx->protection.four_addr ? VWIFI_ADDRESSES : 0;
	}
	if (tx->protection.key)
		octets += vwifi_crypto_head(tx->protection.key->cipher) +
			  vwifi_crypto_tail(tx->protection.key->cipher);
	return octets;
}

/* The access category of a TID (802.11-2020, table 10-1). */
static u8 vwifi_ac_of(int qos)
{
	static const u8 ac[] = {
		NL80211_AC_BE, NL80211_AC_BK, NL80211_AC_BK, NL80211_AC_BE,
		NL80211_AC_VI, NL80211_AC_VI, NL80211_AC_VO, NL80211_AC_VO,
	};

	return qos < 0 ? NL80211_AC_BE : ac[qos & 7];
}

/* Whose BSS an interface sends in: a part of an access point in the point's. Under RCU. */
static struct vwifi_vif *vwifi_frame_point(struct vwifi_vif *vif)
{
	if (vif->wdev.iftype != NL80211_IFTYPE_AP_VLAN)
		return vif;
	return vwifi_vlan_master(vif) ?: vif;
}

static void vwifi_frame_channel(struct vwifi_dcf_frame *frame, struct vwifi_vif *vif, u16 freq)
{
	struct vwifi_bss *bss = rcu_dereference(vif->bss);
	spinlock_t *lock = bss ? &bss->chandef_lock : &vif->mlme.chandef_lock;

	spin_lock_bh(lock);
	frame->chandef = bss ? bss->chandef : vif->mlme.chandef;
	spin_unlock_bh(lock);
	if (frame->chandef.chan && frame->chandef.chan->center_freq == freq)
		return;
	frame->chandef = (struct cfg80211_chan_def){
		.chan = ieee80211_get_channel(vif->radio->wiphy, freq),
		.width = NL80211_CHAN_WIDTH_20,
		.center_freq1 = freq,
	};
}

/* What user space has said of the frame's TID. */
static void vwifi_frame_configure(struct vwifi_dcf_frame *frame, const struct vwifi_vif *vif, int qos)
{
	u8 tid = qos < 0 ? 0 : BIT(qos & 7);

	frame->aggregates = frame->aggregates && !(READ_ONCE(vif->tid_config.single) & tid);
	if (READ_ONCE(vif->tid_config.rts) & tid)
		frame->rts = VWIFI_RTS_ALWAYS;
	else if (READ_ONCE(vif->tid_config.no_rts) & tid)
		frame->rts = VWIFI_RTS_NEVER;
}

/**
 * vwifi_dcf_frame_new - a frame that is about to wait for the air
 * @tx: how it goes: its addresses, channel, key and QoS Control field are known
 * @skb: its octets, which it owns from now on
 *
 * Under RCU. Its packet number has been drawn. Return: NULL without memory; then the skb is its caller's still.
 */
struct vwifi_dcf_frame *vwifi_dcf_frame_new(const struct vwifi_transmission *tx,
					    struct sk_buff *skb)
{
	struct vwifi_dcf_frame *frame = kzalloc(sizeof(*frame), GFP_ATOMIC);
	bool mgmt = tx->way == VWIFI_WAY_MGMT;

	if (!frame)
		return NULL;
	vwifi_flight_take(&frame->flight, tx, tx->ra);
	INIT_LIST_HEAD(&frame->flight.list);
	frame->flight.skb = skb;
	frame->radio = tx->radio;
	frame->serial = tx->from->serial;
	frame->group = is_multicast_ether_addr(tx->ra);
	frame->wants_ack = !frame->group && !vwifi_qos_no_ack(tx->qos);
	frame->aggregates = frame->wants_ack && !mgmt && tx->qos >= 0;
	frame->ac = mgmt ? NL80211_AC_VO : vwifi_ac_of(tx->qos);
	frame->octets = vwifi_frame_octets(tx, skb->len);
	vwifi_frame_channel(frame, vwifi_frame_point(tx->from), tx->freq);
	if (!mgmt) {
		vwifi_frame_configure(frame, vwifi_vif_whole(tx->from), tx->qos);
		skb_scrub_packet(skb, true);
		skb->dev = NULL;
	}
	return frame;
}

void vwifi_dcf_frame_free(struct vwifi_dcf_frame *frame)
{
	kfree_skb(frame->flight.skb);
	kfree_sensitive(frame);
}

/* A peer's place at a transmitter, which is made where it has none. */
static struct vwifi_dcf_peer *vwifi_peer_get(struct vwifi_dcf_node *node, const u8 *addr)
{
	struct vwifi_dcf_peer *peer;
	unsigned int i;

	list_for_each_entry(peer, &node->peers, list)
		if (ether_addr_equal(peer->addr, addr)) {
			list_move(&peer->list, &node->peers);
			return peer;
		}
	peer = kzalloc(sizeof(*peer), GFP_ATOMIC);
	if (!peer)
		return NULL;
	peer->node = node;
	ether_addr_copy(peer->addr, addr);
	for (i = 0; i < IEEE80211_NUM_ACS; i++) {
		struct vwifi_flow *flow = &peer->flows[i];

		INIT_LIST_HEAD(&flow->list);
		INIT_LIST_HEAD(&flow->frames);
		flow->peer = peer;
		flow->ac = i;
	}
	list_add(&peer->list, &node->peers);
	return peer;
}

/* Frees a peer for whom nothing waits, unless it is one that data goes to. */
void vwifi_peer_put(struct vwifi_dcf_peer *peer)
{
	unsigned int i;

	for (i = 0; i < IEEE80211_NUM_ACS; i++)
		if (peer->flows[i].n)
			return;
	if (peer->known)
		return;
	vwifi_minstrel_free(peer);
	list_del(&peer->list);
	kfree(peer);
}

/* What contention is like for an interface that says nothing else (802.11-2020, 10.3.3). */
static void vwifi_edca_set(struct vwifi_dcf_node *node, struct vwifi_edca *edca,
			   const struct vwifi_edca_params *said)
{
	static const struct vwifi_edca_params ofdm = { .aifsn = 2, .cw_min = 15, .cw_max = 1023 };
	static const struct vwifi_edca_params dsss = { .aifsn = 2, .cw_min = 31, .cw_max = 1023 };

	if (!said->cw_max)
		said = node->timing.ofdm ? &ofdm : &dsss;
	if (!memcmp(said, &edca->params, sizeof(*said)))
		return;
	edca->params = *said;
	edca->cw = said->cw_min;
}

static bool vwifi_dcf_queue(struct vwifi_dcf *dcf, struct vwifi_vif *vif,
			    struct vwifi_dcf_frame *frame)
{
	static const u8 broadcast[ETH_ALEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	u64 now = max(ktime_get_ns(), dcf->clock);
	struct vwifi_dcf_peer *peer;
	struct vwifi_dcf_node *node;
	struct vwifi_edca *edca;
	struct vwifi_flow *flow;

	node = vwifi_node_get(vif->radio);
	peer = node ? vwifi_peer_get(node, frame->group ? broadcast : frame->flight.ra) : NULL;
	if (!peer || !frame->chandef.chan)
		return false;
	if (frame->flight.tx.way != VWIFI_WAY_MGMT && !frame->group)
		peer->known = true;
	flow = &peer->flows[frame->ac];
	if (flow->n >= VWIFI_FLOW_MAX) {
		node->dropped++;
		return false;
	}
	edca = &node->ac[frame->ac];
	if (!node->queued && node->exchange.step == VWIFI_STEP_NONE) {
		vwifi_timing_of(vif, frame->flight.tx.freq, &node->timing);
		vwifi_node_tune(node, frame);
	}
	vwifi_edca_set(node, edca, &vif->edca[frame->ac]);
	vwifi_node_track(node);
	if (list_empty(&edca->flows) &&
	    (node->exchange.step == VWIFI_STEP_NONE || node->exchange.ac != frame->ac)) {
		node->ready = now;
		vwifi_edca_arrive(node, edca, now);
	}
	list_add_tail(&frame->flight.list, &flow->frames);
	flow->n++;
	node->queued++;
	if (list_empty(&flow->list))
		list_add_tail(&flow->list, &edca->flows);
	vwifi_dcf_arm(dcf);
	return true;
}

/**
 * vwifi_dcf_send - lets a frame wait for the air
 * @tx: how it goes, with its transmitter
 * @frame: from vwifi_dcf_frame_new(); the server's if this returns true
 *
 * Under RCU, bottom halves disabled. Return: whether there was room.
 */
bool vwifi_dcf_send(struct vwifi_transmission *tx, struct vwifi_dcf_frame *frame)
{
	struct vwifi_dcf *dcf = smp_load_acquire(&tx->radio->air->dcf);
	struct vwifi_airing *airing = tx->airing;
	bool queued = false;

	if (vwifi_air_is_carried(tx->radio->air))
		return vwifi_up.carry(tx, frame);
	if (!dcf)
		return false;
	if (airing) {
		init_completion(&airing->done);
		airing->acked = false;
		frame->airing = airing;
	}
	spin_lock_bh(&dcf->lock);
	if (dcf->on)
		queued = vwifi_dcf_queue(dcf, vwifi_frame_point(tx->from), frame);
	spin_unlock_bh(&dcf->lock);
	if (airing)
		airing->queued = queued;
	return queued;
}

/* Waits until a frame has been sent; whether it was acknowledged. Process context, outside of RCU. */
bool vwifi_dcf_wait(struct vwifi_airing *airing)
{
	wait_for_completion(&airing->done);
	return airing->acked;
}

/* Whose turn it is, of those who have something to send in a category. */
struct vwifi_flow *vwifi_edca_next_flow(struct vwifi_dcf_node *node, struct vwifi_edca *edca)
{
	struct vwifi_flow *flow;

	while ((flow = list_first_entry_or_null(&edca->flows, struct vwifi_flow, list))) {
		if (!READ_ONCE(node->dcf->air->medium.airtime_fairness) || flow->deficit > 0)
			return flow;
		flow->deficit += VWIFI_TURN_NS;
		list_move_tail(&flow->list, &edca->flows);
	}
	return NULL;
}

/* A flow has used airtime. */
void vwifi_flow_spend(struct vwifi_flow *flow, u64 ns)
{
	struct vwifi_dcf_node *node = flow->peer->node;

	if (READ_ONCE(node->dcf->air->medium.airtime_fairness))
		flow->deficit -= ns;
	else if (!list_empty(&flow->list))
		list_move_tail(&flow->list, &node->ac[flow->ac].flows);
}

static void vwifi_flow_take(struct vwifi_flow *flow, struct vwifi_dcf_frame *frame)
{
	struct vwifi_dcf_node *node = flow->peer->node;

	list_move_tail(&frame->flight.list, &node->dcf->told);
	flow->n--;
	node->queued--;
	if (!flow->n) {
		list_del_init(&flow->list);
		/* Who was in debt stays so; who had something left does not save it. */
		flow->deficit = min(flow->deficit, 0LL);
	}
}

/* Hands up what is through, in order. */
void vwifi_flow_release(struct vwifi_flow *flow)
{
	struct vwifi_dcf_frame *frame;

	while ((frame = vwifi_flow_first(flow)) && frame->done)
		vwifi_flow_take(flow, frame);
}

/* Gives up what waits in a flow, of one interface or (@serial: NULL) of all. */
static void vwifi_flow_give_up(struct vwifi_flow *flow, const u32 *serial)
{
	struct vwifi_dcf_frame *frame, *next;

	list_for_each_entry_safe(frame, next, &flow->frames, flight.list) {
		if (serial && frame->serial != *serial)
			continue;
		/* What is on the air ends with its exchange. */
		if (frame->on_air) {
			frame->given_up = true;
			continue;
		}
		vwifi_flow_take(flow, frame);
	}
}

void vwifi_flow_drop_of(struct vwifi_flow *flow, u32 serial)
{
	vwifi_flow_give_up(flow, &serial);
}

void vwifi_peer_flush(struct vwifi_dcf_peer *peer)
{
	unsigned int i;

	for (i = 0; i < IEEE80211_NUM_ACS; i++)
		vwifi_flow_give_up(&peer->flows[i], NULL);
}
