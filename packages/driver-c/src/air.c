// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The air: who listens where, and how frames reach them.
 *
 * Every interface that is up stands in a hash by its address: that is how a
 * unicast frame finds its receiver. Whoever is tuned to a channel stands in a
 * list of that channel as well: that is how group frames do. Residents are on
 * their home channel; visitors scan or remain on a channel for a while. Beacons
 * concern visitors alone: a station looks for its access point's by itself
 * (mlme.c), so a thousand idle stations cost a beacon nothing.
 */
#include <linux/hashtable.h>
#include <linux/jhash.h>

#include "vwifi.h"

#define VWIFI_ADDR_HASH_BITS	12
#define VWIFI_FREQ_HASH_BITS	6

struct vwifi_listener {
	struct hlist_node node;
	struct vwifi_vif *vif;
	u16 freq;
	u8 rank;	/* of several ears on one channel the lowest hears */
	struct rcu_head rcu;
};

enum { VWIFI_EAR_HOME, VWIFI_EAR_SCAN, VWIFI_EAR_OFFCHANNEL };

/* Whether another ear of the interface hears the same: a frame arrives once. */
static bool vwifi_listener_is_second(const struct vwifi_listener *listener)
{
	const struct vwifi_vif *vif = listener->vif;

	return (listener->rank > VWIFI_EAR_HOME && READ_ONCE(vif->home_freq) == listener->freq) ||
	       (listener->rank > VWIFI_EAR_SCAN && READ_ONCE(vif->scan_freq) == listener->freq);
}

/* Protects all tables here against writers; readers use RCU. */
static DEFINE_SPINLOCK(vwifi_air_lock);
static DEFINE_HASHTABLE(vwifi_air_by_addr, VWIFI_ADDR_HASH_BITS);
static DEFINE_HASHTABLE(vwifi_air_residents, VWIFI_FREQ_HASH_BITS);
static DEFINE_HASHTABLE(vwifi_air_visitors, VWIFI_FREQ_HASH_BITS);

static u32 vwifi_addr_hash(const u8 *addr)
{
	return jhash_2words(get_unaligned((const u32 *)addr),
			    get_unaligned((const u16 *)(addr + 4)), 0);
}

/* Called when the interface is up, with rtnl held. */
void vwifi_air_add(struct vwifi_vif *vif)
{
	spin_lock_bh(&vwifi_air_lock);
	hash_add_rcu(vwifi_air_by_addr, &vif->air_node, vwifi_addr_hash(vif->dev->dev_addr));
	spin_unlock_bh(&vwifi_air_lock);
}

/* Called when the interface goes down: afterwards nobody hears it or is heard by it. */
void vwifi_air_del(struct vwifi_vif *vif)
{
	spin_lock_bh(&vwifi_air_lock);
	hash_del_rcu(&vif->air_node);
	spin_unlock_bh(&vwifi_air_lock);
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
	return 0;
}

