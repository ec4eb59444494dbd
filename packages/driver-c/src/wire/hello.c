// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How kernels find each other: each says several times a second which
 * interfaces it has and what they listen to, and at once when that changes. It
 * takes the place of a beacon in front of nobody: a station knows by it that its
 * access point, in another kernel, is alive.
 */
#include <linux/random.h>

#include "air/air.h"
#include "frame/frame.h"
#include "watch/watch.h"
#include "message.h"

static u32 vwifi_instance;

u32 vwifi_wire_instance(void)
{
	return vwifi_instance;
}

static void vwifi_wire_describe(struct vwifi_vif *vif, struct vwifi_wire_entry *entry)
{
	static const u8 roles[] = {
		[VWIFI_BSS_AP] = VWIFI_ROLE_AP,
		[VWIFI_BSS_CELL] = VWIFI_ROLE_CELL,
		[VWIFI_BSS_MESH] = VWIFI_ROLE_MESH,
	};
	struct vwifi_bss *ap = rcu_dereference(vif->bss);

	memset(entry, 0, sizeof(*entry));
	ether_addr_copy(entry->addr, vif->addr);
	entry->power = clamp(MBM_TO_DBM(READ_ONCE(vif->radio->tx_power_mbm)), -128, 127);
	entry->home = cpu_to_be16(READ_ONCE(vif->home_freq));
	/* An active monitor, whom every kind of frame may be for. */
	if (vif->acknowledges) {
		entry->role = VWIFI_ROLE_MONITOR;
		entry->home = cpu_to_be16(vwifi_monitor_freq(vif));
	}
	entry->scan = cpu_to_be16(READ_ONCE(vif->scan_freq));
	entry->offchannel = cpu_to_be16(READ_ONCE(vif->offchannel_freq) ?: vwifi_air_idles_at(vif));
	/* Who watches is shown each frame by itself; a link loses and delays each by itself. */
	if (!(vwifi_watched() && vwifi_watching_wire()) && vwifi_link_is_ideal(vif->radio))
		entry->amsdu = cpu_to_be16(VWIFI_WIRE_MAX);
	/* Frames outside of every BSS do not go to other kernels. */
	if (!ap || ap->kind == VWIFI_BSS_OCB)
		return;
	entry->role = roles[ap->kind];
	entry->beacon_tu = cpu_to_be16(ap->beacon_tu);
	ether_addr_copy(entry->bssid, ap->bssid);
}

#define VWIFI_PAGE	((VWIFI_WIRE_MIN_MTU - sizeof(struct vwifi_wire_hdr) -	\
			  sizeof(struct vwifi_wire_hello)) / sizeof(struct vwifi_wire_entry))

struct vwifi_hello_pages {
	struct sk_buff_head queue;
	u16 total;
};

/* Adds one interface to the last page, or begins another. */
static void vwifi_wire_list(struct vwifi_vif *vif, void *context)
{
	struct vwifi_hello_pages *pages = context;
	struct sk_buff *page = skb_peek_tail(&pages->queue);
	struct vwifi_wire_hello *hello;

	if (pages->total == U16_MAX || !vwifi_air_is_hosts(vif->radio->air))
		return;
	if (page && be16_to_cpu(((struct vwifi_wire_hello *)page->data)->count) == VWIFI_PAGE)
		page = NULL;
	if (!page) {
		page = vwifi_frame_alloc(sizeof(*hello) + VWIFI_PAGE * sizeof(hello->entries[0]),
					 GFP_ATOMIC);
		if (!page)
			return;
		hello = skb_put_zero(page, sizeof(*hello));
		hello->first = cpu_to_be16(pages->total);
		__skb_queue_tail(&pages->queue, page);
	}
	hello = (void *)page->data;
	vwifi_wire_describe(vif, skb_put(page, sizeof(hello->entries[0])));
	be16_add_cpu(&hello->count, 1);
	pages->total++;
}

static void vwifi_wire_hello_to_all(void)
{
	struct vwifi_hello_pages pages = {};
	struct sk_buff *page;

	__skb_queue_head_init(&pages.queue);
	rcu_read_lock();
	vwifi_air_each(vwifi_wire_list, &pages);
	rcu_read_unlock();
	/* A kernel without an interface that is up is there all the same. */
	if (skb_queue_empty(&pages.queue)) {
		page = vwifi_frame_alloc(sizeof(struct vwifi_wire_hello), GFP_KERNEL);
		if (!page)
			return;
		skb_put_zero(page, sizeof(struct vwifi_wire_hello));
		__skb_queue_tail(&pages.queue, page);
	}
	while ((page = __skb_dequeue(&pages.queue))) {
		struct vwifi_wire_tx tx = { .kind = VWIFI_WIRE_HELLO };

		((struct vwifi_wire_hello *)page->data)->total = cpu_to_be16(pages.total);
		vwifi_wire_send(&tx, page);
	}
}

