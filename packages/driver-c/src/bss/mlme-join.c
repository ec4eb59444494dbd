// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How a station joins a BSS (IEEE Std 802.11-2020, 11.3.4 and 11.3.5): the requests
 * that user space asks for, built from what it says and from what the access point
 * announces. Sent and repeated by mlme.c, answered in mlme-rx.c.
 *
 * Everything runs with the wiphy mutex held and, before 6.7, the wireless_dev's inside it.
 */
#include "air/air.h"
#include "crypto/crypto.h"
#include "key/key.h"
#include "phy/phy.h"
#include "mld.h"
#include "mlme.h"

#define VWIFI_AUTH_OF_USER	0xffff	/* no algorithm that an answer to us could have */

/* The key that a challenge is to be answered with. */
static struct vwifi_key *vwifi_mlme_wep_key(const struct cfg80211_auth_request *req)
{
	if (req->key_idx < 0 || req->key_idx >= VWIFI_N_PAIRWISE_KEYS)
		return ERR_PTR(-EINVAL);
	if (req->key_len != WLAN_KEY_LEN_WEP40 && req->key_len != WLAN_KEY_LEN_WEP104)
		return ERR_PTR(-EINVAL);
	return vwifi_key_new(req->key_len == WLAN_KEY_LEN_WEP40 ? WLAN_CIPHER_SUITE_WEP40 :
								 WLAN_CIPHER_SUITE_WEP104,
			     req->key_idx, false, req->key, req->key_len);
}

/*
 * Answers the challenge of a shared key authentication: with its own text, which
 * our key protects (802.11-2020, 12.3.3.3).
 */
void vwifi_mlme_answer_challenge(struct vwifi_vif *vif, const struct element *challenge)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	struct sk_buff *skb;

	skb = vwifi_mlme_frame(vif, mlme->bssid, IEEE80211_STYPE_AUTH,
			       6 + sizeof(*challenge) + challenge->datalen);
	if (!skb)
		return;	/* the timer ends it */
	vwifi_put_le16(skb, WLAN_AUTH_SHARED_KEY);
	vwifi_put_le16(skb, 3);
	vwifi_put_le16(skb, WLAN_STATUS_SUCCESS);
	skb_put_data(skb, challenge, sizeof(*challenge) + challenge->datalen);
	kfree_skb(mlme->frame);
	mlme->frame = skb;
	mlme->tries = 0;
	mlme->auth_transaction = 3;
	vwifi_mlme_send(vif);
}

/* The channel of a BSS as its own elements have it, until an association settles it. */
static void vwifi_mlme_expect_width(struct vwifi_vif *vif, struct cfg80211_bss *bss)
{
	struct wiphy *wiphy = vif->radio->wiphy;
	const struct cfg80211_bss_ies *ies;
	struct cfg80211_chan_def chandef;
	u8 modes;

	rcu_read_lock();
	ies = rcu_dereference(bss->ies);
	modes = vwifi_phy_modes_of(ies->data, ies->len) &
		vwifi_band_modes(wiphy->bands[bss->channel->band], NL80211_IFTYPE_STATION);
	vwifi_bss_chandef(wiphy, bss->channel, ies->data, ies->len,
			  modes ? modes | VWIFI_PHY_WIDE : 0, &chandef);
	rcu_read_unlock();
	vwifi_mlme_set_chandef(vif, &chandef);
}

/*
 * One association at a time: a new authentication ends the old one, and cfg80211 has
 * to hear of it or refuses every later one.
 */
static void vwifi_mlme_end_other(struct vwifi_vif *vif)
{
	if (vif->mlme.state == VWIFI_MLME_ASSOCIATING)
		vwifi_mlme_fail_assoc(vif, false);
	if (vif->mlme.state == VWIFI_MLME_ASSOCIATED)
		vwifi_mlme_leave_silently(vif, WLAN_REASON_UNSPECIFIED);
}

/* An authentication begins, ours or user space's: the station is on the channel of the BSS. */
static void vwifi_mlme_begin_auth(struct vwifi_vif *vif, struct cfg80211_bss *bss, u16 alg, u16 transaction)
{
	struct vwifi_mlme *mlme = &vif->mlme;

	vwifi_mlme_forget_request(mlme);
	mlme->auth_alg = alg;
	mlme->auth_transaction = transaction;
	mlme->tries = 0;
	mlme->freq = bss->channel->center_freq;
	ether_addr_copy(mlme->bssid, bss->bssid);
	vwifi_mlme_set_state(vif, VWIFI_MLME_AUTHENTICATING);
}

