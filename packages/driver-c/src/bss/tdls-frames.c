// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The frames that set up direct links and end them (TDLS; IEEE Std 802.11-2020, 9.6.12):
 * user space says which one, and gives the elements that are its own; what a radio knows
 * of itself and of the network stands here. With the wiphy mutex held.
 */
#include "air/air.h"
#include "data/data.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "mlme.h"
#include "sta.h"

/* A frame that is to be sent, and what user space says of it. */
struct vwifi_tdls_frame {
	struct vwifi_vif *vif;
	const struct vwifi_sta *ap;
	const u8 *peer;
	u8 action;
	u8 token;
	u16 status;			/* of a teardown the reason */
	bool initiator;			/* we began the link that it ends */
	const u8 *elements;
	size_t len;
};

/* Extended Capabilities (9.4.2.26): bit 37, and nothing of buffers, power saving and other channels. */
static const u8 vwifi_tdls_ext_caps[] = {
	WLAN_EID_EXT_CAPABILITY, 5, 0, 0, 0, 0, WLAN_EXT_CAPA5_TDLS_ENABLED,
};

static const u8 vwifi_tdls_wmm_info[] = {
	WLAN_EID_VENDOR_SPECIFIC, 7, 0x00, 0x50, 0xf2, 0x02, 0x00, 0x01, 0x00,
};

/* WMM parameters as they are where nobody says otherwise (9.4.2.28): BE, BK, VI, VO. */
static const u8 vwifi_tdls_wmm_params[] = {
	WLAN_EID_VENDOR_SPECIFIC, 24, 0x00, 0x50, 0xf2, 0x02, 0x01, 0x01, 0x00, 0x00,
	0x03, 0xa4, 0x00, 0x00, 0x27, 0xa4, 0x00, 0x00, 0x42, 0x43, 0x5e, 0x00, 0x62, 0x32, 0x2f, 0x00,
};

#define VWIFI_TDLS_FIXED	(2 + 1 + 2 + 1 + 2)	/* type and category, action, status, token, capability */
#define VWIFI_TDLS_OWN		(VWIFI_RATES_LEN + sizeof(vwifi_tdls_ext_caps) + \
				 sizeof(vwifi_tdls_wmm_params) + VWIFI_PHY_CAPS_LEN + \
				 sizeof(struct ieee80211_tdls_lnkie))
#define VWIFI_TDLS_ROOM		(sizeof(struct ieee80211_hdr_3addr) + VWIFI_TDLS_FIXED + VWIFI_TDLS_OWN)

static const struct ieee80211_supported_band *vwifi_tdls_band(const struct vwifi_vif *vif)
{
	struct wiphy *wiphy = vif->radio->wiphy;

	return wiphy->bands[ieee80211_get_channel(wiphy, vif->mlme.freq)->band];
}

/* What a station says of itself: no more than it does in its association. */
static void vwifi_tdls_put_self(const struct vwifi_tdls_frame *frame, struct sk_buff *skb)
{
	const struct ieee80211_supported_band *band = vwifi_tdls_band(frame->vif);

	skb_put(skb, vwifi_put_rates(skb_tail_pointer(skb), band,
				     vwifi_vif_is_p2p(frame->vif) ? vwifi_ofdm_rates(band) :
								    VWIFI_ALL_RATES));
	skb_put_data(skb, vwifi_tdls_ext_caps, sizeof(vwifi_tdls_ext_caps));
	if (!(frame->ap->flags & BIT(NL80211_STA_FLAG_WME)))
		return;
	skb_put_data(skb, vwifi_tdls_wmm_info, sizeof(vwifi_tdls_wmm_info));
	skb_put(skb, vwifi_put_phy_caps(skb_tail_pointer(skb), band, NL80211_IFTYPE_STATION,
					frame->vif->mlme.modes));
}

