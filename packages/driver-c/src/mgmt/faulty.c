// SPDX-License-Identifier: MIT OR GPL-2.0
/* Management frames that meet a fault (air/fault.c): which one, and how they arrive then. Under RCU. */
#include "air/air.h"
#include "frame/frame.h"
#include "deliver.h"

#define VWIFI_MGMT_BODY	sizeof(struct ieee80211_hdr_3addr)

/* What happens to a frame, no beacon, on its way to @to. */
void vwifi_mgmt_meet(struct vwifi_transmission *tx, const struct vwifi_vif *to,
		     const struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;

	tx->fault = 0;
	if (vwifi_air_has_faults(to->radio->air))
		vwifi_fault_meet(tx, to->radio, vwifi_kind_of(mgmt->frame_control));
}

/* Whether a beacon reaches a radio; @look: the radio counts its beacons elsewhere. */
bool vwifi_beacon_reaches(const struct vwifi_transmission *tx, struct vwifi_vif *to, bool look)
{
	u8 fault;

	if (!vwifi_group_reaches(tx, to->radio, VWIFI_CHANCE_GROUP_MGMT))
		return false;
	fault = vwifi_fault_of_beacon(tx->radio, to->radio, tx->bssid, look);
	if (fault == VWIFI_FAULT_ACTION_CORRUPT && !look)
		vwifi_drop(to, VWIFI_DROP_CORRUPT);
	return !fault;
}

/* Between radios of one kernel nothing is encrypted: what a cipher would notice is dropped here. */
static void vwifi_mgmt_alter(struct vwifi_transmission *tx, struct vwifi_vif *to, struct sk_buff *copy)
{
	if (tx->protection.key)
		vwifi_drop(to, VWIFI_DROP_WRONG_KEY);
	else if (vwifi_frame_invert(copy, VWIFI_MGMT_BODY, vwifi_fault_octet(tx)))
		vwifi_mgmt_pass(tx, to, copy);
	kfree_skb(copy);
}

/* A frame arrives at @to in the way of its fault, or does not. Does not consume the skb. */
void vwifi_mgmt_deliver_faulty(struct vwifi_transmission *tx, struct vwifi_vif *to,
			       const struct sk_buff *skb)
{
	struct vwifi_protection *protection = &tx->protection;
	struct sk_buff *copy;

	if (tx->fault == VWIFI_FAULT_ACTION_CORRUPT)
		vwifi_drop(to, VWIFI_DROP_CORRUPT);
	if (vwifi_fault_loses(tx))
		return;
	/* What arrives twice, or later, has the number that it was sent with. */
	if (protection->key && !protection->pn)
		protection->pn = atomic64_inc_return(&protection->key->tx_pn);
	if (tx->fault == VWIFI_FAULT_ACTION_DUPLICATE)
		vwifi_mgmt_pass(tx, to, skb);
	if (tx->fault != VWIFI_FAULT_ACTION_DELAY && tx->fault != VWIFI_FAULT_ACTION_ALTER) {
		vwifi_mgmt_pass(tx, to, skb);
		return;
	}
	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy) {
		vwifi_drop(to, VWIFI_DROP_MEMORY);
	} else if (tx->fault == VWIFI_FAULT_ACTION_ALTER) {
		vwifi_mgmt_alter(tx, to, copy);
	} else {
		tx->to = to;
		vwifi_fault_fly(tx, copy);
	}
}
