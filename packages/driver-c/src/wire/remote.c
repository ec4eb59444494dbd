// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Interfaces of other kernels: where to send what is for them, what they are,
 * and the radio that links and the denylist know them by.
 *
 * An address belongs to the machine that has it, as long as that machine lives:
 * who else claims it is not believed.
 */
#include <linux/hashtable.h>

#include "air/air.h"
#include "message.h"

#define VWIFI_REMOTE_HASH_BITS	8
#define VWIFI_REMOTE_BEACON_TU_MAX	1000
#define VWIFI_REMOTE_FIRST_ID	(VWIFI_MAX_RADIOS + 1)

static DEFINE_HASHTABLE(vwifi_remotes, VWIFI_REMOTE_HASH_BITS);
/* vwifi_wire_lock: */
static unsigned int vwifi_n_remotes;
static u32 vwifi_remote_next_id = VWIFI_REMOTE_FIRST_ID;

static struct hlist_head *vwifi_remotes_at(const u8 *addr)
{
	return &vwifi_remotes[vwifi_addr_hash(addr, VWIFI_REMOTE_HASH_BITS)];
}

static struct vwifi_remote *vwifi_remote_lookup(const u8 *addr)
{
	struct vwifi_remote *remote;

	hlist_for_each_entry_rcu(remote, vwifi_remotes_at(addr), node,
				 lockdep_is_held(&vwifi_wire_lock))
		if (ether_addr_equal(remote->addr, addr))
			return remote;
	return NULL;
}

/* One that is there, for who is in an air, or NULL. Called under RCU. */
struct vwifi_remote *vwifi_remote_find(const struct vwifi_air *air, const u8 *addr)
{
	struct vwifi_remote *remote;

	if (!READ_ONCE(vwifi_n_remotes) || !vwifi_air_is_hosts(air))
		return NULL;
	remote = vwifi_remote_lookup(addr);
	return remote && rcu_access_pointer(remote->machine) ? remote : NULL;
}

/* Called with vwifi_wire_lock held. */
static struct vwifi_remote *vwifi_remote_new(const u8 *addr)
{
	struct vwifi_remote *remote;

	if (vwifi_n_remotes >= VWIFI_REMOTES_MAX)
		return NULL;
	remote = kzalloc(sizeof(*remote), GFP_ATOMIC);
	if (!remote)
		return NULL;
	ether_addr_copy(remote->addr, addr);
	spin_lock_init(&remote->tx_lock);
	remote->radio.id = vwifi_remote_next_id++;
	remote->radio.air = &vwifi_hosts_air;
	ether_addr_copy(remote->radio.addr, addr);
	INIT_LIST_HEAD(&remote->radio.pairs_in);
	INIT_LIST_HEAD(&remote->radio.pairs_out);
	hlist_add_head_rcu(&remote->node, vwifi_remotes_at(addr));
	vwifi_n_remotes++;
	return remote;
}

static bool vwifi_remote_may_move(const struct vwifi_machine *old, const struct vwifi_machine *new)
{
	if (!old || old == new || !vwifi_machine_is_live(old))
		return true;
	/* The same machine, started anew. */
	return old->underlay == new->underlay && ether_addr_equal(old->addr, new->addr);
}

/* Called with vwifi_wire_lock held. */
static struct vwifi_remote *vwifi_remote_claim(const u8 *addr, struct vwifi_machine *machine)
{
	struct vwifi_remote *remote = vwifi_remote_lookup(addr);
	struct vwifi_machine *old;

	/* Told goodbye meanwhile. */
	if (hlist_unhashed(&machine->node))
		return NULL;
	if (!remote)
		remote = vwifi_remote_new(addr);
	if (!remote)
		return NULL;
	old = rcu_dereference_protected(remote->machine, lockdep_is_held(&vwifi_wire_lock));
	if (!vwifi_remote_may_move(old, machine))
		return NULL;
	if (old != machine)
		rcu_assign_pointer(remote->machine, machine);
	WRITE_ONCE(remote->listed, jiffies);
	return remote;
}

/* Whether an address may be another kernel's. Called under RCU. */
static bool vwifi_remote_is_possible(const u8 *addr)
{
	if (!is_valid_ether_addr(addr))
		return false;
	if (!vwifi_air_has(&vwifi_hosts_air, addr))
		return true;
	pr_warn_ratelimited("the address %pM of an interface here is on the wire too: give one of them another address\n",
			    addr);
	return false;
}

