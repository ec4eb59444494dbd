// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Frames of peering management, where the driver makes peerings (IEEE Std 802.11-2020, 9.6.15 and
 * 9.4.2.101): open, confirm and close. With the wiphy mutex held.
 */
#include "bss/bss.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "part.h"

#define VWIFI_PEERING_ELEMENT_MAX	(2 + 2 + 3 * 2)
#define VWIFI_PEERING_MPM	0	/* the protocol: without authentication */

/* What a frame of a peer says. */
struct vwifi_peering_frame {
	u8 action;
	u16 llid;			/* its own */
	u16 plid;			/* ours, as it knows it, or 0 */
	const u8 *ies;
	size_t len;
	const struct ieee80211_meshconf_ie *config;	/* of our mesh, or NULL */
};

static u8 *vwifi_peering_put(const struct vwifi_sta *sta, u8 action, u8 *pos)
{
	bool confirm = action == WLAN_SP_MESH_PEERING_CONFIRM;
	bool close = action == WLAN_SP_MESH_PEERING_CLOSE;
	u8 *length;

	*pos++ = WLAN_EID_PEER_MGMT;
	length = pos++;
	put_unaligned_le16(VWIFI_PEERING_MPM, pos);
	put_unaligned_le16(sta->plink.llid, pos + 2);
	pos += 4;
	if (confirm || (close && sta->plink.plid)) {
		put_unaligned_le16(sta->plink.plid, pos);
		pos += 2;
	}
	if (close) {
		put_unaligned_le16(sta->plink.reason, pos);
		pos += 2;
	}
	*length = pos - length - 1;
	return pos;
}

/* Sends one of WLAN_SP_MESH_PEERING_* to a peer. */
void vwifi_peering_send(struct vwifi_mesh *mesh, const struct vwifi_sta *sta, u8 action)
{
	struct vwifi_bss *bss = mesh->bss;
	struct vwifi_vif *vif = bss->vif;
	const struct ieee80211_supported_band *band = vif->radio->wiphy->bands[bss->chandef.chan->band];
	const size_t room = sizeof(struct ieee80211_hdr_3addr) + 2 + 4 + VWIFI_RATES_LEN + VWIFI_PHY_CAPS_LEN +
			    VWIFI_MESH_ID_LEN + VWIFI_MESH_CONFIG_LEN + VWIFI_PEERING_ELEMENT_MAX;
	struct ieee80211_mgmt *mgmt;
	struct sk_buff *skb;
	u8 *pos;

	skb = alloc_skb(room, GFP_KERNEL);
	if (!skb)
		return;
	mgmt = (void *)skb->data;
	memset(mgmt, 0, room);
	mgmt->frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | IEEE80211_STYPE_ACTION);
	ether_addr_copy(mgmt->da, sta->addr);
	ether_addr_copy(mgmt->sa, vif->addr);
	ether_addr_copy(mgmt->bssid, vif->addr);
	pos = skb->data + sizeof(struct ieee80211_hdr_3addr);
	*pos++ = WLAN_CATEGORY_SELF_PROTECTED;
	*pos++ = action;
	if (action != WLAN_SP_MESH_PEERING_CLOSE) {
		pos += 2;	/* capability: none of a BSS or of an ad hoc cell */
		if (action == WLAN_SP_MESH_PEERING_CONFIRM)
			pos += 2;	/* AID: nobody keeps anything for anybody */
		pos += vwifi_put_rates(pos, band, VWIFI_ALL_RATES);
	}
	pos = vwifi_mesh_put_id(mesh, pos);
	if (action != WLAN_SP_MESH_PEERING_CLOSE)
		pos = vwifi_mesh_put_config(mesh, pos);
	pos = vwifi_peering_put(sta, action, pos);
	if (action != WLAN_SP_MESH_PEERING_CLOSE && bss->chandef.width != NL80211_CHAN_WIDTH_20_NOHT)
		pos += vwifi_put_phy_caps(pos, band, NL80211_IFTYPE_MESH_POINT, VWIFI_PHY_ALL);
	skb_put(skb, pos - skb->data);
	vwifi_mgmt_send(vif, bss->freq, skb, false, NULL);
}

/* Reads a frame; false: it is none that means anything. */
static bool vwifi_peering_read(const struct vwifi_mesh *mesh, const struct ieee80211_mgmt *mgmt, size_t len,
			       struct vwifi_peering_frame *frame)
{
	/* How long what comes before the elements is, and their length at least. */
	static const struct { u8 fixed, least; } shapes[] = {
		[WLAN_SP_MESH_PEERING_OPEN] = { 2, 4 },
		[WLAN_SP_MESH_PEERING_CONFIRM] = { 4, 6 },
		[WLAN_SP_MESH_PEERING_CLOSE] = { 0, 6 },
	};
	const u8 *body = (const u8 *)mgmt + sizeof(struct ieee80211_hdr_3addr);
	const struct element *element;
	size_t before;