/**
 * vwifi_mlme_let_user - user space authenticates, frame by frame, and says so when it has
 * @vif: a station of a radio with an SME
 * @bss: with which access point
 *
 * The frames pass by the MLME, which is on the channel meanwhile. After a while without
 * an end it gives up (vwifi_tell_lapsed()).
 *
 * Return: 0, -EBUSY: it may not go there now; -ENOMEM.
 */
int vwifi_mlme_let_user(struct vwifi_vif *vif, struct cfg80211_bss *bss)
{
	int err = vwifi_radar_allows(vif, bss->channel->center_freq, false);

	if (err || vwifi_follow_forbids(bss))
		return err ?: -EBUSY;
	vwifi_mlme_end_other(vif);
	err = vwifi_air_tune_home(vif, bss->channel->center_freq);
	if (err)
		return err;
	vwifi_mlme_expect_width(vif, bss);
	vwifi_mlme_begin_auth(vif, bss, VWIFI_AUTH_OF_USER, 0);
	vwifi_mlme_await_user(vif);
	return 0;
}

/* Whether a frame of user space belongs to that. */
bool vwifi_mlme_is_of_user(const struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt)
{
	return vif->mlme.state == VWIFI_MLME_AUTHENTICATING && vif->mlme.auth_alg == VWIFI_AUTH_OF_USER &&
	       ieee80211_is_auth(mgmt->frame_control) && ether_addr_equal(mgmt->da, vif->mlme.bssid);
}

int vwifi_auth(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_auth_request *req)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_mlme *mlme = &vif->mlme;
	struct vwifi_vif *on = vif;	/* or its link */
	u16 alg, transaction = 1, status = WLAN_STATUS_SUCCESS;
	const u8 *body = req->auth_data;
	size_t body_len = req->auth_data_len;
	struct vwifi_key *key = NULL;
	struct sk_buff *skb;
	int err;

	switch (req->auth_type) {
	case NL80211_AUTHTYPE_OPEN_SYSTEM:
		alg = WLAN_AUTH_OPEN;
		break;
	case NL80211_AUTHTYPE_SHARED_KEY:
		alg = WLAN_AUTH_SHARED_KEY;
		key = vwifi_mlme_wep_key(req);
		if (IS_ERR(key))
			return PTR_ERR(key);
		break;
	case NL80211_AUTHTYPE_SAE:
		alg = WLAN_AUTH_SAE;
		break;
	case NL80211_AUTHTYPE_FT:
		alg = WLAN_AUTH_FT;
		break;
	case NL80211_AUTHTYPE_FILS_SK:
		alg = WLAN_AUTH_FILS_SK;
		break;
	case NL80211_AUTHTYPE_FILS_SK_PFS:
		alg = WLAN_AUTH_FILS_SK_PFS;
		break;
	case NL80211_AUTHTYPE_FILS_PK:
		alg = WLAN_AUTH_FILS_PK;
		break;
	default:
		return -EOPNOTSUPP;
	}

	/* Such data begins with a transaction and a status, which are SAE's own (802.11-2020, 9.3.3.11). */
	if (body) {
		err = -EINVAL;
		if (body_len < 4)
			goto err_key;
		if (alg == WLAN_AUTH_SAE) {
			transaction = get_unaligned_le16(body);
			status = get_unaligned_le16(body + 2);
		}
		body += 4;
		body_len -= 4;
	}

	err = -EMSGSIZE;
	if (body_len + req->ie_len > IEEE80211_MAX_DATA_LEN)
		goto err_key;
	err = vwifi_radar_allows(vif, req->bss->channel->center_freq, false);
	if (err)
		goto err_key;
	err = -EBUSY;
	if (vwifi_follow_forbids(req->bss))
		goto err_key;

	vwifi_mlme_end_other(vif);
	if (vwifi_asks_for_links(req)) {
		on = vwifi_mld_begin(vif, req->link_id, req->ap_mld_addr, req->bss);
		err = PTR_ERR_OR_ZERO(on);
		if (err)
			goto err_key;
	} else {
		vwifi_mld_del_links(vif);
	}
	skb = vwifi_mlme_frame(on, req->bss->bssid, IEEE80211_STYPE_AUTH,
			       6 + body_len + req->ie_len + vwifi_mld_auth_len());
	err = -ENOMEM;
	if (!skb)
		goto err_key;
	vwifi_put_le16(skb, alg);
	vwifi_put_le16(skb, transaction);
	vwifi_put_le16(skb, status);
	skb_put_data(skb, body, body_len);
	skb_put_data(skb, req->ie, req->ie_len);
	if (vwifi_asks_for_links(req) && !cfg80211_find_ext_elem(WLAN_EID_EXT_EHT_MULTI_LINK, req->ie, req->ie_len))
		vwifi_mld_put_auth(vif, skb);

	err = vwifi_air_tune_home(on, req->bss->channel->center_freq);
	if (err)
		goto err_skb;
	vwifi_mlme_expect_width(on, req->bss);
	vwifi_mlme_begin_auth(vif, req->bss, alg, transaction);
	mlme->frame = skb;
	RCU_INIT_POINTER(mlme->auth_key, key);
	vwifi_mlme_send(vif);
	return 0;

