// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What user space tells a radio with an SME of its own: which network (CMD_CONNECT), and what
 * became of an authentication that it was asked for.
 *
 * With the wiphy mutex held and, before 6.7, the wireless_dev's inside it, but where it is
 * said otherwise. cfg80211 sets the owner of a connection when connect() has returned: all
 * that follows is the radio's work.
 */
#include "handshake.h"
#include "mlme.h"
#include "sme.h"

#define VWIFI_ROAM_LOOK_S	10	/* between two looks, where user space does not say */
/*
 * No device tells of a connection before the command that asks for it has returned, and programs
 * rely on that: wpa_supplicant does not know yet for which network it is to authenticate.
 */
#define VWIFI_BEGIN_MS		20

static int vwifi_sme_take_ie(struct vwifi_sme *sme, const u8 *ie, size_t len)
{
	u8 *copy = NULL;

	if (len > IEEE80211_MAX_DATA_LEN)
		return -EMSGSIZE;
	if (len) {
		copy = kmemdup(ie, len, GFP_KERNEL);
		if (!copy)
			return -ENOMEM;
	}
	kfree(sme->ie);
	sme->ie = copy;
	sme->ie_len = len;
	return 0;
}

static int vwifi_sme_check(const struct vwifi_sme *sme)
{
	/* Who leaves the keys to the radio takes no part in them, whatever they are. */
	if ((sme->has_psk || sme->want_1x) && !vwifi_handshake_knows(&sme->crypto))
		return -EOPNOTSUPP;
	switch (sme->auth_type) {
	case NL80211_AUTHTYPE_SHARED_KEY:
		return sme->key_len ? 0 : -EINVAL;
	case NL80211_AUTHTYPE_AUTOMATIC:
	case NL80211_AUTHTYPE_OPEN_SYSTEM:
	case NL80211_AUTHTYPE_SAE:
		break;
	default:
		return -EOPNOTSUPP;
	}
	if (vwifi_sme_leaves_to_user(sme) && !(sme->flags & CONNECT_REQ_EXTERNAL_AUTH_SUPPORT))
		return -EOPNOTSUPP;
	return 0;
}

static struct vwifi_sme *vwifi_sme_new(struct wiphy *wiphy, const struct cfg80211_connect_params *req)
{
	struct vwifi_sme *sme = kzalloc(sizeof(*sme), GFP_KERNEL);
	int err;

	if (!sme)
		return ERR_PTR(-ENOMEM);
	sme->ssid.ssid_len = min_t(size_t, req->ssid_len, IEEE80211_MAX_SSID_LEN);
	memcpy(sme->ssid.ssid, req->ssid, sme->ssid.ssid_len);
	sme->pinned = req->bssid;
	if (req->bssid)
		ether_addr_copy(sme->bssid, req->bssid);
	else if (req->bssid_hint)
		ether_addr_copy(sme->bssid, req->bssid_hint);
	sme->channel = req->channel;
	sme->privacy = req->privacy;
	sme->auth_type = req->auth_type;
	sme->by_user = -1;
	sme->require_mfp = req->mfp == NL80211_MFP_REQUIRED;
	sme->flags = req->flags;
	sme->look_s = req->bg_scan_period < 0 ? VWIFI_ROAM_LOOK_S : req->bg_scan_period;
	sme->crypto = req->crypto;
	if (req->crypto.psk) {
		memcpy(sme->psk, req->crypto.psk, sizeof(sme->psk));
		sme->has_psk = true;
	}
	sme->want_1x = req->want_1x;
	sme->crypto.psk = NULL;
	sme->crypto.sae_pwd = NULL;
	sme->ht_capa = req->ht_capa;
	sme->ht_capa_mask = req->ht_capa_mask;
	sme->vht_capa = req->vht_capa;
	sme->vht_capa_mask = req->vht_capa_mask;
	if (req->key && req->key_len <= sizeof(sme->key)) {
		memcpy(sme->key, req->key, req->key_len);
		sme->key_len = req->key_len;
		sme->key_idx = req->key_idx;
	}
	err = vwifi_sme_take_ie(sme, req->ie, req->ie_len);
	if (!err)
		err = vwifi_sme_check(sme);
	if (!err)
		return sme;
	vwifi_sme_free(wiphy, sme);
	return ERR_PTR(err);
}

int vwifi_connect(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_connect_params *req)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_sme *sme = vwifi_sme_new(wiphy, req), *old = vif->sme;

	if (IS_ERR(sme)) {
		/* For cfg80211 there is no attempt any more: it could not be ended. */
		if (old && !old->told)
			vwifi_sme_failed(vif, WLAN_STATUS_UNSPECIFIED_FAILURE, NL80211_TIMEOUT_UNSPECIFIED);
		return PTR_ERR(sme);
	}
	/* Another attempt gives way, an association only when there is something to replace it. */
	vwifi_sme_end(vif);
	if (vif->mlme.state == VWIFI_MLME_ASSOCIATING)
		vwifi_mlme_fail_assoc(vif, false);
	else if (vif->mlme.state != VWIFI_MLME_ASSOCIATED)
		vwifi_mlme_idle(vif);
	sme->told = old && old->told;
	sme->again = vif->mlme.state == VWIFI_MLME_ASSOCIATED;
	ether_addr_copy(sme->prev_bssid, vif->mlme.bssid);
	vwifi_sme_free(wiphy, old);
	vif->sme = sme;
	mod_timer(&vif->sme_timer, jiffies + msecs_to_jiffies(VWIFI_BEGIN_MS));
	return 0;
}

/* Wiphy mutex alone. */
int vwifi_update_connect_params(struct wiphy *wiphy, struct net_device *dev,
				struct cfg80211_connect_params *req, u32 changed)
{
	struct vwifi_sme *sme = vwifi_vif(dev)->sme;

	if (!sme)
		return -ENOTCONN;
	if (changed & ~UPDATE_ASSOC_IES)
		return -EOPNOTSUPP;
	return changed ? vwifi_sme_take_ie(sme, req->ie, req->ie_len) : 0;
}

int vwifi_disconnect(struct wiphy *wiphy, struct net_device *dev, u16 reason)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_sme *sme = vif->sme;

	if (!sme)
		return -ENOTCONN;
	vwifi_sme_end(vif);
	if (vif->mlme.state == VWIFI_MLME_ASSOCIATED || vif->mlme.state == VWIFI_MLME_ASSOCIATING)
		vwifi_mlme_deauth(vif, reason);
	else
		vwifi_mlme_idle(vif);
	cfg80211_disconnected(dev, reason, NULL, 0, true, GFP_KERNEL);
	vwifi_sme_free(wiphy, sme);
	return 0;
}

/* Wiphy mutex alone. */
int vwifi_external_auth(struct wiphy *wiphy, struct net_device *dev,
			struct cfg80211_external_auth_params *params)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_sme *sme = vif->sme;

	if (!sme || sme->state != VWIFI_SME_AUTHENTICATING || !vwifi_sme_leaves_to_user(sme) ||
	    !ether_addr_equal(sme->bss->bssid, params->bssid))
		return -ENOENT;
	sme->by_user = params->status;
	vwifi_sme_wake(vif);
	return 0;
}
