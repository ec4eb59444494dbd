/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Frames that take their time: on a slow link, or by a fault (flight.c). */
#ifndef VWIFI_AIR_FLIGHT_H
#define VWIFI_AIR_FLIGHT_H

#include <linux/hrtimer.h>

#include "core/core.h"

/*
 * A frame that takes its time on a link. What is known of it, its addresses and its key
 * among that, are copies: its transmitter may be gone when it lands.
 */
struct vwifi_flight {
	struct list_head list;		/* vwifi_flights.queue */
	struct sk_buff *skb;
	ktime_t arrival;
	struct vwifi_transmission tx;	/* from, to, peer and radio: none; the rest points to what follows */
	u8 ta[ETH_ALEN];
	u8 ra[ETH_ALEN];		/* the receiver's own, of a group frame, too */
	u8 bssid[ETH_ALEN];
	struct vwifi_key key;
};

/* Those that are on their way, one after the other. */
struct vwifi_flights {
	spinlock_t lock;		/* protects what follows, and what their owner says it does */
	struct list_head queue;		/* struct vwifi_flight, in order of arrival */
	unsigned int len;
	bool closed;			/* nothing is queued any more */
	struct hrtimer timer;
};

void vwifi_flight_take(struct vwifi_flight *flight, const struct vwifi_transmission *tx,
		       const u8 *ra);
struct vwifi_flight *vwifi_flight_new(const struct vwifi_transmission *tx, struct sk_buff *skb);
void vwifi_flight_free(struct vwifi_flight *flight);
void vwifi_flights_init(struct vwifi_flights *flights);
bool vwifi_flights_have_room(const struct vwifi_flights *flights);
void vwifi_flights_add(struct vwifi_flights *flights, struct vwifi_flight *flight, ktime_t arrival);
void vwifi_flights_take_all(struct vwifi_flights *flights, struct list_head *taken);
void vwifi_flights_drop(struct list_head *taken);
void vwifi_flights_exit(struct vwifi_flights *flights);

#endif /* VWIFI_AIR_FLIGHT_H */
