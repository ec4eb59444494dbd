/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Elements of path selection as they are on the air (IEEE Std 802.11-2020, 9.4.2.112 to 9.4.2.114). */
#ifndef VWIFI_MESH_HWMP_H
#define VWIFI_MESH_HWMP_H

#include "part.h"

#define VWIFI_HWMP_EXTENDED	BIT(6)	/* an address of who lies behind follows */
#define VWIFI_PREQ_TARGETS_MAX	20

struct vwifi_preq_target {
	u8 flags;
	u8 addr[ETH_ALEN];
	__le32 sn;
} __packed;

#define VWIFI_PREQ_TARGET_ONLY	BIT(0)
#define VWIFI_PREQ_SN_UNKNOWN	BIT(2)
#define VWIFI_PREQ_PROACTIVE	BIT(2)	/* of all of it: a root wants to be answered */

struct vwifi_preq {
	u8 flags;
	u8 hops;
	u8 ttl;
	__le32 id;
	u8 origin[ETH_ALEN];
	__le32 sn;
	__le32 lifetime;	/* TU; behind the external address, where there is one */
	__le32 metric;
	u8 n;
	struct vwifi_preq_target targets[];
} __packed;

struct vwifi_prep {
	u8 flags;
	u8 hops;
	u8 ttl;
	u8 target[ETH_ALEN];
	__le32 target_sn;
	__le32 lifetime;	/* TU; likewise */
	__le32 metric;
	u8 origin[ETH_ALEN];
	__le32 sn;
} __packed;

struct vwifi_perr_target {
	u8 flags;
	u8 addr[ETH_ALEN];
	__le32 sn;
	__le16 reason;		/* behind the external address, where there is one */
} __packed;

struct vwifi_perr {
	u8 ttl;
	u8 n;
	struct vwifi_perr_target targets[];
} __packed;

/* Whether a sequence number is later than another one (802.11-2020, 14.10.8.3): they wrap. */
static inline bool vwifi_sn_after(u32 a, u32 b)
{
	return (s32)(b - a) < 0;
}

/* hwmp-send.c */
void vwifi_hwmp_send(struct vwifi_mesh *mesh, const u8 *da, u8 id, const void *element, size_t len);
void vwifi_preq_send(struct vwifi_mesh *mesh, const u8 *target, u32 target_sn, bool sn_known, u8 flags);
void vwifi_prep_send(struct vwifi_mesh *mesh, const u8 *next, const u8 *target, u32 target_sn, u32 metric,
		     u8 hops, const struct vwifi_preq *preq);

#endif /* VWIFI_MESH_HWMP_H */
