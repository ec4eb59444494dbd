// SPDX-License-Identifier: MIT OR GPL-2.0
/* Action frames of path selection, as they begin here. With the wiphy mutex held. */
#include "mgmt/mgmt.h"
#include "hwmp.h"

static const u8 vwifi_everybody[ETH_ALEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

/* Sends an element of path selection to a peer, or to all (802.11-2020, 9.6.16.3). */
void vwifi_hwmp_send(struct vwifi_mesh *mesh, const u8 *da, u8 id, const void *element, size_t len)
{
	struct vwifi_vif *vif = mesh->bss->vif;
	struct ieee80211_mgmt *mgmt;
	struct sk_buff *skb;
	u8 *pos;

	skb = alloc_skb(sizeof(struct ieee80211_hdr_3addr) + 4 + len, GFP_KERNEL);
	if (!skb)
		return;
	mgmt = skb_put_zero(skb, sizeof(struct ieee80211_hdr_3addr));
	mgmt->frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | IEEE80211_STYPE_ACTION);
	ether_addr_copy(mgmt->da, da);
	ether_addr_copy(mgmt->sa, vif->addr);
	/* A member's BSSID is its own address (802.11-2020, 9.3.3.1). */
	ether_addr_copy(mgmt->bssid, vif->addr);
	pos = skb_put(skb, 4);
	pos[0] = WLAN_CATEGORY_MESH_ACTION;
	pos[1] = WLAN_MESH_ACTION_HWMP_PATH_SELECTION;
	pos[2] = id;
	pos[3] = len;
	skb_put_data(skb, element, len);
	vwifi_mgmt_send(vif, mesh->bss->freq, skb, false, NULL);
}

/* Asks all for the way to a member. */
void vwifi_preq_send(struct vwifi_mesh *mesh, const u8 *target, u32 target_sn, bool sn_known, u8 flags)
{
	struct {
		struct vwifi_preq preq;
		struct vwifi_preq_target target;
	} __packed element = {
		.preq = {
			.flags = flags,
			.ttl = mesh->conf.element_ttl,
			.id = cpu_to_le32(++mesh->preq_id),
			.sn = cpu_to_le32(++mesh->sn),
			.lifetime = cpu_to_le32(mesh->conf.dot11MeshHWMPactivePathTimeout),
			.n = 1,
		},
		.target = {
			.flags = VWIFI_PREQ_TARGET_ONLY | (sn_known ? 0 : VWIFI_PREQ_SN_UNKNOWN),
			.sn = cpu_to_le32(target_sn),
		},
	};

	memcpy(element.preq.origin, mesh->bss->vif->addr, ETH_ALEN);
	memcpy(element.target.addr, target, ETH_ALEN);
	mesh->next_preq = jiffies + usecs_to_jiffies(ieee80211_tu_to_usec(
				    mesh->conf.dot11MeshHWMPpreqMinInterval));
	vwifi_hwmp_send(mesh, vwifi_everybody, WLAN_EID_PREQ, &element, sizeof(element));
}

/* Answers @preq, by way of @next, with what is known of the way to @target from here on. */
void vwifi_prep_send(struct vwifi_mesh *mesh, const u8 *next, const u8 *target, u32 target_sn, u32 metric,
		     u8 hops, const struct vwifi_preq *preq)
{
	struct vwifi_prep prep = {
		.hops = hops,
		.ttl = mesh->conf.element_ttl,
		.target_sn = cpu_to_le32(target_sn),
		.lifetime = preq->lifetime,
		.metric = cpu_to_le32(metric),
		.sn = preq->sn,
	};

	memcpy(prep.target, target, ETH_ALEN);
	memcpy(prep.origin, preq->origin, ETH_ALEN);
	vwifi_hwmp_send(mesh, next, WLAN_EID_PREP, &prep, sizeof(prep));
}
