/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the files of a channel server share. All times are of CLOCK_MONOTONIC, in
 * nanoseconds; all fields are the server's lock's, unless said otherwise.
 */
#ifndef VWIFI_DCF_MACHINE_H
#define VWIFI_DCF_MACHINE_H

#include "phy/phy.h"
#include "dcf.h"

#define VWIFI_NEVER		U64_MAX

/* What chance decides beside the slots of each access category: numbers behind theirs. */
#define VWIFI_DRAW_LOSS		16
#define VWIFI_DRAW_RATE		17
#define VWIFI_AMPDU_MAX		256	/* MPDUs at a time: a block acknowledgement's bitmap in HE */
#define VWIFI_FLOW_MAX		512	/* frames that wait for one peer in one category */
#define VWIFI_RATES_MAX		112	/* that one peer may be sent to with */
#define VWIFI_CHANNELS_KEPT	8	/* that a radio's ledger tells apart */

/* Intervals of a PHY (802.11-2020, tables 15-5, 17-21, 18-5), in ns. */
struct vwifi_timing {
	u32 slot;
	u32 sifs;
	u32 eifs;			/* beyond what an AIFS is: SIFS and the slowest acknowledgement */
	bool short_preamble;		/* of DSSS */
	bool ofdm;			/* the BSS knows it */
};

/* A transmission, of whatever kind. Kept after its end as long as somebody may ask what it hurt. */
struct vwifi_burst {
	struct list_head list;		/* vwifi_dcf.live or .past */
	struct vwifi_dcf_node *from;	/* NULL: gone; it is on the air all the same */
	struct vwifi_dcf_node *to;	/* whom it is for, or NULL */
	struct cfg80211_chan_def chandef;	/* what it occupies */
	u64 start;
	u64 end;
	u64 nav;			/* until when who decodes it keeps silent; 0: not at all */
	struct rate_info rate;
	unsigned int octets;
	unsigned int held;		/* frames that point to it */
};

struct vwifi_control;

/* What waits for one peer in one category. */
struct vwifi_flow {
	struct list_head list;		/* vwifi_edca.flows, while something waits */
	struct vwifi_dcf_peer *peer;
	struct list_head frames;	/* struct vwifi_dcf_frame, by flight.list, in order */
	unsigned int n;
	s64 deficit;			/* ns of airtime that it may use in this turn */
	unsigned int failures;		/* exchanges in a row of which nothing was acknowledged */
	u8 ac;
};

/* One whom a transmitter sends to; the group address for all of them. */
struct vwifi_dcf_peer {
	struct list_head list;		/* vwifi_dcf_node.peers */
	struct vwifi_dcf_node *node;
	struct vwifi_flow flows[IEEE80211_NUM_ACS];
	struct vwifi_control *control;	/* of Minstrel's kind, or NULL */
	struct vwifi_dcf_link link;	/* but for its receiver */
	struct rate_info ideal;		/* the best at the signal below, until then */
	int ideal_cdbm;
	u64 ideal_until;
	u8 addr[ETH_ALEN];
	bool known;			/* data goes to it: kept while nothing waits */
};

/* One contender: an access category of a transmitter (802.11-2020, 10.23.2). */
struct vwifi_edca {
	struct list_head flows;		/* that have something to send, in turn */
	struct vwifi_edca_params params;
	u16 cw;
	u32 backoff;			/* slots left when the medium was found idle */
};

enum vwifi_step {
	VWIFI_STEP_NONE,
	VWIFI_STEP_RTS,			/* it is on the air; the next is what follows its end */
	VWIFI_STEP_CTS_DUE,
	VWIFI_STEP_CTS,
	VWIFI_STEP_DATA_DUE,
	VWIFI_STEP_DATA,
	VWIFI_STEP_ACK_DUE,
	VWIFI_STEP_ACK,
};

