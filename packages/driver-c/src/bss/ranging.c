// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How far peers are, by the time that frames take (fine timing measurement, 802.11-2020,
 * 11.21.6), as an initiator measures it. A peer is asked for each burst by a request, and
 * sends frames (responder.c); of each it says, in the next one, when it left and when the
 * acknowledgement came back. What we held it for is taken off: the rest is the way there
 * and back.
 *
 * One peer after the other, in the radio's work; how that is locked, core/ranging.h says.
 */
#include "air/air.h"
#include "frame/frame.h"
#include "mgmt/mgmt.h"
#include "bss.h"

#define VWIFI_RANGING_PEERS	16
#define VWIFI_RANGING_PATIENCE_MS	500	/* for the next frame of a burst */
#define VWIFI_RANGING_MOST_PS	100000000LL	/* no radio is 15 km away, nor less than nothing by as much */
#define VWIFI_UM_PER_NS		149896		/* half of light's way */

/* Widths that are measured with, each with those before it. */
static const struct {
	u16 mhz;
	u32 widths;
} vwifi_ranging_widths[] = {
	{ 20, BIT(NL80211_CHAN_WIDTH_20_NOHT) | BIT(NL80211_CHAN_WIDTH_20) },
	{ 40, BIT(NL80211_CHAN_WIDTH_40) },
	{ 80, BIT(NL80211_CHAN_WIDTH_80) },
	{ 160, BIT(NL80211_CHAN_WIDTH_160) },
};

/* With which preambles a band measures, and how wide at most, MHz. There is no preamble of EHT to ask for. */
static u32 vwifi_ranging_preambles(const struct ieee80211_supported_band *band, unsigned int *mhz)
{
	u32 preambles = BIT(NL80211_PREAMBLE_LEGACY);

	*mhz = 20;
	if (band->ht_cap.ht_supported) {
		preambles |= BIT(NL80211_PREAMBLE_HT);
		*mhz = 40;
	}
	if (band->vht_cap.vht_supported) {
		preambles |= BIT(NL80211_PREAMBLE_VHT);
		*mhz = 160;
	}
	if (band->n_iftype_data) {
		preambles |= BIT(NL80211_PREAMBLE_HE);
		*mhz = band->band == NL80211_BAND_2GHZ ? 40 : 160;
	}
	return preambles;
}

/* A radio measures with what its bands have. They are made; the wiphy is not registered. */
void vwifi_ranging_describe(struct vwifi_radio *radio)
{
	struct cfg80211_pmsr_capabilities *able = &radio->ranging_able;
	unsigned int widest = 0, mhz, i;

	for (i = 0; i < NUM_NL80211_BANDS; i++) {
		if (!radio->wiphy->bands[i])
			continue;
		able->ftm.preambles |= vwifi_ranging_preambles(radio->wiphy->bands[i], &mhz);
		widest = max(widest, min_t(unsigned int, mhz, radio->width));
	}
	for (i = 0; i < ARRAY_SIZE(vwifi_ranging_widths) && vwifi_ranging_widths[i].mhz <= widest; i++)
		able->ftm.bandwidths |= vwifi_ranging_widths[i].widths;
	able->max_peers = VWIFI_RANGING_PEERS;
	able->ftm.supported = true;
	able->ftm.asap = true;
	able->ftm.max_bursts_exponent = VWIFI_BURSTS_EXP_MAX;
	able->ftm.max_ftms_per_burst = VWIFI_FTMS_MAX;
	vwifi_say_newer_ranging(able, radio->wiphy->bands[NL80211_BAND_6GHZ]);
	radio->wiphy->pmsr_capa = able;
}

