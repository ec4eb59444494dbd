// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The station's MLME (IEEE Std 802.11-2020, 11.3): its states, its timer and its
 * ends. User space, or cfg80211's own SME for CMD_CONNECT, says what to do
 * (mlme-join.c); this file sends the frames, repeats them, gives up in time,
 * and leaves.
 *
 * Everything runs with the wiphy mutex held and, before 6.7, the
 * wireless_dev's inside it; the timer only sets a bit and wakes the radio.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "mgmt/mgmt.h"
#include "mld.h"
#include "mlme.h"

#define VWIFI_MLME_TRIES	3
#define VWIFI_RETRY_MS		50	/* nobody acknowledged */
#define VWIFI_CARRIED_MS	200	/* a program carries it, and nobody knows */
#define VWIFI_RESPONSE_MS	2000	/* acknowledged: user space over there is at work */
#define VWIFI_USERS_TURN_MS	5000	/* user space here is to go on, or has lost interest */

static void vwifi_mlme_timer(struct timer_list *timer)
{
	struct vwifi_mlme *mlme = container_of(timer, struct vwifi_mlme, timer);
	struct vwifi_vif *vif = container_of(mlme, struct vwifi_vif, mlme);

	set_bit(VWIFI_EVENT_MLME_TIMER, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

void vwifi_mlme_init(struct vwifi_vif *vif)
{
	spin_lock_init(&vif->mlme.chandef_lock);
	vwifi_follow_init(vif);
	vwifi_cqm_init(vif);
	timer_setup(&vif->mlme.timer, vwifi_mlme_timer, 0);
}

/* Called when the interface is down and about to go. */
void vwifi_mlme_exit(struct vwifi_vif *vif)
{
	timer_delete_sync(&vif->mlme.timer);
	vwifi_cqm_stop(vif);
	vwifi_follow_exit(vif);
}

void vwifi_mlme_set_timer(struct vwifi_vif *vif, unsigned int ms)
{
	clear_bit(VWIFI_EVENT_MLME_TIMER, &vif->events);
	mod_timer(&vif->mlme.timer, jiffies + msecs_to_jiffies(ms));
}

/* The channel on which the station takes part in its BSS. */
void vwifi_mlme_set_chandef(struct vwifi_vif *vif, const struct cfg80211_chan_def *chandef)
{
	spin_lock_bh(&vif->mlme.chandef_lock);
	vif->mlme.chandef = *chandef;
	spin_unlock_bh(&vif->mlme.chandef_lock);
}

/* Looks for the access point's beacons when too many can have been missed in a row, or after @most_ms. */
void vwifi_mlme_look_after(struct vwifi_vif *vif, unsigned int most_ms)
{
	unsigned int missed = min(vif->mlme.beacons_missed, VWIFI_BEACONS_MISSED - 1U);

	vwifi_mlme_set_timer(vif, clamp((VWIFI_BEACONS_MISSED - missed) *
					ieee80211_tu_to_usec(vif->mlme.beacon_interval) /
					USEC_PER_MSEC, 1U, most_ms));
}

void vwifi_mlme_watch_beacons(struct vwifi_vif *vif)
{
	vwifi_mlme_look_after(vif, UINT_MAX);
}

void vwifi_mlme_stop_timer(struct vwifi_vif *vif)
{
	timer_delete(&vif->mlme.timer);
	clear_bit(VWIFI_EVENT_MLME_TIMER, &vif->events);
}

void vwifi_mlme_forget_request(struct vwifi_mlme *mlme)
{
	kfree_skb(mlme->frame);
	mlme->frame = NULL;
	kfree(mlme->req_ies);
	mlme->req_ies = NULL;
	mlme->req_ies_len = 0;
	vwifi_fils_free(mlme->fils);
	mlme->fils = NULL;
	vwifi_key_free(&mlme->auth_key);
}

/* Drops the peer and what goes with it. The keys of the group go by cfg80211. */
void vwifi_mlme_drop_peer(struct vwifi_vif *vif)
{
	struct vwifi_sta *peer = rcu_dereference_protected(vif->peer,
			lockdep_is_held(&vif->radio->wiphy->mtx));

	if (vwifi_vif_mld(vif))
		vwifi_mld_drop_peer(vif);
	if (!peer)
		return;
	netif_carrier_off(vif->dev);
	vwifi_tdls_flush(vif);
	vwifi_doze_end(vif);
	RCU_INIT_POINTER(vif->peer, NULL);
	vwifi_dcf_forget_peer(vif, peer->addr);
	cfg80211_del_sta(vwifi_dev_peer(vif->dev), peer->addr, GFP_KERNEL);
	vwifi_sta_free(peer);
}

void vwifi_mlme_idle(struct vwifi_vif *vif)
{
	static const struct cfg80211_chan_def nowhere;

	vwifi_mlme_stop_timer(vif);
	vwifi_cqm_stop(vif);
	vwifi_mlme_forget_request(&vif->mlme);
	vwifi_follow_forget(vif);
	vwifi_mlme_drop_peer(vif);
	WRITE_ONCE(vif->shakes, false);
	vwifi_mlme_set_state(vif, VWIFI_MLME_IDLE);
	vwifi_mlme_set_chandef(vif, &nowhere);
	vwifi_air_tune_home(vif, 0);
	if (vwifi_vif_is_station(vif))
		vwifi_mld_del_links(vif);
}

/* Ends an association in progress and gives the BSS back to cfg80211. */
void vwifi_mlme_fail_assoc(struct vwifi_vif *vif, bool timeout)
{
	struct cfg80211_assoc_failure failure = {
		.bss[0] = vif->mlme.bss,
		.timeout = timeout,
	};

	u8 ap_addr[ETH_ALEN];

	vif->mlme.bss = NULL;
	if (vwifi_vif_mld(vif)) {
		vwifi_mld_give_back(vif, &failure);
		ether_addr_copy(ap_addr, failure.ap_mld_addr);
		failure.ap_mld_addr = ap_addr;
	}
	vwifi_mlme_idle(vif);
	vwifi_tell_assoc_failure(vif, &failure);
}

/* A management frame to the access point, with room for @extra octets of body. */
struct sk_buff *vwifi_mlme_frame(struct vwifi_vif *vif, const u8 *bssid, u16 stype,
				 size_t extra)
{
	struct ieee80211_mgmt *mgmt;
	struct sk_buff *skb;

	skb = alloc_skb(sizeof(struct ieee80211_hdr_3addr) + extra, GFP_KERNEL);
	if (!skb)
		return NULL;
	mgmt = skb_put_zero(skb, sizeof(struct ieee80211_hdr_3addr));
	mgmt->frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | stype);
	ether_addr_copy(mgmt->da, bssid);
	ether_addr_copy(mgmt->sa, vif->addr);
	ether_addr_copy(mgmt->bssid, bssid);
	return skb;
}

/*
 * Sends mlme->frame, for the first time or again, and sets the timer for what
 * follows. A repetition keeps the number and says that it is one: the access
 * point answers once (802.11-2020, 10.3.2.14), also where another kernel was
 * busy and finds both. Two answers to one association are two handshakes, of
 * which neither ends.
 */
void vwifi_mlme_send(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	struct ieee80211_mgmt *request = (void *)mlme->frame->data;
	struct vwifi_vif *on = vwifi_mld_joining(vif);
	struct sk_buff *copy;
	bool acked = false;

	mlme->users_turn = false;
	if (mlme->tries++)
		request->frame_control |= cpu_to_le16(IEEE80211_FCTL_RETRY);
	else
		vwifi_mgmt_number(on, request);
	copy = skb_copy(mlme->frame, GFP_KERNEL);
	if (copy)
		acked = vwifi_mgmt_send_numbered(on, mlme->freq, copy, false, NULL);
	if (vwifi_air_is_carried(vif->radio->air))
		vwifi_mlme_set_timer(vif, VWIFI_CARRIED_MS);
	else
		vwifi_mlme_set_timer(vif, acked ? VWIFI_RESPONSE_MS : VWIFI_RETRY_MS);
	if (acked)
		mlme->tries = VWIFI_MLME_TRIES;
}

/*
 * What comes next is user space's to do. One that never does it leaves nothing
 * behind: whoever waits has a timer running.
 */
void vwifi_mlme_await_user(struct vwifi_vif *vif)
{
	vif->mlme.users_turn = true;
	vwifi_mlme_set_timer(vif, VWIFI_USERS_TURN_MS);
}

/* Tells cfg80211 of an end that the access point does not hear of. */
void vwifi_mlme_leave_silently(struct vwifi_vif *vif, u16 reason)
{
	struct {
		struct ieee80211_hdr_3addr hdr;
		__le16 reason;
	} __packed __aligned(2) frame = {
		.hdr.frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | IEEE80211_STYPE_DEAUTH),
		.reason = cpu_to_le16(reason),
	};

	ether_addr_copy(frame.hdr.addr1, vwifi_mld_ap_addr(vif));
	ether_addr_copy(frame.hdr.addr2, vif->addr);
	ether_addr_copy(frame.hdr.addr3, frame.hdr.addr1);
	vwifi_mlme_idle(vif);
	vwifi_tell_left(vif, (const u8 *)&frame, sizeof(frame));
}