/* A frame exchange: of a transmitter one at a time. */
struct vwifi_exchange {
	enum vwifi_step step;		/* at the time: what then happens */
	u64 at;
	u64 began;
	u64 txop_end;			/* 0: one exchange */
	u8 ac;
	struct vwifi_flow *flow;
	struct vwifi_dcf_node *to;	/* its receiver's, or NULL: none has been found, or it is gone */
	struct vwifi_burst *burst;	/* the last one; held */
	struct rate_info rate;
	struct rate_info control;	/* of RTS, CTS and acknowledgements */
	unsigned int n;
	unsigned int octets;
	u64 data_ns;
	bool aggregate;
	bool wants_ack;
	bool looks;			/* at another rate than the best one: with one frame */
	struct vwifi_dcf_frame *frames[VWIFI_AMPDU_MAX];
};

/* Airtime of a radio on one channel. */
struct vwifi_ledger_row {
	struct cfg80211_chan_def chandef;
	u64 tx;				/* ns */
};

/* A radio as a transmitter and receiver. */
struct vwifi_dcf_node {
	struct list_head list;		/* vwifi_dcf.nodes */
	struct list_head tracked;	/* vwifi_dcf.tracked: what it hears matters now */
	struct vwifi_dcf *dcf;
	struct vwifi_radio *radio;
	struct list_head peers;
	struct vwifi_edca ac[IEEE80211_NUM_ACS];
	struct cfg80211_chan_def chandef;	/* what it is tuned to */
	struct vwifi_timing timing;
	u64 busy_until;			/* by energy or preamble */
	u64 nav;
	u64 idle_from;			/* the later of the two */
	u64 extra;			/* 0, or an EIFS after what it could not read */
	u64 ready;			/* when its queue last became filled */
	struct vwifi_exchange exchange;
	bool starts;			/* at this very moment */
	bool jammed;			/* it has waited for noise to end, which goes on */
	unsigned int queued;
	u64 dropped;
	u32 draws;			/* of chance */
	u32 backoffs;
	struct vwifi_ledger_row ledger[VWIFI_CHANNELS_KEPT];
};

/* A channel server: all of an air's. */
struct vwifi_dcf {
	spinlock_t lock;
	struct vwifi_air *air;
	bool on;
	struct hrtimer timer;
	u64 clock;			/* of the event that is served */
	struct list_head nodes;
	struct list_head tracked;
	struct list_head live;		/* bursts on the air */
	struct list_head past;		/* in order of their ends */
	struct list_head told;		/* frames to hand up when the lock is free */
	struct rate_info rates[VWIFI_RATES_MAX];	/* room to think about them */
};

/* airtime.c */
void vwifi_timing_of(struct vwifi_vif *vif, u16 freq, struct vwifi_timing *timing);
u64 vwifi_airtime_ns(const struct vwifi_timing *timing, u16 freq, const struct rate_info *rate,
		     unsigned int octets);
void vwifi_control_rate(const struct vwifi_timing *timing, u16 freq, const struct rate_info *data,
			struct rate_info *control);
unsigned int vwifi_ampdu_octets(unsigned int octets);
void vwifi_occupied(const struct cfg80211_chan_def *bss, const struct rate_info *rate,
		    struct cfg80211_chan_def *occupied);

#define VWIFI_ACK_OCTETS	14
#define VWIFI_CTS_OCTETS	14
#define VWIFI_RTS_OCTETS	20
#define VWIFI_BLOCK_ACK_OCTETS	32

/* server.c */
struct vwifi_dcf_node *vwifi_node_get(struct vwifi_radio *radio);
struct vwifi_burst *vwifi_burst_begin(struct vwifi_dcf_node *from, struct vwifi_dcf_node *to,
				      u64 at, u64 ns, u64 nav, const struct rate_info *rate,
				      const struct cfg80211_chan_def *bss, unsigned int octets);
void vwifi_burst_put(struct vwifi_burst *burst);
void vwifi_dcf_arm(struct vwifi_dcf *dcf);
void vwifi_dcf_hand_up(struct vwifi_dcf *dcf, struct list_head *told);
u32 vwifi_dcf_draw(struct vwifi_dcf_node *node, u32 what, u32 n);

