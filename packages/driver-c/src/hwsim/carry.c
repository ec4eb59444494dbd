// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A frame on its way to a medium in user space: as the octets that are on the air, with what its
 * sender wants to know of it. Under RCU, in any context.
 */
#include "air/air.h"
#include "crypto/crypto.h"
#include "dcf/dcf.h"
#include "watch/watch.h"
#include "medium.h"

#define VWIFI_CARRIED_MOST	200	/* of a radio that wait; then the oldest fail, down to */
#define VWIFI_CARRIED_LEFT	100

/* A data frame, sealed. NULL: without memory. */
static struct sk_buff *vwifi_carry_data(const struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	const struct vwifi_protection *protection = &tx->protection;
	struct sk_buff *mpdu = vwifi_emission_alloc(skb->len + VWIFI_MESH_GROWTH);
	bool four = protection->four_addr;

	if (mpdu && tx->way == VWIFI_WAY_MESH)
		vwifi_mesh_put(mpdu, skb, tx->ra, tx->from->addr, &tx->mesh,
			       atomic_inc_return(&tx->from->seq), tx->qos);
	else if (mpdu)
		vwifi_msdu_put(mpdu, skb, four ? VWIFI_DS_BOTH : vwifi_ds_of(tx->way),
			       tx->from->addr, four ? tx->ra : tx->bssid,
			       atomic_inc_return(&tx->from->seq), tx->qos);
	return mpdu;
}

/* The octets of a frame as they are on the air. */
static struct sk_buff *vwifi_carry_mpdu(const struct vwifi_transmission *tx,
					const struct vwifi_dcf_frame *frame)
{
	const struct vwifi_protection *protection = &tx->protection;
	const struct sk_buff *skb = frame->flight.skb;
	bool data = tx->way != VWIFI_WAY_MGMT;
	struct sk_buff *mpdu;
	u64 pn = protection->pn;

	if (data) {
		mpdu = vwifi_carry_data(tx, skb);
	} else {
		mpdu = vwifi_emission_alloc(skb->len);
		if (mpdu)
			skb_put_data(mpdu, skb->data, skb->len);
	}
	/* Beacons are sealed already. */
	if (!mpdu || !protection->key || frame->beacon)
		return mpdu;
	if (!vwifi_crypto_seal(protection->key, data ? vwifi_wep_iv(protection->key, pn) : pn, mpdu))
		return mpdu;
	kfree_skb(mpdu);
	return NULL;
}

/* A rate as the family has it: an index in the rates of the band, or one of HT or VHT. */
static void vwifi_carry_rate(const struct vwifi_radio *radio, const struct vwifi_carried *carried,
			     struct vwifi_hwsim_rate *as, struct vwifi_hwsim_rate_flags *flags)
{
	const struct rate_info *rate = &carried->rate;
	const struct ieee80211_channel *channel = ieee80211_get_channel(radio->wiphy, carried->freq);
	const struct ieee80211_supported_band *band = channel ? &radio->bands[channel->band] : NULL;
	int i;

	as->index = 0;
	flags->flags = 0;
	if (rate->flags & RATE_INFO_FLAGS_MCS) {
		as->index = rate->mcs;
		flags->flags = VWIFI_HWSIM_RATE_MCS;
	} else if (rate->flags & RATE_INFO_FLAGS_VHT_MCS) {
		as->index = (rate->nss - 1) << 4 | rate->mcs;
		flags->flags = VWIFI_HWSIM_RATE_VHT_MCS;
	} else if (band) {
		/* The family knows nothing newer: the highest of the old ones. */
		for (i = 0; i < band->n_bitrates; i++)
			if (rate->flags || band->bitrates[i].bitrate <= rate->legacy)
				as->index = i;
	}
	if (rate->flags & RATE_INFO_FLAGS_SHORT_GI)
		flags->flags |= VWIFI_HWSIM_RATE_SHORT_GI;
	if (flags->flags && rate->bw == RATE_INFO_BW_40)
		flags->flags |= VWIFI_HWSIM_RATE_40MHZ;
	if (flags->flags && rate->bw == RATE_INFO_BW_80)
		flags->flags |= VWIFI_HWSIM_RATE_80MHZ;
	if (flags->flags && rate->bw == RATE_INFO_BW_160)
		flags->flags |= VWIFI_HWSIM_RATE_160MHZ;
}

