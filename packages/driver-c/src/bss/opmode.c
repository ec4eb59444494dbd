// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a peer leaves of its capabilities while it is associated: the action frames
 * of HT and VHT that change its width, its streams and how many of its antennas
 * are awake (IEEE Std 802.11-2020, 9.6.11.2, 9.6.11.3, 9.6.22.4). No daemon reads
 * them; rates follow, and user space is told.
 */
#include "air/air.h"
#include "phy/phy.h"
#include "bss.h"

/* A notification: one octet behind category and action. */
struct vwifi_notification {
	u8 category;
	u8 action;
	u8 mode;			/* VWIFI_PHY_* that who sends it has to know */
	void (*apply)(struct vwifi_phy *phy, u8 value);
};

static void vwifi_apply_width(struct vwifi_phy *phy, u8 value)
{
	phy->op_width = value == IEEE80211_HT_CHANWIDTH_20MHZ ? NL80211_CHAN_WIDTH_20 :
								NL80211_CHAN_WIDTH_160;
}

static void vwifi_apply_smps(struct vwifi_phy *phy, u8 value)
{
	switch (value) {
	case WLAN_HT_SMPS_CONTROL_DISABLED:
		phy->smps = WLAN_HT_CAP_SM_PS_DISABLED;
		break;
	case WLAN_HT_SMPS_CONTROL_STATIC:
		phy->smps = WLAN_HT_CAP_SM_PS_STATIC;
		break;
	case WLAN_HT_SMPS_CONTROL_DYNAMIC:
		phy->smps = WLAN_HT_CAP_SM_PS_DYNAMIC;
		break;
	}
}

static const struct vwifi_notification vwifi_notifications[] = {
	{ WLAN_CATEGORY_HT, WLAN_HT_ACTION_NOTIFY_CHANWIDTH, VWIFI_PHY_HT, vwifi_apply_width },
	{ WLAN_CATEGORY_HT, WLAN_HT_ACTION_SMPS, VWIFI_PHY_HT, vwifi_apply_smps },
	{ WLAN_CATEGORY_VHT, WLAN_VHT_ACTION_OPMODE_NOTIF, VWIFI_PHY_VHT, vwifi_phy_set_opmode },
};

static enum nl80211_smps_mode vwifi_smps_mode(const struct vwifi_phy *phy)
{
	switch (phy->smps) {
	case WLAN_HT_CAP_SM_PS_STATIC:
		return NL80211_SMPS_STATIC;
	case WLAN_HT_CAP_SM_PS_DYNAMIC:
		return NL80211_SMPS_DYNAMIC;
	default:
		return NL80211_SMPS_OFF;
	}
}

static enum nl80211_band vwifi_vif_band(struct vwifi_vif *vif)
{
	struct vwifi_bss *ap = vwifi_vif_bss(vif);

	return ap ? ap->chandef.chan->band : vif->mlme.chandef.chan->band;
}

/**
 * vwifi_opmode_tell - tells user space what has changed of a peer
 * @vif: the interface that it is a peer of
 * @sta: the peer
 * @before: what it was
 *
 * Called with the wiphy mutex held.
 */
void vwifi_opmode_tell(struct vwifi_vif *vif, const struct vwifi_sta *sta,
		       const struct vwifi_phy *before)
{
	enum nl80211_band band = vwifi_vif_band(vif);
	struct sta_opmode_info info = {
		.smps_mode = vwifi_smps_mode(&sta->phy),
		.bw = vwifi_phy_widest(&sta->phy, band),
		.rx_nss = sta->phy.op_nss,
	};

	if (info.bw != vwifi_phy_widest(before, band))
		info.changed |= STA_OPMODE_MAX_BW_CHANGED;
	if (sta->phy.op_nss != before->op_nss)
		info.changed |= STA_OPMODE_N_SS_CHANGED;
	if (sta->phy.smps != before->smps)
		info.changed |= STA_OPMODE_SMPS_MODE_CHANGED;
	if (info.changed)
		cfg80211_sta_opmode_change_notify(vif->dev, sta->addr, &info, GFP_KERNEL);
}

/**
 * vwifi_opmode_rx - an action frame that may be such a notification
 * @vif: who received it
 * @mgmt: the frame
 * @len: its length
 *
 * Called with the wiphy mutex held. Return: whether it was one, of a peer.
 */
bool vwifi_opmode_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len)
{
	const struct vwifi_notification *found = NULL;
	const u8 *body = (const u8 *)&mgmt->u;
	struct vwifi_phy before;
	struct vwifi_sta *sta;
	unsigned int i;

	if (!ieee80211_is_action(mgmt->frame_control) ||
	    len < offsetof(struct ieee80211_mgmt, u) + 3)
		return false;
	for (i = 0; i < ARRAY_SIZE(vwifi_notifications); i++)
		if (vwifi_notifications[i].category == body[0] &&
		    vwifi_notifications[i].action == body[1])
			found = &vwifi_notifications[i];
	if (!found)
		return false;

	rcu_read_lock();
	sta = vwifi_peer_find(vif, mgmt->sa);
	rcu_read_unlock();
	/* It stays after the read section: only holders of the wiphy mutex remove peers. */
	if (!sta || !vwifi_sta_associated(sta) || !(sta->phy.modes & found->mode))
		return false;
	before = sta->phy;
	found->apply(&sta->phy, body[2]);
	vwifi_opmode_tell(vif, sta, &before);
	return true;
}