/* contend.c */
void vwifi_node_track(struct vwifi_dcf_node *node);
bool vwifi_node_tune(struct vwifi_dcf_node *node, const struct vwifi_dcf_frame *frame);
void vwifi_node_busy(struct vwifi_dcf_node *node, u64 at, u64 until);
void vwifi_nav_withdraw(struct vwifi_dcf *dcf, struct vwifi_burst *burst, u64 until);
void vwifi_node_hears_end(struct vwifi_dcf_node *node, const struct vwifi_burst *burst);
u64 vwifi_node_start(const struct vwifi_dcf_node *node);
struct vwifi_edca *vwifi_node_winner(struct vwifi_dcf_node *node);
bool vwifi_node_idles(const struct vwifi_dcf_node *node);
void vwifi_edca_draw(struct vwifi_dcf_node *node, struct vwifi_edca *edca);
void vwifi_edca_arrive(struct vwifi_dcf_node *node, struct vwifi_edca *edca, u64 at);
void vwifi_edca_double(struct vwifi_dcf_node *node, struct vwifi_edca *edca);

/* reception.c */
bool vwifi_node_senses(const struct vwifi_dcf_node *node, const struct vwifi_burst *burst);
bool vwifi_node_decodes(struct vwifi_dcf_node *node, const struct vwifi_burst *burst);
u32 vwifi_burst_error(struct vwifi_dcf_node *at, const struct vwifi_burst *burst, u64 from,
		      u64 until, unsigned int octets, int *sinr);
bool vwifi_burst_reaches(struct vwifi_dcf_node *at, const struct vwifi_burst *burst, u64 from,
			 u64 until, unsigned int octets, int *sinr);

/* exchange.c */
u64 vwifi_exchange_ns(const struct vwifi_dcf_node *node, const struct rate_info *rate,
		      unsigned int octets);
u64 vwifi_exchange_cost(const struct vwifi_dcf_node *node, const struct rate_info *rate,
			unsigned int octets, u64 *loss);
void vwifi_exchange_begin(struct vwifi_dcf_node *node, struct vwifi_edca *edca);
void vwifi_exchange_step(struct vwifi_dcf_node *node);
void vwifi_exchange_abort(struct vwifi_dcf_node *node);

/* queue.c */
struct vwifi_flow *vwifi_edca_next_flow(struct vwifi_dcf_node *node, struct vwifi_edca *edca);
void vwifi_flow_spend(struct vwifi_flow *flow, u64 ns);
void vwifi_flow_release(struct vwifi_flow *flow);
void vwifi_peer_flush(struct vwifi_dcf_peer *peer);
void vwifi_flow_drop_of(struct vwifi_flow *flow, u32 serial);
void vwifi_peer_put(struct vwifi_dcf_peer *peer);

/* control.c */
void vwifi_frame_rate(struct vwifi_flow *flow, const struct vwifi_dcf_frame *frame,
		      const struct vwifi_dcf_node *to, struct rate_info *rate, bool *looks);

/* minstrel.c */
bool vwifi_minstrel_rate(struct vwifi_dcf_peer *peer, struct vwifi_vif *vif,
			 const struct vwifi_sta *sta, u16 freq, unsigned int failures,
			 struct rate_info *rate, bool *looks);
void vwifi_minstrel_result(struct vwifi_dcf_peer *peer, const struct rate_info *rate,
			   unsigned int tried, unsigned int acked);
void vwifi_minstrel_free(struct vwifi_dcf_peer *peer);

/* ledger.c */
void vwifi_ledger_close(const struct vwifi_dcf_node *node);
void vwifi_ledger_add(struct vwifi_dcf_node *node, const struct vwifi_burst *burst);

static inline struct vwifi_dcf_frame *vwifi_flow_first(struct vwifi_flow *flow)
{
	return list_first_entry_or_null(&flow->frames, struct vwifi_dcf_frame, flight.list);
}

static inline u64 vwifi_edca_ifs(const struct vwifi_dcf_node *node, const struct vwifi_edca *edca)
{
	return node->timing.sifs + (u64)edca->params.aifsn * node->timing.slot;
}

#endif /* VWIFI_DCF_MACHINE_H */
