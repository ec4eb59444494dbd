/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The honest medium: who may transmit when, what that takes, and what becomes of it
 * (the distributed coordination function, IEEE Std 802.11-2020, clause 10). An air
 * whose medium is VWIFI_MODEL_DCF has one server: a machine of events on one timer,
 * for all of its channels, since who interferes with whom is a matter of how much they
 * overlap. Frames wait there in queues by transmitter, access category and peer;
 * contenders count slots down; each transmission occupies its channel for as long as
 * the standard says, for those who hear it; and a receiver decides by the ratio of
 * signal to noise and interference.
 *
 * A server's lock protects all that hangs on it, and is held for its own work alone:
 * what has been sent is handed up without it (vwifi_up.aired), in softirq, under RCU. It
 * is taken inside any lock of the data plane. Frames point to nobody who may go: they
 * find their transmitter by its serial number and their receiver by its address.
 */
#ifndef VWIFI_DCF_DCF_H
#define VWIFI_DCF_DCF_H

#include <linux/completion.h>

#include "air/air.h"

struct vwifi_burst;

/* One who waits until its frame has been sent: on the waiter's stack. */
struct vwifi_airing {
	struct completion done;
	bool queued;			/* there is something to wait for */
	bool acked;
};

/* Whether RTS and CTS precede a frame. */
enum vwifi_rts {
	VWIFI_RTS_BY_LENGTH,
	VWIFI_RTS_ALWAYS,
	VWIFI_RTS_NEVER,
};

/* A frame on its way through a server. Filled in by its sender, then the server's. */
struct vwifi_dcf_frame {
	struct vwifi_flight flight;	/* its octets, and how they go; in the list of its flow */
	struct vwifi_radio *radio;	/* its transmitter; of a frame that is handed up: under RCU */
	struct cfg80211_chan_def chandef;	/* of its BSS; its channel is the primary one */
	struct vwifi_airing *airing;	/* or NULL */
	struct vwifi_burst *burst;	/* the last transmission of it */
	u32 serial;			/* of the interface that sent it */
	u32 digest;			/* of a beacon, what it says */
	unsigned int octets;		/* of the MPDU, with all its headers and the FCS */
	u8 source[ETH_ALEN];		/* of a group frame that is relayed: the station that it came from */
	u8 ac;				/* enum nl80211_ac */
	u8 tries;			/* transmissions so far */
	bool group;
	bool beacon;
	bool to_stations;		/* of a beacon: it concerns stations of the BSS, too */
	bool wants_ack;
	bool aggregates;		/* may go in an A-MPDU */
	u8 rts;				/* enum vwifi_rts */
	/* What became of it. */
	bool on_air;			/* in the exchange that is going on */
	bool given_up;			/* and not sent again after it */
	bool received;
	bool acked;
	bool done;			/* one way or the other */
	int sinr;			/* at its receiver, hundredths of a dB */
	u64 airtime;			/* its part of all exchanges, ns */
	struct rate_info rate;		/* of the last transmission */
};

/* What has gone from one radio to another one. */
struct vwifi_dcf_link {
	u32 receiver;			/* its number */
	int sinr;			/* of the last frame, hundredths of a dB */
	u64 airtime;			/* ns */
	u64 sent;			/* frames that were acknowledged */
	u64 repeated;
	u64 given_up;
};

/* links.c */
bool vwifi_dcf_link_nth(struct vwifi_radio *sender, unsigned int n, struct vwifi_dcf_link *link);
bool vwifi_dcf_link_to(struct vwifi_radio *sender, u32 receiver, struct vwifi_dcf_link *link);

/* server.c */
void vwifi_dcf_restart(struct vwifi_air *air);
int vwifi_dcf_model(struct vwifi_air *air, u8 model);
void vwifi_dcf_exit(struct vwifi_air *air);
void vwifi_dcf_forget_radio(struct vwifi_radio *radio);
void vwifi_dcf_forget_vif(struct vwifi_vif *vif);
void vwifi_dcf_forget_peer(struct vwifi_vif *vif, const u8 *addr);

/* queue.c */
struct vwifi_dcf_frame *vwifi_dcf_frame_new(const struct vwifi_transmission *tx,
					    struct sk_buff *skb);
void vwifi_dcf_frame_free(struct vwifi_dcf_frame *frame);
bool vwifi_dcf_send(struct vwifi_transmission *tx, struct vwifi_dcf_frame *frame);
bool vwifi_dcf_wait(struct vwifi_airing *airing);

/* reception.c */
bool vwifi_dcf_heard(const struct vwifi_dcf_frame *frame, struct vwifi_radio *at);

/* ledger.c */
int vwifi_dump_survey(struct wiphy *wiphy, struct net_device *dev, int idx,
		      struct survey_info *survey);

/* control.c */
struct vwifi_vif *vwifi_frame_sender(const struct vwifi_radio *radio, u32 serial);

/* Whether radios of an air contend for it. Any context. */
static inline bool vwifi_air_is_contended(const struct vwifi_air *air)
{
	return READ_ONCE(air->medium.model) == VWIFI_MODEL_DCF;
}

/* Whether frames of an air wait for it: for their turn, or for a program's word. Any context. */
static inline bool vwifi_air_is_shared(const struct vwifi_air *air)
{
	return vwifi_air_is_contended(air) || vwifi_air_is_carried(air);
}

/* Whether a group frame reaches a radio: by how it was on the air, where it was. Under RCU. */
static inline bool vwifi_group_reaches(const struct vwifi_transmission *tx, struct vwifi_radio *to,
				       enum vwifi_chance what)
{
	unsigned int retries = 0;

	if (unlikely(tx->radio->towards))
		return tx->radio->towards == to;
	if (vwifi_link_is_ideal(to))
		return true;
	return tx->aired ? vwifi_dcf_heard(tx->aired, to) :
			   vwifi_link_transmit(tx->radio, to, tx->freq, what, &retries);
}

#endif /* VWIFI_DCF_DCF_H */
