/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Directed pairs of radios, the links between them and the medium (pair.c, link.c).
 */
#ifndef VWIFI_AIR_PAIR_H
#define VWIFI_AIR_PAIR_H

#include <linux/rhashtable-types.h>

#include "core/core.h"
#include "flight.h"

enum vwifi_link_value {
	VWIFI_LINK_SIGNAL = BIT(0),
	VWIFI_LINK_LOSS = BIT(1),
	VWIFI_LINK_DELAY = BIT(2),
	VWIFI_LINK_JITTER = BIT(3),
	VWIFI_LINK_RATE = BIT(4),
};

/* The values of a link; those in @set are its own, the others the medium's. */
struct vwifi_link {
	u32 set;			/* enum vwifi_link_value; 0: no link */
	int signal;			/* dBm */
	u32 loss;			/* of VWIFI_LOSS_SCALE */
	u32 delay;			/* us */
	u32 jitter;			/* us */
	u64 rate;			/* bit/s */
};

/*
 * A directed pair of radios with something special about it: a denial, a link,
 * or both. Found under RCU; changed under vwifi_pairs_lock, field by field,
 * which the data path may see half done.
 */
struct vwifi_pair {
	struct rhash_head node;
	struct vwifi_pair_key {
		u32 receiver;
		u32 sender;
	} key;
	struct list_head in;		/* receiver's pairs_in */
	struct list_head out;		/* sender's pairs_out */
	struct vwifi_radio *receiver;	/* vwifi_pairs_lock */
	struct vwifi_radio *sender;
	bool denied;
	bool wanted;			/* while the denylist is replaced */
	struct vwifi_link link;
	atomic64_t frames;
	atomic64_t frames_denied;
	atomic64_t frames_lost;
	atomic64_t retries;
	atomic64_t queue_dropped;
	atomic_t draws[VWIFI_N_CHANCES];

	/* What is on its way; its lock also protects what follows. */
	struct vwifi_flights flights;
	ktime_t busy_until;		/* the rate limit's clock */
	ktime_t last_arrival;
	struct rcu_head rcu;
};

/* pair.c */
extern struct mutex vwifi_pairs_lock;
int vwifi_pairs_init(void);
void vwifi_pairs_exit(void);
void vwifi_pairs_forget(struct vwifi_radio *radio);
struct vwifi_pair *vwifi_pair_find(u32 receiver, u32 sender);
struct vwifi_pair *vwifi_pair_at(const struct vwifi_radio *receiver, u32 sender);
unsigned int vwifi_pair_count(void);
int vwifi_deny_add(struct vwifi_radio *receiver, struct vwifi_radio *sender);
int vwifi_deny_del(struct vwifi_radio *receiver, struct vwifi_radio *sender);
int vwifi_deny_want(struct vwifi_radio *receiver, struct vwifi_radio *sender);
void vwifi_deny_commit(const struct vwifi_air *air, bool replace);
int vwifi_link_set(struct vwifi_radio *receiver, struct vwifi_radio *sender,
		   const struct vwifi_link *link);
int vwifi_link_del(struct vwifi_radio *receiver, struct vwifi_radio *sender);
void vwifi_medium_touch(struct vwifi_air *air);
void vwifi_medium_set(struct vwifi_air *air, const struct vwifi_medium *medium);
void vwifi_medium_refresh(struct vwifi_air *air);
void vwifi_radio_group(struct vwifi_radio *radio, u64 group);

/* link.c */
void vwifi_link_reset(struct vwifi_pair *pair);
struct vwifi_pair *vwifi_link_pair(const struct vwifi_radio *from, const struct vwifi_radio *to);
int vwifi_link_signal(const struct vwifi_radio *from, const struct vwifi_radio *to);
u64 vwifi_link_throughput(const struct vwifi_radio *from, const struct vwifi_radio *to, u64 kbps);
unsigned int vwifi_link_tries(const struct vwifi_radio *from);
u32 vwifi_link_loss(const struct vwifi_radio *from, const struct vwifi_radio *to);
int vwifi_link_mean(const struct vwifi_radio *from, const struct vwifi_radio *to, u64 at_ns);
bool vwifi_link_was_too_weak(const struct vwifi_radio *from, const struct vwifi_radio *to, u64 at_ns);
bool vwifi_link_is_too_weak(const struct vwifi_radio *from, const struct vwifi_radio *to);
bool vwifi_link_transmit_at(struct vwifi_radio *from, struct vwifi_radio *to, u16 freq,
			    enum vwifi_chance what, u64 at_ns, unsigned int *retries);
bool vwifi_link_transmit(struct vwifi_radio *from, struct vwifi_radio *to, u16 freq,
			 enum vwifi_chance what, unsigned int *retries);
bool vwifi_link_applies(const struct vwifi_radio *from, const struct vwifi_radio *to);
bool vwifi_link_delays(const struct vwifi_radio *from, const struct vwifi_radio *to);
void vwifi_link_fly(const struct vwifi_transmission *tx, struct sk_buff *skb);
bool vwifi_denied(const struct vwifi_radio *receiver, u32 sender);

/* path.c */
int vwifi_path_cdb(const struct vwifi_radio *from, const struct vwifi_radio *to, u16 freq, u64 at_ns);
int vwifi_radio_place(struct vwifi_radio *radio, const struct vwifi_track *track);
bool vwifi_path_changes(const struct vwifi_radio *from, const struct vwifi_radio *to, u64 at_ns);
void vwifi_walls_set(struct vwifi_air *air, struct vwifi_walls *walls);

/* Whether nothing can happen to a frame on its way to @to. */
static inline bool vwifi_link_is_ideal(const struct vwifi_radio *to)
{
	return likely(!READ_ONCE(to->n_links) && !READ_ONCE(to->air->medium.touches));
}

#endif /* VWIFI_AIR_PAIR_H */
