/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of the medium in user space share: medium.c, carry.c, report.c. */
#ifndef VWIFI_HWSIM_MEDIUM_H
#define VWIFI_HWSIM_MEDIUM_H

#include "frame/frame.h"
#include "part.h"

/* A program that carries the frames of an air. */
struct vwifi_user_medium {
	struct list_head list;		/* vwifi_hwsim_users */
	struct vwifi_air *air;
	struct net *net;		/* its socket's, which lives as long as this is registered */
	u32 portid;
	struct vwifi_radio stand_in;	/* in the place of whoever transmits what it delivers; vwifi_radios_lock */
	struct rcu_head rcu;
};

/* A frame that waits for the program's word. */
struct vwifi_carried {
	struct list_head list;		/* vwifi_hwsim.pending, or .failed */
	u64 cookie;
	struct sk_buff *skb;		/* as its sender gave it, with its socket */
	struct sk_buff *mpdu;		/* as it is on the air */
	struct rate_info rate;
	u64 told_cookie;
	u32 serial;			/* of the interface that sent it */
	unsigned int octets;
	u16 freq;
	u8 told;			/* enum vwifi_told: who is told, besides its socket */
	u8 ra[ETH_ALEN];
	bool wants_ack;
	bool is_data;
};

void vwifi_hwsim_work_queue(void);

/* carry.c: under RCU */
bool vwifi_hwsim_carry(struct vwifi_transmission *tx, struct vwifi_dcf_frame *frame);
bool vwifi_hwsim_carry_injected(struct vwifi_vif *monitor, u16 freq, struct sk_buff *frame,
				struct sk_buff *skb);

/* report.c: with vwifi_radios_lock held */
bool vwifi_carried_end(struct vwifi_hwsim *part, u64 cookie, bool acked, unsigned int tries);
void vwifi_carried_fail(struct vwifi_hwsim *part, bool all);
void vwifi_carried_free(struct vwifi_carried *carried);

#endif /* VWIFI_HWSIM_MEDIUM_H */
