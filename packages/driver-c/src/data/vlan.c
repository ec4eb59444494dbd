// SPDX-License-Identifier: MIT OR GPL-2.0
/* The data plane of parts of an access point (bss/vlan.c). Under RCU, bottom halves disabled. */
#include "air/air.h"
#include "plane.h"

/* A stack sends on an AP_VLAN interface. Consumes the skb; returns whether it was acknowledged. */
bool vwifi_vlan_xmit(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_vif *vlan = tx->from;
	struct vwifi_vif *master = vwifi_vlan_master(vlan);
	struct vwifi_bss *ap = master ? rcu_dereference(master->bss) : NULL;
	struct vwifi_sta *sta;

	if (!ap) {
		vwifi_discard_tx(vlan, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return false;
	}
	if (!READ_ONCE(vlan->wdev.use_4addr))
		return vwifi_xmit_ap(tx, ap, skb);

	sta = rcu_dereference(vlan->wds_sta);
	if (!sta || !vwifi_sta_associated(sta)) {
		vwifi_discard_tx(vlan, skb, VWIFI_DROP_NO_RECEIVER);
		return false;
	}
	if (!vwifi_sta_authorised(sta)) {
		vwifi_discard_tx(vlan, skb, VWIFI_DROP_NOT_AUTHORISED);
		return false;
	}
	return vwifi_ap_unicast(tx, ap, sta, skb);
}

/*
 * A frame with four addresses of a station that has no interface for them: user
 * space hears of it once, and may make one. Called under RCU.
 */
void vwifi_vlan_unexpected(struct vwifi_vif *master, struct vwifi_sta *sta)
{
	if (!test_and_set_bit(VWIFI_STA_SAID_4ADDR, &sta->said))
		vwifi_tell_frame(cfg80211_rx_unexpected_4addr_frame, master->dev, sta->addr);
}
