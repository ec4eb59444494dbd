/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Octets of fine timing measurements (802.11-2020, 9.6.7.32, 9.6.7.33 and 9.4.2.167). Any context. */
#ifndef VWIFI_FRAME_FTM_H
#define VWIFI_FRAME_FTM_H

#include "core/core.h"

/* What initiator and responder agree on. */
struct vwifi_ftm_terms {
	u8 status;			/* VWIFI_FTM_STATUS_*, of a responder */
	u8 bursts_exp;
	u8 burst_duration;		/* as the element counts it */
	u8 ftms_per_burst;
	u8 format;			/* table 9-282: preamble and width */
	u16 burst_period;		/* 100 ms */
};

#define VWIFI_FTM_STATUS_ACCEPTED	1
#define VWIFI_FTM_NO_DURATION		15	/* the responder may choose */

struct vwifi_ftm_request {
	bool begins;			/* the trigger: of a session, or of its next burst */
	bool has_terms;			/* of a new session */
	struct vwifi_ftm_terms terms;
};

struct vwifi_ftm {
	u8 token;			/* 0: the last of its session */
	u8 follow_up;			/* the token of the frame that the times are of; 0: of none */
	u64 departed;			/* ps, of 48 bits */
	u64 arrived;			/* of its acknowledgement */
	bool has_terms;
	struct vwifi_ftm_terms terms;
};

#define VWIFI_FTM_TIME_MASK	GENMASK_ULL(47, 0)

bool vwifi_ftm_request_read(const struct ieee80211_mgmt *mgmt, size_t len,
			    struct vwifi_ftm_request *request);
bool vwifi_ftm_read(const struct ieee80211_mgmt *mgmt, size_t len, struct vwifi_ftm *ftm);
struct sk_buff *vwifi_ftm_request_make(const u8 *da, const u8 *sa, const u8 *bssid,
				       const struct vwifi_ftm_request *request);
struct sk_buff *vwifi_ftm_make(const u8 *da, const u8 *sa, const u8 *bssid,
			       const struct vwifi_ftm *ftm);
u8 vwifi_ftm_format(enum nl80211_preamble preamble, unsigned int mhz);
u8 vwifi_ftm_format_within(u8 format, unsigned int mhz);
unsigned int vwifi_ftm_format_mhz(u8 format);

#endif /* VWIFI_FRAME_FTM_H */
