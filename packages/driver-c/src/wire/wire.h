/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The wire: one air for several kernels, over Ethernet or virtio. docs/wire.md has the
 * format. What comes from it is anybody's: every length is checked where the frame enters
 * (rx.c), and what it says is believed no more than a frame on the air would be.
 *
 * vwifi_wire_lock is the innermost lock of all. It protects the tables of machines and
 * remotes against writers, and what is received with: windows, fragments.
 * vwifi_underlays_lock protects the list of underlays. Readers use RCU, under which most
 * of this is called, in any context. What is received goes up through the table.
 */
#ifndef VWIFI_WIRE_WIRE_H
#define VWIFI_WIRE_WIRE_H

#include <linux/completion.h>
#include <linux/jump_label.h>
#include <linux/percpu-defs.h>

#include "core/core.h"
#include "parties.h"

/* What a received message says of itself. */
struct vwifi_wire_rx {
	struct vwifi_underlay *underlay;
	struct vwifi_machine *machine;
	u32 seq;
	u8 kind;
	u8 flags;
	s8 power;
	u16 freq;
	u16 rate;
	u32 radio;
	bool broadcast;		/* to all machines */
};

/* What a message to be sent says of itself. */
struct vwifi_wire_tx {
	struct vwifi_machine *machine;	/* NULL: all */
	u8 kind;
	u8 flags;
	s8 power;
	u16 freq;
	u16 rate;
	u32 radio;
	bool more;			/* others follow at once */
	bool whole;			/* in one frame, whatever the MTU */
	u32 seq;			/* drawn when sent */
};

/* An acknowledgement that somebody waits for: asleep, or as a socket. */
struct vwifi_wait {
	struct hlist_node node;		/* vwifi_waits; vwifi_waits_lock */
	const struct vwifi_machine *machine;	/* only compared */
	u32 seq;
	bool acked;
	struct completion done;		/* of one who sleeps */
	struct sk_buff *status;		/* of a socket, or NULL */
	unsigned long deadline;		/* jiffies, for a socket */
};

/* A message on its way, whose sender waits: vwifi_ask_begin(), vwifi_ask_end(). */
struct vwifi_ask {
	struct vwifi_wire_tx tx;
	struct vwifi_wait wait;
	struct sk_buff *skb;		/* for repetitions */
	bool sent;
	u8 ra[ETH_ALEN];
};

/* hello.c */
void vwifi_wire_init(void);
void vwifi_wire_exit(void);
void vwifi_wire_announce(void);
void vwifi_wire_tell(struct vwifi_vif *vif);

/* underlay.c */
extern struct list_head vwifi_underlays;
extern struct mutex vwifi_underlays_lock;
bool vwifi_wire_address(u8 *addr, u16 radio);
struct vwifi_underlay *vwifi_underlay_next(struct vwifi_underlay *underlay);

static inline void vwifi_wire_drop(struct vwifi_underlay *underlay, enum vwifi_wire_drop why)
{
	atomic64_inc(&underlay->rx_drops[why]);
}

/* Whether there is an underlay. */
static inline bool vwifi_wire_on(void)
{
	return !list_empty(&vwifi_underlays);
}

/* ether.c */
DECLARE_STATIC_KEY_FALSE(vwifi_ether_key);
DECLARE_PER_CPU(bool, vwifi_ether_sends);

/*
 * Whether a frame comes back to us out of the sending of one of the wire's, through
 * a tunnel over our own air, say: the locks of the first one are held. Bottom
 * halves disabled.
 */
static inline bool vwifi_ether_is_sending(void)
{
	return static_branch_unlikely(&vwifi_ether_key) && __this_cpu_read(vwifi_ether_sends);
}

int vwifi_ether_init(void);
void vwifi_ether_exit(void);
int vwifi_ether_attach(struct net_device *dev, struct netlink_ext_ack *extack);
int vwifi_ether_detach(struct net_device *dev);
struct net_device *vwifi_ether_dev(const struct vwifi_underlay *underlay);

/* virtio.c */
int vwifi_virtio_init(void);
void vwifi_virtio_exit(void);

/* machine.c */
bool vwifi_machine_is_live(const struct vwifi_machine *machine);
unsigned int vwifi_machines_count(const struct vwifi_underlay *underlay);

/* remote.c */
struct vwifi_remote *vwifi_remote_find(const struct vwifi_air *air, const u8 *addr);
bool vwifi_remotes_any(void);
bool vwifi_remotes_visit(u16 freq);
bool vwifi_remotes_member(u16 freq);
bool vwifi_remote_is_member(const struct vwifi_air *air, const u8 *addr, const u8 *bssid, u16 freq);
u16 vwifi_remotes_beacon_tu(u16 freq);
bool vwifi_remote_ap_lives(struct vwifi_vif *vif, const u8 *addr, u16 freq,
			   unsigned int *silent_ms);
struct vwifi_remote *vwifi_remote_after(u32 id);
struct vwifi_radio *vwifi_remote_radio(const u8 *addr);

/* ack.c */
bool vwifi_ask_end(struct vwifi_ask *ask);
void vwifi_wire_answer(const struct vwifi_wire_rx *rx, bool received, int signal);

/* rx.c */
struct sk_buff *vwifi_wire_fit(struct sk_buff *skb);

/* mgmt.c */
void vwifi_wire_group_mgmt(const struct vwifi_transmission *tx, const struct sk_buff *skb);
bool vwifi_wire_begin_mgmt(const struct vwifi_transmission *tx, const struct sk_buff *skb);
void vwifi_wire_beacon(const struct vwifi_transmission *tx, const struct sk_buff *skb);
bool vwifi_wire_probe(struct vwifi_vif *from, u16 freq, const u8 *ra);
struct vwifi_remote *vwifi_wire_transmitter(const struct vwifi_wire_rx *rx, const u8 *ta);

/* data.c */
int vwifi_wire_unicast(struct vwifi_transmission *tx, struct sk_buff *skb);
void vwifi_wire_group(struct vwifi_transmission *tx, const struct sk_buff *skb);
void vwifi_wire_gather_begin(void);
void vwifi_wire_gather_end(void);

/* injected.c */
bool vwifi_wire_inject(struct vwifi_vif *monitor, u16 freq, const u8 *frame, unsigned int len,
		       struct sk_buff *asked);

#endif /* VWIFI_WIRE_WIRE_H */
