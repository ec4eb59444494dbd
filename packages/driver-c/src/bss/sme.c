// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The SME of a radio that has one of its own, as the firmware of phones' and single boards'
 * chips does: user space says which network (CMD_CONNECT), and the radio looks for an access
 * point of it, authenticates, associates, and goes over to a stronger one by itself. Frames
 * and retries are the MLME's (mlme*.c), which tells here what became of them (told.c). SAE
 * is user space's still (CMD_EXTERNAL_AUTH). What user space tells comes by sme-connect.c, the
 * PMKs that it keeps here are pmksa.c's, and whose the handshakes of keys are sme-keys.c says.
 *
 * With the wiphy mutex held and, before 6.7, the wireless_dev's inside it, but where it is
 * said otherwise.
 */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "handshake.h"
#include "mlme.h"
#include "sme.h"

#define VWIFI_ROAM_BELOW_DBM	(-70)	/* a better access point is looked for */
#define VWIFI_ROAM_GAIN_DB	8	/* by which it has to be better */
#define VWIFI_FRESH_S		15	/* who was not heard for longer may have gone: it is looked for anew */

#define VWIFI_STATUS_UNKNOWN_PMKID	53	/* STATUS_INVALID_PMKID (802.11-2020, 9.4.1.9) */

void vwifi_sme_free(struct wiphy *wiphy, struct vwifi_sme *sme)
{
	if (!sme)
		return;
	cfg80211_put_bss(wiphy, sme->bss);
	vwifi_sme_forget_keys(wiphy, sme);
	kfree(sme->ie);
	kfree_sensitive(sme);
}

/* Forgets what an interface is to connect to, whose caller frees it: nobody hears of what is ended from here on. */
struct vwifi_sme *vwifi_sme_end(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;

	vif->sme = NULL;
	vwifi_scan_stop_own(vif);
	return sme;
}