/* All three: called with the wiphy mutex held; @freq in MHz, 0 for none, which never fails. */
int vwifi_air_tune_home(struct vwifi_vif *vif, u16 freq)
{
	return vwifi_air_tune(vif, &vif->home, &vif->home_freq, vwifi_air_residents,
			      VWIFI_EAR_HOME, freq);
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

/* Whether anybody is there to hear a beacon on @freq. */
bool vwifi_air_visited(u16 freq)
{
	return !hlist_empty(&vwifi_air_visitors[hash_32(freq, VWIFI_FREQ_HASH_BITS)]);
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
	rcu_read_unlock();
	return longest;
}

/* How many beacons a second are sent on a channel. */
unsigned int vwifi_air_beacons_per_second(u16 freq)
{
	struct hlist_head *head = &vwifi_air_residents[hash_32(freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;
	unsigned int beacons = 0;

	rcu_read_lock();
	hlist_for_each_entry_rcu(listener, head, node) {
		struct vwifi_ap *ap = rcu_dereference(listener->vif->ap);

		if (ap && listener->freq == freq)
			beacons += max_t(u64, 1, div64_u64(NSEC_PER_SEC, ap->beacon_interval));
	}
	rcu_read_unlock();
	return beacons;
}

/* The running access point @addr on @freq, or NULL. Called under RCU. */
struct vwifi_vif *vwifi_air_find_ap(const u8 *addr, u16 freq)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr))
		if (ether_addr_equal(vif->dev->dev_addr, addr) &&
		    READ_ONCE(vif->home_freq) == freq) {
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

/*
 * Looks for a cell of the same name on the channel, of a certain BSSID if one
 * is given. Who joins a cell takes on its BSSID and its beacon interval
 * (IEEE Std 802.11-2020, 11.1.4.4.2).
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
		    (bssid && !ether_addr_equal(other->bssid, bssid)))
			continue;
		ether_addr_copy(cell->bssid, other->bssid);
		vwifi_ap_set_interval(cell, other->beacon_tu);
		found = true;
		break;
	}
	rcu_read_unlock();
	return found;
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

		if (!ether_addr_equal(vif->dev->dev_addr, addr) ||
		    READ_ONCE(vif->home_freq) != freq)
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

/*
 * Queues a frame for an interface and wakes its radio. Consumes the skb. Called
 * under RCU: the interface is not freed before the work has been queued, and
 * the radio empties its queue before it goes.
 */
static void vwifi_air_queue(struct vwifi_vif *vif, struct sk_buff *skb)
{
	struct vwifi_radio *radio = vif->radio;

	if (skb_queue_len_lockless(&radio->rx_queue) >= VWIFI_RX_QUEUE_LEN) {
		vwifi_drop(vif, VWIFI_DROP_MEMORY);
		kfree_skb(skb);
		return;
	}
	vwifi_rx_cb(skb)->vif = vif;
	vwifi_rx_cb(skb)->serial = vif->serial;
	atomic_inc(&vif->rx_pending);
	skb_queue_tail(&radio->rx_queue, skb);
	queue_work(vwifi_wq, &radio->work);
}

struct vwifi_cell_beacon {
	struct vwifi_ap *from;
	const u8 *frame;
	size_t len;
};

/* A member that knows the sender already has no use for its beacon. */
static void vwifi_air_cell_beacon_to(struct vwifi_vif *member, void *context)
{
	struct vwifi_cell_beacon *beacon = context;
	struct vwifi_vif *from = beacon->from->vif;
	struct vwifi_ap *cell = rcu_dereference(member->ap);
	struct vwifi_rx_cb *cb;
	struct sk_buff *skb;

	if (!cell || vwifi_sta_find(cell, from->dev->dev_addr))
		return;
	skb = alloc_skb(beacon->len, GFP_ATOMIC);
	if (!skb)
		return;
	skb_put_data(skb, beacon->frame, beacon->len);
	cb = vwifi_rx_cb(skb);
	memset(cb, 0, sizeof(*cb));
	cb->freq = cell->freq;
	cb->signal = vwifi_link_signal(from->radio, member->radio);
	vwifi_air_queue(member, skb);
}

/* Tells the other members of a cell that we are there. Softirq context. */
void vwifi_air_cell_beacon(struct vwifi_ap *cell, const u8 *frame, size_t len)
{
	struct vwifi_cell_beacon beacon = { .from = cell, .frame = frame, .len = len };

	rcu_read_lock();
	vwifi_air_each_member(cell, vwifi_air_cell_beacon_to, &beacon);
	rcu_read_unlock();
}

/*
 * Tells a station that its access point moves: its last beacon, for one that
 * hears no beacons. In the queue, so that what was sent before comes before.
 * Called under RCU.
 */
void vwifi_air_tell_switch(struct vwifi_vif *vif, const u8 *bssid, u16 freq)
{
	struct sk_buff *skb = alloc_skb(0, GFP_ATOMIC);
	struct vwifi_rx_cb *cb;

	if (!skb)
		return;
	cb = vwifi_rx_cb(skb);
	memset(cb, 0, sizeof(*cb));
	cb->follow = true;
	cb->freq = freq;
	ether_addr_copy(cb->ta, bssid);
	vwifi_air_queue(vif, skb);
}

/* Lets a data frame wait for the management frames that were sent before it. Under RCU. */
void vwifi_air_requeue_data(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta)
{
	struct vwifi_rx_cb *cb;

	/* It may outlive its sender: nothing of that may stay in it. */
	skb_orphan(skb);
	skb_scrub_packet(skb, true);
	skb->dev = vif->dev;
	cb = vwifi_rx_cb(skb);
	memset(cb, 0, sizeof(*cb));
	cb->data = true;
	ether_addr_copy(cb->ta, ta);
	vwifi_air_queue(vif, skb);
}

/*
 * Makes one receiver's copy of a management frame. Beacons and probe responses
 * go straight to the receiver's list of BSSs: they are no queue's business.
 * Called under RCU.
 */
static void vwifi_air_receive(struct vwifi_vif *vif, u16 freq, s8 signal, const struct sk_buff *skb,
			      const struct vwifi_protection *protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_rx_cb *cb;
	struct sk_buff *copy;

	if (ieee80211_is_beacon(mgmt->frame_control) ||
	    ieee80211_is_probe_resp(mgmt->frame_control)) {
		vwifi_scan_rx(vif, freq, signal, skb->data, skb->len);
		return;
	}

	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy) {
		vwifi_drop(vif, VWIFI_DROP_MEMORY);
		return;
	}
	cb = vwifi_rx_cb(copy);
	memset(cb, 0, sizeof(*cb));
	cb->freq = freq;
	cb->signal = signal;
	cb->protection = vwifi_key_mgmt_check(vif, mgmt, skb->len, protection);
	/* User space tells by this bit that a robust frame was protected. */
	if (cb->protection == VWIFI_MGMT_PROTECTED && !is_multicast_ether_addr(mgmt->da))
		((struct ieee80211_mgmt *)copy->data)->frame_control |=
			cpu_to_le16(IEEE80211_FCTL_PROTECTED);
	vwifi_air_queue(vif, copy);
}

/* Lets a management frame arrive, or sends it on its way. Called under RCU. */
static void vwifi_air_deliver(struct vwifi_vif *from, struct vwifi_vif *to, u16 freq,
			      const struct sk_buff *skb, const struct vwifi_protection *protection)
{
	struct vwifi_protection numbered = *protection;
	struct sk_buff *copy;

	if (vwifi_link_is_ideal(to->radio) || !vwifi_link_delays(from->radio, to->radio)) {
		vwifi_air_receive(to, freq, vwifi_link_signal(from->radio, to->radio), skb,
				  protection);
		return;
	}
	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy)
		return;
	if (numbered.key && !numbered.pn)
		numbered.pn = atomic64_inc_return(&numbered.key->tx_pn);
	vwifi_link_fly(from->radio, to->radio, copy, VWIFI_FLIGHT_MGMT, from->dev->dev_addr,
		       to->dev->dev_addr, from->dev->dev_addr, freq, &numbered);
}

