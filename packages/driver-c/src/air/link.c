// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a link does to a frame: how strong it arrives, whether it is lost, how
 * often it is tried, and when it arrives. Nothing of this is reached by a frame
 * on an ideal link (vwifi_link_is_ideal()).
 *
 * Chance is a function: of the medium's seed, the link, and how many times the
 * link has drawn for frames of that kind. The same traffic loses the same frames
 * in every run.
 */
#include <linux/siphash.h>

#include "air.h"

/* An even 32-bit number: the @n-th of the link from @sender to @receiver. */
static u32 vwifi_chance(enum vwifi_chance what, const struct vwifi_radio *receiver, u32 sender,
			u32 n)
{
	siphash_key_t key = { { READ_ONCE(receiver->air->medium.seed), what } };

	return upper_32_bits(siphash_3u32(receiver->id, sender, n, &key));
}

/* The link's own pair, or NULL: what a program carries has met its own link. Called under RCU. */
struct vwifi_pair *vwifi_link_pair(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	struct vwifi_pair *pair;

	if (!READ_ONCE(to->n_links) || from->towards)
		return NULL;
	pair = vwifi_pair_at(to, from->id);
	/* Pairs with vwifi_link_set(): who sees the bits sees the values. */
	return pair && smp_load_acquire(&pair->link.set) ? pair : NULL;
}

static int vwifi_link_dbm(int cdbm)
{
	return clamp(DIV_ROUND_CLOSEST(cdbm, 100), -128, 0);
}

/* What @to reads of @from, in dBm. Called under RCU. */
int vwifi_link_signal(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	return vwifi_link_dbm(vwifi_signal_cdbm(from, to, 0, ktime_get_ns()));
}

/* The same at a time, without what fades. Called under RCU. */
int vwifi_link_mean(const struct vwifi_radio *from, const struct vwifi_radio *to, u64 at_ns)
{
	return vwifi_link_dbm(vwifi_signal_mean_cdbm(from, to, 0, at_ns));
}

/* Whether a frame arrived too weak at a time, or between radios that do not meet. Under RCU. */
bool vwifi_link_was_too_weak(const struct vwifi_radio *from, const struct vwifi_radio *to, u64 at_ns)
{
	int sensitivity = READ_ONCE(to->air->medium.sensitivity);

	if (unlikely(!vwifi_radios_meet(from, to)))
		return true;
	return sensitivity != VWIFI_HEARS_ALL &&
	       vwifi_link_dbm(vwifi_signal_cdbm(from, to, 0, at_ns)) < sensitivity;
}

/* Whether a frame arrives too weak for @to to hear it, however often it is tried. Under RCU. */
bool vwifi_link_is_too_weak(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	return vwifi_link_was_too_weak(from, to, ktime_get_ns());
}

/*
 * How often a radio sends a unicast frame (dot11ShortRetryLimit). One of another
 * kernel keeps that to itself.
 */
unsigned int vwifi_link_tries(const struct vwifi_radio *from)
{
	return from->wiphy ? max_t(unsigned int, READ_ONCE(from->wiphy->retry_short), 1) :
			     VWIFI_RETRY_LIMIT;
}

#define VWIFI_SHORT_FRAME	100	/* octets */

/* How likely noise spoils a frame that does not go through a channel server, of 2^32: a short one, at 6 Mbit/s. */
static u32 vwifi_link_error(const struct vwifi_radio *from, const struct vwifi_radio *to, u16 freq,
			    u64 at_ns)
{
	static const struct rate_info rate = { .legacy = 60, .bw = RATE_INFO_BW_20 };
	int signal = vwifi_signal_cdbm(from, to, 0, at_ns), noise = vwifi_noise_cdbm(to, 20);
	u64 jam = vwifi_jam_power_at(to->air, freq, at_ns);

	if (jam)
		noise = vwifi_aw_to_cdbm(vwifi_cdbm_to_aw(noise) + jam);
	return vwifi_error_rate(&rate, VWIFI_SHORT_FRAME, signal - noise);
}

