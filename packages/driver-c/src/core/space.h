/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Airs. An air is what the radios of one user namespace send through: a radio belongs to
 * that of the user namespace that made it, wherever it is moved later, and nobody of
 * another air hears it or is heard by it. The host's is there always, and is the one that
 * the wire belongs to, with the radios of other kernels; another one is there as long as
 * it has radios, so whoever may look at a radio may look at its air.
 */
#ifndef VWIFI_CORE_SPACE_H
#define VWIFI_CORE_SPACE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "place.h"

struct user_namespace;
struct vwifi_user_medium;
struct vwifi_dcf;

#define VWIFI_SIGNAL_DBM	(-50)	/* what everybody reads of a transmitter with 0 dBm */
#define VWIFI_HEARS_ALL		(-128)	/* a sensitivity below every signal */

/* What is not a link's own. Written under vwifi_pairs_lock, READ_ONCE elsewhere. */
struct vwifi_medium {
	int signal;			/* dBm */
	u32 loss;			/* of VWIFI_LOSS_SCALE */
	u64 seed;
	u32 path_loss_exponent;		/* hundredths */
	int sensitivity;		/* dBm; VWIFI_HEARS_ALL: none */
	u32 path_model;			/* enum vwifi_path_model */
	u32 shadowing;			/* standard deviation, hundredths of a dB */
	u32 fading;			/* enum vwifi_fading */
	u32 rician_k;			/* hundredths of a dB */
	u32 coherence;			/* us */
	u32 noise_figure;		/* hundredths of a dB */
	u64 since;			/* when the seed was set, by ktime_get_ns(); set by vwifi_medium_set() */
	u8 model;			/* enum vwifi_model */
	u8 rate_control;		/* enum vwifi_rate_control, of VWIFI_MODEL_DCF */
	bool airtime_fairness;
	u32 rts_threshold;		/* octets, of radios that have none of their own */
	bool touches;			/* loss, sensitivity, model, faults, jams or groups do something; set by vwifi_medium_touch() */
	bool restart;			/* argument of vwifi_medium_set(): begin all sequences anew */
};

/* Channels by frequency, in steps of 5 MHz from below 2.4 GHz to above 6 GHz. */
#define VWIFI_SURVEY_STEP	5
#define VWIFI_SURVEY_FIRST	(2400 / VWIFI_SURVEY_STEP)
#define VWIFI_SURVEY_N		(7200 / VWIFI_SURVEY_STEP - VWIFI_SURVEY_FIRST)

struct vwifi_air {
	struct list_head list;		/* vwifi_airs; vwifi_radios_lock */
	struct user_namespace *owner;	/* held */
	unsigned int n_radios;		/* vwifi_radios_lock */
	struct vwifi_medium medium;
	struct vwifi_user_medium __rcu *user;	/* a program that carries all frames (hwsim/), or NULL */
	bool grouped;			/* its radios are in groups; vwifi_pairs_lock */
	struct vwifi_walls __rcu *walls;	/* vwifi_radios_lock; NULL: none */
	/* How long each channel has been busy, in microseconds. It only grows, as readers take differences. */
	atomic64_t survey[VWIFI_SURVEY_N];
	struct list_head faults;	/* struct vwifi_fault; vwifi_pairs_lock, read under RCU */
	unsigned int n_faults;		/* vwifi_pairs_lock; READ_ONCE */
	u32 last_fault;			/* number of the last one that was made; vwifi_pairs_lock */
	struct list_head jams;		/* struct vwifi_jam; vwifi_pairs_lock, read under RCU */
	unsigned int n_jams;		/* the same lock; READ_ONCE */
	struct delayed_work unjam;	/* takes those away that are over; set up by the first one */
	struct vwifi_dcf *dcf;		/* its channel server, once somebody has asked for one; READ_ONCE */
};

extern struct vwifi_air vwifi_hosts_air;

/* Whether radios of an air reach other kernels. */
static inline bool vwifi_air_is_hosts(const struct vwifi_air *air)
{
	return air == &vwifi_hosts_air;
}

/* Whether a program carries the frames of an air. Any context. */
static inline bool vwifi_air_is_carried(const struct vwifi_air *air)
{
	return rcu_access_pointer(air->user);
}

/* space.c; all with vwifi_radios_lock held */
struct vwifi_air *vwifi_air_of(const struct user_namespace *owner);
struct vwifi_air *vwifi_air_get(struct user_namespace *owner);
void vwifi_air_put(struct vwifi_air *air);

#endif /* VWIFI_CORE_SPACE_H */
