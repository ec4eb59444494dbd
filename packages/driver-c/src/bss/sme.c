// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The SME of a radio that has one of its own, as the firmware of phones' and single boards'
 * chips does: user space says which network (CMD_CONNECT), and the radio looks for an access
 * point of it, authenticates, associates, and goes over to a stronger one by itself. Frames
 * and retries are the MLME's (mlme*.c), which tells here what became of them (told.c). SAE
 * is user space's still (CMD_EXTERNAL_AUTH), as are the handshakes of keys.
 *
 * With the wiphy mutex held and, before 6.7, the wireless_dev's inside it, but where it is
 * said otherwise. cfg80211 sets the owner of a connection when connect() has returned: all
 * that follows is the radio's work.
 */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "mlme.h"
#include "sme.h"

#define VWIFI_ROAM_BELOW_DBM	(-70)	/* a better access point is looked for */
#define VWIFI_ROAM_GAIN_DB	8	/* by which it has to be better */
#define VWIFI_ROAM_LOOK_S	10	/* between two looks, where user space does not say */
#define VWIFI_FRESH_S		15	/* who was not heard for longer may have gone: it is looked for anew */

enum vwifi_sme_state {
	VWIFI_SME_SEARCHING,		/* for an access point among those that were heard, or by a scan */
	VWIFI_SME_AUTHENTICATING,
	VWIFI_SME_ASSOCIATING,
	VWIFI_SME_CONNECTED,
};

/* What an interface was told to connect to, and how far that is. Wiphy mutex. */
struct vwifi_sme {
	enum vwifi_sme_state state;
	bool told;			/* cfg80211 has heard that it is connected */
	bool roaming;			/* to another access point, by itself */
	bool scanned;			/* for this, and found none */
	bool scanning;			/* waits for the end of a scan: its own, or whoever's it is */
	unsigned long looked;		/* jiffies, for a better access point */
	unsigned int look_s;		/* how often; 0: never */
	struct cfg80211_bss *bss;	/* that it authenticates with, and a reference; else NULL */

	struct cfg80211_ssid ssid;
	bool pinned;			/* to one access point: there is no other for it */
	u8 bssid[ETH_ALEN];		/* which, or the one to begin with if it is there; else zero */
	struct ieee80211_channel *channel;	/* the only one, or NULL */
	bool privacy;
	enum nl80211_auth_type auth_type;
	bool shared;			/* automatic, and open system was refused */
	bool again;			/* a reassociation, from prev_bssid */
	u8 prev_bssid[ETH_ALEN];
	int by_user;			/* what user space made of the authentication; -1: nothing yet */
	bool require_mfp;
	u32 flags;			/* enum cfg80211_assoc_req_flags */
	struct cfg80211_crypto_settings crypto;	/* without what it points to */
	struct ieee80211_ht_cap ht_capa, ht_capa_mask;
	struct ieee80211_vht_cap vht_capa, vht_capa_mask;
	u8 key[WLAN_KEY_LEN_WEP104];	/* WEP's, for a shared key */
	u8 key_len, key_idx;
	u8 *ie;				/* of the association */
	size_t ie_len;
};

static void vwifi_sme_free(struct wiphy *wiphy, struct vwifi_sme *sme)
{
	if (!sme)
		return;
	cfg80211_put_bss(wiphy, sme->bss);
	kfree(sme->ie);
	kfree_sensitive(sme);
}