/**
 * vwifi_link_transmit_at - sends one frame over a link that may lose it
 * @from: the transmitter
 * @to: the receiver
 * @freq: on which channel, MHz
 * @what: which kind of frame, not jitter
 * @at_ns: when, by ktime_get_ns()
 * @retries: how many repetitions it took is added
 *
 * Called under RCU.
 *
 * Return: whether it arrived.
 */
bool vwifi_link_transmit_at(struct vwifi_radio *from, struct vwifi_radio *to, u16 freq,
			    enum vwifi_chance what, u64 at_ns, unsigned int *retries)
{
	struct vwifi_pair *pair = vwifi_link_pair(from, to);
	u32 loss = READ_ONCE(to->air->medium.loss), threshold;
	atomic_t *draws = pair ? &pair->draws[what] : &from->draws[what];
	bool group = what == VWIFI_CHANCE_GROUP_DATA || what == VWIFI_CHANCE_GROUP_MGMT;
	unsigned int tries = group ? 1 : vwifi_link_tries(from);
	bool arrived = false;
	unsigned int n;

	if (pair && pair->link.set & VWIFI_LINK_LOSS)
		loss = READ_ONCE(pair->link.loss);
	if (pair && !READ_ONCE(pair->denied))
		atomic64_inc(&pair->frames);
	if (vwifi_link_was_too_weak(from, to, at_ns))
		loss = VWIFI_LOSS_SCALE;
	else if (READ_ONCE(to->air->medium.model) == VWIFI_MODEL_DCF)
		loss += mul_u64_u32_shr(VWIFI_LOSS_SCALE - loss,
					vwifi_link_error(from, to, freq, at_ns), 32);
	else if (vwifi_jammed_at(to->air, freq, at_ns))
		loss = VWIFI_LOSS_SCALE;
	if (!loss)
		return true;

	threshold = div_u64((u64)loss << 32, VWIFI_LOSS_SCALE) - 1;
	for (n = 1; n <= tries; n++) {
		u32 draw = vwifi_chance(what, to, from->id, atomic_inc_return(draws));

		if (draw > threshold) {
			arrived = true;
			break;
		}
	}
	/* n is the number of transmissions; n > tries: all of them were lost. */
	n = min(n, tries);
	*retries += n - 1;
	if (pair) {
		atomic64_add(n - arrived, &pair->frames_lost);
		atomic64_add(n - 1, &pair->retries);
	}
	return arrived;
}

/* How likely a transmission is lost on a link, whatever else: of 2^32. Called under RCU. */
u32 vwifi_link_loss(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	struct vwifi_pair *pair = vwifi_link_pair(from, to);
	u32 loss = READ_ONCE(to->air->medium.loss);

	if (pair && pair->link.set & VWIFI_LINK_LOSS)
		loss = READ_ONCE(pair->link.loss);
	return min_t(u64, div_u64((u64)loss << 32, VWIFI_LOSS_SCALE), U32_MAX);
}

/* The same now. */
bool vwifi_link_transmit(struct vwifi_radio *from, struct vwifi_radio *to, u16 freq,
			 enum vwifi_chance what, unsigned int *retries)
{
	return vwifi_link_transmit_at(from, to, freq, what, ktime_get_ns(), retries);
}

/* What a link leaves of so many kbit/s: each frame that is lost was sent. Called under RCU. */
u64 vwifi_link_throughput(const struct vwifi_radio *from, const struct vwifi_radio *to, u64 kbps)
{
	struct vwifi_pair *pair = vwifi_link_pair(from, to);
	u32 loss = READ_ONCE(to->air->medium.loss);
	u64 rate = pair ? READ_ONCE(pair->link.rate) : 0;

	if (pair && pair->link.set & VWIFI_LINK_LOSS)
		loss = READ_ONCE(pair->link.loss);
	if (vwifi_link_is_too_weak(from, to))
		loss = VWIFI_LOSS_SCALE;
	kbps = div_u64(kbps * (VWIFI_LOSS_SCALE - loss), VWIFI_LOSS_SCALE);
	return rate ? min(kbps, div_u64(rate, 1000)) : kbps;
}