/*
 * A management frame that was on its way arrives, if @addr still listens.
 * Consumes the skb; under RCU.
 */
void vwifi_air_arrive_mgmt(const u8 *addr, u16 freq, struct sk_buff *skb,
			   const struct vwifi_protection *protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr))
		if (ether_addr_equal(vif->dev->dev_addr, addr) && vwifi_vif_hears(vif, freq))
			vwifi_air_receive(vif, freq, vwifi_air_signal(vif->radio, mgmt->sa), skb,
					  protection);
	kfree_skb(skb);
}

static void vwifi_air_tx_list(struct vwifi_vif *from, struct hlist_head *table, u16 freq,
			      const struct sk_buff *skb,
			      const struct vwifi_protection *protection)
{
	struct vwifi_listener *listener;
	unsigned int retries = 0;

	hlist_for_each_entry_rcu(listener, &table[hash_32(freq, VWIFI_FREQ_HASH_BITS)], node) {
		struct vwifi_vif *to = listener->vif;

		if (listener->freq != freq || to->radio == from->radio ||
		    vwifi_listener_is_second(listener))
			continue;
		if (!vwifi_link_is_ideal(to->radio) &&
		    !vwifi_link_transmit(from->radio, to->radio, true, &retries))
			continue;
		vwifi_air_deliver(from, to, freq, skb, protection);
	}
}