/* The interface goes down or changes its type. */
void vwifi_mlme_down(struct vwifi_vif *vif)
{
	vwifi_sme_drop(vif);
	if (vif->mlme.state == VWIFI_MLME_ASSOCIATING)
		vwifi_mlme_fail_assoc(vif, false);
	else if (vif->mlme.state == VWIFI_MLME_ASSOCIATED)
		vwifi_mlme_leave_silently(vif, WLAN_REASON_DEAUTH_LEAVING);
	else
		vwifi_mlme_idle(vif);
}

/* Sends a deauthentication or disassociation, unless @silent, and tells cfg80211. */
static int vwifi_mlme_leave(struct vwifi_vif *vif, const u8 *bssid, u16 stype, u16 reason,
			    const u8 *ie, size_t ie_len, bool silent)
{
	struct sk_buff *skb, *copy;

	if (ie_len > IEEE80211_MAX_DATA_LEN)
		return -EMSGSIZE;
	skb = vwifi_mlme_frame(vif, bssid, stype, 2 + ie_len);
	if (!skb)
		return -ENOMEM;
	vwifi_put_le16(skb, reason);
	skb_put_data(skb, ie, ie_len);

	/* The keys go with the peer, so the frame goes before them. */
	copy = silent ? NULL : skb_copy(skb, GFP_KERNEL);
	if (copy) {
		struct vwifi_vif *on = vwifi_mld_give_mgmt(vif, -1, 0, (void *)copy->data);

		vwifi_mgmt_send(on, on == vif ? vif->mlme.freq : on->mlme.freq, copy, false, NULL);
	}
	if (vif->mlme.state == VWIFI_MLME_ASSOCIATING)
		vwifi_mlme_fail_assoc(vif, false);
	else
		vwifi_mlme_idle(vif);
	vwifi_tell_left(vif, skb->data, skb->len);
	kfree_skb(skb);
	return 0;
}

