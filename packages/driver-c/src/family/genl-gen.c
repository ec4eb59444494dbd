// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What is checked before a command runs.
 * Generated from packages/driver-c/spec/vwifi.yaml by "npm run generate": change that, not this.
 */
#include "genl-gen.h"

static struct netlink_range_validation_signed vwifi_position_x_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_position_y_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_position_z_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_waypoint_x_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_waypoint_y_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_waypoint_z_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_wall_x1_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_wall_y1_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_wall_x2_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation_signed vwifi_wall_y2_range = {
	.min = -10000000,
	.max = 10000000,
};

static struct netlink_range_validation vwifi_pair_loss_range = {
	.max = 1000000,
};

static struct netlink_range_validation vwifi_pair_delay_range = {
	.max = 10000000,
};

static struct netlink_range_validation vwifi_pair_jitter_range = {
	.max = 10000000,
};

static struct netlink_range_validation vwifi_medium_loss_range = {
	.max = 1000000,
};

static struct netlink_range_validation vwifi_medium_coherence_range = {
	.min = 100,
	.max = 10000000,
};

static struct netlink_range_validation vwifi_stats_interval_range = {
	.min = 10,
	.max = 3600000,
};

static struct netlink_range_validation vwifi_fault_delay_range = {
	.min = 1,
	.max = 10000000,
};

static struct netlink_range_validation vwifi_jam_duration_range = {
	.min = 1,
	.max = 3600000,
};

const struct nla_policy
vwifi_position_nl_policy[VWIFI_A_POSITION_Z + 1] = {
	[VWIFI_A_POSITION_X] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_position_x_range),
	[VWIFI_A_POSITION_Y] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_position_y_range),
	[VWIFI_A_POSITION_Z] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_position_z_range),
};

const struct nla_policy
vwifi_waypoint_nl_policy[VWIFI_A_WAYPOINT_TIME + 1] = {
	[VWIFI_A_WAYPOINT_X] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_waypoint_x_range),
	[VWIFI_A_WAYPOINT_Y] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_waypoint_y_range),
	[VWIFI_A_WAYPOINT_Z] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_waypoint_z_range),
	[VWIFI_A_WAYPOINT_TIME] = { .type = NLA_U32 },
};

const struct nla_policy
vwifi_track_nl_policy[VWIFI_A_TRACK_REPEAT + 1] = {
	[VWIFI_A_TRACK_POINT] = NLA_POLICY_NESTED(vwifi_waypoint_nl_policy),
	[VWIFI_A_TRACK_REPEAT] = { .type = NLA_FLAG },
};

const struct nla_policy
vwifi_end_nl_policy[VWIFI_A_END_ADDRESS + 1] = {
	[VWIFI_A_END_RADIO] = { .type = NLA_U32 },
	[VWIFI_A_END_IFINDEX] = { .type = NLA_U32 },
	[VWIFI_A_END_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
	[VWIFI_A_END_ADDRESS] = NLA_POLICY_EXACT_LEN(6),
};

const struct nla_policy
vwifi_end_pair_nl_policy[VWIFI_A_PAIR_SENDER + 1] = {
	[VWIFI_A_PAIR_RECEIVER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
	[VWIFI_A_PAIR_SENDER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
};

const struct nla_policy
vwifi_wall_nl_policy[VWIFI_A_WALL_LOSS + 1] = {
	[VWIFI_A_WALL_X1] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_wall_x1_range),
	[VWIFI_A_WALL_Y1] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_wall_y1_range),
	[VWIFI_A_WALL_X2] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_wall_x2_range),
	[VWIFI_A_WALL_Y2] = NLA_POLICY_FULL_RANGE_SIGNED(NLA_S32, &vwifi_wall_y2_range),
	[VWIFI_A_WALL_LOSS] = NLA_POLICY_MAX(NLA_U32, 10000),
};

const struct nla_policy
vwifi_wall_list_nl_policy[VWIFI_A_WALL_LIST_WALL + 1] = {
	[VWIFI_A_WALL_LIST_WALL] = NLA_POLICY_NESTED(vwifi_wall_nl_policy),
};