/* What the program reads of a frame, or NULL. */
static struct sk_buff *vwifi_carry_message(const struct vwifi_radio *radio,
					   const struct vwifi_carried *carried)
{
	struct vwifi_hwsim_rate_flags flags[VWIFI_HWSIM_N_RATES];
	struct vwifi_hwsim_rate rates[VWIFI_HWSIM_N_RATES];
	const struct sk_buff *mpdu = carried->mpdu;
	struct sk_buff *msg;
	unsigned int i;
	void *hdr;

	for (i = 0; i < VWIFI_HWSIM_N_RATES; i++) {
		rates[i] = (struct vwifi_hwsim_rate){ .index = -1 };
		flags[i] = (struct vwifi_hwsim_rate_flags){ .index = -1 };
	}
	vwifi_carry_rate(radio, carried, &rates[0], &flags[0]);
	rates[0].count = carried->wants_ack ? min(vwifi_link_tries(radio), 255U) : 1;
	flags[0].index = rates[0].index;

	msg = genlmsg_new(mpdu->len + 256, GFP_ATOMIC);
	hdr = msg ? genlmsg_put(msg, 0, 0, &vwifi_hwsim_family, 0, VWIFI_HWSIM_CMD_FRAME) : NULL;
	if (!hdr ||
	    nla_put(msg, VWIFI_HWSIM_A_ADDR_TRANSMITTER, ETH_ALEN, radio->addresses[1].addr) ||
	    nla_put(msg, VWIFI_HWSIM_A_FRAME, mpdu->len, mpdu->data) ||
	    nla_put_u32(msg, VWIFI_HWSIM_A_FLAGS,
			VWIFI_HWSIM_TX_REQ_STATUS | (carried->wants_ack ? 0 : VWIFI_HWSIM_TX_NO_ACK)) ||
	    nla_put_u32(msg, VWIFI_HWSIM_A_FREQ, carried->freq) ||
	    nla_put(msg, VWIFI_HWSIM_A_TX_INFO, sizeof(rates), rates) ||
	    nla_put(msg, VWIFI_HWSIM_A_TX_INFO_FLAGS, sizeof(flags), flags) ||
	    nla_put_u64_64bit(msg, VWIFI_HWSIM_A_COOKIE, carried->cookie, VWIFI_HWSIM_A_PAD)) {
		nlmsg_free(msg);
		return NULL;
	}
	genlmsg_end(msg, hdr);
	return msg;
}

/* A frame begins to wait. Where too many do, the oldest fail. Returns whether any did. */
static bool vwifi_carry_enlist(struct vwifi_hwsim *part, struct vwifi_carried *carried)
{
	bool failed = false;

	spin_lock_bh(&part->lock);
	if (part->n_pending >= VWIFI_CARRIED_MOST) {
		failed = true;
		for (; part->n_pending > VWIFI_CARRIED_LEFT; part->n_pending--)
			list_move_tail(part->pending.next, &part->failed);
	}
	list_add_tail(&carried->list, &part->pending);
	part->n_pending++;
	spin_unlock_bh(&part->lock);
	return failed;
}

/* The program does not take a frame. If it has had no word on it yet, it fails. */
static void vwifi_carry_refused(struct vwifi_hwsim *part, u64 cookie)
{
	struct vwifi_carried *carried;

	spin_lock_bh(&part->lock);
	list_for_each_entry_reverse(carried, &part->pending, list)
		if (carried->cookie == cookie) {
			list_move_tail(&carried->list, &part->failed);
			part->n_pending--;
			break;
		}
	spin_unlock_bh(&part->lock);
}

