// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Who makes the handshake of keys with an access point that a radio with an SME has joined: the
 * supplicant, or the radio itself (handshake.c), where user space leaves it the PMK: with
 * CMD_CONNECT, in the cache of PMKs after SAE (CMD_SET_PMKSA), or by CMD_SET_PMK after EAP. As
 * with the chips that do so, a connection by the first two is one when there are keys.
 *
 * With the wiphy mutex held and, before 6.7, the wireless_dev's inside it, but where it is
 * said otherwise.
 */
#include "key/key.h"
#include "handshake.h"
#include "mlme.h"
#include "sme.h"
#include "sta.h"

/* What an association was answered, until it is told; its elements are ours. */
struct vwifi_sme_answer {
	struct cfg80211_bss *bss;	/* with a reference */
	size_t request_len;
	size_t response_len;
	u8 elements[];			/* of the request, and of the response */
};

static bool vwifi_sme_by_eap(const struct vwifi_sme *sme)
{
	return sme->crypto.akm_suites[0] == WLAN_AKM_SUITE_8021X ||
	       sme->crypto.akm_suites[0] == WLAN_AKM_SUITE_8021X_SHA256;
}

/* The PMK of the association that is made, or NULL: there is none yet. */
static const u8 *vwifi_sme_pmk(const struct vwifi_vif *vif)
{
	const struct vwifi_pmksa *pmksa = vwifi_pmksa_find(vif, vif->mlme.bssid);
	const struct vwifi_sme *sme = vif->sme;

	switch (sme->crypto.akm_suites[0]) {
	case WLAN_AKM_SUITE_PSK:
	case WLAN_AKM_SUITE_PSK_SHA256:
		return sme->has_psk ? sme->psk : NULL;
	case WLAN_AKM_SUITE_8021X:
	case WLAN_AKM_SUITE_8021X_SHA256:
		/* EAP makes another one, where the access point is not told of this. */
		if (!vwifi_rsn_names_pmkids(sme->ie, sme->ie_len))
			return NULL;
		break;
	}
	return pmksa && pmksa->pmk_len == WLAN_PMK_LEN ? pmksa->pmk : NULL;
}

/* Whether the radio makes the handshake of the association that is asked for. */
bool vwifi_sme_shakes(const struct vwifi_vif *vif)
{
	const struct vwifi_sme *sme = vif->sme;

	if (!vif->radio->driver_handshake || !vwifi_handshake_knows(&sme->crypto))
		return false;
	switch (sme->crypto.akm_suites[0]) {
	case WLAN_AKM_SUITE_SAE:
		return true;	/* user space tells the PMK when it has told of its authentication, or before */
	case WLAN_AKM_SUITE_8021X:
	case WLAN_AKM_SUITE_8021X_SHA256:
		return sme->want_1x;
	default:
		return sme->has_psk;
	}
}

/* The cache has a PMK more: one that may be waited for. */
void vwifi_sme_take_pmksa(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;
	const u8 *pmk;

	if (!sme || !sme->shake || sme->crypto.akm_suites[0] != WLAN_AKM_SUITE_SAE)
		return;
	pmk = vwifi_sme_pmk(vif);
	if (pmk)
		vwifi_handshake_set_pmk(vif, sme->shake, pmk, WLAN_PMK_LEN);
}

void vwifi_sme_forget_keys(struct wiphy *wiphy, struct vwifi_sme *sme)
{
	if (sme->answer)
		cfg80211_put_bss(wiphy, sme->answer->bss);
	kfree(sme->answer);
	sme->answer = NULL;
	vwifi_handshake_free(sme->shake);
	sme->shake = NULL;
}