	frame->action = body[1];
	if (frame->action < WLAN_SP_MESH_PEERING_OPEN || frame->action > WLAN_SP_MESH_PEERING_CLOSE)
		return false;
	before = sizeof(struct ieee80211_hdr_3addr) + 2 + shapes[frame->action].fixed;
	if (len < before)
		return false;
	frame->ies = (const u8 *)mgmt + before;
	frame->len = len - before;
	element = cfg80211_find_elem(WLAN_EID_PEER_MGMT, frame->ies, frame->len);
	if (!element || element->datalen < shapes[frame->action].least ||
	    get_unaligned_le16(element->data) != VWIFI_PEERING_MPM)
		return false;
	frame->llid = get_unaligned_le16(element->data + 2);
	frame->plid = 0;
	if (frame->action == WLAN_SP_MESH_PEERING_CONFIRM ||
	    (frame->action == WLAN_SP_MESH_PEERING_CLOSE && element->datalen >= 8))
		frame->plid = get_unaligned_le16(element->data + 4);
	if (!vwifi_mesh_matches(mesh, frame->ies, frame->len, &frame->config))
		frame->config = NULL;
	return frame->llid;
}

/* One that nobody here knows opens a peering. */
static struct vwifi_sta *vwifi_peering_meet(struct vwifi_mesh *mesh, const u8 *addr,
					    const struct vwifi_peering_frame *frame)
{
	if (frame->action != WLAN_SP_MESH_PEERING_OPEN || !frame->config ||
	    mesh->n_established >= mesh->conf.dot11MeshMaxPeerLinks)
		return NULL;
	return vwifi_mesh_peer_new(mesh, addr, frame->ies, frame->len);
}

static void vwifi_peering_open(struct vwifi_mesh *mesh, struct vwifi_sta *sta,
			       const struct vwifi_peering_frame *frame)
{
	if (!frame->config) {
		vwifi_peering_event(mesh, sta, VWIFI_PEERING_OPEN_REFUSED);
		return;
	}
	if (sta->plink.state != NL80211_PLINK_HOLDING)
		sta->plink.plid = frame->llid;
	vwifi_peering_event(mesh, sta, VWIFI_PEERING_OPEN);
}

static void vwifi_peering_confirm(struct vwifi_mesh *mesh, struct vwifi_sta *sta,
				  const struct vwifi_peering_frame *frame)
{
	/* Of another peering than this one. */
	if (frame->plid != sta->plink.llid || (sta->plink.plid && sta->plink.plid != frame->llid))
		return;
	if (!frame->config) {
		vwifi_peering_event(mesh, sta, VWIFI_PEERING_CONFIRM_REFUSED);
		return;
	}
	sta->plink.plid = frame->llid;
	vwifi_peering_event(mesh, sta, VWIFI_PEERING_CONFIRM);
}

static void vwifi_peering_close(struct vwifi_mesh *mesh, struct vwifi_sta *sta,
				const struct vwifi_peering_frame *frame)
{
	if ((frame->plid && frame->plid != sta->plink.llid) ||
	    (sta->plink.plid && sta->plink.plid != frame->llid))
		return;
	vwifi_peering_event(mesh, sta, VWIFI_PEERING_CLOSE);
}

/* A self-protected action frame, with category and action at least. */
void vwifi_peering_rx(struct vwifi_mesh *mesh, const struct ieee80211_mgmt *mgmt, size_t len)
{
	struct vwifi_peering_frame frame;
	struct vwifi_sta *sta;

	if (is_multicast_ether_addr(mgmt->da) || !vwifi_peering_read(mesh, mgmt, len, &frame))
		return;
	sta = vwifi_sta_find(mesh->bss, mgmt->sa);
	/* It has begun anew without a word: what there was is over. */
	if (sta && vwifi_plink_is_up(sta) && frame.action == WLAN_SP_MESH_PEERING_OPEN &&
	    frame.config && sta->plink.plid != frame.llid) {
		vwifi_sta_del(mesh->bss->vif, sta);
		sta = NULL;
	}
	if (!sta)
		sta = vwifi_peering_meet(mesh, mgmt->sa, &frame);
	if (!sta)
		return;
	if (frame.action == WLAN_SP_MESH_PEERING_OPEN)
		vwifi_peering_open(mesh, sta, &frame);
	else if (frame.action == WLAN_SP_MESH_PEERING_CONFIRM)
		vwifi_peering_confirm(mesh, sta, &frame);
	else
		vwifi_peering_close(mesh, sta, &frame);
}