/* Sends a beacon. Softirq context. */
void vwifi_air_beacon(struct vwifi_vif *from, u16 freq, const u8 *frame, size_t len)
{
	struct hlist_head *head = &vwifi_air_visitors[hash_32(freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;
	unsigned int retries = 0;

	rcu_read_lock();
	hlist_for_each_entry_rcu(listener, head, node) {
		struct vwifi_vif *to = listener->vif;

		if (listener->freq != freq || to->radio == from->radio)
			continue;
		if (!vwifi_link_is_ideal(to->radio) &&
		    !vwifi_link_transmit(from->radio, to->radio, true, &retries))
			continue;
		vwifi_scan_rx(to, freq, vwifi_link_signal(from->radio, to->radio), frame, len);
	}
	rcu_read_unlock();
}

/* What a radio reads of the transmitter @from, in dBm; the medium's default where it is gone. */
int vwifi_air_signal(const struct vwifi_radio *to, const u8 *from)
{
	int signal = READ_ONCE(vwifi_medium.signal);
	struct vwifi_vif *vif;

	rcu_read_lock();
	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(from)) {
		if (ether_addr_equal(vif->dev->dev_addr, from)) {
			signal = vwifi_link_signal(vif->radio, to);
			break;
		}
	}
	rcu_read_unlock();
	return signal;
}

/* Finds who receives a unicast frame, and whether the link lets it through. Called under RCU. */
static struct vwifi_vif *vwifi_air_acknowledger(struct vwifi_vif *from, u16 freq, const u8 *ra)
{
	unsigned int retries = 0;
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(ra)) {
		if (vif->radio == from->radio || !ether_addr_equal(vif->dev->dev_addr, ra) ||
		    !vwifi_vif_hears(vif, freq))
			continue;
		if (vwifi_link_is_ideal(vif->radio) ||
		    vwifi_link_transmit(from->radio, vif->radio, false, &retries))
			return vif;
	}
	return NULL;
}

/**
 * vwifi_air_tx - sends a management frame
 * @from: the transmitter
 * @freq: on which channel, MHz
 * @skb: the frame from its frame control field on, without FCS; consumed
 * @report: where to report the acknowledgement, or NULL
 *
 * Fills in the sequence number (IEEE Std 802.11-2020, 10.3.2.14) and protects
 * what has to be protected with the key that the transmitter holds. The report
 * goes before the frame: the receiver may answer at once, and whoever sent the
 * frame has to know of its acknowledgement before the answer.
 *
 * Return: whether it was acknowledged; false for a group address.
 */
bool vwifi_air_tx(struct vwifi_vif *from, u16 freq, struct sk_buff *skb,
		  const struct vwifi_tx_report *report)
{
	struct ieee80211_mgmt *mgmt = (void *)skb->data;
	struct vwifi_protection protection = { .origin = from->radio->id };
	struct vwifi_vif *to = NULL;

	mgmt->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(atomic_inc_return(&from->seq)));
	mgmt->frame_control &= ~cpu_to_le16(IEEE80211_FCTL_PROTECTED);
	/* User space leaves the timestamp to us: the TSF (802.11-2020, 9.3.3.10). */
	if (ieee80211_is_probe_resp(mgmt->frame_control) &&
	    skb->len >= offsetofend(struct ieee80211_mgmt, u.probe_resp.timestamp))
		mgmt->u.probe_resp.timestamp = cpu_to_le64(vwifi_tsf());

	rcu_read_lock();
	vwifi_key_mgmt_tx(from, mgmt, skb->len, &protection);
	if (!is_multicast_ether_addr(mgmt->da))
		to = vwifi_air_acknowledger(from, freq, mgmt->da);
	if (report)
		cfg80211_mgmt_tx_status(report->wdev, report->cookie, report->buf, report->len,
					to, GFP_ATOMIC);
	if (to) {
		vwifi_air_deliver(from, to, freq, skb, &protection);
	} else if (is_multicast_ether_addr(mgmt->da)) {
		vwifi_air_tx_list(from, vwifi_air_residents, freq, skb, &protection);
		vwifi_air_tx_list(from, vwifi_air_visitors, freq, skb, &protection);
	}
	rcu_read_unlock();
	kfree_skb(skb);
	return to;
}
