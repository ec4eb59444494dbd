// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Frames that take their time. Each is an object of its own with copies of what it needs,
 * and lands by vwifi_up.land(), in softirq, under RCU.
 */
#include "flight.h"

#define VWIFI_FLIGHTS_MAX	1000	/* of one owner */

static enum hrtimer_restart vwifi_flights_timer(struct hrtimer *timer)
{
	struct vwifi_flights *flights = container_of(timer, struct vwifi_flights, timer);
	struct vwifi_flight *flight, *next;
	ktime_t now = ktime_get();
	LIST_HEAD(landed);

	spin_lock(&flights->lock);
	list_for_each_entry_safe(flight, next, &flights->queue, list) {
		if (ktime_after(flight->arrival, now)) {
			/* Not by HRTIMER_RESTART: somebody may have started it anew already. */
			hrtimer_start(timer, flight->arrival, HRTIMER_MODE_ABS_SOFT);
			break;
		}
		list_move_tail(&flight->list, &landed);
		flights->len--;
	}
	spin_unlock(&flights->lock);

	rcu_read_lock();
	list_for_each_entry_safe(flight, next, &landed, list) {
		vwifi_up.land(&flight->tx, flight->skb);
		kfree_sensitive(flight);
	}
	rcu_read_unlock();
	return HRTIMER_NORESTART;
}

/* What outlives its transmitter: copies, and nothing else; @ra: whom it is for. */
void vwifi_flight_take(struct vwifi_flight *flight, const struct vwifi_transmission *tx,
		       const u8 *ra)
{
	const struct vwifi_key *key = tx->protection.key;

	flight->tx = *tx;
	flight->tx.air = tx->radio->air;
	flight->tx.from = NULL;
	flight->tx.radio = NULL;
	flight->tx.to = NULL;
	flight->tx.peer = NULL;
	flight->tx.ask = NULL;
	flight->tx.airing = NULL;
	flight->tx.aired = NULL;
	ether_addr_copy(flight->ta, tx->ta);
	ether_addr_copy(flight->ra, ra);
	ether_addr_copy(flight->bssid, tx->bssid);
	flight->tx.ta = flight->ta;
	flight->tx.ra = flight->ra;
	flight->tx.bssid = flight->bssid;
	if (!key)
		return;
	flight->key.id = key->id;
	flight->key.cipher = key->cipher;
	flight->key.index = key->index;
	flight->key.pairwise = key->pairwise;
	memcpy(flight->key.material, key->material, VWIFI_MAX_KEY_LEN);
	flight->tx.protection.key = &flight->key;
}

/* A frame that is about to take its time, on its way to tx->to; NULL: no memory. Consumes the skb. */
struct vwifi_flight *vwifi_flight_new(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_flight *flight = kzalloc(sizeof(*flight), GFP_ATOMIC);

	if (!flight) {
		kfree_skb(skb);
		return NULL;
	}
	/*
	 * The frame may outlive its sender's interface. Its socket stays with it,
	 * so that a slow link holds the sender back.
	 */
	skb_scrub_packet(skb, true);
	skb->dev = NULL;
	flight->skb = skb;
	vwifi_flight_take(flight, tx, tx->to->addr);
	return flight;
}

void vwifi_flight_free(struct vwifi_flight *flight)
{
	kfree_skb(flight->skb);
	kfree_sensitive(flight);
}

void vwifi_flights_init(struct vwifi_flights *flights)
{
	spin_lock_init(&flights->lock);
	INIT_LIST_HEAD(&flights->queue);
	vwifi_hrtimer_setup(&flights->timer, vwifi_flights_timer, CLOCK_MONOTONIC,
			    HRTIMER_MODE_ABS_SOFT);
}

/* These three: with the lock held. */
bool vwifi_flights_have_room(const struct vwifi_flights *flights)
{
	return flights->len < VWIFI_FLIGHTS_MAX && !flights->closed;
}

/* There is room. Nothing that was added before arrives later. */
void vwifi_flights_add(struct vwifi_flights *flights, struct vwifi_flight *flight, ktime_t arrival)
{
	bool first = list_empty(&flights->queue);

	flight->arrival = arrival;
	list_add_tail(&flight->list, &flights->queue);
	flights->len++;
	/* The timer sees to the others; it runs after us if it runs now. */
	if (first)
		hrtimer_start(&flights->timer, arrival, HRTIMER_MODE_ABS_SOFT);
}

void vwifi_flights_take_all(struct vwifi_flights *flights, struct list_head *taken)
{
	list_splice_init(&flights->queue, taken);
	flights->len = 0;
}

/* Without the lock. */
void vwifi_flights_drop(struct list_head *taken)
{
	struct vwifi_flight *flight, *next;

	list_for_each_entry_safe(flight, next, taken, list)
		vwifi_flight_free(flight);
}

/* Process context, before their owner is freed; afterwards nothing flies. */
void vwifi_flights_exit(struct vwifi_flights *flights)
{
	LIST_HEAD(dropped);

	spin_lock_bh(&flights->lock);
	flights->closed = true;
	spin_unlock_bh(&flights->lock);
	hrtimer_cancel(&flights->timer);
	spin_lock_bh(&flights->lock);
	vwifi_flights_take_all(flights, &dropped);
	spin_unlock_bh(&flights->lock);
	vwifi_flights_drop(&dropped);
}
