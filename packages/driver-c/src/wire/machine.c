// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The other kernels on the wire. One is met by its HELLO and forgotten when
 * none comes any more.
 */
#include <linux/hashtable.h>

#include "message.h"

#define VWIFI_MACHINE_HASH_BITS	6

DEFINE_SPINLOCK(vwifi_wire_lock);
static DEFINE_HASHTABLE(vwifi_machines, VWIFI_MACHINE_HASH_BITS);
static unsigned int vwifi_n_machines;	/* vwifi_wire_lock */

static struct hlist_head *vwifi_machines_at(const u8 *addr)
{
	return &vwifi_machines[vwifi_addr_hash(addr, VWIFI_MACHINE_HASH_BITS)];
}

/* Called under RCU. */
struct vwifi_machine *vwifi_machine_find(const struct vwifi_underlay *underlay, const u8 *addr,
					 u32 instance)
{
	struct vwifi_machine *machine;

	hlist_for_each_entry_rcu(machine, vwifi_machines_at(addr), node)
		if (machine->instance == instance && machine->underlay == underlay &&
		    ether_addr_equal(machine->addr, addr))
			return machine;
	return NULL;
}

/* The machine that says HELLO, known or new; NULL: there are too many. Softirq, under RCU. */
struct vwifi_machine *vwifi_machine_meet(struct vwifi_underlay *underlay, const u8 *addr,
					 u32 instance)
{
	struct vwifi_machine *machine;

	spin_lock_bh(&vwifi_wire_lock);
	machine = vwifi_machine_find(underlay, addr, instance);
	if (machine || vwifi_n_machines >= VWIFI_MACHINES_MAX)
		goto unlock;
	machine = kzalloc(sizeof(*machine), GFP_ATOMIC);
	if (!machine)
		goto unlock;
	machine->underlay = underlay;
	ether_addr_copy(machine->addr, addr);
	machine->instance = instance;
	machine->mtu = VWIFI_WIRE_MIN_MTU;
	machine->heard = jiffies;
	hlist_add_head_rcu(&machine->node, vwifi_machines_at(addr));
	vwifi_n_machines++;
	/* So that it meets us as soon. */
	vwifi_wire_announce();
unlock:
	spin_unlock_bh(&vwifi_wire_lock);
	return machine;
}

/**
 * vwifi_machine_accept - whether a message is new
 * @machine: who sent it
 * @seq: its sequence number
 * @only_look: do not remember it yet: a fragment, with others to come
 *
 * Called with vwifi_wire_lock held. Two messages may overtake each other, but
 * not by more than the window.
 */
bool vwifi_machine_accept(struct vwifi_machine *machine, u32 seq, bool only_look)
{
	s32 ahead = seq - machine->newest;

	if (!machine->any || ahead > 0) {
		if (only_look)
			return true;
		if (!machine->any || ahead >= VWIFI_WIRE_WINDOW)
			bitmap_zero(machine->window, VWIFI_WIRE_WINDOW);
		else
			bitmap_shift_left(machine->window, machine->window, ahead,
					  VWIFI_WIRE_WINDOW);
		machine->any = true;
		machine->newest = seq;
		__set_bit(0, machine->window);
		return true;
	}
	if (ahead <= -VWIFI_WIRE_WINDOW)
		return false;
	if (only_look)
		return !test_bit(-ahead, machine->window);
	return !__test_and_set_bit(-ahead, machine->window);
}

bool vwifi_machine_is_live(const struct vwifi_machine *machine)
{
	return time_before(jiffies,
			   READ_ONCE(machine->heard) + msecs_to_jiffies(VWIFI_SILENT_MS));
}

/* When it will no longer be live, if it is silent from now on. */
unsigned int vwifi_machine_silent_ms(const struct vwifi_machine *machine)
{
	unsigned int silent = jiffies_to_msecs(jiffies - READ_ONCE(machine->heard));

	return silent < VWIFI_SILENT_MS ? VWIFI_SILENT_MS - silent : 1;
}

/* Called with vwifi_wire_lock held. */
static void vwifi_machine_del(struct vwifi_machine *machine)
{
	hash_del_rcu(&machine->node);
	vwifi_n_machines--;
	vwifi_remotes_unlisted(machine, jiffies);
	vwifi_fragments_forget(machine);
	kfree_rcu(machine, rcu);
}

/* Forgets those that said nothing for long, and what others left unfinished. */
void vwifi_machines_expire(void)
{
	struct vwifi_machine *machine;
	struct hlist_node *next;
	unsigned int bucket;

	spin_lock_bh(&vwifi_wire_lock);
	hash_for_each_safe(vwifi_machines, bucket, next, machine, node) {
		if (time_after(jiffies, machine->heard + msecs_to_jiffies(VWIFI_GONE_MS)))
			vwifi_machine_del(machine);
		else if (vwifi_machine_is_live(machine))
			vwifi_remotes_unlisted(machine,
					       jiffies - msecs_to_jiffies(VWIFI_SILENT_MS));
	}
	vwifi_fragments_expire();
	spin_unlock_bh(&vwifi_wire_lock);
}

/* How many live on an underlay. */
unsigned int vwifi_machines_count(const struct vwifi_underlay *underlay)
{
	struct vwifi_machine *machine;
	unsigned int bucket, count = 0;

	rcu_read_lock();
	hash_for_each_rcu(vwifi_machines, bucket, machine, node)
		count += machine->underlay == underlay && vwifi_machine_is_live(machine);
	rcu_read_unlock();
	return count;
}

/* Forgets one that says goodbye. Softirq. */
void vwifi_machine_leave(struct vwifi_machine *machine)
{
	spin_lock_bh(&vwifi_wire_lock);
	if (!hlist_unhashed(&machine->node))
		vwifi_machine_del(machine);
	spin_unlock_bh(&vwifi_wire_lock);
}

/* Forgets those of an underlay that is about to go. */
void vwifi_machines_forget(const struct vwifi_underlay *underlay)
{
	struct vwifi_machine *machine;
	struct hlist_node *next;
	unsigned int bucket;

	spin_lock_bh(&vwifi_wire_lock);
	hash_for_each_safe(vwifi_machines, bucket, next, machine, node)
		if (machine->underlay == underlay)
			vwifi_machine_del(machine);
	spin_unlock_bh(&vwifi_wire_lock);
}