/* Sends what is known of a frame to the program, and keeps the rest. Returns false: without memory; it is its caller's then. */
static bool vwifi_carry(const struct vwifi_user_medium *user, const struct vwifi_radio *radio,
			struct vwifi_carried *carried)
{
	struct vwifi_hwsim *part = radio->hwsim;
	u64 cookie = atomic64_inc_return(&part->cookie);
	struct sk_buff *msg;
	bool failed;

	carried->cookie = cookie;
	msg = vwifi_carry_message(radio, carried);
	if (!msg)
		return false;
	failed = vwifi_carry_enlist(part, carried);
	/* From here on somebody may have answered it. */
	if (genlmsg_unicast(user->net, msg, user->portid)) {
		vwifi_carry_refused(part, cookie);
		failed = true;
	}
	if (failed)
		vwifi_hwsim_work_queue();
	return true;
}

/**
 * vwifi_hwsim_carry - gives a frame to the medium in user space
 * @tx: how it goes; tx->told is taken from it, where its sender is told later
 * @frame: its octets as its sender has them; consumed if this returns true
 *
 * Under RCU. Return: whether there was room.
 */
bool vwifi_hwsim_carry(struct vwifi_transmission *tx, struct vwifi_dcf_frame *frame)
{
	const struct vwifi_user_medium *user = rcu_dereference(tx->radio->air->user);
	bool data = tx->way != VWIFI_WAY_MGMT;
	struct vwifi_carried *carried;

	if (!user || !smp_load_acquire(&tx->radio->hwsim))
		return false;
	carried = kzalloc(sizeof(*carried), GFP_ATOMIC);
	if (!carried)
		return false;
	carried->mpdu = vwifi_carry_mpdu(tx, frame);
	if (!carried->mpdu) {
		kfree(carried);
		return false;
	}
	carried->skb = frame->flight.skb;
	carried->serial = frame->serial;
	carried->octets = tx->octets;
	carried->freq = tx->freq;
	carried->wants_ack = frame->wants_ack;
	carried->is_data = data;
	carried->told = tx->told;
	carried->told_cookie = tx->told_cookie;
	ether_addr_copy(carried->ra, tx->ra);
	carried->rate = tx->rate;
	if (data && tx->peer && !frame->group)
		vwifi_rate_to(tx->from, tx->peer, tx->to ? tx->to->radio : NULL, tx->freq, &carried->rate);
	if (!vwifi_carry(user, tx->radio, carried)) {
		carried->skb = NULL;
		vwifi_carried_free(carried);
		return false;
	}
	tx->told = VWIFI_TOLD_NOBODY;
	frame->flight.skb = NULL;
	vwifi_dcf_frame_free(frame);
	return true;
}

/**
 * vwifi_hwsim_carry_injected - the same for what a monitor sends
 * @monitor: who sends it
 * @freq: on which channel, MHz
 * @frame: its octets, from vwifi_frame_alloc(); consumed if this returns true
 * @skb: as user space gave it, whose socket is told; not consumed
 *
 * Under RCU. Return: whether there was room.
 */
bool vwifi_hwsim_carry_injected(struct vwifi_vif *monitor, u16 freq, struct sk_buff *frame,
				struct sk_buff *skb)
{
	const struct vwifi_user_medium *user = rcu_dereference(monitor->radio->air->user);
	const u8 *ra = ((const struct ieee80211_hdr *)frame->data)->addr1;
	struct vwifi_carried *carried;

	if (!user || !smp_load_acquire(&monitor->radio->hwsim))
		return false;
	carried = kzalloc(sizeof(*carried), GFP_ATOMIC);
	if (!carried)
		return false;
	carried->mpdu = frame;
	carried->skb = skb_get(skb);
	carried->serial = monitor->serial;
	carried->freq = freq;
	carried->wants_ack = !is_multicast_ether_addr(ra);
	ether_addr_copy(carried->ra, ra);
	if (vwifi_carry(user, monitor->radio, carried))
		return true;
	carried->mpdu = NULL;
	vwifi_carried_free(carried);
	return false;
}