static const struct nla_policy
vwifi_radio_new_nl_policy[VWIFI_A_RADIO_DRIVER_SME + 1] = {
	[VWIFI_A_RADIO_WIPHY_NAME] = { .type = NLA_NUL_STRING, .len = 63 },
	[VWIFI_A_RADIO_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
	[VWIFI_A_RADIO_ADDRESS] = NLA_POLICY_EXACT_LEN(6),
	[VWIFI_A_RADIO_TX_POWER] = NLA_POLICY_RANGE(NLA_S32, 0, 3000),
	[VWIFI_A_RADIO_BANDS] = NLA_POLICY_RANGE(NLA_U32, 1, 11),
	[VWIFI_A_RADIO_OWNED] = { .type = NLA_FLAG },
	[VWIFI_A_RADIO_POSITION] = NLA_POLICY_NESTED(vwifi_position_nl_policy),
	[VWIFI_A_RADIO_PERSONALITY] = NLA_POLICY_MAX(NLA_U32, 4),
	[VWIFI_A_RADIO_ANTENNA_GAIN] = NLA_POLICY_RANGE(NLA_S32, -3000, 6000),
	[VWIFI_A_RADIO_STREAMS] = NLA_POLICY_RANGE(NLA_U32, 1, 4),
	[VWIFI_A_RADIO_WIDTH] = NLA_POLICY_RANGE(NLA_U32, 20, 320),
	[VWIFI_A_RADIO_IFTYPES] = NLA_POLICY_MIN(NLA_U32, 1),
	[VWIFI_A_RADIO_CIPHERS] = { .type = NLA_BINARY, .len = 256 },
	[VWIFI_A_RADIO_DRIVER_SME] = { .type = NLA_FLAG },
};

static const struct nla_policy
vwifi_radio_del_nl_policy[VWIFI_A_RADIO_IFNAME + 1] = {
	[VWIFI_A_RADIO_ID] = { .type = NLA_U32 },
	[VWIFI_A_RADIO_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
	[VWIFI_A_RADIO_IFINDEX] = { .type = NLA_U32 },
};

static const struct nla_policy
vwifi_radio_get_nl_policy[VWIFI_A_RADIO_IFNAME + 1] = {
	[VWIFI_A_RADIO_ID] = { .type = NLA_U32 },
	[VWIFI_A_RADIO_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
	[VWIFI_A_RADIO_IFINDEX] = { .type = NLA_U32 },
};

static const struct nla_policy
vwifi_radio_set_nl_policy[VWIFI_A_RADIO_ANTENNA_GAIN + 1] = {
	[VWIFI_A_RADIO_ID] = { .type = NLA_U32 },
	[VWIFI_A_RADIO_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
	[VWIFI_A_RADIO_IFINDEX] = { .type = NLA_U32 },
	[VWIFI_A_RADIO_TX_POWER] = NLA_POLICY_RANGE(NLA_S32, 0, 3000),
	[VWIFI_A_RADIO_POSITION] = NLA_POLICY_NESTED(vwifi_position_nl_policy),
	[VWIFI_A_RADIO_TRACK] = NLA_POLICY_NESTED(vwifi_track_nl_policy),
	[VWIFI_A_RADIO_ANTENNA_GAIN] = NLA_POLICY_RANGE(NLA_S32, -3000, 6000),
};

static const struct nla_policy
vwifi_deny_add_nl_policy[VWIFI_A_PAIR_SENDER + 1] = {
	[VWIFI_A_PAIR_RECEIVER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
	[VWIFI_A_PAIR_SENDER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
};

static const struct nla_policy
vwifi_deny_del_nl_policy[VWIFI_A_PAIR_SENDER + 1] = {
	[VWIFI_A_PAIR_RECEIVER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
	[VWIFI_A_PAIR_SENDER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
};

static const struct nla_policy
vwifi_deny_set_nl_policy[VWIFI_A_DENY_LIST_PAIR + 1] = {
	[VWIFI_A_DENY_LIST_PAIR] = NLA_POLICY_NESTED(vwifi_end_pair_nl_policy),
};

static const struct nla_policy
vwifi_link_set_nl_policy[VWIFI_A_PAIR_RATE + 1] = {
	[VWIFI_A_PAIR_RECEIVER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
	[VWIFI_A_PAIR_SENDER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
	[VWIFI_A_PAIR_SIGNAL] = NLA_POLICY_RANGE(NLA_S32, -128, 0),
	[VWIFI_A_PAIR_LOSS] = NLA_POLICY_FULL_RANGE(NLA_U32, &vwifi_pair_loss_range),
	[VWIFI_A_PAIR_DELAY] = NLA_POLICY_FULL_RANGE(NLA_U32, &vwifi_pair_delay_range),
	[VWIFI_A_PAIR_JITTER] = NLA_POLICY_FULL_RANGE(NLA_U32, &vwifi_pair_jitter_range),
	[VWIFI_A_PAIR_RATE] = { .type = NLA_U64 },
};

static const struct nla_policy
vwifi_link_del_nl_policy[VWIFI_A_PAIR_SENDER + 1] = {
	[VWIFI_A_PAIR_RECEIVER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
	[VWIFI_A_PAIR_SENDER] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
};

static const struct nla_policy
vwifi_medium_set_nl_policy[VWIFI_A_MEDIUM_AIRTIME_FAIRNESS + 1] = {
	[VWIFI_A_MEDIUM_SIGNAL] = NLA_POLICY_RANGE(NLA_S32, -128, 0),
	[VWIFI_A_MEDIUM_LOSS] = NLA_POLICY_FULL_RANGE(NLA_U32, &vwifi_medium_loss_range),
	[VWIFI_A_MEDIUM_SEED] = { .type = NLA_U64 },
	[VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT] = NLA_POLICY_MAX(NLA_U32, 1000),
	[VWIFI_A_MEDIUM_SENSITIVITY] = NLA_POLICY_RANGE(NLA_S32, -128, 0),
	[VWIFI_A_MEDIUM_PATH_MODEL] = NLA_POLICY_MAX(NLA_U32, 2),
	[VWIFI_A_MEDIUM_WALLS] = NLA_POLICY_NESTED(vwifi_wall_list_nl_policy),
	[VWIFI_A_MEDIUM_SHADOWING] = NLA_POLICY_MAX(NLA_U32, 3000),
	[VWIFI_A_MEDIUM_FADING] = NLA_POLICY_MAX(NLA_U32, 2),
	[VWIFI_A_MEDIUM_RICIAN_K] = NLA_POLICY_MAX(NLA_U32, 4000),
	[VWIFI_A_MEDIUM_COHERENCE] = NLA_POLICY_FULL_RANGE(NLA_U32, &vwifi_medium_coherence_range),
	[VWIFI_A_MEDIUM_NOISE_FIGURE] = NLA_POLICY_MAX(NLA_U32, 4000),
	[VWIFI_A_MEDIUM_MODEL] = NLA_POLICY_MAX(NLA_U32, 1),
	[VWIFI_A_MEDIUM_RATE_CONTROL] = NLA_POLICY_MAX(NLA_U32, 1),
	[VWIFI_A_MEDIUM_RTS_THRESHOLD] = { .type = NLA_U32 },
	[VWIFI_A_MEDIUM_AIRTIME_FAIRNESS] = NLA_POLICY_MAX(NLA_U32, 1),
};

static const struct nla_policy
vwifi_stats_subscribe_nl_policy[VWIFI_A_STATS_INTERVAL + 1] = {
	[VWIFI_A_STATS_INTERVAL] = NLA_POLICY_FULL_RANGE(NLA_U32, &vwifi_stats_interval_range),
};

static const struct nla_policy
vwifi_underlay_attach_nl_policy[VWIFI_A_UNDERLAY_IFNAME + 1] = {
	[VWIFI_A_UNDERLAY_IFINDEX] = { .type = NLA_U32 },
	[VWIFI_A_UNDERLAY_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
};

static const struct nla_policy
vwifi_underlay_detach_nl_policy[VWIFI_A_UNDERLAY_IFNAME + 1] = {
	[VWIFI_A_UNDERLAY_IFINDEX] = { .type = NLA_U32 },
	[VWIFI_A_UNDERLAY_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
};

static const struct nla_policy
vwifi_tap_new_nl_policy[VWIFI_A_TAP_SPARSE + 1] = {
	[VWIFI_A_TAP_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
	[VWIFI_A_TAP_OWNED] = { .type = NLA_FLAG },
	[VWIFI_A_TAP_SPARSE] = { .type = NLA_FLAG },
};

static const struct nla_policy
vwifi_tap_del_nl_policy[VWIFI_A_TAP_IFNAME + 1] = {
	[VWIFI_A_TAP_IFINDEX] = { .type = NLA_U32 },
	[VWIFI_A_TAP_IFNAME] = { .type = NLA_NUL_STRING, .len = 15 },
};

static const struct nla_policy
vwifi_radar_nl_policy[VWIFI_A_RADAR_FREQUENCY + 1] = {
	[VWIFI_A_RADAR_FREQUENCY] = NLA_POLICY_RANGE(NLA_U32, 1, 10000),
};

static const struct nla_policy
vwifi_fault_add_nl_policy[VWIFI_A_FAULT_OCTET + 1] = {
	[VWIFI_A_FAULT_TYPE] = NLA_POLICY_MAX(NLA_U32, 2),
	[VWIFI_A_FAULT_SUBTYPE] = NLA_POLICY_MAX(NLA_U32, 15),
	[VWIFI_A_FAULT_EAPOL] = NLA_POLICY_RANGE(NLA_U32, 1, 6),
	[VWIFI_A_FAULT_BSSID] = NLA_POLICY_EXACT_LEN(6),
	[VWIFI_A_FAULT_FROM] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
	[VWIFI_A_FAULT_TO] = NLA_POLICY_NESTED(vwifi_end_nl_policy),
	[VWIFI_A_FAULT_NTH] = NLA_POLICY_MIN(NLA_U32, 1),
	[VWIFI_A_FAULT_EVERY] = NLA_POLICY_MIN(NLA_U32, 1),
	[VWIFI_A_FAULT_TIMES] = NLA_POLICY_MIN(NLA_U32, 1),
	[VWIFI_A_FAULT_ACTION] = NLA_POLICY_RANGE(NLA_U32, 1, 6),
	[VWIFI_A_FAULT_DELAY] = NLA_POLICY_FULL_RANGE(NLA_U32, &vwifi_fault_delay_range),
	[VWIFI_A_FAULT_OCTET] = NLA_POLICY_MAX(NLA_U32, 2303),
};

static const struct nla_policy
vwifi_fault_del_nl_policy[VWIFI_A_FAULT_ID + 1] = {
	[VWIFI_A_FAULT_ID] = { .type = NLA_U32 },
};

static const struct nla_policy
vwifi_jam_nl_policy[VWIFI_A_JAM_SIGNAL + 1] = {
	[VWIFI_A_JAM_FREQUENCY] = NLA_POLICY_RANGE(NLA_U32, 2400, 7200),
	[VWIFI_A_JAM_WIDTH] = NLA_POLICY_RANGE(NLA_U32, 1, 320),
	[VWIFI_A_JAM_DURATION] = NLA_POLICY_FULL_RANGE(NLA_U32, &vwifi_jam_duration_range),
	[VWIFI_A_JAM_SIGNAL] = NLA_POLICY_RANGE(NLA_S32, -128, 0),
};

static const struct nla_policy
vwifi_jam_end_nl_policy[VWIFI_A_JAM_FREQUENCY + 1] = {
	[VWIFI_A_JAM_FREQUENCY] = NLA_POLICY_RANGE(NLA_U32, 2400, 7200),
};

/* Attributes that are not in a policy are refused: nothing here asks for lenience in .validate. */
const struct genl_ops vwifi_nl_ops[VWIFI_NL_N_OPS] = {
	{
		.cmd = VWIFI_CMD_RADIO_NEW,
		.doit = vwifi_nl_radio_new_doit,
		.policy = vwifi_radio_new_nl_policy,
		.maxattr = VWIFI_A_RADIO_DRIVER_SME,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_RADIO_DEL,
		.doit = vwifi_nl_radio_del_doit,
		.policy = vwifi_radio_del_nl_policy,
		.maxattr = VWIFI_A_RADIO_IFNAME,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_RADIO_GET,
		.doit = vwifi_nl_radio_get_doit,
		.dumpit = vwifi_nl_radio_get_dumpit,
		.policy = vwifi_radio_get_nl_policy,
		.maxattr = VWIFI_A_RADIO_IFNAME,
	},
	{
		.cmd = VWIFI_CMD_RADIO_SET,
		.doit = vwifi_nl_radio_set_doit,
		.policy = vwifi_radio_set_nl_policy,
		.maxattr = VWIFI_A_RADIO_ANTENNA_GAIN,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_DENY_ADD,
		.doit = vwifi_nl_deny_add_doit,
		.policy = vwifi_deny_add_nl_policy,
		.maxattr = VWIFI_A_PAIR_SENDER,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_DENY_DEL,
		.doit = vwifi_nl_deny_del_doit,
		.policy = vwifi_deny_del_nl_policy,
		.maxattr = VWIFI_A_PAIR_SENDER,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_DENY_SET,
		.doit = vwifi_nl_deny_set_doit,
		.policy = vwifi_deny_set_nl_policy,
		.maxattr = VWIFI_A_DENY_LIST_PAIR,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_DENY_GET,
		.dumpit = vwifi_nl_deny_get_dumpit,
	},
	{
		.cmd = VWIFI_CMD_DENY_FLUSH,
		.doit = vwifi_nl_deny_flush_doit,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_LINK_SET,
		.doit = vwifi_nl_link_set_doit,
		.policy = vwifi_link_set_nl_policy,
		.maxattr = VWIFI_A_PAIR_RATE,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_LINK_DEL,
		.doit = vwifi_nl_link_del_doit,
		.policy = vwifi_link_del_nl_policy,
		.maxattr = VWIFI_A_PAIR_SENDER,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_LINK_GET,
		.dumpit = vwifi_nl_link_get_dumpit,
	},
	{
		.cmd = VWIFI_CMD_MEDIUM_GET,
		.doit = vwifi_nl_medium_get_doit,
	},
	{
		.cmd = VWIFI_CMD_MEDIUM_SET,
		.doit = vwifi_nl_medium_set_doit,
		.policy = vwifi_medium_set_nl_policy,
		.maxattr = VWIFI_A_MEDIUM_AIRTIME_FAIRNESS,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_STATS_SUBSCRIBE,
		.doit = vwifi_nl_stats_subscribe_doit,
		.policy = vwifi_stats_subscribe_nl_policy,
		.maxattr = VWIFI_A_STATS_INTERVAL,
	},
	{
		.cmd = VWIFI_CMD_UNDERLAY_ATTACH,
		.doit = vwifi_nl_underlay_attach_doit,
		.policy = vwifi_underlay_attach_nl_policy,
		.maxattr = VWIFI_A_UNDERLAY_IFNAME,
		.flags = GENL_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_UNDERLAY_DETACH,
		.doit = vwifi_nl_underlay_detach_doit,
		.policy = vwifi_underlay_detach_nl_policy,
		.maxattr = VWIFI_A_UNDERLAY_IFNAME,
		.flags = GENL_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_UNDERLAY_GET,
		.dumpit = vwifi_nl_underlay_get_dumpit,
	},
	{
		.cmd = VWIFI_CMD_REMOTE_GET,
		.dumpit = vwifi_nl_remote_get_dumpit,
	},
	{
		.cmd = VWIFI_CMD_TAP_NEW,
		.doit = vwifi_nl_tap_new_doit,
		.policy = vwifi_tap_new_nl_policy,
		.maxattr = VWIFI_A_TAP_SPARSE,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_TAP_DEL,
		.doit = vwifi_nl_tap_del_doit,
		.policy = vwifi_tap_del_nl_policy,
		.maxattr = VWIFI_A_TAP_IFNAME,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_RADAR,
		.doit = vwifi_nl_radar_doit,
		.policy = vwifi_radar_nl_policy,
		.maxattr = VWIFI_A_RADAR_FREQUENCY,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_FAULT_ADD,
		.doit = vwifi_nl_fault_add_doit,
		.policy = vwifi_fault_add_nl_policy,
		.maxattr = VWIFI_A_FAULT_OCTET,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_FAULT_DEL,
		.doit = vwifi_nl_fault_del_doit,
		.policy = vwifi_fault_del_nl_policy,
		.maxattr = VWIFI_A_FAULT_ID,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_FAULT_GET,
		.dumpit = vwifi_nl_fault_get_dumpit,
	},
	{
		.cmd = VWIFI_CMD_FAULT_FLUSH,
		.doit = vwifi_nl_fault_flush_doit,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_JAM,
		.doit = vwifi_nl_jam_doit,
		.policy = vwifi_jam_nl_policy,
		.maxattr = VWIFI_A_JAM_SIGNAL,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_JAM_END,
		.doit = vwifi_nl_jam_end_doit,
		.policy = vwifi_jam_end_nl_policy,
		.maxattr = VWIFI_A_JAM_FREQUENCY,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_CMD_JAM_GET,
		.dumpit = vwifi_nl_jam_get_dumpit,
	},
};

const struct genl_multicast_group vwifi_nl_mcgrps[VWIFI_NL_N_MCGRPS] = {
	[VWIFI_NLGRP_CONFIG] = { .name = VWIFI_MCGRP_CONFIG },
};
