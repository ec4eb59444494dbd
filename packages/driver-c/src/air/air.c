// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The air: who listens where, and how frames reach them.
 *
 * Every interface that is up stands in a hash by its address: that is how a
 * unicast frame finds its receiver. Whoever is tuned to a channel stands in a
 * list of that channel as well: that is how group frames do. Residents are on
 * their home channel; visitors scan or remain on a channel for a while. Beacons
 * concern visitors and neighbouring access points alone: a station looks for its
 * access point's by itself (mlme.c), so a thousand idle stations cost a beacon
 * nothing.
 */
#include "air.h"
#include "../watch/watch.h"

#define VWIFI_BEACONS_SCANNED	3	/* that somebody who looks for a cell waits for */

/* Protects all tables here against writers; readers use RCU. */
static DEFINE_SPINLOCK(vwifi_air_lock);
DEFINE_HASHTABLE(vwifi_air_by_addr, VWIFI_ADDR_HASH_BITS);
DEFINE_HASHTABLE(vwifi_air_residents, VWIFI_FREQ_HASH_BITS);
DEFINE_HASHTABLE(vwifi_air_visitors, VWIFI_FREQ_HASH_BITS);
DEFINE_HASHTABLE(vwifi_air_neighbours, VWIFI_FREQ_HASH_BITS);

/* Called when the interface is up, with rtnl held. */
void vwifi_air_add(struct vwifi_vif *vif)
{
	spin_lock_bh(&vwifi_air_lock);
	hash_add_rcu(vwifi_air_by_addr, &vif->air_node, vwifi_addr_hash(vif->dev->dev_addr));
	spin_unlock_bh(&vwifi_air_lock);
	vwifi_wire_announce();
}

/* Called when the interface goes down: afterwards nobody hears it or is heard by it. */
void vwifi_air_del(struct vwifi_vif *vif)
{
	spin_lock_bh(&vwifi_air_lock);
	hash_del_rcu(&vif->air_node);
	spin_unlock_bh(&vwifi_air_lock);
	vwifi_wire_announce();
	/* Frames on their way to it arrive before it is taken apart. */
	synchronize_net();
}

/*
 * Puts one of an interface's ears on @freq, or takes it away (0). A new entry
 * each time: one that readers may stand on must not move to another list.
 */
static int vwifi_air_tune(struct vwifi_vif *vif, struct vwifi_listener **slot, u16 *tuned,
			  struct hlist_head *table, u8 rank, u16 freq)
{
	struct vwifi_listener *listener = NULL, *old;

	if (READ_ONCE(*tuned) == freq)
		return 0;

	if (freq) {
		listener = kmalloc(sizeof(*listener), GFP_KERNEL);
		if (!listener)
			return -ENOMEM;
		listener->vif = vif;
		listener->freq = freq;
		listener->rank = rank;
		ether_addr_copy(listener->addr, vif->scan_addr);
	}

	spin_lock_bh(&vwifi_air_lock);
	old = *slot;
	if (old)
		hlist_del_rcu(&old->node);
	*slot = listener;
	if (listener)
		hlist_add_head_rcu(&listener->node,
				   &table[hash_32(freq, VWIFI_FREQ_HASH_BITS)]);
	WRITE_ONCE(*tuned, freq);
	spin_unlock_bh(&vwifi_air_lock);

	if (old)
		kfree_rcu(old, rcu);
	vwifi_wire_tell(vif);
	return 0;
}

/* All three: called with the wiphy mutex held; @freq in MHz, 0 for none, which never fails. */
int vwifi_air_tune_home(struct vwifi_vif *vif, u16 freq)
{
	u16 neighbour = vif->wdev.iftype == NL80211_IFTYPE_AP ? freq : 0;
	int err;

	err = vwifi_air_tune(vif, &vif->neighbour, &vif->neighbour_freq, vwifi_air_neighbours,
			     VWIFI_EAR_NEIGHBOUR, neighbour);
	if (err)
		return err;
	err = vwifi_air_tune(vif, &vif->home, &vif->home_freq, vwifi_air_residents,
			     VWIFI_EAR_HOME, freq);
	if (err)
		vwifi_air_tune(vif, &vif->neighbour, &vif->neighbour_freq, vwifi_air_neighbours,
			       VWIFI_EAR_NEIGHBOUR, 0);
	return err;
}

int vwifi_air_tune_scan(struct vwifi_vif *vif, u16 freq)
{
	return vwifi_air_tune(vif, &vif->visit_scan, &vif->scan_freq, vwifi_air_visitors,
			      VWIFI_EAR_SCAN, freq);
}

int vwifi_air_tune_offchannel(struct vwifi_vif *vif, u16 freq)
{
	return vwifi_air_tune(vif, &vif->visit_offchannel, &vif->offchannel_freq,
			      vwifi_air_visitors, VWIFI_EAR_OFFCHANNEL, freq);
}

