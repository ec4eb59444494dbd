/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The octets of the wire; docs/wire.md describes them.
 */
#ifndef VWIFI_WIRE_FORMAT_H
#define VWIFI_WIRE_FORMAT_H

#include <linux/if_ether.h>
#include <linux/types.h>

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
	VWIFI_ROLE_MESH,
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

#endif /* VWIFI_WIRE_FORMAT_H */
