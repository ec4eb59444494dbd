/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The wire: one air for several kernels, over Ethernet. docs/wire.md has the
 * format. What comes from it is anybody's: every length is checked where the
 * frame enters (wire-rx.c), and what it says is believed no more than a frame
 * on the air would be.
 *
 * vwifi_wire_lock is the innermost lock of all. It protects the tables of
 * machines and remotes against writers, and what is received with: windows,
 * fragments. Readers use RCU.
 */
#ifndef VWIFI_WIRE_H
#define VWIFI_WIRE_H

#include <linux/completion.h>
#include <linux/if_ether.h>
#include <linux/types.h>

#include "../core/vwifi.h"

#define VWIFI_WIRE_ETHERTYPE	0x88b5	/* IEEE Std 802-2014, table 8-1: local experimental */
#define VWIFI_WIRE_VERSION	1
#define VWIFI_WIRE_MAX		11454	/* octets of one message: the longest MPDU (802.11-2020, 9.2.4.7) */
#define VWIFI_WIRE_FRAGMENTS	16
#define VWIFI_WIRE_MIN_MTU	576
#define VWIFI_WIRE_WINDOW	256	/* messages by which one may be late */

#define VWIFI_HELLO_MS		200	/* between two of them */
#define VWIFI_ASTRAY_MS		500	/* without a number that fits: begin anew with the next HELLO's */
#define VWIFI_SILENT_MS		900	/* after the last sign of a machine: ask */
#define VWIFI_GONE_MS		10000	/* forget */
#define VWIFI_ACK_MS		40	/* then once more */
#define VWIFI_ACK_TRIES		3

enum vwifi_wire_kind {
	VWIFI_WIRE_HELLO = 1,	/* which interfaces a kernel has; a page of the list */
	VWIFI_WIRE_TUNED,	/* one of them, changed */
	VWIFI_WIRE_BYE,		/* a kernel leaves */
	VWIFI_WIRE_MGMT,	/* an 802.11 management frame */
	VWIFI_WIRE_DATA,	/* an 802.11 data frame */
	VWIFI_WIRE_NULL,	/* asks for an acknowledgement: is this address there? */
	VWIFI_WIRE_ACK,
	VWIFI_WIRE_PROBE,	/* asks for an acknowledgement: do frames of this length arrive? */
	VWIFI_WIRE_INJECTED,	/* an 802.11 frame of any kind, to all who hear the channel */
};

#define VWIFI_WIRE_WANTS_ACK	BIT(0)
#define VWIFI_WIRE_RETRY	BIT(1)

/* Behind the Ethernet header; big endian. */
struct vwifi_wire_hdr {
	u8 version;
	u8 kind;		/* enum vwifi_wire_kind */
	__be16 length;		/* octets that follow: Ethernet pads */
	__be32 instance;	/* which kernel: drawn when its module was loaded */
	__be32 seq;		/* of the message; its fragments share it */
	u8 fragment;		/* which of them, from 0 on */
	u8 fragments;		/* how many, 1 to VWIFI_WIRE_FRAGMENTS */
	u8 flags;		/* VWIFI_WIRE_WANTS_ACK, VWIFI_WIRE_RETRY */
	s8 power;		/* of the transmitter, dBm */
	__be16 freq;		/* MHz; 0 where no channel matters */
	__be16 rate;		/* 100 kbit/s */
	__be32 radio;		/* number of the sending radio, in its kernel */
} __packed;

/* An interface, in HELLO and TUNED. */
struct vwifi_wire_entry {
	u8 addr[ETH_ALEN];
	u8 role;		/* enum vwifi_wire_role */
	s8 power;		/* dBm */
	__be16 home;		/* MHz, 0: none */
	__be16 scan;
	__be16 offchannel;
	__be16 beacon_tu;	/* 0: sends none */
	u8 bssid[ETH_ALEN];
	__be16 amsdu;		/* octets of an MPDU with several frames in it; 0: takes none */
} __packed;

enum vwifi_wire_role {
	VWIFI_ROLE_NONE,	/* of no BSS, or a station of one */
	VWIFI_ROLE_AP,
	VWIFI_ROLE_CELL,
	VWIFI_ROLE_MONITOR,	/* an active one: acknowledges what is sent to its address */
};