/* Whether anybody is there to hear a beacon of @vif on @freq. */
bool vwifi_air_has_audience(const struct vwifi_vif *vif, u16 freq)
{
	u32 bucket = hash_32(freq, VWIFI_FREQ_HASH_BITS);
	struct vwifi_listener *listener;
	bool watched = true;

	if (!hlist_empty(&vwifi_air_visitors[bucket]))
		return true;
	rcu_read_lock();
	hlist_for_each_entry_rcu(listener, &vwifi_air_neighbours[bucket], node)
		if (listener->freq == freq && listener->vif->radio != vif->radio)
			goto unlock;
	watched = vwifi_remotes_visit(freq);
unlock:
	rcu_read_unlock();
	return watched;
}

/* The longest beacon interval on a channel, in microseconds; 0 where nobody sends beacons. */
u32 vwifi_air_beacon_interval_us(u16 freq)
{
	struct hlist_head *head = &vwifi_air_residents[hash_32(freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;
	u32 longest = 0;

	rcu_read_lock();
	hlist_for_each_entry_rcu(listener, head, node) {
		struct vwifi_ap *ap;

		if (listener->freq != freq)
			continue;
		ap = rcu_dereference(listener->vif->ap);
		if (ap)
			longest = max_t(u32, longest, ktime_to_us(ap->beacon_interval));
	}
	longest = max_t(u32, longest, ieee80211_tu_to_usec(vwifi_remotes_beacon_tu(freq)));
	rcu_read_unlock();
	return longest;
}

/* Whether its BSS reaches an interface on @freq: a switch to or from there may be under way. */
static bool vwifi_air_reaches(const struct vwifi_vif *vif, u16 freq)
{
	return READ_ONCE(vif->home_freq) == freq ||
	       unlikely(freq && READ_ONCE(vif->switch_freq) == freq);
}

/* The running access point @addr on @freq, or NULL. Called under RCU. */
struct vwifi_vif *vwifi_air_find_ap(const u8 *addr, u16 freq)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr))
		if (ether_addr_equal(vif->dev->dev_addr, addr) && vwifi_air_reaches(vif, freq)) {
			struct vwifi_ap *ap = rcu_dereference(vif->ap);

			if (ap && !ap->ibss)
				return vif;
		}
	return NULL;
}

static bool vwifi_is_member(struct vwifi_vif *vif, const u8 *bssid)
{
	struct vwifi_ap *cell = rcu_dereference(vif->ap);

	return cell && cell->ibss && ether_addr_equal(cell->bssid, bssid);
}

/* The member @addr of an ad hoc cell, or NULL. Called under RCU. */
struct vwifi_vif *vwifi_air_find_member(const u8 *addr, const u8 *bssid, u16 freq)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr))
		if (ether_addr_equal(vif->dev->dev_addr, addr) &&
		    READ_ONCE(vif->home_freq) == freq && vwifi_is_member(vif, bssid))
			return vif;
	return NULL;
}

/* Whether one of so many beacons gets through, as somebody who scans hears it. Under RCU. */
static bool vwifi_air_hears_beacon(struct vwifi_radio *from, struct vwifi_radio *to)
{
	unsigned int beacon, retries = 0;

	for (beacon = 0; beacon < VWIFI_BEACONS_SCANNED; beacon++)
		if (vwifi_link_is_ideal(to) ||
		    vwifi_link_transmit(from, to, VWIFI_CHANCE_GROUP_MGMT, &retries))
			return true;
	return false;
}

/*
 * Looks for a cell of the same name on the channel, of a certain BSSID if one
 * is given. Who joins a cell takes on its BSSID, its beacon interval and its
 * TSF (IEEE Std 802.11-2020, 11.1.4.4.2).
 */