/* Who began it, and in which network (9.4.2.61). */
static void vwifi_tdls_put_link(const struct vwifi_tdls_frame *frame, struct sk_buff *skb)
{
	struct ieee80211_tdls_lnkie *link = skb_put(skb, sizeof(*link));
	const u8 *own = frame->vif->addr;

	link->ie_type = WLAN_EID_LINK_ID;
	link->ie_len = sizeof(*link) - 2;
	ether_addr_copy(link->bssid, frame->ap->addr);
	ether_addr_copy(link->init_sta, frame->initiator ? own : frame->peer);
	ether_addr_copy(link->resp_sta, frame->initiator ? frame->peer : own);
}

/* The fields of an action in front of its elements. */
static int vwifi_tdls_put_fields(const struct vwifi_tdls_frame *frame, struct sk_buff *skb)
{
	bool is_2ghz = vwifi_tdls_band(frame->vif)->band == NL80211_BAND_2GHZ;
	u16 capability = is_2ghz ? WLAN_CAPABILITY_SHORT_SLOT_TIME | WLAN_CAPABILITY_SHORT_PREAMBLE : 0;

	skb_put_u8(skb, frame->action);
	switch (frame->action) {
	case WLAN_TDLS_SETUP_REQUEST:
	case WLAN_PUB_ACTION_TDLS_DISCOVER_RES:
		skb_put_u8(skb, frame->token);
		vwifi_put_le16(skb, capability);
		return 0;
	case WLAN_TDLS_SETUP_RESPONSE:
		vwifi_put_le16(skb, frame->status);
		skb_put_u8(skb, frame->token);
		vwifi_put_le16(skb, capability);
		return 0;
	case WLAN_TDLS_SETUP_CONFIRM:
		vwifi_put_le16(skb, frame->status);
		skb_put_u8(skb, frame->token);
		return 0;
	case WLAN_TDLS_TEARDOWN:
		vwifi_put_le16(skb, frame->status);
		return 0;
	case WLAN_TDLS_DISCOVERY_REQUEST:
		skb_put_u8(skb, frame->token);
		return 0;
	default:
		return -EOPNOTSUPP;
	}
}

/* Its elements: those of a refusal are user space's alone. */
static void vwifi_tdls_put_elements(const struct vwifi_tdls_frame *frame, struct sk_buff *skb)
{
	bool refused = frame->status && frame->action != WLAN_TDLS_TEARDOWN;

	if (!refused && (frame->action == WLAN_TDLS_SETUP_REQUEST ||
			 frame->action == WLAN_TDLS_SETUP_RESPONSE ||
			 frame->action == WLAN_PUB_ACTION_TDLS_DISCOVER_RES))
		vwifi_tdls_put_self(frame, skb);
	if (!refused && frame->action == WLAN_TDLS_SETUP_CONFIRM &&
	    frame->ap->flags & BIT(NL80211_STA_FLAG_WME))
		skb_put_data(skb, vwifi_tdls_wmm_params, sizeof(vwifi_tdls_wmm_params));
	skb_put_data(skb, frame->elements, frame->len);
	if (!refused)
		vwifi_tdls_put_link(frame, skb);
}

/* The answer to a discovery is an action of its own, and goes straight to who asked (11.20.3). */
static int vwifi_tdls_answer(const struct vwifi_tdls_frame *frame)
{
	struct vwifi_vif *vif = frame->vif;
	struct ieee80211_mgmt *mgmt;
	struct sk_buff *skb;

	skb = vwifi_mlme_frame(vif, frame->ap->addr, IEEE80211_STYPE_ACTION,
			       VWIFI_TDLS_FIXED + VWIFI_TDLS_OWN + frame->len);
	if (!skb)
		return -ENOMEM;
	mgmt = (void *)skb->data;
	ether_addr_copy(mgmt->da, frame->peer);
	skb_put_u8(skb, WLAN_CATEGORY_PUBLIC);
	vwifi_tdls_put_fields(frame, skb);
	vwifi_tdls_put_elements(frame, skb);
	vwifi_mgmt_send(vif, vif->mlme.freq, skb, vwifi_vif_is_p2p(vif), NULL);
	return 0;
}