struct vwifi_wire_hello {
	__be16 mtu;		/* octets that this kernel receives behind an Ethernet header */
	__be16 total;		/* interfaces that this kernel has */
	__be16 first;		/* number of the first one here */
	__be16 count;		/* entries that follow */
	struct vwifi_wire_entry entries[];
} __packed;

/* In front of an injected frame, whose own transmitter's address may be anybody's. */
struct vwifi_wire_injected {
	u8 transmitter[ETH_ALEN];
	u8 reserved[2];
} __packed;

struct vwifi_wire_ack {
	__be32 instance;	/* whose message */
	__be32 seq;
	u8 received;		/* 1; 0: nobody here has the address, or the link lost it */
	s8 signal;		/* dBm, as the receiver read it */
} __packed;

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

/* Before a message: a cipher's header, ours, Ethernet's, and a virtio device's. */
#define VWIFI_WIRE_HEADROOM	64

#define VWIFI_WIRE_TAILROOM	32

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

/* air.c, air-mgmt.c: what the wire asks of the air */
bool vwifi_air_has(const u8 *addr);
u32 vwifi_air_origin(const u8 *addr, u32 otherwise);
void vwifi_air_each(void (*visit)(struct vwifi_vif *vif, void *context), void *context);
void vwifi_air_each_peer(const u8 *bssid, u16 freq,
			 void (*visit)(struct vwifi_vif *vif, void *context), void *context);
bool vwifi_air_hears(struct vwifi_radio *from, u16 freq, const u8 *ra, int *signal);
bool vwifi_air_rx(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb, int *signal);

/* machine.c */
extern spinlock_t vwifi_wire_lock;
struct vwifi_machine *vwifi_machine_find(const struct vwifi_underlay *underlay, const u8 *addr,
					 u32 instance);
struct vwifi_machine *vwifi_machine_meet(struct vwifi_underlay *underlay, const u8 *addr,
					 u32 instance);
bool vwifi_machine_accept(struct vwifi_machine *machine, u32 seq, bool only_look);
bool vwifi_machine_is_live(const struct vwifi_machine *machine);
unsigned int vwifi_machine_silent_ms(const struct vwifi_machine *machine);
unsigned int vwifi_machines_count(const struct vwifi_underlay *underlay);
void vwifi_machine_leave(struct vwifi_machine *machine);
void vwifi_machines_expire(void);
void vwifi_machines_forget(const struct vwifi_underlay *underlay);

/* remote.c */
struct vwifi_remote *vwifi_remote_find(const u8 *addr);
struct vwifi_remote *vwifi_remote_learn(const u8 *addr, struct vwifi_machine *machine);
void vwifi_remote_update(struct vwifi_machine *machine, const struct vwifi_wire_entry *entry);
void vwifi_remotes_unlisted(struct vwifi_machine *machine, unsigned long before);
void vwifi_remotes_collect(bool all);
bool vwifi_remotes_any(void);
bool vwifi_remotes_visit(u16 freq);
bool vwifi_remotes_member(u16 freq);
bool vwifi_remote_is_member(const u8 *addr, const u8 *bssid, u16 freq);
u16 vwifi_remotes_beacon_tu(u16 freq);
void vwifi_remotes_survey(u32 us);
bool vwifi_remote_ap_lives(struct vwifi_vif *vif, const u8 *addr, u16 freq,
			   unsigned int *silent_ms);
struct vwifi_remote *vwifi_remote_after(u32 id);
struct vwifi_radio *vwifi_remote_radio(const u8 *addr);

/* hello.c */
void vwifi_wire_init(void);
void vwifi_wire_exit(void);
u32 vwifi_wire_instance(void);
void vwifi_wire_announce(void);
void vwifi_wire_tell(struct vwifi_vif *vif);
void vwifi_wire_bye(void);
void vwifi_wire_rx_hello(const struct vwifi_wire_rx *rx, const struct sk_buff *skb);
void vwifi_wire_rx_tuned(const struct vwifi_wire_rx *rx, const struct sk_buff *skb);

/* underlay.c */
extern struct list_head vwifi_underlays;
extern struct mutex vwifi_underlays_lock;
void vwifi_underlay_add(struct vwifi_underlay *underlay);
void vwifi_underlay_del(struct vwifi_underlay *underlay);
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

/* virtio.c */
int vwifi_virtio_init(void);
void vwifi_virtio_exit(void);

/* wire-path.c */
void vwifi_path_probe(struct vwifi_machine *machine);
void vwifi_path_acked(struct vwifi_machine *machine, u32 seq);

