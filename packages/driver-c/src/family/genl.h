/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of the generic netlink family share. */
#ifndef VWIFI_FAMILY_GENL_H
#define VWIFI_FAMILY_GENL_H

#include "genl-gen.h"
#include "core/core.h"
#include "air/air.h"
#include "family.h"

struct vwifi_dcf_link;

extern struct genl_family vwifi_genl_family;

/* Counts changes: a dump that sees it move tells the reader (NLM_F_DUMP_INTR). */
extern u32 vwifi_genl_generation;

/* How a caller names a radio; attributes that were not given are NULL. */
struct vwifi_radio_name {
	struct nlattr *id;
	struct nlattr *ifindex;
	struct nlattr *ifname;
	struct nlattr *address;
};

struct vwifi_radio *vwifi_radio_resolve(struct net *net, const struct vwifi_radio_name *name,
					const struct nlattr *where,
					struct netlink_ext_ack *extack);
struct vwifi_radio *vwifi_end_resolve(struct net *net, struct nlattr *end, bool may_be_remote,
				      struct netlink_ext_ack *extack);
int vwifi_genl_may_change(struct sk_buff *skb, const struct vwifi_radio *radio,
			  struct netlink_ext_ack *extack);
struct vwifi_air *vwifi_genl_air(struct genl_info *info);
struct sk_buff *vwifi_genl_event(u8 cmd, void **hdr);
int vwifi_radio_fill(struct sk_buff *msg, struct vwifi_radio *radio, struct net *net);
bool vwifi_pair_is_seen(const struct vwifi_pair *pair, const struct net *net);
int vwifi_pair_fill(struct sk_buff *msg, struct vwifi_pair *pair, bool link);
int vwifi_used_fill_air(struct sk_buff *msg, const struct vwifi_dcf_link *link);
int vwifi_used_fill(struct sk_buff *msg, u32 sender, const struct vwifi_dcf_link *link);
bool vwifi_used_is_told(struct vwifi_radio *sender, const struct vwifi_dcf_link *used,
			const struct net *net);
int vwifi_contention_fill(struct sk_buff *msg, const struct vwifi_medium *medium);
void vwifi_contention_parse(struct nlattr **attrs, struct vwifi_medium *medium);
int vwifi_used_dump(struct sk_buff *skb, struct netlink_callback *cb);
void vwifi_stats_forget(const struct net *net, u32 portid);
void vwifi_stats_exit(void);
int vwifi_orphans_init(void);
void vwifi_orphans_exit(void);

/* place.c */
struct vwifi_track *vwifi_genl_track(struct genl_info *info);
struct vwifi_walls *vwifi_genl_walls(struct genl_info *info);
int vwifi_place_fill(struct sk_buff *msg, const struct vwifi_radio *radio);
int vwifi_propagation_fill(struct sk_buff *msg, const struct vwifi_air *air);
void vwifi_propagation_parse(struct nlattr **attrs, struct vwifi_medium *medium);

/* Whether a namespace is to hear of something. Under RCU. */
typedef bool (*vwifi_genl_hears_t)(const struct net *net, const void *of);
bool vwifi_genl_hears_radio(const struct net *net, const void *radio);
void vwifi_genl_multicast(struct sk_buff *msg, void *hdr, vwifi_genl_hears_t hears,
			  const void *of);

#endif /* VWIFI_FAMILY_GENL_H */
