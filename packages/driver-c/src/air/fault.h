/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Faults: what is done to frames that match (fault.c). Where an air has none, the data
 * path asks nothing more than whether its link is ideal (vwifi_link_is_ideal()).
 */
#ifndef VWIFI_AIR_FAULT_H
#define VWIFI_AIR_FAULT_H

#include "frame/frame.h"
#include "flight.h"

/* Attributes that a match has; those that are not there match all. */
enum vwifi_fault_value {
	VWIFI_FAULT_TYPE = BIT(0),
	VWIFI_FAULT_SUBTYPE = BIT(1),
	VWIFI_FAULT_EAPOL = BIT(2),
	VWIFI_FAULT_BSSID = BIT(3),
};

/* What somebody asks for. */
struct vwifi_fault_settings {
	u32 set;			/* enum vwifi_fault_value */
	struct vwifi_frame_kind kind;
	u8 bssid[ETH_ALEN];
	const struct vwifi_radio *from;	/* only compared; NULL: any */
	const struct vwifi_radio *to;
	u32 nth;			/* 0: not said */
	u32 every;
	u32 times;
	u8 action;			/* enum vwifi_fault_action */
	u32 delay;			/* us */
	u32 octet;
};

/* Of an air. Found under RCU; made and removed under vwifi_pairs_lock. */
struct vwifi_fault {
	struct list_head list;		/* vwifi_air.faults */
	u32 id;
	struct vwifi_fault_settings settings;
	atomic64_t matched;
	atomic64_t done;
	struct vwifi_flights late;	/* what it delays */
	struct rcu_head rcu;
};

/* These: with vwifi_pairs_lock held, but for the flush, which takes it. */
struct vwifi_fault *vwifi_fault_add(struct vwifi_air *air, const struct vwifi_fault_settings *settings);
int vwifi_fault_del(struct vwifi_air *air, u32 id);
void vwifi_faults_forget(const struct vwifi_radio *radio);
void vwifi_faults_flush(struct vwifi_air *air);

/* Under RCU, any context. */
void vwifi_fault_meet(struct vwifi_transmission *tx, const struct vwifi_radio *to,
		      struct vwifi_frame_kind kind);
u8 vwifi_fault_of_beacon(const struct vwifi_radio *from, const struct vwifi_radio *to,
			 const u8 *bssid, bool look);
bool vwifi_fault_takes_null(const struct vwifi_radio *from, const struct vwifi_radio *to,
			    const u8 *bssid);
unsigned int vwifi_fault_octet(const struct vwifi_transmission *tx);
void vwifi_fault_fly(const struct vwifi_transmission *tx, struct sk_buff *skb);

/* Whether an air has any. */
static inline bool vwifi_air_has_faults(const struct vwifi_air *air)
{
	return unlikely(READ_ONCE(air->n_faults));
}

/* Whether its receiver cannot read a frame. */
static inline bool vwifi_fault_loses(const struct vwifi_transmission *tx)
{
	return tx->fault == VWIFI_FAULT_ACTION_DROP || tx->fault == VWIFI_FAULT_ACTION_CORRUPT;
}

/* Whether its transmitter hears no acknowledgement. */
static inline bool vwifi_fault_silences(const struct vwifi_transmission *tx)
{
	return vwifi_fault_loses(tx) || tx->fault == VWIFI_FAULT_ACTION_UNACKNOWLEDGE;
}

#endif /* VWIFI_AIR_FAULT_H */
