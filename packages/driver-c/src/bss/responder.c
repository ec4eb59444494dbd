// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * An access point that answers those who ask how far it is (802.11-2020, 11.21.6): for each
 * burst it sends as many frames as were agreed, of which each says when the one before it
 * left, and when its acknowledgement came back. Both as soon as possible (ASAP). With the
 * wiphy mutex held.
 *
 * Nothing takes time on the medium, so these times are made: of the way that both radios'
 * places say, and of what a receiver cannot know (air/ranging.c). The places of another
 * kernel's radios are unknown here: who asks from there gets no answer.
 */
#include "air/air.h"
#include "frame/frame.h"
#include "mgmt/mgmt.h"
#include "bss.h"

#define VWIFI_FTMS_USUAL	8	/* where the initiator leaves it to us */
#define VWIFI_FTMS_LEAST	2	/* the first measures nothing yet */
#define VWIFI_FTM_32_MS		9	/* how table 9-280 counts a burst's duration */

/* Begins to answer, or ceases to; @wanted: less than 0: as before. */
int vwifi_responder_set(struct vwifi_bss *ap, s8 wanted)
{
	if (wanted > 0 && !ap->responder) {
		ap->responder = kzalloc(sizeof(*ap->responder), GFP_KERNEL);
		return ap->responder ? 0 : -ENOMEM;
	}
	if (!wanted) {
		kfree(ap->responder);
		ap->responder = NULL;
	}
	return 0;
}

/* That of an initiator, or NULL. */
static struct vwifi_ftm_session *vwifi_session_find(struct vwifi_responder *responder, const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < VWIFI_FTM_SESSIONS; i++)
		if (responder->sessions[i].ftms &&
		    ether_addr_equal(responder->sessions[i].addr, addr))
			return &responder->sessions[i];
	return NULL;
}

/* Nobody's, or that which has not been heard of for longest. */
static struct vwifi_ftm_session *vwifi_session_oldest(struct vwifi_responder *responder)
{
	struct vwifi_ftm_session *oldest = responder->sessions;
	unsigned int i;

	for (i = 0; i < VWIFI_FTM_SESSIONS; i++) {
		struct vwifi_ftm_session *each = &responder->sessions[i];

		if (!each->ftms)
			return each;
		if (time_before(each->heard, oldest->heard))
			oldest = each;
	}
	return oldest;
}

/* What of an initiator's terms is agreed to. */
static void vwifi_responder_agree(const struct vwifi_bss *ap, struct vwifi_ftm_terms *terms)
{
	unsigned int mhz = nl80211_chan_width_to_mhz(ap->chandef.width);

	terms->status = VWIFI_FTM_STATUS_ACCEPTED;
	if (terms->bursts_exp > VWIFI_BURSTS_EXP_MAX)
		terms->bursts_exp = 0;
	if (terms->burst_duration == VWIFI_FTM_NO_DURATION)
		terms->burst_duration = VWIFI_FTM_32_MS;
	terms->ftms_per_burst = max_t(u8, terms->ftms_per_burst ?: VWIFI_FTMS_USUAL, VWIFI_FTMS_LEAST);
	terms->format = vwifi_ftm_format_within(terms->format, mhz);
	if (!terms->burst_period)
		terms->burst_period = 1;
}

/* When a frame that leaves now leaves, and its acknowledgement comes back. False: nobody knows where that is. */
static bool vwifi_responder_time(struct vwifi_vif *vif, const struct vwifi_ftm_session *session,
				 struct vwifi_ftm *ftm)
{
	u64 now = ktime_get_ns(), there_and_back;
	struct vwifi_radio *initiator;

	rcu_read_lock();
	initiator = vwifi_mgmt_radio(vif->radio, session->addr);
	if (!initiator || !initiator->wiphy) {
		rcu_read_unlock();
		return false;
	}
	there_and_back = 2 * vwifi_ranging_flight_ps(vif->radio, initiator, now);
	ftm->departed = now * 1000 & VWIFI_FTM_TIME_MASK;
	ftm->arrived = (ftm->departed + there_and_back + VWIFI_FTM_HELD_PS +
			vwifi_ranging_error_ps(initiator, vif->radio,
					       vwifi_ftm_format_mhz(session->format))) &
		       VWIFI_FTM_TIME_MASK;
	rcu_read_unlock();
	return true;
}