/*
 * The transmitter @addr of a frame that came from @machine, or NULL: the
 * address is somebody else's. Softirq, under RCU.
 */
struct vwifi_remote *vwifi_remote_learn(const u8 *addr, struct vwifi_machine *machine)
{
	struct vwifi_remote *remote = vwifi_remote_find(&vwifi_hosts_air, addr);

	if (likely(remote && rcu_access_pointer(remote->machine) == machine))
		return remote;
	if (!vwifi_remote_is_possible(addr))
		return NULL;
	spin_lock_bh(&vwifi_wire_lock);
	remote = vwifi_remote_claim(addr, machine);
	spin_unlock_bh(&vwifi_wire_lock);
	return remote;
}

/* What a machine says of one of its interfaces. Softirq, under RCU. */
void vwifi_remote_update(struct vwifi_machine *machine, const struct vwifi_wire_entry *entry)
{
	struct vwifi_remote *remote;

	if (!vwifi_remote_is_possible(entry->addr))
		return;
	spin_lock_bh(&vwifi_wire_lock);
	remote = vwifi_remote_claim(entry->addr, machine);
	if (remote) {
		WRITE_ONCE(remote->role, entry->role);
		WRITE_ONCE(remote->home, be16_to_cpu(entry->home));
		WRITE_ONCE(remote->scan, be16_to_cpu(entry->scan));
		WRITE_ONCE(remote->offchannel, be16_to_cpu(entry->offchannel));
		WRITE_ONCE(remote->beacon_tu, be16_to_cpu(entry->beacon_tu));
		WRITE_ONCE(remote->amsdu, be16_to_cpu(entry->amsdu));
		ether_addr_copy(remote->bssid, entry->bssid);
		WRITE_ONCE(remote->radio.tx_power_mbm, DBM_TO_MBM(entry->power));
		WRITE_ONCE(remote->described, true);
	}
	spin_unlock_bh(&vwifi_wire_lock);
}

/* Those of a machine that it did not list since @before are gone. Called with vwifi_wire_lock held. */
void vwifi_remotes_unlisted(struct vwifi_machine *machine, unsigned long before)
{
	struct vwifi_remote *remote;
	unsigned int bucket;

	hash_for_each(vwifi_remotes, bucket, remote, node)
		if (rcu_access_pointer(remote->machine) == machine &&
		    time_before_eq(remote->listed, before))
			RCU_INIT_POINTER(remote->machine, NULL);
}

/*
 * Frees those that are gone, but for the ones that the denylist or a link names:
 * they may come back. Called with vwifi_radios_lock held: nobody has resolved one.
 */
void vwifi_remotes_collect(bool all)
{
	struct vwifi_remote *remote;
	struct hlist_node *next;
	unsigned int bucket;

	mutex_lock(&vwifi_pairs_lock);
	spin_lock_bh(&vwifi_wire_lock);
	hash_for_each_safe(vwifi_remotes, bucket, next, remote, node) {
		if (!all && (rcu_access_pointer(remote->machine) ||
			     !list_empty(&remote->radio.pairs_out)))
			continue;
		hash_del_rcu(&remote->node);
		WRITE_ONCE(vwifi_n_remotes, vwifi_n_remotes - 1);
		kfree_rcu(remote, rcu);
	}
	spin_unlock_bh(&vwifi_wire_lock);
	mutex_unlock(&vwifi_pairs_lock);
}

/* Whether another kernel has any interface. */
bool vwifi_remotes_any(void)
{
	return READ_ONCE(vwifi_n_remotes);
}

/* Whether anybody out there visits the channel, and would hear a beacon. Called under RCU. */
bool vwifi_remotes_visit(u16 freq)
{
	struct vwifi_remote *remote;
	unsigned int bucket;

	if (!READ_ONCE(vwifi_n_remotes))
		return false;
	hash_for_each_rcu(vwifi_remotes, bucket, remote, node)
		if ((READ_ONCE(remote->scan) == freq || READ_ONCE(remote->offchannel) == freq) &&
		    rcu_access_pointer(remote->machine))
			return true;
	return false;
}

/*
 * The interval at which it sends beacons on a channel, in TU; 0: it sends none.
 * A scan waits for them, but not for as long as anybody on the wire likes.
 */
