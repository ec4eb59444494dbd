// SPDX-License-Identifier: MIT OR GPL-2.0
/* Underlays: what carries the wire. */
#include "message.h"

/* Written under the lock, read under RCU. */
LIST_HEAD(vwifi_underlays);
DEFINE_MUTEX(vwifi_underlays_lock);	/* protects the list */

/* Called with vwifi_underlays_lock held; what it receives may come at once. */
void vwifi_underlay_add(struct vwifi_underlay *underlay)
{
	list_add_tail_rcu(&underlay->list, &vwifi_underlays);
	pr_info("the air goes over %s (%pM)\n", underlay->name, underlay->addr);
	vwifi_wire_announce();
}

/*
 * Takes an underlay away. Called with vwifi_underlays_lock held; afterwards
 * nothing is sent to it and nothing comes from it.
 */
void vwifi_underlay_del(struct vwifi_underlay *underlay)
{
	vwifi_wire_bye();
	list_del_rcu(&underlay->list);
	synchronize_net();
	underlay->ops->stop(underlay);
	/* Nothing can meet a machine on it any more. */
	vwifi_machines_forget(underlay);
	/* Who found one of them before is done with it, and with us. */
	synchronize_net();
	pr_info("the air no longer goes over %s\n", underlay->name);
}

/*
 * The address of a radio: unique on the wire, as long as the underlays' are. 'v'
 * marks an address as local and individual; the number, and the end of the
 * underlay's. Returns whether there is a wire.
 */
bool vwifi_wire_address(u8 *addr, u16 radio)
{
	struct vwifi_underlay *first;

	rcu_read_lock();
	first = vwifi_underlay_next(NULL);
	if (first) {
		ether_addr_copy(addr, first->addr);
		addr[0] = 'v';
		put_unaligned_be16(radio, addr + 1);
	}
	rcu_read_unlock();
	return first;
}

/* The one behind @underlay, or the first; NULL at the end. Called under RCU or with the lock held. */
struct vwifi_underlay *vwifi_underlay_next(struct vwifi_underlay *underlay)
{
	return underlay ? list_next_or_null_rcu(&vwifi_underlays, &underlay->list,
						struct vwifi_underlay, list) :
			  list_first_or_null_rcu(&vwifi_underlays, struct vwifi_underlay, list);
}