/* All others are data (9.6.12.1), which the access point relays. */
static struct sk_buff *vwifi_tdls_encapsulate(const struct vwifi_tdls_frame *frame)
{
	struct sk_buff *skb = alloc_skb(VWIFI_TDLS_ROOM + frame->len, GFP_KERNEL);
	struct ethhdr *eth;
	int err;

	if (!skb)
		return ERR_PTR(-ENOMEM);
	eth = skb_put(skb, ETH_HLEN);
	ether_addr_copy(eth->h_dest, frame->peer);
	ether_addr_copy(eth->h_source, frame->vif->addr);
	eth->h_proto = htons(ETH_P_TDLS);
	skb_put_u8(skb, WLAN_TDLS_SNAP_RFTYPE);
	skb_put_u8(skb, WLAN_CATEGORY_TDLS);
	err = vwifi_tdls_put_fields(frame, skb);
	if (err) {
		kfree_skb(skb);
		return ERR_PTR(err);
	}
	vwifi_tdls_put_elements(frame, skb);
	skb->dev = frame->vif->dev;
	skb->protocol = htons(ETH_P_TDLS);
	/* TIDs: setting up may wait, the rest goes as video does. */
	skb->priority = frame->action <= WLAN_TDLS_SETUP_RESPONSE ? 2 : 5;
	skb_reset_mac_header(skb);
	return skb;
}

static int vwifi_tdls_send(const struct vwifi_tdls_frame *frame)
{
	struct sk_buff *skb = vwifi_tdls_encapsulate(frame), *direct = NULL;

	if (IS_ERR(skb))
		return PTR_ERR(skb);
	/* The end of a link goes by it, while the peer is there (11.20.5). */
	if (frame->action == WLAN_TDLS_TEARDOWN &&
	    frame->status != WLAN_REASON_TDLS_TEARDOWN_UNREACHABLE)
		direct = skb_copy(skb, GFP_KERNEL);
	if (direct && vwifi_send_direct(frame->vif, direct)) {
		consume_skb(skb);
		return 0;
	}
	local_bh_disable();
	vwifi_start_xmit(skb, frame->vif->dev);
	local_bh_enable();
	return 0;
}

/* Called by cfg80211: user space sets up a link, ends one, or looks for a peer. */
int vwifi_tdls_mgmt(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, int link_id,
		    u8 action, u8 token, u16 status, u32 peer_capability, bool initiator,
		    const u8 *elements, size_t len)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_tdls_frame frame = {
		.vif = vif,
		.peer = peer,
		.action = action,
		.token = token,
		.status = status,
		.initiator = initiator,
		.elements = elements,
		.len = len,
	};

	if (!vwifi_vif_is_station(vif))
		return -EOPNOTSUPP;
	if (len > IEEE80211_MAX_DATA_LEN - VWIFI_TDLS_ROOM)
		return -EMSGSIZE;
	frame.ap = vwifi_sta_peer(vif);
	if (!frame.ap || !vwifi_sta_authorised(frame.ap))
		return -ENOTCONN;
	if (!is_valid_ether_addr(peer) || ether_addr_equal(peer, frame.ap->addr) ||
	    ether_addr_equal(peer, vif->addr))
		return -EINVAL;
	switch (action) {
	case WLAN_TDLS_SETUP_REQUEST:
	case WLAN_TDLS_SETUP_CONFIRM:
	case WLAN_TDLS_DISCOVERY_REQUEST:
		frame.initiator = true;
		break;
	case WLAN_TDLS_SETUP_RESPONSE:
	case WLAN_PUB_ACTION_TDLS_DISCOVER_RES:
		frame.initiator = false;
		break;
	}
	return action == WLAN_PUB_ACTION_TDLS_DISCOVER_RES ? vwifi_tdls_answer(&frame) :
							     vwifi_tdls_send(&frame);
}

int vwifi_tdls_mgmt_no_link(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, u8 action,
			    u8 token, u16 status, u32 peer_capability, bool initiator,
			    const u8 *elements, size_t len)
{
	return vwifi_tdls_mgmt(wiphy, dev, peer, -1, action, token, status, peer_capability,
			       initiator, elements, len);
}
