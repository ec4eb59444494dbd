/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Who may see which radio: the network namespaces whose owner owns the radio's
 * namespace, too. A network namespace belongs to a user namespace; whoever has a
 * capability there has it in all that descend from it, and nowhere else. So what
 * a namespace is shown reaches nobody who could not administer the radio by the
 * same right, whoever made the device that shows it and wherever that device or
 * the radio is moved later: it is asked anew each time, and nothing remembered.
 */
#ifndef VWIFI_SIGHT_H
#define VWIFI_SIGHT_H

#include <linux/user_namespace.h>
#include <net/net_namespace.h>

#include "radio.h"

/* Whether @owner is @user_ns, or an ancestor of it. */
static inline bool vwifi_user_ns_owns(const struct user_namespace *owner,
				      const struct user_namespace *user_ns)
{
	while (user_ns->level > owner->level)
		user_ns = user_ns->parent;
	return user_ns == owner;
}

/* Under RCU, or with something held that keeps @of. */
static inline bool vwifi_net_sees_net(const struct net *net, const struct net *of)
{
	return net == of || vwifi_user_ns_owns(net->user_ns, of->user_ns);
}

/* Whether a namespace is the host's, as the wire is, and what comes over it. */
static inline bool vwifi_net_is_hosts(const struct net *net)
{
	return net->user_ns == &init_user_ns;
}

/*
 * Whether what is shown in @net may tell of a radio; one of another kernel is in
 * no namespace of ours. Takes the radio's namespace as it is at this moment.
 */
static inline bool vwifi_net_sees(const struct net *net, const struct vwifi_radio *radio)
{
	bool sees;

	if (!radio->wiphy)
		return vwifi_net_is_hosts(net);
	rcu_read_lock();	/* keeps the namespace that the radio may be leaving */
	sees = vwifi_net_sees_net(net, wiphy_net(radio->wiphy));
	rcu_read_unlock();
	return sees;
}

#endif /* VWIFI_SIGHT_H */