static void vwifi_hello_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(vwifi_hello, vwifi_hello_work);

static void vwifi_hello_work(struct work_struct *work)
{
	static u64 vwifi_surveyed;	/* ns, boot time; this work only */
	u64 now = ktime_get_boottime_ns();

	if (!vwifi_wire_on())
		return;
	vwifi_wire_hello_to_all();
	vwifi_machines_expire();
	rcu_read_lock();
	/* After a pause there was nothing to hear. */
	vwifi_remotes_survey(div_u64(min_t(u64, now - vwifi_surveyed, NSEC_PER_SEC),
				     NSEC_PER_USEC));
	rcu_read_unlock();
	vwifi_surveyed = now;
	mutex_lock(&vwifi_radios_lock);
	vwifi_remotes_collect(false);
	mutex_unlock(&vwifi_radios_lock);
	mod_delayed_work(vwifi_wq, &vwifi_hello, msecs_to_jiffies(VWIFI_HELLO_MS));
}

/* Says HELLO as soon as may be, and from then on again and again. Any context. */
void vwifi_wire_announce(void)
{
	if (vwifi_wire_on())
		mod_delayed_work(vwifi_wq, &vwifi_hello, 0);
}

/* An interface listens to something else now: those who send beacons have to know. */
void vwifi_wire_tell(struct vwifi_vif *vif)
{
	struct vwifi_wire_tx tx = { .kind = VWIFI_WIRE_TUNED };
	struct sk_buff *skb;

	if (!vwifi_wire_on() || !vwifi_air_is_hosts(vif->radio->air) || !vwifi_vif_is_up(vif))
		return;
	skb = vwifi_frame_alloc(sizeof(struct vwifi_wire_entry), GFP_KERNEL);
	if (!skb)
		return;
	rcu_read_lock();
	vwifi_wire_describe(vif, skb_put(skb, sizeof(struct vwifi_wire_entry)));
	rcu_read_unlock();
	vwifi_wire_send(&tx, skb);
}

/* Says goodbye. Process context. */
void vwifi_wire_bye(void)
{
	struct vwifi_wire_tx tx = { .kind = VWIFI_WIRE_BYE };
	struct sk_buff *skb = vwifi_frame_alloc(0, GFP_KERNEL);

	if (skb)
		vwifi_wire_send(&tx, skb);
}

/* Softirq, under RCU; the whole message is linear. */
void vwifi_wire_rx_hello(const struct vwifi_wire_rx *rx, const struct sk_buff *skb)
{
	const struct vwifi_wire_hello *hello = (const void *)skb->data;
	unsigned long now = jiffies;
	unsigned int i, count, mtu;

	if (skb->len < sizeof(*hello))
		goto malformed;
	count = be16_to_cpu(hello->count);
	if (skb->len < struct_size(hello, entries, count))
		goto malformed;
	mtu = be16_to_cpu(hello->mtu);
	if (mtu < VWIFI_WIRE_MIN_MTU)
		goto malformed;
	WRITE_ONCE(rx->machine->mtu, mtu);
	if (!hello->first)
		vwifi_path_probe(rx->machine);
	for (i = 0; i < count; i++)
		vwifi_remote_update(rx->machine, &hello->entries[i]);
	/* The whole list: what is not on it is gone. */
	if (!hello->first && count == be16_to_cpu(hello->total)) {
		spin_lock_bh(&vwifi_wire_lock);
		vwifi_remotes_unlisted(rx->machine, now - 1);
		spin_unlock_bh(&vwifi_wire_lock);
	}
	return;
malformed:
	vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
}

void vwifi_wire_rx_tuned(const struct vwifi_wire_rx *rx, const struct sk_buff *skb)
{
	if (skb->len < sizeof(struct vwifi_wire_entry))
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
	else
		vwifi_remote_update(rx->machine, (const void *)skb->data);
}

void vwifi_wire_init(void)
{
	vwifi_instance = get_random_u32() ?: 1;
}

/* Called when no underlay is left. */
void vwifi_wire_exit(void)
{
	cancel_delayed_work_sync(&vwifi_hello);
	vwifi_waits_exit();
	mutex_lock(&vwifi_radios_lock);
	vwifi_remotes_collect(true);
	mutex_unlock(&vwifi_radios_lock);
}