static void vwifi_responder_account(struct vwifi_responder *responder,
				    const struct vwifi_ftm_session *session)
{
	if (!session->acked)
		responder->stats.failed_num++;
	else if (session->acked < session->sent)
		responder->stats.partial_num++;
	else
		responder->stats.success_num++;
}

/* Sends a burst; @terms: what has been agreed, with the first one of a session, or NULL. */
static void vwifi_responder_burst(struct vwifi_vif *vif, struct vwifi_bss *ap,
				  struct vwifi_ftm_session *session,
				  const struct vwifi_ftm_terms *terms)
{
	struct vwifi_ftm ftm = { .has_terms = terms };
	struct vwifi_ftm times;
	struct sk_buff *skb;
	unsigned int i;

	if (terms)
		ftm.terms = *terms;
	session->bursts--;
	for (i = 0; i < session->ftms; i++) {
		bool last = !session->bursts && i == session->ftms - 1;

		if (!vwifi_responder_time(vif, session, &times))
			break;
		session->token = session->token == U8_MAX ? 1 : session->token + 1;
		ftm.token = last ? 0 : session->token;
		skb = vwifi_ftm_make(session->addr, vif->addr, ap->bssid, &ftm);
		if (!skb)
			break;
		session->sent++;
		ftm = (struct vwifi_ftm){};
		/* What a program carries is told of later: here it counts as received. */
		if (!vwifi_mgmt_send(vif, ap->freq, skb, false, NULL) &&
		    !vwifi_air_is_carried(vif->radio->air))
			continue;
		session->acked++;
		ftm.follow_up = session->token;
		ftm.departed = times.departed;
		ftm.arrived = times.arrived;
	}
	if (session->bursts)
		return;
	vwifi_responder_account(ap->responder, session);
	session->ftms = 0;
}

/* A management frame for an access point; whether it asked how far it is. */
bool vwifi_responder_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len)
{
	struct vwifi_bss *ap = vwifi_vif_bss(vif);
	struct vwifi_ftm_session *session;
	struct vwifi_ftm_request request;
	unsigned long begun = jiffies;

	if (!ap || !ap->responder || !ether_addr_equal(mgmt->da, vif->addr) ||
	    !vwifi_ftm_request_read(mgmt, len, &request))
		return false;
	session = vwifi_session_find(ap->responder, mgmt->sa);
	if (!request.begins) {
		if (session)
			session->ftms = 0;
		return true;
	}
	if (!request.has_terms && !session) {
		ap->responder->stats.unknown_triggers_num++;
		return true;
	}
	if (request.has_terms) {
		vwifi_responder_agree(ap, &request.terms);
		session = session ?: vwifi_session_oldest(ap->responder);
		*session = (struct vwifi_ftm_session){
			.ftms = request.terms.ftms_per_burst,
			.format = request.terms.format,
			.bursts = BIT(request.terms.bursts_exp),
		};
		ether_addr_copy(session->addr, mgmt->sa);
		ap->responder->stats.asap_num++;
	}
	session->heard = jiffies;
	vwifi_responder_burst(vif, ap, session, request.has_terms ? &request.terms : NULL);
	ap->responder->stats.total_duration_ms += jiffies_to_msecs(jiffies - begun);
	return true;
}

int vwifi_get_ftm_responder_stats(struct wiphy *wiphy, struct net_device *dev,
				  struct cfg80211_ftm_responder_stats *stats)
{
	struct vwifi_bss *ap = vwifi_vif_bss(vwifi_vif(dev));

	if (!ap || !ap->responder)
		return -ENODATA;
	*stats = ap->responder->stats;
	stats->filled = BIT(NL80211_FTM_STATS_SUCCESS_NUM) | BIT(NL80211_FTM_STATS_PARTIAL_NUM) |
			BIT(NL80211_FTM_STATS_FAILED_NUM) | BIT(NL80211_FTM_STATS_ASAP_NUM) |
			BIT(NL80211_FTM_STATS_TOTAL_DURATION_MSEC) |
			BIT(NL80211_FTM_STATS_UNKNOWN_TRIGGERS_NUM);
	return 0;
}