static u16 vwifi_remote_beacons(const struct vwifi_remote *remote, u16 freq)
{
	struct vwifi_machine *machine = rcu_dereference(remote->machine);

	if (READ_ONCE(remote->home) != freq || !machine || !vwifi_machine_is_live(machine))
		return 0;
	return min_t(u16, READ_ONCE(remote->beacon_tu), VWIFI_REMOTE_BEACON_TU_MAX);
}

/*
 * Whether an interface of another kernel is a member of a cell. One that was heard,
 * and has not been told of yet, may be. Called under RCU.
 */
bool vwifi_remote_is_member(const struct vwifi_air *air, const u8 *addr, const u8 *bssid, u16 freq)
{
	const struct vwifi_remote *remote = vwifi_remote_find(air, addr);

	if (!remote)
		return false;
	return !READ_ONCE(remote->described) ||
	       (READ_ONCE(remote->role) == VWIFI_ROLE_CELL && READ_ONCE(remote->home) == freq &&
		ether_addr_equal_unaligned(remote->bssid, bssid));
}

/* Whether a member of a cell or a mesh out there is on the channel. Called under RCU. */
bool vwifi_remotes_member(u16 freq)
{
	struct vwifi_remote *remote;
	unsigned int bucket;

	if (!READ_ONCE(vwifi_n_remotes))
		return false;
	hash_for_each_rcu(vwifi_remotes, bucket, remote, node)
		if ((READ_ONCE(remote->role) == VWIFI_ROLE_CELL ||
		     READ_ONCE(remote->role) == VWIFI_ROLE_MESH) &&
		    vwifi_remote_beacons(remote, freq))
			return true;
	return false;
}

/* The longest beacon interval on the channel out there, in TU. Called under RCU. */
u16 vwifi_remotes_beacon_tu(u16 freq)
{
	struct vwifi_remote *remote;
	unsigned int bucket;
	u16 longest = 0;

	if (!READ_ONCE(vwifi_n_remotes))
		return 0;
	hash_for_each_rcu(vwifi_remotes, bucket, remote, node)
		longest = max(longest, vwifi_remote_beacons(remote, freq));
	return longest;
}

/* Counts what beacons out there took in so many microseconds. Under RCU. */
void vwifi_remotes_survey(u32 us)
{
	struct vwifi_remote *remote;
	unsigned int bucket;

	hash_for_each_rcu(vwifi_remotes, bucket, remote, node) {
		u16 freq = READ_ONCE(remote->home);
		u16 interval = vwifi_remote_beacons(remote, freq);

		if (interval)
			vwifi_survey_beacons(&vwifi_hosts_air, freq, us, ieee80211_tu_to_usec(interval));
	}
}

/*
 * Whether the access point @addr of another kernel is on the channel and lives;
 * and in @silent_ms, when it will have been silent for too long if it is
 * silent from now on.
 */
bool vwifi_remote_ap_lives(struct vwifi_vif *vif, const u8 *addr, u16 freq,
			   unsigned int *silent_ms)
{
	struct vwifi_machine *machine;
	struct vwifi_remote *remote;
	bool there, live;

	rcu_read_lock();
	remote = vwifi_remote_find(vif->radio->air, addr);
	machine = remote ? rcu_dereference(remote->machine) : NULL;
	there = machine && READ_ONCE(remote->role) == VWIFI_ROLE_AP &&
		READ_ONCE(remote->home) == freq;
	live = there && vwifi_machine_is_live(machine);
	*silent_ms = live ? vwifi_machine_silent_ms(machine) : VWIFI_SILENT_MS;
	rcu_read_unlock();
	/* Silent for a while: before it gives up a station asks. */
	return live || (there && vwifi_wire_probe(vif, freq, addr));
}

/* The one that is there with the next higher number. Called under RCU. */
struct vwifi_remote *vwifi_remote_after(u32 id)
{
	struct vwifi_remote *remote, *next = NULL;
	unsigned int bucket;

	hash_for_each_rcu(vwifi_remotes, bucket, remote, node)
		if (rcu_access_pointer(remote->machine) && remote->radio.id > id &&
		    (!next || remote->radio.id < next->radio.id))
			next = remote;
	return next;
}

/* The radio that denylist and links know another kernel's interface by. vwifi_radios_lock held. */
struct vwifi_radio *vwifi_remote_radio(const u8 *addr)
{
	struct vwifi_remote *remote;

	rcu_read_lock();
	remote = vwifi_remote_lookup(addr);
	rcu_read_unlock();
	/* It stays: only holders of vwifi_radios_lock remove one. */
	return remote ? &remote->radio : NULL;
}
