/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Commands of the family.
 * Generated from packages/driver-c/spec/vwifi.yaml by "npm run generate": change that, not this.
 */
#ifndef VWIFI_GENL_GEN_H
#define VWIFI_GENL_GEN_H

#include <net/genetlink.h>
#include <net/netlink.h>

#include "../../include/uapi/vwifi.h"

/* Indices for genlmsg_multicast() and its kin. */
enum {
	VWIFI_NLGRP_CONFIG,
	VWIFI_NL_N_MCGRPS
};

#define VWIFI_NL_N_OPS	29

/* For parsing what is nested. */
extern const struct nla_policy
vwifi_position_nl_policy[VWIFI_A_POSITION_Z + 1];
extern const struct nla_policy
vwifi_waypoint_nl_policy[VWIFI_A_WAYPOINT_TIME + 1];
extern const struct nla_policy
vwifi_track_nl_policy[VWIFI_A_TRACK_REPEAT + 1];
extern const struct nla_policy
vwifi_end_nl_policy[VWIFI_A_END_ADDRESS + 1];
extern const struct nla_policy
vwifi_end_pair_nl_policy[VWIFI_A_PAIR_SENDER + 1];
extern const struct nla_policy
vwifi_wall_nl_policy[VWIFI_A_WALL_LOSS + 1];
extern const struct nla_policy
vwifi_wall_list_nl_policy[VWIFI_A_WALL_LIST_WALL + 1];

extern const struct genl_ops vwifi_nl_ops[VWIFI_NL_N_OPS];
extern const struct genl_multicast_group vwifi_nl_mcgrps[VWIFI_NL_N_MCGRPS];

int vwifi_nl_radio_new_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_radio_del_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_radio_get_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_radio_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vwifi_nl_radio_set_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_deny_add_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_deny_del_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_deny_set_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_deny_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vwifi_nl_deny_flush_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_link_set_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_link_del_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_link_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vwifi_nl_medium_get_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_medium_set_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_stats_subscribe_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_underlay_attach_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_underlay_detach_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_underlay_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vwifi_nl_remote_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vwifi_nl_tap_new_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_tap_del_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_radar_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_fault_add_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_fault_del_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_fault_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vwifi_nl_fault_flush_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_jam_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_jam_end_doit(struct sk_buff *skb, struct genl_info *info);
int vwifi_nl_jam_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* VWIFI_GENL_GEN_H */