err_skb:
	kfree_skb(skb);
err_key:
	vwifi_key_discard(key);
	return err;
}

/* The body of an association request before the elements that user space gave. */
static void vwifi_mlme_put_assoc(struct vwifi_vif *vif, struct sk_buff *skb, const struct cfg80211_bss *bss,
				 const struct cfg80211_assoc_request *req)
{
	const struct ieee80211_supported_band *band =
		vif->radio->wiphy->bands[bss->channel->band];
	u16 capability = WLAN_CAPABILITY_ESS;
	u8 *pos;

	if (band->band == NL80211_BAND_2GHZ)
		capability |= WLAN_CAPABILITY_SHORT_SLOT_TIME | WLAN_CAPABILITY_SHORT_PREAMBLE;

	if (bss->capability & WLAN_CAPABILITY_PRIVACY)
		capability |= WLAN_CAPABILITY_PRIVACY;
	if (req->flags & ASSOC_REQ_USE_RRM)
		capability |= WLAN_CAPABILITY_RADIO_MEASURE;
	vwifi_put_le16(skb, capability);
	vwifi_put_le16(skb, 10);	/* listen interval, in beacon intervals */
	if (req->prev_bssid)
		skb_put_data(skb, req->prev_bssid, ETH_ALEN);

	pos = skb_put(skb, 2);
	pos[0] = WLAN_EID_SSID;
	pos[1] = vif->mlme.ssid_len;
	skb_put_data(skb, vif->mlme.ssid, vif->mlme.ssid_len);
	pos = skb_tail_pointer(skb);
	skb_put(skb, vwifi_put_rates(pos, band, vwifi_vif_is_p2p(vif) ? vwifi_ofdm_rates(band) :
								 VWIFI_ALL_RATES));
}

/* WEP and TKIP exclude everything newer than they are (802.11-2020, 12.6.3). */
static bool vwifi_mlme_cipher_is_old(const struct cfg80211_crypto_settings *crypto)
{
	int i;

	for (i = 0; i < crypto->n_ciphers_pairwise; i++)
		if (crypto->ciphers_pairwise[i] == WLAN_CIPHER_SUITE_WEP40 ||
		    crypto->ciphers_pairwise[i] == WLAN_CIPHER_SUITE_WEP104 ||
		    crypto->ciphers_pairwise[i] == WLAN_CIPHER_SUITE_TKIP)
			return true;
	return false;
}

