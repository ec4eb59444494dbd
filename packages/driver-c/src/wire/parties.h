/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Who is on the wire: what carries it, other kernels, and their interfaces.
 */
#ifndef VWIFI_WIRE_PARTIES_H
#define VWIFI_WIRE_PARTIES_H

#include "core/core.h"
#include "format.h"

/* What carries the wire: a network device, or a virtio device of our own. */
struct vwifi_underlay;

struct vwifi_underlay_ops {
	/*
	 * Sends a frame that begins with its Ethernet header; @more: others follow at once.
	 * Consumes the skb; bottom halves off.
	 */
	void (*xmit)(struct vwifi_underlay *underlay, struct sk_buff *skb, bool more);
	/* Octets that fit behind the Ethernet header. */
	unsigned int (*mtu)(const struct vwifi_underlay *underlay);
	/* Stops receiving; afterwards nothing of it runs. Process context. */
	void (*stop)(struct vwifi_underlay *underlay);
};

/* Why a frame from the wire goes no further; what it carries has causes of its own. */
enum vwifi_wire_drop {
	VWIFI_WIRE_MALFORMED,
	VWIFI_WIRE_OTHER_VERSION,
	VWIFI_WIRE_UNKNOWN,	/* its kernel has not said HELLO */
	VWIFI_WIRE_REPLAYED,
	VWIFI_WIRE_FORGED,	/* the address is another kernel's, or ours */
	VWIFI_WIRE_UNFINISHED,	/* other pieces of the message did not come, or there was no room */
	VWIFI_N_WIRE_DROPS,
};

struct vwifi_underlay {
	struct list_head list;		/* vwifi_underlays; vwifi_underlays_lock, RCU */
	const struct vwifi_underlay_ops *ops;
	char name[32];
	u8 addr[ETH_ALEN];
	unsigned int headroom;		/* that the device likes before the Ethernet header */
	unsigned int longest;		/* octets behind it that we receive, and perhaps others; 0: its MTU */
	atomic64_t rx_frames;
	atomic64_t tx_frames;
	atomic64_t rx_drops[VWIFI_N_WIRE_DROPS];
	atomic64_t tx_dropped;
};

/* A message some of whose pieces have come. vwifi_wire_lock. */
struct vwifi_fragments {
	struct list_head list;		/* vwifi_unfinished, while it has a buffer */
	struct vwifi_underlay *underlay;
	struct sk_buff *skb;		/* as long as the message may be; NULL: free */
	u32 seq;
	u8 count;
	u16 have;			/* bit n: piece n came */
	u16 piece;			/* octets of each but the last one; 0: not known yet */
	u16 last;			/* octets of that */
	u16 last_at;			/* where it is in the buffer */
	unsigned long since;		/* jiffies */
};

#define VWIFI_REASSEMBLIES	4
#define VWIFI_ACKS_KEPT		16
#define VWIFI_MACHINES_MAX	256
#define VWIFI_REMOTES_MAX	4096

/*
 * Another kernel: an instance of the module behind an Ethernet address of an
 * underlay. One that is loaded anew is another machine. Freed after a grace period.
 */
struct vwifi_machine {
	struct hlist_node node;		/* vwifi_machines */
	struct vwifi_underlay *underlay;
	u8 addr[ETH_ALEN];
	u32 instance;
	u16 mtu;			/* that it announced; READ_ONCE */
	u16 path;			/* what a probe has shown to arrive there, or 0; READ_ONCE */
	bool path_used;			/* since the last probe; READ_ONCE */
	unsigned long heard;		/* jiffies; READ_ONCE */
	/* vwifi_wire_lock: */
	bool any;			/* a message came: newest means something */
	u32 newest;			/* sequence number */
	DECLARE_BITMAP(window, VWIFI_WIRE_WINDOW);	/* bit n: newest - n came */
	struct vwifi_fragments fragments[VWIFI_REASSEMBLIES];
	struct vwifi_wire_ack acks[VWIFI_ACKS_KEPT];	/* the last ones, for repetitions */
	unsigned int next_ack;
	u32 probe;			/* sequence number of the last probe, while it is not answered */
	u16 probe_len;
	u8 probes_lost;			/* in a row */
	unsigned long probed;		/* jiffies */
	struct rcu_head rcu;
};

/*
 * An interface of another kernel. Its radio is a stub: it has a number, a power
 * and pairs, which is all that a receiver asks of a sender.
 */
struct vwifi_remote {
	struct hlist_node node;		/* vwifi_remotes */
	u8 addr[ETH_ALEN];
	struct vwifi_machine __rcu *machine;	/* NULL: it is gone */
	u8 role;			/* these: READ_ONCE */
	u16 home;
	u16 scan;
	u16 offchannel;
	u16 beacon_tu;
	u16 amsdu;
	u8 bssid[ETH_ALEN];
	bool described;			/* its kernel has said all that; READ_ONCE */
	unsigned long listed;		/* jiffies */
	spinlock_t tx_lock;		/* a packet number is drawn and sent in one step */
	struct vwifi_radio radio;
	struct rcu_head rcu;
};

#endif /* VWIFI_WIRE_PARTIES_H */