/* wire-tx.c */
struct sk_buff *vwifi_wire_alloc(unsigned int len, gfp_t gfp);
bool vwifi_wire_may_own(const struct sk_buff *skb);
void vwifi_wire_give(struct sk_buff *frame, struct sk_buff *packet);
unsigned int vwifi_wire_room(const struct vwifi_machine *machine);
void vwifi_wire_number(struct vwifi_wire_tx *tx);
void vwifi_wire_send_numbered(const struct vwifi_wire_tx *tx, struct sk_buff *skb);
void vwifi_wire_send(struct vwifi_wire_tx *tx, struct sk_buff *skb);

/* wire-ack.c */
void vwifi_ask_begin(struct vwifi_ask *ask, const u8 *ra, struct sk_buff *skb);
bool vwifi_ask_end(struct vwifi_ask *ask);
void vwifi_wire_await_status(struct vwifi_wire_tx *tx, struct sk_buff *status);
void vwifi_wire_answer(const struct vwifi_wire_rx *rx, bool received, int signal);
void vwifi_wire_answer_again(const struct vwifi_wire_rx *rx);
void vwifi_wire_rx_ack(const struct vwifi_wire_rx *rx, const struct sk_buff *skb);
void vwifi_waits_exit(void);

/* wire-fragments.c */
struct sk_buff *vwifi_fragment_rx(struct vwifi_machine *machine, u32 seq, u8 number, u8 count,
				  struct sk_buff *piece);
void vwifi_fragments_expire(void);
void vwifi_fragments_forget(struct vwifi_machine *machine);

/* wire-rx.c */
void vwifi_wire_rx(struct vwifi_underlay *underlay, struct sk_buff *skb);
struct sk_buff *vwifi_wire_fit(struct sk_buff *skb);

/* wire-mgmt.c */
void vwifi_wire_group_mgmt(struct vwifi_vif *from, u16 freq, const struct sk_buff *skb,
			   const struct vwifi_protection *protection);
bool vwifi_wire_begin_mgmt(struct vwifi_vif *from, u16 freq, const struct sk_buff *skb,
			   const struct vwifi_protection *protection, struct vwifi_ask *ask);
void vwifi_wire_beacon(struct vwifi_vif *from, u16 freq, const u8 *frame, size_t len);
bool vwifi_wire_probe(struct vwifi_vif *from, u16 freq, const u8 *ra);
struct vwifi_remote *vwifi_wire_transmitter(const struct vwifi_wire_rx *rx, const u8 *ta);
void vwifi_wire_rx_null(const struct vwifi_wire_rx *rx, const struct sk_buff *skb);
void vwifi_wire_rx_mgmt(const struct vwifi_wire_rx *rx, struct sk_buff *skb);
bool vwifi_wire_open_mgmt(struct vwifi_vif *vif, struct sk_buff *skb,
			  struct vwifi_protection *protection);

/* wire-data.c, wire-data-rx.c */
struct vwifi_hop;
bool vwifi_wire_hop(struct vwifi_hop *hop, struct sk_buff *skb);
void vwifi_wire_group(struct vwifi_vif *from, enum vwifi_flight_kind kind, const u8 *bssid,
		      u16 freq, const struct sk_buff *skb,
		      const struct vwifi_protection *protection);
void vwifi_wire_gather_begin(void);
void vwifi_wire_gather_end(void);
struct vwifi_vif *vwifi_inject_data(struct vwifi_radio *from, u16 freq, struct sk_buff *skb);
void vwifi_wire_rx_data(const struct vwifi_wire_rx *rx, struct sk_buff *skb);

/* wire-injected.c */
bool vwifi_wire_inject(struct vwifi_vif *monitor, u16 freq, const u8 *frame, unsigned int len,
		       struct sk_buff *asked);
void vwifi_wire_rx_injected(const struct vwifi_wire_rx *rx, struct sk_buff *skb);

/* onair.c */
#define VWIFI_FRAME_MIN	10	/* an acknowledgement: the shortest frame of all */
#define VWIFI_FRAME_MAX	2346	/* that is injected: with a header and a cipher (802.11-2020, 9.2.4.7) */
bool vwifi_onair_rx(struct vwifi_radio *from, u16 freq, struct sk_buff *skb, int *signal);

#endif /* VWIFI_WIRE_H */