static void vwifi_sme_wake(struct vwifi_vif *vif)
{
	set_bit(VWIFI_EVENT_SME, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

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

/*
 * Whether user space is to authenticate: by SAE, unless a PMK of an earlier one is named (12.4.2).
 * Another access point than that of the PMK wants SAE, too.
 */
static bool vwifi_sme_leaves_to_user(const struct vwifi_sme *sme)
{
	if (sme->auth_type == NL80211_AUTHTYPE_SAE)
		return true;
	return (sme->auth_type == NL80211_AUTHTYPE_AUTOMATIC || sme->roaming) &&
	       vwifi_rsn_asks_for_sae(&sme->crypto) && !vwifi_rsn_names_pmkids(sme->ie, sme->ie_len);
}

static int vwifi_sme_check(const struct vwifi_sme *sme)
{
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

/* The strongest access point so far. */
struct vwifi_sme_search {
	const struct vwifi_sme *sme;
	const u8 *but;			/* the one that it is with, to leave it; NULL: with none */
	u64 since;			/* ns, boot time: who was not heard since then does not count */
	struct ieee80211_channel *channel;	/* of it; NULL: none yet */
	u8 bssid[ETH_ALEN];
	s32 signal;
};

/* cfg80211 holds its lock: what is found is only noted. */
static void vwifi_sme_compare(struct wiphy *wiphy, struct cfg80211_bss *bss, void *data)
{
	struct vwifi_sme_search *search = data;
	const struct vwifi_sme *sme = search->sme;
	const struct vwifi_heard *last = (const void *)(bss->transmitted_bss ?: bss)->priv;
	const struct cfg80211_bss_ies *ies;
	const struct element *ssid;
	s32 signal = bss->signal;
	bool same;

	if (READ_ONCE(last->heard) < search->since || (sme->channel && sme->channel != bss->channel) ||
	    (sme->pinned && !ether_addr_equal(sme->bssid, bss->bssid)) ||
	    (search->but && ether_addr_equal(search->but, bss->bssid)) ||
	    !(bss->capability & WLAN_CAPABILITY_ESS) ||
	    !(bss->capability & WLAN_CAPABILITY_PRIVACY) == sme->privacy)
		return;
	rcu_read_lock();
	ies = rcu_dereference(bss->ies);
	ssid = cfg80211_find_elem(WLAN_EID_SSID, ies->data, ies->len);
	same = ssid && ssid->datalen == sme->ssid.ssid_len &&
	       !memcmp(ssid->data, sme->ssid.ssid, ssid->datalen);
	rcu_read_unlock();
	if (!search->but && ether_addr_equal(sme->bssid, bss->bssid))
		signal = S32_MAX;
	if (!same || (search->channel && signal <= search->signal))
		return;
	search->channel = bss->channel;
	search->signal = signal;
	ether_addr_copy(search->bssid, bss->bssid);
}

/* An access point of the network, the strongest that was heard in the last jiffies, with a reference; or NULL. */
static struct cfg80211_bss *vwifi_sme_find(struct vwifi_vif *vif, const u8 *but, unsigned long within)
{
	u64 ago = (u64)jiffies_to_msecs(within) * NSEC_PER_MSEC, now = ktime_get_boottime_ns();
	struct vwifi_sme_search search = { .sme = vif->sme, .but = but, .since = now > ago ? now - ago : 0 };
	const struct vwifi_sme *sme = vif->sme;
	struct wiphy *wiphy = vif->radio->wiphy;

	cfg80211_bss_iter(wiphy, NULL, vwifi_sme_compare, &search);
	if (!search.channel)
		return NULL;
	return cfg80211_get_bss(wiphy, search.channel, search.bssid, sme->ssid.ssid, sme->ssid.ssid_len,
				IEEE80211_BSS_TYPE_ESS, IEEE80211_PRIVACY(sme->privacy));
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

	err = vwifi_mlme_let_user(vif, sme->bss);
	if (err)
		return err;
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
	struct cfg80211_bss *bss = vwifi_sme_find(vif, NULL, VWIFI_FRESH_S * HZ);
	struct vwifi_sme *sme = vif->sme;
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

/* Takes the reference to the BSS of an answer. */
void vwifi_sme_associated(struct vwifi_vif *vif, struct cfg80211_rx_assoc_resp_data *resp)
{
	const struct ieee80211_mgmt *mgmt = (const void *)resp->buf;
	const u8 *ies = mgmt->u.assoc_resp.variable;
	size_t ies_len = resp->len - offsetof(struct ieee80211_mgmt, u.assoc_resp.variable);
	struct cfg80211_bss *bss = resp->links[0].bss;
	u16 status = le16_to_cpu(mgmt->u.assoc_resp.status_code);
	struct vwifi_sme *sme = vif->sme;

	if (!sme || status != WLAN_STATUS_SUCCESS) {
		cfg80211_put_bss(vif->radio->wiphy, bss);
		vwifi_sme_failed(vif, status, NL80211_TIMEOUT_UNSPECIFIED);
		return;
	}
	if (sme->roaming) {
		struct cfg80211_roam_info info = {
			.req_ie = resp->req_ies,
			.req_ie_len = resp->req_ies_len,
			.resp_ie = ies,
			.resp_ie_len = ies_len,
			.links[0].bss = bss,
		};

		cfg80211_roamed(vif->dev, &info, GFP_KERNEL);
	} else {
		struct cfg80211_connect_resp_params params = {
			.status = WLAN_STATUS_SUCCESS,
			.req_ie = resp->req_ies,
			.req_ie_len = resp->req_ies_len,
			.resp_ie = ies,
			.resp_ie_len = ies_len,
			.links[0].bssid = vif->mlme.bssid,
			.links[0].bss = bss,
		};

		cfg80211_connect_done(vif->dev, &params, GFP_KERNEL);
	}
	sme->roaming = false;
	sme->told = true;
	sme->looked = jiffies;
	sme->state = VWIFI_SME_CONNECTED;
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
	struct vwifi_sme *sme = vif->sme;
	struct cfg80211_connect_resp_params params = { .status = status, .timeout_reason = what };

	if (!sme)
		return;
	vif->sme = NULL;	/* nobody hears of what is ended here */
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

	if (!sme || sme->state != VWIFI_SME_CONNECTED)
		return;
	vif->sme = NULL;
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
		vwifi_sme_wake(vif);
	}
}

/* The access point lives. Where it is weak, another one may be better. */
void vwifi_sme_look_around(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;

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

	if (!bss)
		return;
	if (MBM_TO_DBM(bss->signal) < now + VWIFI_ROAM_GAIN_DB) {
		cfg80211_put_bss(vif->radio->wiphy, bss);
		return;
	}
	sme->roaming = true;
	sme->again = true;
	ether_addr_copy(sme->prev_bssid, vif->mlme.bssid);
	sme->ie_len = vwifi_rsn_drop_pmkids(sme->ie, sme->ie_len);
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
		vwifi_sme_roam(vif);
		break;
	case VWIFI_SME_ASSOCIATING:
		break;
	}
}

/* Forgets what the interface was told, where it goes down or becomes another type: cfg80211 knows. */
void vwifi_sme_drop(struct vwifi_vif *vif)
{
	struct vwifi_sme *sme = vif->sme;

	vif->sme = NULL;
	clear_bit(VWIFI_EVENT_SME, &vif->events);
	vwifi_sme_free(vif->radio->wiphy, sme);
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
	vif->sme = NULL;
	if (vif->mlme.state == VWIFI_MLME_ASSOCIATING)
		vwifi_mlme_fail_assoc(vif, false);
	else if (vif->mlme.state != VWIFI_MLME_ASSOCIATED)
		vwifi_mlme_idle(vif);
	sme->told = old && old->told;
	sme->again = vif->mlme.state == VWIFI_MLME_ASSOCIATED;
	ether_addr_copy(sme->prev_bssid, vif->mlme.bssid);
	vwifi_sme_free(wiphy, old);
	vif->sme = sme;
	vwifi_sme_wake(vif);
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
	vif->sme = NULL;
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