bool vwifi_air_find_cell(struct vwifi_vif *vif, struct vwifi_ap *cell, const u8 *bssid)
{
	struct hlist_head *head =
		&vwifi_air_residents[hash_32(cell->freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;
	bool found = false;

	rcu_read_lock();
	hlist_for_each_entry_rcu(listener, head, node) {
		struct vwifi_ap *other = rcu_dereference(listener->vif->ap);

		if (listener->freq != cell->freq || listener->vif->radio == vif->radio ||
		    !other || !other->ibss || other->ssid_len != cell->ssid_len ||
		    memcmp(other->ssid, cell->ssid, cell->ssid_len) ||
		    (bssid && !ether_addr_equal(other->bssid, bssid)) ||
		    !vwifi_air_hears_beacon(listener->vif->radio, vif->radio))
			continue;
		ether_addr_copy(cell->bssid, other->bssid);
		vwifi_ap_set_interval(cell, other->beacon_tu);
		cell->tsf_start = other->tsf_start;
		found = true;
		break;
	}
	rcu_read_unlock();
	return found;
}

/* Calls @visit for every member of any cell on a channel. Called under RCU. */
void vwifi_air_each_cell(u16 freq, void (*visit)(struct vwifi_vif *vif, void *context),
			 void *context)
{
	struct hlist_head *head = &vwifi_air_residents[hash_32(freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;

	hlist_for_each_entry_rcu(listener, head, node) {
		struct vwifi_ap *cell = rcu_dereference(listener->vif->ap);

		if (listener->freq == freq && cell && cell->ibss)
			visit(listener->vif, context);
	}
}

/* Calls @visit for every other member of a cell. Called under RCU. */
void vwifi_air_each_member(struct vwifi_ap *cell,
			   void (*visit)(struct vwifi_vif *member, void *context), void *context)
{
	struct hlist_head *head =
		&vwifi_air_residents[hash_32(cell->freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;

	hlist_for_each_entry_rcu(listener, head, node)
		if (listener->freq == cell->freq && listener->vif->radio != cell->vif->radio &&
		    vwifi_is_member(listener->vif, cell->bssid))
			visit(listener->vif, context);
}

/* The station @addr that is associated with @bssid on @freq, or NULL. Called under RCU. */
struct vwifi_vif *vwifi_air_find_sta(const u8 *addr, const u8 *bssid, u16 freq)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr)) {
		struct vwifi_sta *peer;

		if (!ether_addr_equal(vif->dev->dev_addr, addr) || !vwifi_air_reaches(vif, freq))
			continue;
		/*
		 * A station that has not yet seen its association response is
		 * a receiver too: the frame waits behind the response.
		 */
		peer = rcu_dereference(vif->peer);
		if ((peer && ether_addr_equal(peer->addr, bssid)) ||
		    (!peer && !rcu_access_pointer(vif->ap)))
			return vif;
	}
	return NULL;
}

/* Whether an interface of this kernel that is up has the address. Called under RCU. */
bool vwifi_air_has(const u8 *addr)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr))
		if (ether_addr_equal_unaligned(vif->dev->dev_addr, addr))
			return true;
	return false;
}

/* The number of the radio of this kernel that has the address. Called under RCU. */
u32 vwifi_air_origin(const u8 *addr, u32 otherwise)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr))
		if (ether_addr_equal(vif->dev->dev_addr, addr))
			return vif->radio->id;
	return otherwise;
}

/* Calls @visit for every interface that is up. Called under RCU. */
void vwifi_air_each(void (*visit)(struct vwifi_vif *vif, void *context), void *context)
{
	struct vwifi_vif *vif;
	unsigned int bucket;

	hash_for_each_rcu(vwifi_air_by_addr, bucket, vif, air_node)
		visit(vif, context);
}

static bool vwifi_has_bss(struct vwifi_vif *vif, const u8 *bssid)
{
	struct vwifi_sta *peer = rcu_dereference(vif->peer);

	return (peer && ether_addr_equal(peer->addr, bssid)) || vwifi_is_member(vif, bssid);
}

/* Calls @visit for every station and member of a BSS that this kernel has. Called under RCU. */
void vwifi_air_each_peer(const u8 *bssid, u16 freq,
			 void (*visit)(struct vwifi_vif *vif, void *context), void *context)
{
	struct hlist_head *head = &vwifi_air_residents[hash_32(freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;

	hlist_for_each_entry_rcu(listener, head, node)
		if (listener->freq == freq && vwifi_has_bss(listener->vif, bssid))
			visit(listener->vif, context);
}

/* Whether an interface is tuned to a channel: a monitor is to what its radio is. Called under RCU. */
bool vwifi_air_is_on(const struct vwifi_vif *vif, u16 freq)
{
	return vwifi_dev_is_monitor(vif->dev) ? vwifi_monitor_hears(vif, freq) :
						vwifi_vif_hears(vif, freq);
}

/*
 * The interface that a frame is for, whatever it may make of it, or NULL: a radio
 * acknowledges what is sent to its address before it looks at the rest. Under RCU.
 */
struct vwifi_vif *vwifi_air_addressee(const struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(ra))
		if (vif->radio != from && ether_addr_equal_unaligned(vif->dev->dev_addr, ra) &&
		    vwifi_air_is_on(vif, freq))
			return vif;
	return NULL;
}

/* The active monitor that has the address, or NULL. Under RCU. */
struct vwifi_vif *vwifi_air_active_monitor(const struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(ra))
		if (vif->radio != from && vwifi_dev_is_monitor(vif->dev) &&
		    ether_addr_equal(vif->dev->dev_addr, ra) && vwifi_monitor_hears(vif, freq))
			return vif;
	return NULL;
}

/* Who scans by an address that is not its own. Called under RCU. */
struct vwifi_vif *vwifi_air_scans_as(const struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	struct hlist_head *head = &vwifi_air_visitors[hash_32(freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;

	hlist_for_each_entry_rcu(listener, head, node)
		if (listener->freq == freq && listener->rank == VWIFI_EAR_SCAN &&
		    listener->vif->radio != from && ether_addr_equal(listener->addr, ra) &&
		    !ether_addr_equal(listener->vif->dev->dev_addr, ra))
			return listener->vif;
	return NULL;
}