/* Keeps an answer. Takes the reference to its BSS when it returns 0. */
static int vwifi_sme_keep_answer(struct vwifi_sme *sme, const struct cfg80211_rx_assoc_resp_data *resp,
				 const u8 *ies, size_t ies_len)
{
	struct vwifi_sme_answer *answer;

	answer = kmalloc(struct_size(answer, elements, resp->req_ies_len + ies_len), GFP_KERNEL);
	if (!answer)
		return -ENOMEM;
	answer->bss = resp->links[0].bss;
	answer->request_len = resp->req_ies_len;
	answer->response_len = ies_len;
	memcpy(answer->elements, resp->req_ies, resp->req_ies_len);
	memcpy(answer->elements + resp->req_ies_len, ies, ies_len);
	sme->answer = answer;
	return 0;
}

/**
 * vwifi_sme_await_keys - an association is there, whose keys the radio has to agree on
 * @vif: whose
 * @resp: the answer to it
 * @ies: its elements, @ies_len octets
 *
 * Return: 1: what is told waits for them, with the reference to the BSS; 0: it does not;
 * a negative error number.
 */
int vwifi_sme_await_keys(struct vwifi_vif *vif, const struct cfg80211_rx_assoc_resp_data *resp, const u8 *ies,
			 size_t ies_len)
{
	struct vwifi_sme *sme = vif->sme;
	struct vwifi_handshake_terms terms = {
		.ap = vif->mlme.bssid,
		.pmk = vwifi_sme_pmk(vif),
		.akm = sme->crypto.akm_suites[0],
		.pairwise = sme->crypto.ciphers_pairwise[0],
		.group = sme->crypto.cipher_group,
		.mfp = vif->mlme.use_mfp,
		.request = resp->req_ies,
		.request_len = resp->req_ies_len,
		.bss = resp->links[0].bss,
	};
	struct vwifi_handshake *shake;
	int err;

	vwifi_sme_forget_keys(vif->radio->wiphy, sme);
	if (!READ_ONCE(vif->shakes))
		return 0;
	shake = vwifi_handshake_new(&terms);
	if (IS_ERR(shake))
		return PTR_ERR(shake);
	sme->shake = shake;
	vwifi_keys_free(vif);	/* the group of another access point's */
	if (vwifi_sme_by_eap(sme))
		return 0;
	err = vwifi_sme_keep_answer(sme, resp, ies, ies_len);
	if (err)
		return err;
	sme->state = VWIFI_SME_SHAKING;
	return 1;
}

/* The keys are there: what waited for them is told, and data may flow. Also where they are confirmed once more. */
void vwifi_sme_shaken(struct vwifi_vif *vif)
{
	struct vwifi_sta *peer = vwifi_sta_peer(vif);
	struct vwifi_sme *sme = vif->sme;
	struct vwifi_sme_answer *answer = sme->answer;
	u8 ap[ETH_ALEN];

	if (!peer || vwifi_sta_authorised(peer))
		return;
	ether_addr_copy(ap, peer->addr);
	vwifi_sta_authorise(vif, peer);
	if (answer) {
		sme->answer = NULL;
		vwifi_sme_tell(vif, answer->bss, answer->elements, answer->request_len,
			       answer->elements + answer->request_len, answer->response_len);
		kfree(answer);
	}
	cfg80211_port_authorized(vif->dev, ap, NULL, 0, GFP_KERNEL);
}

/* Wiphy mutex. EAP has made a PMK. */
int vwifi_set_pmk(struct wiphy *wiphy, struct net_device *dev, const struct cfg80211_pmk_conf *conf)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_sme *sme = vif->sme;

	if (!sme || !sme->shake || !vwifi_sme_by_eap(sme) || !ether_addr_equal(vif->mlme.bssid, conf->aa))
		return -ENOTCONN;
	if (conf->pmk_r0_name)
		return -EOPNOTSUPP;
	return vwifi_handshake_set_pmk(vif, sme->shake, conf->pmk, conf->pmk_len);
}

/* Wiphy mutex. */
int vwifi_del_pmk(struct wiphy *wiphy, struct net_device *dev, const u8 *aa)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_sme *sme = vif->sme;

	if (!sme || !sme->shake || !vwifi_sme_by_eap(sme) || !ether_addr_equal(vif->mlme.bssid, aa))
		return -ENOENT;
	vwifi_handshake_forget_pmk(sme->shake);
	return 0;
}