void vwifi_sme_wake(struct vwifi_vif *vif)
{
	set_bit(VWIFI_EVENT_SME, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

static void vwifi_sme_timer(struct timer_list *timer)
{
	vwifi_sme_wake(container_of(timer, struct vwifi_vif, sme_timer));
}

void vwifi_sme_init(struct vwifi_vif *vif)
{
	INIT_LIST_HEAD(&vif->pmksas);
	timer_setup(&vif->sme_timer, vwifi_sme_timer, 0);
}

/* Called when the interface is down and about to go. */
void vwifi_sme_exit(struct vwifi_vif *vif)
{
	timer_delete_sync(&vif->sme_timer);
	vwifi_pmksas_free(vif);
}

/* Whether how to authenticate is the radio's to say: user space said so, or said it of another access point or PMK. */
static bool vwifi_sme_chooses(const struct vwifi_sme *sme)
{
	return sme->auth_type == NL80211_AUTHTYPE_AUTOMATIC || sme->roaming || sme->refused;
}

/* Whether user space is to authenticate: by SAE, unless a PMK of an earlier one is named (12.4.2). */
bool vwifi_sme_leaves_to_user(const struct vwifi_sme *sme)
{
	if (!vwifi_sme_chooses(sme))
		return sme->auth_type == NL80211_AUTHTYPE_SAE;
	return (sme->auth_type == NL80211_AUTHTYPE_SAE || vwifi_rsn_asks_for_sae(&sme->crypto)) &&
	       !vwifi_rsn_names_pmkids(sme->ie, sme->ie_len);
}

/*
 * Names the PMK of an access point that it is about to go to, if there is one: then no SAE, nor EAP, is needed
 * (802.11-2020, 12.6.10.3). What user space itself named is of the access point that it had in mind.
 */
static int vwifi_sme_name_pmksa(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;
	const struct vwifi_pmksa *pmksa = NULL;

	if (!sme->refused && (sme->roaming || sme->auth_type != NL80211_AUTHTYPE_SAE))
		pmksa = vwifi_pmksa_find(vif, sme->bss->bssid);
	if (pmksa)
		return vwifi_rsn_name_pmkid(&sme->ie, &sme->ie_len, pmksa->pmkid);
	/* One that the radio is to make keys of, and does not have, is none. */
	if (vwifi_sme_shakes(vif) && vwifi_rsn_asks_for_sae(&sme->crypto) &&
	    vwifi_rsn_names_pmkids(sme->ie, sme->ie_len))
		sme->refused = true;
	if (sme->roaming || sme->refused)
		sme->ie_len = vwifi_rsn_drop_pmkids(sme->ie, sme->ie_len);
	return 0;
}

static int vwifi_sme_authenticate(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;
	bool shared = sme->shared || sme->auth_type == NL80211_AUTHTYPE_SHARED_KEY;
	struct cfg80211_auth_request req = {
		.bss = sme->bss,
		.auth_type = shared ? NL80211_AUTHTYPE_SHARED_KEY : NL80211_AUTHTYPE_OPEN_SYSTEM,
		.key = sme->key,
		.key_len = sme->key_len,
		.key_idx = sme->key_idx,
	};

	vwifi_ask_for_no_links(&req);
	return vwifi_auth(vif->radio->wiphy, vif->dev, &req);
}

/* User space exchanges the frames of an authentication, and says what came of it. */
static int vwifi_sme_let_user(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;
	struct cfg80211_external_auth_params params = {
		.action = NL80211_EXTERNAL_AUTH_START,
		.ssid = sme->ssid,
	};
	u32 akm = sme->crypto.n_akm_suites ? sme->crypto.akm_suites[0] : WLAN_AKM_SUITE_SAE;
	int err;

	if (!(sme->flags & CONNECT_REQ_EXTERNAL_AUTH_SUPPORT))
		return -EOPNOTSUPP;
	err = vwifi_mlme_let_user(vif, sme->bss);
	if (err)
		return err;
	vwifi_pmksa_forget(vif, sme->bss->bssid);	/* this makes another one */
	sme->by_user = -1;
	params.key_mgmt_suite = vwifi_akm_to_user(akm);
	ether_addr_copy(params.bssid, sme->bss->bssid);
	return cfg80211_external_auth_request(vif->dev, &params, GFP_KERNEL);
}

/* Goes to an access point: takes the reference. */
static void vwifi_sme_join(struct vwifi_vif *vif, struct cfg80211_bss *bss)
{
	struct vwifi_sme *sme = vif->sme;
	int err;

	sme->bss = bss;
	sme->state = VWIFI_SME_AUTHENTICATING;
	err = vwifi_sme_name_pmksa(vif);
	if (!err)
		err = vwifi_sme_leaves_to_user(sme) ? vwifi_sme_let_user(vif) : vwifi_sme_authenticate(vif);
	/* Where the radio may not go over, it stays. */
	if (err && sme->roaming && vif->mlme.state == VWIFI_MLME_ASSOCIATED) {
		cfg80211_put_bss(vif->radio->wiphy, bss);
		sme->bss = NULL;
		sme->roaming = false;
		sme->state = VWIFI_SME_CONNECTED;
		return;
	}
	if (err)
		vwifi_sme_failed(vif, WLAN_STATUS_UNSPECIFIED_FAILURE, NL80211_TIMEOUT_UNSPECIFIED);
}

/* Among what was heard, and if there it is not, by a scan. */
static void vwifi_sme_search(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;
	unsigned long within = sme->looked ? jiffies - sme->looked : VWIFI_FRESH_S * HZ;
	struct cfg80211_bss *bss = vwifi_sme_find(vif, NULL, within);
	int err;

	if (bss) {
		vwifi_sme_join(vif, bss);
		return;
	}
	err = sme->scanned ? -ENOENT : vwifi_scan_for(vif, &sme->ssid, sme->channel);
	if (err && err != -EBUSY) {
		vwifi_sme_failed(vif, VWIFI_SME_NO_ANSWER, NL80211_TIMEOUT_SCAN);
		return;
	}
	/* Somebody else's comes first, and may find it as well. */
	sme->scanned = !err;
	sme->scanning = true;
}

static bool vwifi_sme_protects_mgmt(const struct vwifi_sme *sme)
{
	const struct cfg80211_bss_ies *ies;
	bool offered;

	rcu_read_lock();
	ies = rcu_dereference(sme->bss->ies);
	offered = vwifi_rsn_offers_mfp(ies->data, ies->len);
	rcu_read_unlock();
	return sme->require_mfp || (offered && vwifi_rsn_offers_mfp(sme->ie, sme->ie_len));
}

static void vwifi_sme_associate(struct vwifi_vif *vif)
{
	struct cfg80211_assoc_request *req = kzalloc(sizeof(*req), GFP_KERNEL);
	struct vwifi_sme *sme = vif->sme;
	int err = -ENOMEM;

	if (!req)
		goto out;
	req->bss = sme->bss;
	req->ie = sme->ie;
	req->ie_len = sme->ie_len;
	req->prev_bssid = sme->again ? sme->prev_bssid : NULL;
	req->crypto = sme->crypto;
	req->use_mfp = vwifi_sme_protects_mgmt(sme);
	req->flags = sme->flags;
	req->ht_capa = sme->ht_capa;
	req->ht_capa_mask = sme->ht_capa_mask;
	req->vht_capa = sme->vht_capa;
	req->vht_capa_mask = sme->vht_capa_mask;
	vwifi_ask_for_no_links(req);
	err = vwifi_assoc(vif->radio->wiphy, vif->dev, req);
	kfree(req);
out:
	if (err) {
		vwifi_sme_failed(vif, WLAN_STATUS_UNSPECIFIED_FAILURE, NL80211_TIMEOUT_UNSPECIFIED);
		return;
	}
	WRITE_ONCE(vif->shakes, vwifi_sme_shakes(vif));
	sme->bss = NULL;	/* the MLME gives it back with the end of the association */
	sme->state = VWIFI_SME_ASSOCIATING;
}

void vwifi_sme_authenticated(struct vwifi_vif *vif, u16 status)
{
	struct vwifi_sme *sme = vif->sme;

	if (!sme)
		return;
	if (status == WLAN_STATUS_SUCCESS) {
		vwifi_sme_associate(vif);
		return;
	}
	if (status == WLAN_STATUS_NOT_SUPPORTED_AUTH_ALG && sme->key_len && !sme->shared &&
	    sme->auth_type == NL80211_AUTHTYPE_AUTOMATIC) {
		sme->shared = true;
		if (!vwifi_sme_authenticate(vif))
			return;
	}
	vwifi_sme_failed(vif, status, NL80211_TIMEOUT_UNSPECIFIED);
}

/* Nobody answers: who was heard a while ago may have gone, and is looked for, or another one. */
void vwifi_sme_unanswered(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;

	if (!sme)
		return;
	if (sme->told || sme->pinned || sme->scanned || sme->looked) {
		vwifi_sme_failed(vif, VWIFI_SME_NO_ANSWER, NL80211_TIMEOUT_AUTH);
		return;
	}
	cfg80211_put_bss(vif->radio->wiphy, sme->bss);
	sme->bss = NULL;
	sme->looked = jiffies ?: 1;
	sme->state = VWIFI_SME_SEARCHING;
	vwifi_sme_search(vif);
}

/*
 * The access point has forgotten a PMK, so there is none: again, from the start. Takes the
 * reference to the BSS where that can be done, which is what is returned.
 */
static bool vwifi_sme_again(struct vwifi_vif *vif, struct cfg80211_bss *bss)
{
	struct vwifi_sme *sme = vif->sme;

	if (sme->refused || !vwifi_rsn_names_pmkids(sme->ie, sme->ie_len) ||
	    (vwifi_rsn_asks_for_sae(&sme->crypto) && !(sme->flags & CONNECT_REQ_EXTERNAL_AUTH_SUPPORT)))
		return false;
	vwifi_pmksa_forget(vif, bss->bssid);
	sme->refused = true;
	vwifi_sme_join(vif, bss);
	return true;
}

/*
 * Tells that it is connected, or has gone over to another access point: whose BSS, with the reference,
 * and the elements of the association.
 */
void vwifi_sme_tell(struct vwifi_vif *vif, struct cfg80211_bss *bss, const u8 *request, size_t request_len,
		    const u8 *response, size_t response_len)
{
	struct vwifi_sme *sme = vif->sme;

	if (sme->roaming) {
		struct cfg80211_roam_info info = {
			.req_ie = request,
			.req_ie_len = request_len,
			.resp_ie = response,
			.resp_ie_len = response_len,
			.links[0].bss = bss,
		};

		cfg80211_roamed(vif->dev, &info, GFP_KERNEL);
	} else {
		struct cfg80211_connect_resp_params params = {
			.status = WLAN_STATUS_SUCCESS,
			.req_ie = request,
			.req_ie_len = request_len,
			.resp_ie = response,
			.resp_ie_len = response_len,
			.links[0].bssid = vif->mlme.bssid,
			.links[0].bss = bss,
		};

		cfg80211_connect_done(vif->dev, &params, GFP_KERNEL);
	}
	sme->roaming = false;
	sme->refused = false;
	sme->told = true;
	sme->looked = jiffies;
	sme->state = VWIFI_SME_CONNECTED;
}

/* Takes the reference to the BSS of an answer. */
void vwifi_sme_associated(struct vwifi_vif *vif, struct cfg80211_rx_assoc_resp_data *resp)
{
	const struct ieee80211_mgmt *mgmt = (const void *)resp->buf;
	const u8 *ies = mgmt->u.assoc_resp.variable;
	size_t ies_len = resp->len - offsetof(struct ieee80211_mgmt, u.assoc_resp.variable);
	struct cfg80211_bss *bss = resp->links[0].bss;
	u16 status = le16_to_cpu(mgmt->u.assoc_resp.status_code);
	struct vwifi_sme *sme = vif->sme;
	int waits;

	if (sme && status == VWIFI_STATUS_UNKNOWN_PMKID && vwifi_sme_again(vif, bss))
		return;
	if (!sme || status != WLAN_STATUS_SUCCESS) {
		cfg80211_put_bss(vif->radio->wiphy, bss);
		vwifi_sme_failed(vif, status, NL80211_TIMEOUT_UNSPECIFIED);
		return;
	}
	waits = vwifi_sme_await_keys(vif, resp, ies, ies_len);
	if (waits < 0) {
		cfg80211_put_bss(vif->radio->wiphy, bss);
		vwifi_sme_failed(vif, WLAN_STATUS_UNSPECIFIED_FAILURE, NL80211_TIMEOUT_UNSPECIFIED);
	} else if (!waits) {
		vwifi_sme_tell(vif, bss, resp->req_ies, resp->req_ies_len, ies, ies_len);
	}
}

/**
 * vwifi_sme_failed - a connection does not come about, or the way to another access point
 * @vif: a station of a radio with an SME
 * @status: what the access point says, or VWIFI_SME_NO_ANSWER
 * @what: what was not answered then
 *
 * Who is connected, for cfg80211, is not any more: it has no other word for a
 * reassociation that fails.
 */
void vwifi_sme_failed(struct vwifi_vif *vif, int status, enum nl80211_timeout_reason what)
{
	struct vwifi_sme *sme = vwifi_sme_end(vif);
	struct cfg80211_connect_resp_params params = { .status = status, .timeout_reason = what };

	if (!sme)
		return;
	if (vif->mlme.state == VWIFI_MLME_ASSOCIATED)
		vwifi_mlme_deauth(vif, WLAN_REASON_DEAUTH_LEAVING);
	else if (vif->mlme.state != VWIFI_MLME_IDLE)
		vwifi_mlme_idle(vif);
	if (sme->bss)
		params.links[0].bssid = sme->bss->bssid;
	else if (sme->pinned)
		params.links[0].bssid = sme->bssid;
	if (sme->told)
		cfg80211_disconnected(vif->dev, WLAN_REASON_UNSPECIFIED, NULL, 0, true, GFP_KERNEL);
	else
		cfg80211_connect_done(vif->dev, &params, GFP_KERNEL);
	vwifi_sme_free(vif->radio->wiphy, sme);
}

/* The association is over. One that another one is about to replace ends for nobody. */
void vwifi_sme_left(struct vwifi_vif *vif, u16 reason, bool by_us)
{
	struct vwifi_sme *sme = vif->sme;

	if (!sme || (sme->state != VWIFI_SME_CONNECTED && sme->state != VWIFI_SME_SHAKING))
		return;
	/* Who has no keys yet was not connected, or not with this one. */
	if (!sme->told) {
		vwifi_sme_failed(vif, WLAN_STATUS_UNSPECIFIED_FAILURE, NL80211_TIMEOUT_UNSPECIFIED);
		return;
	}
	vwifi_sme_end(vif);
	cfg80211_disconnected(vif->dev, reason, NULL, 0, by_us, GFP_KERNEL);
	vwifi_sme_free(vif->radio->wiphy, sme);
}

/* A scan of the radio is over. Without the wireless_dev's mutex. */
void vwifi_sme_scanned(struct vwifi_radio *radio)
{
	struct vwifi_vif *vif;

	list_for_each_entry(vif, &radio->vifs, list) {
		if (!vif->sme || !vif->sme->scanning)
			continue;
		vif->sme->scanning = false;
		vif->sme->looks = vif->sme->state == VWIFI_SME_CONNECTED;
		vwifi_sme_wake(vif);
	}
}

/* The access point lives. Where it is weak, another one may be better. */
void vwifi_sme_look_around(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;

	if (sme && sme->state == VWIFI_SME_SHAKING && vwifi_handshake_is_late(sme->shake)) {
		vwifi_mlme_deauth(vif, WLAN_REASON_4WAY_HANDSHAKE_TIMEOUT);
		return;
	}
	if (!sme || sme->state != VWIFI_SME_CONNECTED || sme->pinned || sme->scanning || !sme->look_s ||
	    time_before(jiffies, sme->looked + sme->look_s * HZ) ||
	    vwifi_mgmt_signal(vif->radio, vif->mlme.bssid) >= VWIFI_ROAM_BELOW_DBM)
		return;
	sme->looked = jiffies;
	sme->scanning = !vwifi_scan_for(vif, &sme->ssid, sme->channel);
}

static void vwifi_sme_roam(struct vwifi_vif *vif)
{
	int now = vwifi_mgmt_signal(vif->radio, vif->mlme.bssid);
	struct cfg80211_bss *bss = vwifi_sme_find(vif, vif->mlme.bssid, jiffies - vif->sme->looked);
	struct vwifi_sme *sme = vif->sme;

	sme->looks = false;
	if (!bss)
		return;
	if (MBM_TO_DBM(bss->signal) < now + VWIFI_ROAM_GAIN_DB) {
		cfg80211_put_bss(vif->radio->wiphy, bss);
		return;
	}
	sme->roaming = true;
	sme->again = true;
	ether_addr_copy(sme->prev_bssid, vif->mlme.bssid);
	vwifi_sme_join(vif, bss);
}

/* What does not wait for a frame: the radio's work calls. */
void vwifi_sme_event(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;

	if (!sme || sme->scanning)
		return;
	switch (sme->state) {
	case VWIFI_SME_SEARCHING:
		vwifi_sme_search(vif);
		break;
	case VWIFI_SME_AUTHENTICATING:
		if (sme->by_user < 0)
			break;
		if (sme->by_user == WLAN_STATUS_SUCCESS)
			vwifi_mlme_set_state(vif, VWIFI_MLME_AUTHENTICATED);
		vwifi_sme_authenticated(vif, sme->by_user);
		break;
	case VWIFI_SME_CONNECTED:
		if (sme->looks)
			vwifi_sme_roam(vif);
		break;
	case VWIFI_SME_ASSOCIATING:
	case VWIFI_SME_SHAKING:
		break;
	}
}

/* Forgets what the interface was told, where it goes down or becomes another type: cfg80211 knows. */
void vwifi_sme_drop(struct vwifi_vif *vif)
{
	clear_bit(VWIFI_EVENT_SME, &vif->events);
	vwifi_sme_free(vif->radio->wiphy, vwifi_sme_end(vif));
}
