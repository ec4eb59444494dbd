// SPDX-License-Identifier: MIT OR GPL-2.0
/* Airs, by the user namespace whose radios they carry. */
#include <linux/mm.h>
#include <linux/user_namespace.h>

#include "core.h"

/*
 * Radios that a user may make in user namespaces of its own, all in all, and all users
 * together: the host's root is not among them.
 */
#define VWIFI_RADIOS_OF_ONE	64
#define VWIFI_RADIOS_OF_ALL	1024

#define VWIFI_MEDIUM_AT_FIRST {			\
	.signal = VWIFI_SIGNAL_DBM,		\
	.path_loss_exponent = 300,		\
	.sensitivity = VWIFI_HEARS_ALL,		\
	.rician_k = 600,			\
	.coherence = 20 * USEC_PER_MSEC,	\
	.noise_figure = 600,			\
	.airtime_fairness = true,		\
	.rts_threshold = U32_MAX,		\
}

struct vwifi_air vwifi_hosts_air = {
	.owner = &init_user_ns,
	.medium = VWIFI_MEDIUM_AT_FIRST,
	.faults = LIST_HEAD_INIT(vwifi_hosts_air.faults),
	.jams = LIST_HEAD_INIT(vwifi_hosts_air.jams),
};

static LIST_HEAD(vwifi_airs);	/* all but the host's; vwifi_radios_lock */

/* The air of a user namespace, or NULL. */
struct vwifi_air *vwifi_air_of(const struct user_namespace *owner)
{
	struct vwifi_air *air;

	if (owner == &init_user_ns)
		return &vwifi_hosts_air;
	list_for_each_entry(air, &vwifi_airs, list)
		if (air->owner == owner)
			return air;
	return NULL;
}

/* Whether somebody who made a user namespace has room for another radio there. */
static bool vwifi_air_has_room(const struct user_namespace *owner)
{
	unsigned int all = 0, user = 0;
	const struct vwifi_air *air;

	list_for_each_entry(air, &vwifi_airs, list) {
		all += air->n_radios;
		if (uid_eq(air->owner->owner, owner->owner))
			user += air->n_radios;
	}
	return user < VWIFI_RADIOS_OF_ONE && all < VWIFI_RADIOS_OF_ALL;
}

/*
 * The air for another radio of a user namespace, which makes it where there is none yet.
 * Returns an ERR_PTR: -EUSERS: there are as many radios as there may be.
 */
struct vwifi_air *vwifi_air_get(struct user_namespace *owner)
{
	static const struct vwifi_medium medium = VWIFI_MEDIUM_AT_FIRST;
	struct vwifi_air *air = vwifi_air_of(owner);

	if (air != &vwifi_hosts_air && !vwifi_air_has_room(owner))
		return ERR_PTR(-EUSERS);
	if (!air) {
		air = kvzalloc(sizeof(*air), GFP_KERNEL);
		if (!air)
			return ERR_PTR(-ENOMEM);
		air->owner = get_user_ns(owner);
		air->medium = medium;
		INIT_LIST_HEAD(&air->faults);
		INIT_LIST_HEAD(&air->jams);
		list_add_tail(&air->list, &vwifi_airs);
	}
	air->n_radios++;
	return air;
}

/* A radio of it is gone. */
void vwifi_air_put(struct vwifi_air *air)
{
	if (--air->n_radios || air == &vwifi_hosts_air)
		return;
	list_del(&air->list);
	/* Nobody sends through it any more. */
	kfree(rcu_access_pointer(air->walls));
	put_user_ns(air->owner);
	kvfree(air);
}
