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
#include "tables.h"

#define VWIFI_FREQ_HASH_BITS	6

/* Protects all tables here against writers; readers use RCU. */
static DEFINE_SPINLOCK(vwifi_air_lock);
struct hlist_head vwifi_air_by_addr[1 << VWIFI_ADDR_HASH_BITS];
static struct hlist_head vwifi_air_by_freq[VWIFI_AIR_N_EARS][1 << VWIFI_FREQ_HASH_BITS];

/* Those who listen to a channel, and to others that share its place in the table. */
struct hlist_head *vwifi_air_ears(enum vwifi_air_ears ears, u16 freq)
{
	return &vwifi_air_by_freq[ears][hash_32(freq, VWIFI_FREQ_HASH_BITS)];
}

/* Called when the interface is up, with rtnl held. */
void vwifi_air_add(struct vwifi_vif *vif)
{
	spin_lock_bh(&vwifi_air_lock);
	hlist_add_head_rcu(&vif->air_node, vwifi_air_at(vif->addr));
	spin_unlock_bh(&vwifi_air_lock);
	vwifi_up.announce();
}

/* Called when the interface goes down: afterwards nobody hears it or is heard by it. */
void vwifi_air_del(struct vwifi_vif *vif)
{
	spin_lock_bh(&vwifi_air_lock);
	hash_del_rcu(&vif->air_node);
	spin_unlock_bh(&vwifi_air_lock);
	vwifi_up.announce();
	/* Frames on their way to it arrive before it is taken apart. */
	synchronize_net();
}

/*
 * Puts one of an interface's ears on @freq, or takes it away (0). A new entry
 * each time: one that readers may stand on must not move to another list.
 */
static int vwifi_air_tune(struct vwifi_vif *vif, struct vwifi_listener **slot, u16 *tuned,
			  enum vwifi_air_ears ears, u8 rank, u16 freq)
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
		hlist_add_head_rcu(&listener->node, vwifi_air_ears(ears, freq));
	WRITE_ONCE(*tuned, freq);
	spin_unlock_bh(&vwifi_air_lock);

	if (old)
		kfree_rcu(old, rcu);
	vwifi_up.tuned(vif);
	return 0;
}

/* All three: called with the wiphy mutex held; @freq in MHz, 0 for none, which never fails. */
int vwifi_air_tune_home(struct vwifi_vif *vif, u16 freq)
{
	u16 neighbour = vwifi_vif_is_ap(vif) ? freq : 0;
	int err;

	err = vwifi_air_tune(vif, &vif->neighbour, &vif->neighbour_freq, VWIFI_AIR_NEIGHBOURS,
			     VWIFI_EAR_NEIGHBOUR, neighbour);
	if (err)
		return err;
	err = vwifi_air_tune(vif, &vif->home, &vif->home_freq, VWIFI_AIR_RESIDENTS,
			     VWIFI_EAR_HOME, freq);
	if (err)
		vwifi_air_tune(vif, &vif->neighbour, &vif->neighbour_freq, VWIFI_AIR_NEIGHBOURS,
			       VWIFI_EAR_NEIGHBOUR, 0);
	return err;
}

int vwifi_air_tune_scan(struct vwifi_vif *vif, u16 freq)
{
	return vwifi_air_tune(vif, &vif->visit_scan, &vif->scan_freq, VWIFI_AIR_VISITORS,
			      VWIFI_EAR_SCAN, freq);
}

int vwifi_air_tune_offchannel(struct vwifi_vif *vif, u16 freq)
{
	return vwifi_air_tune(vif, &vif->visit_offchannel, &vif->offchannel_freq,
			      VWIFI_AIR_VISITORS, VWIFI_EAR_OFFCHANNEL, freq);
}

/* Whether anybody of this kernel is there to hear a beacon of @vif on @freq, but for its BSS. */
bool vwifi_air_has_audience(const struct vwifi_vif *vif, u16 freq)
{
	struct vwifi_listener *ear;
	bool audience = true;

	if (!hlist_empty(vwifi_air_ears(VWIFI_AIR_VISITORS, freq)))
		return true;
	rcu_read_lock();
	vwifi_air_for_each_ear(ear, VWIFI_AIR_NEIGHBOURS, vif->radio->air, freq)
		if (ear->vif->radio != vif->radio)
			goto unlock;
	audience = false;
unlock:
	rcu_read_unlock();
	return audience;
}

/* The longest beacon interval on a channel, in microseconds; 0 where nobody here sends beacons. */
u32 vwifi_air_beacon_interval_us(const struct vwifi_air *air, u16 freq)
{
	struct vwifi_listener *ear;
	u32 longest = 0;

	rcu_read_lock();
	vwifi_air_for_each_ear(ear, VWIFI_AIR_RESIDENTS, air, freq) {
		struct vwifi_bss *bss = rcu_dereference(ear->vif->bss);

		if (bss)
			longest = max_t(u32, longest, ktime_to_us(bss->beacon_interval));
	}
	rcu_read_unlock();
	return longest;
}

/* Calls @visit for every interface that is up, of whatever air. Called under RCU. */
void vwifi_air_each(void (*visit)(struct vwifi_vif *vif, void *context), void *context)
{
	struct vwifi_vif *vif;
	unsigned int bucket;

	hash_for_each_rcu(vwifi_air_by_addr, bucket, vif, air_node)
		visit(vif, context);
}

/* Calls @visit for everybody on a channel who keeps a BSS of a kind. Called under RCU. */
void vwifi_air_each_bss(const struct vwifi_air *air, u16 freq, enum vwifi_bss_kind kind,
			void (*visit)(struct vwifi_vif *vif, void *context), void *context)
{
	struct vwifi_listener *ear;

	vwifi_air_for_each_ear(ear, VWIFI_AIR_RESIDENTS, air, freq) {
		struct vwifi_bss *bss = rcu_dereference(ear->vif->bss);

		if (bss && bss->kind == kind)
			visit(ear->vif, context);
	}
}

/* Calls @visit for every other member of a cell. Called under RCU. */
void vwifi_air_each_member(struct vwifi_bss *cell,
			   void (*visit)(struct vwifi_vif *member, void *context), void *context)
{
	struct vwifi_listener *ear;

	vwifi_air_for_each_ear(ear, VWIFI_AIR_RESIDENTS, cell->vif->radio->air, cell->freq)
		if (ear->vif->radio != cell->vif->radio && vwifi_is_member(ear->vif, cell->bssid, cell->slow))
			visit(ear->vif, context);
}

static bool vwifi_has_bss(struct vwifi_vif *vif, const u8 *bssid)
{
	struct vwifi_sta *peer = rcu_dereference(vif->peer);

	return (peer && ether_addr_equal(peer->addr, bssid)) || vwifi_is_member(vif, bssid, 0);
}

/* Calls @visit for every station and member of a BSS that this kernel has. Called under RCU. */
void vwifi_air_each_peer(const struct vwifi_air *air, const u8 *bssid, u16 freq,
			 void (*visit)(struct vwifi_vif *vif, void *context), void *context)
{
	struct vwifi_listener *ear;

	vwifi_air_for_each_ear(ear, VWIFI_AIR_RESIDENTS, air, freq)
		if (vwifi_has_bss(ear->vif, bssid))
			visit(ear->vif, context);
}
