// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a peer has acknowledged nothing of, in a row: who drops such stations (hostapd's
 * disassoc_low_ack) is told as by a card's driver (NL80211_ATTR_CQM_PKT_LOSS_EVENT). A frame
 * that arrives costs nothing here: that there was one is seen by what is counted anyway.
 */
#include "plane.h"

#define VWIFI_LOST_FRAMES	50	/* in a row */
#define VWIFI_LOST_TIME		HZ	/* and for so long */

/* Frames that a peer has been sent with success. A count that is torn on 32 bits begins a row anew, no more. */
static u64 vwifi_peer_sent(const struct vwifi_sta *peer)
{
	u64 sent = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sent += u64_stats_read(&per_cpu_ptr(peer->stats, cpu)->tx_packets);
	return sent;
}

/* Adds to a row of losses; returns how many to tell of, or 0. */
static unsigned int vwifi_lost_add(struct vwifi_lost *lost, u64 sent, unsigned int frames)
{
	unsigned int row = 0;

	spin_lock_bh(&lost->lock);
	if (!lost->row || lost->sent != sent) {
		lost->row = 0;
		lost->sent = sent;
		lost->since = jiffies;
	}
	lost->row += frames;
	if (lost->row >= VWIFI_LOST_FRAMES && time_after(jiffies, lost->since + VWIFI_LOST_TIME)) {
		row = lost->row;
		lost->row = 0;
	}
	spin_unlock_bh(&lost->lock);
	return row;
}

/* A frame that wants an acknowledgement has got none, whatever was tried. Under RCU. */
void vwifi_peer_lost(const struct vwifi_transmission *tx)
{
	struct vwifi_sta *peer = tx->peer;
	unsigned int row;

	if (!peer)
		return;
	atomic_inc(&peer->tx_failed);
	if (peer->mld)
		WRITE_ONCE(peer->lost_at, jiffies ?: 1);
	row = vwifi_lost_add(&peer->lost, vwifi_peer_sent(peer), max_t(unsigned int, tx->mpdus, 1));
	if (tx->way == VWIFI_WAY_MESH)
		vwifi_up.mesh_lost(tx);
	if (row && tx->from)
		cfg80211_cqm_pktloss_notify(tx->from->dev, peer->addr, row, GFP_ATOMIC);
}