/* Whether the receiver drops data of @sender. Called under RCU. */
bool vwifi_denied(const struct vwifi_radio *receiver, u32 sender)
{
	struct vwifi_pair *pair = vwifi_pair_at(receiver, sender);

	if (!pair || !READ_ONCE(pair->denied))
		return false;
	atomic64_inc(&pair->frames);
	atomic64_inc(&pair->frames_denied);
	return true;
}

/* Whether anything can happen to a frame of @from on its way to @to. Called under RCU. */
bool vwifi_link_applies(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	return READ_ONCE(to->air->medium.touches) || vwifi_link_pair(from, to);
}

/* Whether frames of this link take time. Called under RCU. */
bool vwifi_link_delays(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	struct vwifi_pair *pair = vwifi_link_pair(from, to);

	return pair && (READ_ONCE(pair->link.delay) || READ_ONCE(pair->link.jitter) ||
			READ_ONCE(pair->link.rate));
}

/* When the frame arrives: after those before it. Called with the lock of its flights held. */
static ktime_t vwifi_link_arrival(struct vwifi_pair *pair, unsigned int bytes)
{
	u64 rate = READ_ONCE(pair->link.rate);
	u32 jitter = READ_ONCE(pair->link.jitter);
	ktime_t arrival = ktime_get();

	if (rate) {
		if (ktime_after(pair->busy_until, arrival))
			arrival = pair->busy_until;
		arrival = ktime_add_ns(arrival, div64_u64((u64)bytes * BITS_PER_BYTE * NSEC_PER_SEC, rate));
		pair->busy_until = arrival;
	}
	arrival = ktime_add_us(arrival, READ_ONCE(pair->link.delay));
	if (jitter) {
		u32 draw = vwifi_chance(VWIFI_CHANCE_JITTER, pair->receiver, pair->key.sender,
					atomic_inc_return(&pair->draws[VWIFI_CHANCE_JITTER]));

		arrival = ktime_add_us(arrival, mul_u64_u32_shr(jitter + 1ULL, draw, 32));
	}
	if (ktime_before(arrival, pair->last_arrival))
		arrival = pair->last_arrival;
	pair->last_arrival = arrival;
	return arrival;
}

/**
 * vwifi_link_fly - sends a frame over a link that takes time
 * @tx: how, and to whom (tx->to); a packet number has been drawn, if there is a key
 * @skb: the frame; consumed
 *
 * Called under RCU. A full queue drops the frame. It lands by vwifi_up.land().
 */
void vwifi_link_fly(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_pair *pair = vwifi_link_pair(tx->radio, tx->to->radio);
	struct vwifi_flight *flight;

	if (!pair) {
		kfree_skb(skb);
		return;
	}
	flight = vwifi_flight_new(tx, skb);
	if (!flight)
		return;
	spin_lock_bh(&pair->flights.lock);
	if (vwifi_flights_have_room(&pair->flights)) {
		vwifi_flights_add(&pair->flights, flight, vwifi_link_arrival(pair, skb->len));
		flight = NULL;
	}
	spin_unlock_bh(&pair->flights.lock);
	if (!flight)
		return;
	atomic64_inc(&pair->queue_dropped);
	vwifi_flight_free(flight);
}

/* Drops what is on its way and forgets when. Process context. */
void vwifi_link_reset(struct vwifi_pair *pair)
{
	LIST_HEAD(dropped);

	spin_lock_bh(&pair->flights.lock);
	atomic64_add(pair->flights.len, &pair->queue_dropped);
	vwifi_flights_take_all(&pair->flights, &dropped);
	pair->busy_until = 0;
	pair->last_arrival = 0;
	spin_unlock_bh(&pair->flights.lock);
	vwifi_flights_drop(&dropped);
}
