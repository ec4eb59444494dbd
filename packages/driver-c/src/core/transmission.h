/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * A frame on its way: the one object that says all of it that its octets do not.
 *
 * Its sender builds it, on the stack, and lends it to everyone below, who never keep it.
 * What has to wait is an object of its own, with an owner and copies of what it needs: a
 * flight on a slow link (air/), an arrival in a radio's queue (air/), a message on the
 * wire that is gathered or asked about (wire/). skb->cb carries nothing from one stage to
 * the next.
 */
#ifndef VWIFI_CORE_TRANSMISSION_H
#define VWIFI_CORE_TRANSMISSION_H

#include "key.h"
#include "mesh.h"
#include "vif.h"

struct vwifi_airing;
struct vwifi_ask;
struct vwifi_dcf_frame;

/* Which way a frame goes, and so who its receiver is. */
enum vwifi_way {
	VWIFI_WAY_TO_AP,
	VWIFI_WAY_TO_STA,
	VWIFI_WAY_TO_MEMBER,		/* of a cell, or outside of every BSS */
	VWIFI_WAY_DIRECT,		/* from station to station of a network (TDLS) */
	VWIFI_WAY_MESH,			/* from one member to the next */
	VWIFI_WAY_MGMT,
};

/* Who is told what became of a frame, once a program has said it (hwsim/). */
enum vwifi_told {
	VWIFI_TOLD_NOBODY,
	VWIFI_TOLD_MGMT,
	VWIFI_TOLD_CONTROL_PORT,
	VWIFI_TOLD_PROBE,
};

#define VWIFI_QOS_NONE		(-1)	/* no QoS data */
#define VWIFI_QOS_NOT_ASKED	(-2)	/* nobody has asked yet: vwifi_qos() */

struct vwifi_transmission {
	struct vwifi_vif *from;		/* its transmitter; NULL: none of this kernel, or it may be gone */
	struct vwifi_radio *radio;	/* the transmitter's, of whatever kernel; NULL: it may be gone */
	const struct vwifi_air *air;	/* through which it goes, where the radio may be gone */
	struct vwifi_vif *to;		/* its receiver in this kernel; of a group frame one after the other */
	struct vwifi_sta *peer;		/* the receiver, as the transmitter knows it, or NULL */
	const u8 *ta;			/* the transmitter's address */
	const u8 *ra;			/* the receiver's, wherever it is, or a group's */
	const u8 *bssid;
	struct vwifi_ask *ask;		/* to be filled in for one who waits for the acknowledgement, or NULL */
	struct vwifi_airing *airing;	/* the same, through a channel server */
	const struct vwifi_dcf_frame *aired;	/* as it was on the air, of what comes from a server, or NULL */
	struct vwifi_protection protection;
	unsigned int octets;		/* as the stack has it */
	unsigned int mpdus;		/* frames on the air that it stands for */
	int qos;			/* its QoS Control field (802.11-2020, 9.2.4.5) */
	struct rate_info rate;		/* at which it goes, its width among it; all 0: nobody has asked */
	struct vwifi_mesh_control mesh;	/* on the way of a mesh alone: nobody else sets or reads it */
	u32 group;			/* number of a group frame between MLDs alone: nobody else sets or reads it */
	u16 freq;			/* MHz */
	u8 way;				/* enum vwifi_way */
	u8 slow;			/* how often the clock of its channel is halved: vwifi_width_slow() */
	u8 told;			/* enum vwifi_told; VWIFI_TOLD_NOBODY once somebody has taken it upon himself */
	u64 told_cookie;		/* what the frame is known by to whom is told */
	bool in_clear;			/* its sender wants no protection */
	bool more_data;			/* others are kept for its receiver */
	bool dozes;			/* its transmitter sleeps after it */
	u8 fault;			/* enum vwifi_fault_action that meets it, or 0 */
	u32 fault_id;			/* where there is one, of which fault */
};

/* How many frames on the air a packet stands for. */
static inline unsigned int vwifi_mpdus(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->gso_segs ?: 1;
}

/*
 * An interface of this kernel sends a frame: what is known of it at once. Field by field,
 * once for every frame: a compiler clears a struct of this size by a string instruction,
 * which costs more than all the rest.
 */
static inline void vwifi_transmission_init(struct vwifi_transmission *tx, struct vwifi_vif *from,
					   const struct sk_buff *skb)
{
	tx->from = from;
	tx->radio = from->radio;
	tx->to = NULL;
	tx->peer = NULL;
	tx->ta = from->addr;
	tx->ra = NULL;
	tx->bssid = NULL;
	tx->ask = NULL;
	tx->airing = NULL;
	tx->aired = NULL;
	tx->protection.key = NULL;
	tx->protection.pn = 0;
	tx->protection.origin = from->radio->id;
	tx->protection.counter = 0;
	tx->protection.sealed = false;
	tx->protection.four_addr = false;
	tx->protection.accepted = false;
	tx->octets = skb->len;
	tx->mpdus = vwifi_mpdus(skb);
	tx->qos = VWIFI_QOS_NOT_ASKED;
	memset(&tx->rate, 0, sizeof(tx->rate));
	tx->freq = 0;
	tx->slow = 0;
	tx->way = VWIFI_WAY_TO_AP;
	tx->in_clear = false;
	tx->more_data = false;
	tx->dozes = false;
	tx->fault = 0;
	tx->told = VWIFI_TOLD_NOBODY;
}

static inline bool vwifi_is_control_port(const struct vwifi_vif *vif, const struct sk_buff *skb)
{
	return eth_hdr(skb)->h_proto == vif->control_port;
}

#endif /* VWIFI_CORE_TRANSMISSION_H */