/* What of HT, VHT, HE and EHT the request asks for, of what the BSS and we have. */
static u8 vwifi_mlme_modes(const struct ieee80211_supported_band *band,
			   const struct cfg80211_assoc_request *req, u8 bss_modes)
{
	u8 modes = bss_modes & vwifi_band_modes(band, NL80211_IFTYPE_STATION);

	if (vwifi_mlme_cipher_is_old(&req->crypto))
		return 0;
	if (req->flags & ASSOC_REQ_DISABLE_HE)
		modes &= ~(VWIFI_PHY_HE | VWIFI_PHY_EHT);
	if (req->flags & ASSOC_REQ_DISABLE_EHT)
		modes &= ~VWIFI_PHY_EHT;
	if (req->flags & ASSOC_REQ_DISABLE_VHT)
		modes &= ~VWIFI_PHY_VHT;
	/* Both build on HT, where there is HT at all. */
	if (band->band != NL80211_BAND_6GHZ &&
	    (req->flags & ASSOC_REQ_DISABLE_HT || !(modes & VWIFI_PHY_HT)))
		return 0;
	if (modes && (band->band == NL80211_BAND_6GHZ ||
		      band->ht_cap.cap & IEEE80211_HT_CAP_SUP_WIDTH_20_40))
		modes |= VWIFI_PHY_WIDE;
	return modes;
}

/*
 * What follows them: HT, VHT, HE, EHT, and WMM without which no access point enables
 * them (11.2 of the WMM spec).
 */
static void vwifi_mlme_put_qos(const struct ieee80211_supported_band *band, struct sk_buff *skb,
			       const struct cfg80211_assoc_request *req, u8 modes)
{
	static const u8 wmm_info[] = {
		WLAN_EID_VENDOR_SPECIFIC, 7, 0x00, 0x50, 0xf2, 0x02, 0x00, 0x01, 0x00,
	};
	u8 *pos = skb_tail_pointer(skb);

	/* What user space wrote itself stands already. */
	modes &= ~vwifi_phy_modes_of(req->ie, req->ie_len);
	skb_put(skb, vwifi_put_phy_caps(pos, band, NL80211_IFTYPE_STATION, modes));
	if (!cfg80211_find_vendor_ie(WLAN_OUI_MICROSOFT, WLAN_OUI_TYPE_MICROSOFT_WMM,
				     req->ie, req->ie_len))
		skb_put_data(skb, wmm_info, sizeof(wmm_info));
}

/*
 * Takes what an association needs from the BSS's own elements. Returns whether
 * it has WMM; what it offers of VWIFI_PHY_* goes to @modes.
 */
static bool vwifi_mlme_read_bss(struct vwifi_mlme *mlme, struct cfg80211_bss *bss, u8 *modes)
{
	const struct cfg80211_bss_ies *ies;
	const struct element *ssid, *tim;
	bool wmm;

	rcu_read_lock();
	/* Only a beacon has it; the first one tells, if none has been heard. */
	ies = rcu_dereference(bss->beacon_ies);
	tim = ies ? cfg80211_find_elem(WLAN_EID_TIM, ies->data, ies->len) : NULL;
	mlme->dtim_period = tim && tim->datalen >= 2 ? tim->data[1] : 1;
	ies = rcu_dereference(bss->ies);
	mlme->bss_flags = vwifi_bss_flags(bss->channel->band, bss->capability, ies->data, ies->len);
	ssid = cfg80211_find_elem(WLAN_EID_SSID, ies->data, ies->len);
	mlme->ssid_len = 0;
	if (ssid && ssid->datalen <= IEEE80211_MAX_SSID_LEN) {
		mlme->ssid_len = ssid->datalen;
		memcpy(mlme->ssid, ssid->data, ssid->datalen);
	}
	wmm = cfg80211_find_vendor_ie(WLAN_OUI_MICROSOFT, WLAN_OUI_TYPE_MICROSOFT_WMM,
				      ies->data, ies->len);
	*modes = vwifi_phy_modes_of(ies->data, ies->len);
	rcu_read_unlock();
	return wmm;
}