/* Leaves the access point of an association, or of what was to become one, by a frame. */
void vwifi_mlme_deauth(struct vwifi_vif *vif, u16 reason)
{
	u8 bssid[ETH_ALEN];

	ether_addr_copy(bssid, vif->mlme.bssid);
	if (vwifi_mlme_leave(vif, bssid, IEEE80211_STYPE_DEAUTH, reason, NULL, 0, false))
		vwifi_mlme_idle(vif);
}

bool vwifi_mlme_is_with(const struct vwifi_vif *vif, const u8 *bssid)
{
	return vif->mlme.state != VWIFI_MLME_IDLE && (ether_addr_equal(vif->mlme.bssid, bssid) ||
						      ether_addr_equal(vwifi_mld_ap_addr(vif), bssid));
}

int vwifi_deauth(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_deauth_request *req)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	if (!vwifi_mlme_is_with(vif, req->bssid))
		return -ENOTCONN;
	return vwifi_mlme_leave(vif, req->bssid, IEEE80211_STYPE_DEAUTH, req->reason_code,
				req->ie, req->ie_len, req->local_state_change);
}

int vwifi_disassoc(struct wiphy *wiphy, struct net_device *dev,
		   struct cfg80211_disassoc_request *req)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	if (!vwifi_mlme_is_with(vif, req->ap_addr) ||
	    vif->mlme.state != VWIFI_MLME_ASSOCIATED)
		return -ENOTCONN;
	return vwifi_mlme_leave(vif, req->ap_addr, IEEE80211_STYPE_DISASSOC, req->reason_code,
				req->ie, req->ie_len, req->local_state_change);
}

/* The timer has run out: again, or the end. */
void vwifi_mlme_event(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	u8 bssid[ETH_ALEN];

	/* Set anew since it ran out: that was for what is over. */
	if (timer_pending(&mlme->timer))
		return;
	switch (mlme->state) {
	case VWIFI_MLME_AUTHENTICATING:
		/* Who has its answer is not told of a time-out: it knows what it did not do. */
		if (mlme->users_turn) {
			vwifi_mlme_idle(vif);
			vwifi_tell_lapsed(vif);
			break;
		}
		if (mlme->tries < VWIFI_MLME_TRIES) {
			vwifi_mlme_send(vif);
			break;
		}
		ether_addr_copy(bssid, vwifi_mld_ap_addr(vif));
		vwifi_mlme_idle(vif);
		vwifi_tell_auth_timeout(vif, bssid);
		break;
	case VWIFI_MLME_ASSOCIATING:
		if (mlme->tries < VWIFI_MLME_TRIES)
			vwifi_mlme_send(vif);
		else
			vwifi_mlme_fail_assoc(vif, true);
		break;
	case VWIFI_MLME_ASSOCIATED:
		vwifi_mlme_look_for_beacons(vif);
		break;
	case VWIFI_MLME_AUTHENTICATED:
		vwifi_mlme_idle(vif);
		break;
	case VWIFI_MLME_IDLE:
		break;
	}
}