static void vwifi_ranging_wake(struct vwifi_vif *vif)
{
	set_bit(VWIFI_EVENT_RANGING, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

static void vwifi_ranging_timer(struct timer_list *timer)
{
	vwifi_ranging_wake(container_of(timer, struct vwifi_vif, ranging.timer));
}

void vwifi_ranging_init(struct vwifi_vif *vif)
{
	timer_setup(&vif->ranging.timer, vwifi_ranging_timer, 0);
}

/* Called when the interface is down and about to go. */
void vwifi_ranging_exit(struct vwifi_vif *vif)
{
	timer_delete_sync(&vif->ranging.timer);
}

static const struct cfg80211_pmsr_request_peer *vwifi_ranging_peer(const struct vwifi_ranging *ranging)
{
	return &ranging->req->peers[ranging->peer];
}

/* Looks again after so long, or when the request's own time is over. */
static void vwifi_ranging_wait(struct vwifi_ranging *ranging, unsigned int ms)
{
	unsigned long until = jiffies + msecs_to_jiffies(ms);

	if (ranging->req->timeout && time_after(until, ranging->end))
		until = ranging->end;
	mod_timer(&ranging->timer, until);
}

static void vwifi_ranging_begin_peer(struct vwifi_ranging *ranging)
{
	const struct cfg80211_pmsr_request_peer *peer = vwifi_ranging_peer(ranging);

	ranging->burst = 0;
	ranging->hears = false;
	ranging->attempts = 0;
	ranging->successes = 0;
	ranging->ftms = peer->ftm.ftms_per_burst;
	ranging->duration = peer->ftm.burst_duration;
	ranging->period = peer->ftm.burst_period;
	ranging->format = vwifi_ftm_format(peer->ftm.preamble,
					   nl80211_chan_width_to_mhz(peer->chandef.width));
}

/* All peers have had their turn. */
static void vwifi_ranging_end(struct vwifi_vif *vif)
{
	struct cfg80211_pmsr_request *req = vif->ranging.req;

	vif->ranging.req = NULL;
	vwifi_stay_ranged(vif);
	cfg80211_pmsr_complete(&vif->wdev, req, GFP_KERNEL);
}

static void vwifi_ranging_next_peer(struct vwifi_vif *vif)
{
	struct vwifi_ranging *ranging = &vif->ranging;

	if (++ranging->peer == ranging->req->n_peers) {
		vwifi_ranging_end(vif);
		return;
	}
	vwifi_ranging_begin_peer(ranging);
	vwifi_ranging_wake(vif);
}

static void vwifi_ranging_tell(struct vwifi_vif *vif, struct cfg80211_pmsr_result *result)
{
	result->type = NL80211_PMSR_TYPE_FTM;
	result->host_time = ktime_get_boottime_ns();
	ether_addr_copy(result->addr, vwifi_ranging_peer(&vif->ranging)->addr);
	cfg80211_pmsr_report(&vif->wdev, vif->ranging.req, result, GFP_KERNEL);
}

/* Nothing comes of the peer any more. */
static void vwifi_ranging_give_up(struct vwifi_vif *vif, enum nl80211_peer_measurement_status status,
				  enum nl80211_peer_measurement_ftm_failure_reasons reason)
{
	struct cfg80211_pmsr_result result = {
		.status = status,
		.final = true,
		.ftm.burst_index = -1,
		.ftm.failure_reason = reason,
	};

	vwifi_ranging_tell(vif, &result);
	vwifi_ranging_next_peer(vif);
}

#define VWIFI_EXT_CAPA_FTM_RESPONDER	70	/* the bit's number (9.4.2.26) */

static bool vwifi_bss_responds(struct cfg80211_bss *bss)
{
	const struct element *capabilities;
	bool responds;

	rcu_read_lock();
	capabilities = ieee80211_bss_get_elem(bss, WLAN_EID_EXT_CAPABILITY);
	responds = capabilities && capabilities->datalen > VWIFI_EXT_CAPA_FTM_RESPONDER / 8 &&
		   capabilities->data[VWIFI_EXT_CAPA_FTM_RESPONDER / 8] &
		   BIT(VWIFI_EXT_CAPA_FTM_RESPONDER % 8);
	rcu_read_unlock();
	return responds;
}

/* Why a peer does not answer, by what has been heard of it. */
static enum nl80211_peer_measurement_ftm_failure_reasons vwifi_ranging_why(const struct vwifi_vif *vif)
{
	const struct cfg80211_pmsr_request_peer *peer = vwifi_ranging_peer(&vif->ranging);
	enum nl80211_peer_measurement_ftm_failure_reasons reason = NL80211_PMSR_FTM_FAILURE_NO_RESPONSE;
	struct cfg80211_bss *bss = cfg80211_get_bss(vif->radio->wiphy, NULL, peer->addr, NULL, 0,
						    IEEE80211_BSS_TYPE_ANY, IEEE80211_PRIVACY_ANY);

	if (!bss)
		return reason;
	if (bss->channel != peer->chandef.chan)
		reason = NL80211_PMSR_FTM_FAILURE_WRONG_CHANNEL;
	else if (vif->ranging.successes && !vwifi_bss_responds(bss))
		reason = NL80211_PMSR_FTM_FAILURE_PEER_NOT_CAPABLE;
	cfg80211_put_bss(vif->radio->wiphy, bss);
	return reason;
}

static struct sk_buff *vwifi_ranging_request(const struct vwifi_vif *vif)
{
	const struct vwifi_ranging *ranging = &vif->ranging;
	const struct cfg80211_pmsr_request_peer *peer = vwifi_ranging_peer(ranging);
	const struct vwifi_ftm_request request = {
		.begins = true,
		.has_terms = !ranging->burst,
		.terms = {
			.bursts_exp = peer->ftm.num_bursts_exp,
			.burst_duration = ranging->duration,
			.ftms_per_burst = ranging->ftms,
			.format = ranging->format,
			.burst_period = ranging->period,
		},
	};

	return vwifi_ftm_request_make(peer->addr, vif->addr, peer->addr, &request);
}

/* Asks the peer for a burst, as often as is wanted until it has heard that. */
static void vwifi_ranging_ask(struct vwifi_vif *vif)
{
	struct vwifi_ranging *ranging = &vif->ranging;
	const struct cfg80211_pmsr_request_peer *peer = vwifi_ranging_peer(ranging);
	struct ieee80211_channel *chan = peer->chandef.chan;
	bool heard = false;
	unsigned int i;

	if (chan->center_freq != READ_ONCE(vif->home_freq) &&
	    vwifi_stay_to_range(vif, chan, 2 * VWIFI_RANGING_PATIENCE_MS)) {
		vwifi_ranging_give_up(vif, NL80211_PMSR_STATUS_REFUSED, 0);
		return;
	}
	/* Before it can answer. */
	ranging->now = (struct vwifi_ranging_burst){};
	ranging->hears = true;
	for (i = 0; i <= peer->ftm.ftmr_retries && !heard; i++) {
		struct sk_buff *skb = vwifi_ranging_request(vif);

		ranging->attempts++;
		/* What a program carries is told of later. */
		heard = skb && (vwifi_mgmt_send(vif, chan->center_freq, skb, false, NULL) ||
				vwifi_air_is_carried(vif->radio->air));
	}
	ranging->successes += heard;
	if (heard)
		vwifi_ranging_wait(ranging, VWIFI_RANGING_PATIENCE_MS);
	else
		vwifi_ranging_give_up(vif, NL80211_PMSR_STATUS_FAILURE, vwifi_ranging_why(vif));
}

/* Mean, variance and spread of the times there and back, in ps, and what that is in mm. */
static void vwifi_ranging_sum_up(const struct vwifi_ranging_burst *burst,
				 struct cfg80211_pmsr_ftm_result *ftm)
{
	s64 sum = 0, least = burst->round_trips[0], most = least;
	u64 squares = 0;
	unsigned int i;

	for (i = 0; i < burst->n; i++) {
		sum += burst->round_trips[i];
		least = min(least, burst->round_trips[i]);
		most = max(most, burst->round_trips[i]);
	}
	ftm->rtt_avg = div_s64(sum, burst->n);
	for (i = 0; i < burst->n; i++) {
		s64 off = burst->round_trips[i] - ftm->rtt_avg;

		squares += off * off;
	}
	ftm->rtt_variance = div_u64(squares, burst->n);
	ftm->rtt_spread = most - least;
	ftm->dist_avg = div_s64(ftm->rtt_avg * VWIFI_UM_PER_NS, USEC_PER_SEC);
	ftm->dist_variance = mul_u64_u64_div_u64(ftm->rtt_variance,
						 (u64)VWIFI_UM_PER_NS * VWIFI_UM_PER_NS,
						 (u64)USEC_PER_SEC * USEC_PER_SEC);
	ftm->dist_spread = div_s64(ftm->rtt_spread * VWIFI_UM_PER_NS, USEC_PER_SEC);
	ftm->rtt_avg_valid = ftm->rtt_variance_valid = ftm->rtt_spread_valid = true;
	ftm->dist_avg_valid = ftm->dist_variance_valid = ftm->dist_spread_valid = true;
}

static void vwifi_ranging_tell_burst(struct vwifi_vif *vif, bool final)
{
	const struct vwifi_ranging *ranging = &vif->ranging;
	const struct vwifi_ranging_burst *burst = &ranging->now;
	struct cfg80211_pmsr_result result = {
		.status = NL80211_PMSR_STATUS_SUCCESS,
		.final = final,
		.ftm = {
			.burst_index = ranging->burst,
			.num_ftmr_attempts = ranging->attempts,
			.num_ftmr_attempts_valid = true,
			.num_ftmr_successes = ranging->successes,
			.num_ftmr_successes_valid = true,
			.num_bursts_exp = vwifi_ranging_peer(ranging)->ftm.num_bursts_exp,
			.burst_duration = ranging->duration,
			.ftms_per_burst = ranging->ftms,
			/* In halves of a dBm. */
			.rssi_avg = 2 * burst->signal_sum / (int)burst->heard,
			.rssi_avg_valid = true,
			.rssi_spread = 2 * (burst->signal_most - burst->signal_least),
			.rssi_spread_valid = true,
		},
	};

	vwifi_tell_burst_period(&result, ranging->period);
	vwifi_ranging_sum_up(burst, &result.ftm);
	vwifi_ranging_tell(vif, &result);
}

/* A burst has come to its end, or to nothing. */
static void vwifi_ranging_burst_over(struct vwifi_vif *vif)
{
	struct vwifi_ranging *ranging = &vif->ranging;
	bool final = ranging->burst + 1 == BIT(vwifi_ranging_peer(ranging)->ftm.num_bursts_exp);

	timer_delete(&ranging->timer);
	ranging->hears = false;
	if (!ranging->now.n) {
		vwifi_ranging_give_up(vif, NL80211_PMSR_STATUS_FAILURE,
				      ranging->now.absurd ? NL80211_PMSR_FTM_FAILURE_INVALID_TIMESTAMP :
				      ranging->now.heard ? NL80211_PMSR_FTM_FAILURE_UNSPECIFIED :
							   vwifi_ranging_why(vif));
		return;
	}
	vwifi_ranging_tell_burst(vif, final);
	if (final) {
		vwifi_ranging_next_peer(vif);
		return;
	}
	ranging->burst++;
	vwifi_ranging_wait(ranging, 100 * ranging->period);
}

/* The request's time is over: so it is for all peers that have not had their turn. */
static void vwifi_ranging_too_late(struct vwifi_vif *vif)
{
	while (vif->ranging.req)
		vwifi_ranging_give_up(vif, NL80211_PMSR_STATUS_TIMEOUT, 0);
}

/* Goes on. Called with both mutexes. */
void vwifi_ranging_event(struct vwifi_vif *vif)
{
	struct vwifi_ranging *ranging = &vif->ranging;

	if (!ranging->req)
		vwifi_stay_ranged(vif);		/* who aborted could not end that */
	else if (timer_pending(&ranging->timer))
		return;
	else if (ranging->req->timeout && time_after_eq(jiffies, ranging->end))
		vwifi_ranging_too_late(vif);
	else if (ranging->hears)
		vwifi_ranging_burst_over(vif);
	else
		vwifi_ranging_ask(vif);
}

/* Of the times that a frame tells, how long the one before it was on its way, there and back. */
static void vwifi_ranging_measure(struct vwifi_ranging_burst *burst, const struct vwifi_ftm *ftm)
{
	s64 apart = sign_extend64(ftm->arrived - ftm->departed, 47);
	s64 round_trip = apart - burst->held_ps;

	if (!ftm->follow_up || ftm->follow_up != burst->token || burst->n == VWIFI_FTMS_MAX)
		return;
	if (abs(round_trip) > VWIFI_RANGING_MOST_PS)
		burst->absurd = true;
	else
		burst->round_trips[burst->n++] = round_trip;
}

/* How long we hold a frame until its acknowledgement leaves, as well as we know when it came. */
static s64 vwifi_ranging_held(struct vwifi_vif *vif, const u8 *peer)
{
	unsigned int mhz = vwifi_ftm_format_mhz(vif->ranging.format);
	s64 held = VWIFI_FTM_HELD_PS;
	struct vwifi_radio *sender;

	rcu_read_lock();
	sender = vwifi_mgmt_radio(vif->radio, peer);
	if (sender)
		held -= vwifi_ranging_error_ps(sender, vif->radio, mhz);
	rcu_read_unlock();
	return held;
}

static void vwifi_ranging_hear(struct vwifi_vif *vif, const struct vwifi_ftm *ftm, int signal)
{
	struct vwifi_ranging *ranging = &vif->ranging;
	struct vwifi_ranging_burst *burst = &ranging->now;

	if (ftm->has_terms) {
		ranging->ftms = ftm->terms.ftms_per_burst;
		ranging->format = ftm->terms.format;
		ranging->duration = ftm->terms.burst_duration;
		ranging->period = ftm->terms.burst_period;
	}
	vwifi_ranging_measure(burst, ftm);
	burst->token = ftm->token;
	burst->held_ps = vwifi_ranging_held(vif, vwifi_ranging_peer(ranging)->addr);
	burst->signal_least = burst->heard ? min(burst->signal_least, signal) : signal;
	burst->signal_most = burst->heard ? max(burst->signal_most, signal) : signal;
	burst->signal_sum += signal;
	burst->heard++;
}

/* A management frame; whether it is of a measurement that the interface makes. Called with both mutexes. */
bool vwifi_ranging_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len, s8 signal)
{
	struct vwifi_ranging *ranging = &vif->ranging;
	struct vwifi_ftm ftm;

	if (!ranging->req || !ranging->hears ||
	    !ether_addr_equal(mgmt->sa, vwifi_ranging_peer(ranging)->addr) ||
	    !vwifi_ftm_read(mgmt, len, &ftm))
		return false;
	if (ftm.has_terms && ftm.terms.status != VWIFI_FTM_STATUS_ACCEPTED) {
		timer_delete(&ranging->timer);
		vwifi_ranging_give_up(vif, NL80211_PMSR_STATUS_FAILURE,
				      NL80211_PMSR_FTM_FAILURE_REJECTED);
		return true;
	}
	vwifi_ranging_hear(vif, &ftm, signal);
	if (ranging->now.heard >= ranging->ftms || !ftm.token)
		vwifi_ranging_burst_over(vif);
	else
		vwifi_ranging_wait(ranging, VWIFI_RANGING_PATIENCE_MS);
	return true;
}

/* Wiphy mutex held. */
int vwifi_start_pmsr(struct wiphy *wiphy, struct wireless_dev *wdev,
		     struct cfg80211_pmsr_request *req)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);
	struct vwifi_ranging *ranging = &vif->ranging;
	int err = -EBUSY;

	if (!vwifi_vif_is_station(vif) && !vwifi_vif_is_ap(vif))
		return -EOPNOTSUPP;
	vwifi_wdev_lock(wdev);
	if (!ranging->req) {
		ranging->req = req;
		ranging->peer = 0;
		ranging->end = jiffies + msecs_to_jiffies(req->timeout);
		vwifi_ranging_begin_peer(ranging);
		vwifi_ranging_wake(vif);
		err = 0;
	}
	vwifi_wdev_unlock(wdev);
	return err;
}

/* The request is no more when we return. With the wiphy mutex held or, before 6.7, the wireless_dev's. */
void vwifi_abort_pmsr(struct wiphy *wiphy, struct wireless_dev *wdev,
		      struct cfg80211_pmsr_request *req)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);

	if (vif->ranging.req != req)
		return;
	vif->ranging.req = NULL;
	timer_delete(&vif->ranging.timer);
	vwifi_ranging_wake(vif);
}