int vwifi_assoc(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_assoc_request *req)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct cfg80211_bss *bss = req->bss ?: req->links[max(req->link_id, 0)].bss;
	struct vwifi_mlme *mlme = &vif->mlme;
	struct vwifi_vif *on = vif;	/* or its link */
	struct ieee80211_supported_band own;
	struct vwifi_fils *fils;
	size_t fixed, req_ies_len;
	struct sk_buff *skb;
	u8 *req_ies;
	u8 bss_modes;
	bool wmm;
	int err;

	if (!req->bss && !vwifi_asks_for_links(req))
		return -EOPNOTSUPP;
	if (mlme->state == VWIFI_MLME_ASSOCIATING || vwifi_follow_forbids(bss))
		return -EBUSY;
	/* A reassociation, too, begins with the end of the association it replaces. */
	if (mlme->state == VWIFI_MLME_ASSOCIATED)
		vwifi_mlme_leave_silently(vif, WLAN_REASON_UNSPECIFIED);
	if (!req->bss)
		on = vwifi_mld_begin(vif, req->link_id, req->ap_mld_addr, bss);
	else
		vwifi_mld_del_links(vif);
	if (IS_ERR(on))
		return PTR_ERR(on);

	skb = vwifi_mlme_frame(on, bss->bssid,
			       req->prev_bssid ? IEEE80211_STYPE_REASSOC_REQ :
						 IEEE80211_STYPE_ASSOC_REQ,
			       4 + ETH_ALEN + 2 + IEEE80211_MAX_SSID_LEN + VWIFI_RATES_LEN +
			       VWIFI_PHY_CAPS_LEN + 9 + req->ie_len + VWIFI_SIV_TAG_LEN +
			       vwifi_mld_assoc_len(req));
	if (!skb)
		return -ENOMEM;
	fils = vwifi_fils_new(req);
	if (IS_ERR(fils)) {
		err = PTR_ERR(fils);
		goto err_skb;
	}

	err = vwifi_air_tune_home(on, bss->channel->center_freq);
	if (err)
		goto err_fils;

	wmm = vwifi_mlme_read_bss(mlme, bss, &bss_modes);
	own = *wiphy->bands[bss->channel->band];
	vwifi_caps_leave(&own, req);
	mlme->modes = wmm ? vwifi_mlme_modes(&own, req, bss_modes) : 0;
	vwifi_mlme_put_assoc(vif, skb, bss, req);
	skb_put_data(skb, req->ie, req->ie_len);
	if (wmm)
		vwifi_mlme_put_qos(&own, skb, req, mlme->modes);
	err = !req->bss ? vwifi_mld_put_assoc(vif, skb, req) : 0;
	if (err)
		goto err_fils;

	fixed = sizeof(struct ieee80211_hdr_3addr) + 4 + (req->prev_bssid ? ETH_ALEN : 0);
	req_ies_len = skb->len - fixed;
	req_ies = kmemdup(skb->data + fixed, req_ies_len, GFP_KERNEL);
	if (!req_ies) {
		err = -ENOMEM;
		goto err_fils;
	}
	err = fils ? vwifi_fils_seal(fils, skb, fixed) : 0;
	if (err)
		goto err_ies;

	/* Nothing fails from here on: what waited until now has waited, with its timer. */
	vwifi_mlme_stop_timer(vif);
	vwifi_mlme_forget_request(mlme);
	mlme->req_ies = req_ies;
	mlme->req_ies_len = req_ies_len;
	vwifi_phy_init(&mlme->own);
	vwifi_phy_from_elements(&mlme->own, mlme->req_ies, mlme->req_ies_len, mlme->modes);
	vwifi_mlme_expect_width(on, bss);
	mlme->fils = fils;
	mlme->frame = skb;
	mlme->tries = 0;
	mlme->comebacks = 0;
	mlme->freq = bss->channel->center_freq;
	mlme->bss = req->bss;	/* cfg80211 holds it for us when we return 0 */
	if (!req->bss)
		vwifi_mld_hold(vif, req);
	mlme->use_mfp = req->use_mfp;
	mlme->beacon_interval = bss->beacon_interval ?: 100;
	ether_addr_copy(mlme->bssid, bss->bssid);
	vwifi_mlme_set_state(vif, VWIFI_MLME_ASSOCIATING);
	vif->control_port = req->crypto.control_port_ethertype ?: htons(ETH_P_PAE);
	vif->control_port_no_encrypt = req->crypto.control_port_no_encrypt;
	vif->control_port_over_nl80211 = req->crypto.control_port_over_nl80211;
	vwifi_mld_share_port(vif);
	/* Who has no port to control is authorised by being associated. */
	mlme->authorise = !req->crypto.control_port;
	vwifi_mlme_send(vif);
	return 0;

err_ies:
	kfree(req_ies);
err_fils:
	vwifi_fils_free(fils);
err_skb:
	kfree_skb(skb);
	return err;
}
