// SPDX-License-Identifier: MIT OR GPL-2.0
/* Every command of nl80211, mostly with what it needs and some of what it does not. */
#include <linux/nl80211.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "soak.h"

#define A(name)	NL80211_ATTR_##name
#define N_ATTRS	14

/* What a command needs before the driver hears of it. Others get attributes at random. */
static const struct recipe {
	u8 cmd;
	u8 weight;
	u16 attrs[N_ATTRS];
} recipes[] = {
	{ NL80211_CMD_TRIGGER_SCAN, 6, { A(SCAN_SSIDS), A(SCAN_FREQUENCIES), A(IE) } },
	{ NL80211_CMD_TRIGGER_SCAN, 2, { A(SCAN_SSIDS) } },
	{ NL80211_CMD_ABORT_SCAN, 2, { 0 } },
	{ NL80211_CMD_AUTHENTICATE, 8, { A(MAC), A(WIPHY_FREQ), A(SSID), A(AUTH_TYPE) } },
	{ NL80211_CMD_AUTHENTICATE, 2, { A(MAC), A(WIPHY_FREQ), A(SSID), A(AUTH_TYPE), A(AUTH_DATA), A(IE) } },
	{ NL80211_CMD_ASSOCIATE, 8, { A(MAC), A(WIPHY_FREQ), A(SSID) } },
	{ NL80211_CMD_ASSOCIATE, 4, { A(MAC), A(WIPHY_FREQ), A(SSID), A(IE), A(PREV_BSSID), A(CONTROL_PORT) } },
	{ NL80211_CMD_DEAUTHENTICATE, 4, { A(MAC), A(REASON_CODE) } },
	{ NL80211_CMD_DISASSOCIATE, 4, { A(MAC), A(REASON_CODE), A(IE) } },
	{ NL80211_CMD_CONNECT, 8, { A(SSID) } },
	{ NL80211_CMD_CONNECT, 3, { A(SSID), A(MAC), A(WIPHY_FREQ), A(PREV_BSSID), A(IE) } },
	{ NL80211_CMD_DISCONNECT, 3, { A(REASON_CODE) } },
	{ NL80211_CMD_START_AP, 8, { A(BEACON_INTERVAL), A(DTIM_PERIOD), A(BEACON_HEAD), A(SSID), A(WIPHY_FREQ) } },
	{ NL80211_CMD_START_AP, 2, { A(BEACON_INTERVAL), A(DTIM_PERIOD), A(BEACON_HEAD), A(BEACON_TAIL), A(SSID),
				     A(WIPHY_FREQ), A(CHANNEL_WIDTH), A(CONTROL_PORT_ETHERTYPE) } },
	{ NL80211_CMD_SET_BEACON, 3, { A(BEACON_HEAD), A(BEACON_TAIL) } },
	{ NL80211_CMD_STOP_AP, 2, { 0 } },
	{ NL80211_CMD_SET_BSS, 2, { A(AP_ISOLATE) } },
	{ NL80211_CMD_NEW_STATION, 6, { A(MAC), A(STA_LISTEN_INTERVAL), A(STA_SUPPORTED_RATES), A(STA_AID), A(STA_FLAGS2) } },
	{ NL80211_CMD_SET_STATION, 4, { A(MAC), A(STA_FLAGS2) } },
	{ NL80211_CMD_DEL_STATION, 3, { A(MAC) } },
	{ NL80211_CMD_DEL_STATION, 1, { A(REASON_CODE) } },
	{ NL80211_CMD_GET_STATION, 3, { A(MAC) } },
	{ NL80211_CMD_PROBE_CLIENT, 2, { A(MAC) } },
	{ NL80211_CMD_NEW_KEY, 5, { A(KEY_IDX), A(KEY_DATA) } },
	{ NL80211_CMD_NEW_KEY, 5, { A(MAC), A(KEY_IDX), A(KEY_DATA), A(KEY_TYPE) } },
	{ NL80211_CMD_SET_KEY, 3, { A(KEY_IDX), A(KEY_DEFAULT) } },
	{ NL80211_CMD_SET_KEY, 2, { A(KEY_IDX), A(KEY_DEFAULT_MGMT) } },
	{ NL80211_CMD_GET_KEY, 2, { A(KEY_IDX) } },
	{ NL80211_CMD_DEL_KEY, 3, { A(KEY_IDX) } },
	{ NL80211_CMD_DEL_KEY, 2, { A(MAC), A(KEY_IDX), A(KEY_TYPE) } },
	{ NL80211_CMD_REMAIN_ON_CHANNEL, 4, { A(WIPHY_FREQ), A(DURATION) } },
	{ NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL, 2, { A(COOKIE) } },
	{ NL80211_CMD_FRAME, 8, { A(FRAME), A(WIPHY_FREQ) } },
	{ NL80211_CMD_FRAME, 8, { A(FRAME), A(WIPHY_FREQ), A(OFFCHANNEL_TX_OK), A(DURATION) } },
	{ NL80211_CMD_FRAME_WAIT_CANCEL, 2, { A(COOKIE) } },
	{ NL80211_CMD_REGISTER_FRAME, 3, { A(FRAME_TYPE), A(FRAME_MATCH) } },
	{ NL80211_CMD_UNEXPECTED_FRAME, 1, { 0 } },
	{ NL80211_CMD_CONTROL_PORT_FRAME, 4, { A(FRAME), A(CONTROL_PORT_ETHERTYPE), A(MAC) } },
	{ NL80211_CMD_SET_INTERFACE, 4, { A(IFTYPE) } },
	{ NL80211_CMD_NEW_INTERFACE, 3, { A(IFNAME), A(IFTYPE) } },
	{ NL80211_CMD_NEW_INTERFACE, 3, { A(IFNAME), A(IFTYPE), A(4ADDR) } },
	{ NL80211_CMD_SET_INTERFACE, 1, { A(4ADDR) } },
	{ NL80211_CMD_SET_STATION, 3, { A(MAC), A(STA_VLAN) } },
	{ NL80211_CMD_SET_WIPHY, 1, { A(WIPHY_RETRY_SHORT) } },
	{ NL80211_CMD_DEL_INTERFACE, 1, { 0 } },
	{ NL80211_CMD_JOIN_IBSS, 4, { A(SSID), A(WIPHY_FREQ) } },
	{ NL80211_CMD_JOIN_IBSS, 2, { A(SSID), A(WIPHY_FREQ), A(MAC), A(BEACON_INTERVAL), A(IE), A(CHANNEL_WIDTH) } },
	{ NL80211_CMD_LEAVE_IBSS, 2, { 0 } },
	{ NL80211_CMD_JOIN_MESH, 6, { A(MESH_ID), A(WIPHY_FREQ) } },
	{ NL80211_CMD_JOIN_MESH, 2, { A(MESH_ID), A(WIPHY_FREQ), A(CHANNEL_WIDTH), A(MESH_CONFIG), A(MESH_SETUP) } },
	{ NL80211_CMD_LEAVE_MESH, 2, { 0 } },
	{ NL80211_CMD_SET_MESH_CONFIG, 2, { A(MESH_CONFIG) } },
	{ NL80211_CMD_NEW_MPATH, 2, { A(MAC), A(MPATH_NEXT_HOP) } },
	{ NL80211_CMD_SET_MPATH, 1, { A(MAC), A(MPATH_NEXT_HOP) } },
	{ NL80211_CMD_DEL_MPATH, 2, { A(MAC) } },
	{ NL80211_CMD_SET_STATION, 2, { A(MAC), A(STA_PLINK_ACTION) } },
	{ NL80211_CMD_TDLS_MGMT, 6, { A(MAC), A(TDLS_ACTION), A(TDLS_DIALOG_TOKEN), A(STATUS_CODE), A(IE) } },
	{ NL80211_CMD_TDLS_OPER, 4, { A(MAC), A(TDLS_OPERATION) } },
	{ NL80211_CMD_TDLS_CHANNEL_SWITCH, 1, { A(MAC), A(OPER_CLASS), A(WIPHY_FREQ) } },
	{ NL80211_CMD_SET_WIPHY, 2, { A(WIPHY_TX_POWER_SETTING), A(WIPHY_TX_POWER_LEVEL) } },
	{ NL80211_CMD_SET_CHANNEL, 1, { A(WIPHY_FREQ), A(CHANNEL_WIDTH) } },
	{ NL80211_CMD_CHANNEL_SWITCH, 2, { A(CH_SWITCH_COUNT), A(WIPHY_FREQ), A(BEACON_HEAD), A(CSA_IES) } },
	{ NL80211_CMD_SET_POWER_SAVE, 1, { A(PS_STATE) } },
	{ NL80211_CMD_SET_CQM, 1, { A(CQM) } },
	{ NL80211_CMD_SET_WIPHY_NETNS, 1, { A(PID) } },
};

/* What else radios that connect by themselves are told. */
static const struct recipe sme_recipes[] = {
	{ NL80211_CMD_CONNECT, 1, { A(SSID), A(WPA_VERSIONS), A(CIPHER_SUITES_PAIRWISE), A(CIPHER_SUITE_GROUP), A(AKM_SUITES),
				    A(PMK), A(CONTROL_PORT), A(IE) } },
	{ NL80211_CMD_SET_PMKSA, 1, { A(MAC), A(PMKID), A(PMK), A(PMK_LIFETIME) } },
	{ NL80211_CMD_DEL_PMKSA, 1, { A(MAC), A(PMKID) } },
	{ NL80211_CMD_FLUSH_PMKSA, 1, { 0 } },
	{ NL80211_CMD_SET_PMK, 1, { A(MAC), A(PMK) } },
	{ NL80211_CMD_DEL_PMK, 1, { A(MAC) } },
	{ NL80211_CMD_EXTERNAL_AUTH, 1, { A(STATUS_CODE), A(SSID), A(BSSID) } },
	{ NL80211_CMD_UPDATE_CONNECT_PARAMS, 1, { A(IE) } },
};

static struct family nl80211;
static int sockets[3];		/* registrations belong to a socket, and sockets close */

void nl80211_begin(void)
{
	unsigned int i;

	if (!family_find(&nl80211, "nl80211"))
		die("nl80211 is not there");
	for (i = 0; i < ARRAY_SIZE(sockets); i++)
		sockets[i] = netlink_open();
}

static const struct recipe *some_recipe(void)
{
	static unsigned int total;
	unsigned int i, n;

	if (radios_connect() && one_in(3))
		return &sme_recipes[below(ARRAY_SIZE(sme_recipes))];
	if (!total)
		for (i = 0; i < ARRAY_SIZE(recipes); i++)
			total += recipes[i].weight;
	n = below(total);
	for (i = 0; n >= recipes[i].weight; i++)
		n -= recipes[i].weight;
	return &recipes[i];
}

static const struct policy *policy_of(u8 cmd)
{
	int index = nl80211.command_policy[cmd];

	return index >= 0 && index < POLICIES_MAX ? nl80211.policies[index] : NULL;
}

/*
 * cfg80211 itself dereferences NULL when the association of user space ends
 * while a connection of its own looks for the network: one kind of either.
 */
static bool is_for_the_other_kind(const struct interface *interface, u8 cmd)
{
	switch (cmd) {
	case NL80211_CMD_CONNECT:
		return !connects(interface);
	case NL80211_CMD_AUTHENTICATE:
	case NL80211_CMD_ASSOCIATE:
		return connects(interface);
	default:
		return false;
	}
}

static void describe(const struct message *msg, u8 cmd, const char *name, int result)
{
	char text[150];
	unsigned int pos = NLMSG_HDRLEN + 4, used = 0;

	text[0] = 0;
	while (pos + NLA_HDRLEN <= msg->nl.nlmsg_len && used < sizeof(text) - 16) {
		const struct nlattr *nla = (const void *)(msg->bytes + pos);

		used += snprintf(text + used, sizeof(text) - used, " %u:%u", nla->nla_type & NLA_TYPE_MASK,
				 nla->nla_len - NLA_HDRLEN);
		if (nla->nla_len < NLA_HDRLEN)
			break;
		pos += NLA_ALIGN(nla->nla_len);
	}
	did("nl80211 %u on %s ->%d;%s", cmd, name, result, text);
}

/* One command. */
void nl80211_step(void)
{
	const struct interface *interface = some_interface();
	int *fd = &sockets[below(ARRAY_SIZE(sockets))];
	const struct policy *policy;
	struct message msg;
	u8 cmd, i, extra;
	int result;

	if (one_in(100)) {
		close(*fd);
		*fd = netlink_open();
	}
	if (one_in(8)) {
		cmd = below(NL80211_CMD_MAX + 2);
		message_begin(&msg, nl80211.id, cmd, one_in(8) ? NLM_F_DUMP : 0);
		if (interface)
			put_u32(&msg, one_in(5) ? NL80211_ATTR_WIPHY : NL80211_ATTR_IFINDEX,
				interface->index);
		/* Its number of an interface may be another one's here. */
		if (cmd == NL80211_CMD_CONNECT || cmd == NL80211_CMD_AUTHENTICATE || cmd == NL80211_CMD_ASSOCIATE)
			return;
		extra = below(8);
	} else {
		const struct recipe *recipe = some_recipe();

		cmd = recipe->cmd;
		if (cmd == NL80211_CMD_NEW_INTERFACE || cmd == NL80211_CMD_SET_WIPHY_NETNS)
			memory_spare();
		message_begin(&msg, nl80211.id, cmd, 0);
		if (interface)
			put_u32(&msg, cmd == NL80211_CMD_NEW_INTERFACE || cmd == NL80211_CMD_SET_WIPHY_NETNS ?
				NL80211_ATTR_WIPHY : NL80211_ATTR_IFINDEX,
				cmd == NL80211_CMD_NEW_INTERFACE || cmd == NL80211_CMD_SET_WIPHY_NETNS ?
				(u32)interface->wiphy : (u32)interface->index);
		for (i = 0; i < N_ATTRS && recipe->attrs[i]; i++)
			if (!one_in(30))
				put_random(&msg, &nl80211, policy_of(cmd), recipe->attrs[i], 0);
		extra = one_in(3) ? below(4) : 0;
	}
	if (interface && is_for_the_other_kind(interface, cmd))
		return;
	policy = policy_of(cmd);
	while (policy && extra--) {
		u16 attr = below(policy->n);

		if (attr != NL80211_ATTR_IFINDEX && attr != NL80211_ATTR_WDEV)
			put_random(&msg, &nl80211, policy, attr, 0);
	}
	if (one_in(100))
		msg.nl.nlmsg_len -= below(4);
	describe(&msg, cmd, interface ? interface->name : "nothing", 1);
	result = talk(*fd, &msg);
	describe(&msg, cmd, interface ? interface->name : "nothing", result);
}

/* One management frame, from wherever it may be sent. */
void nl80211_frame_step(void)
{
	const struct interface *interface = some_interface();
	u8 frame[2400];
	struct message msg;
	size_t len;
	int result;

	if (!interface)
		return;
	len = some_frame(frame, one_in(30) ? sizeof(frame) : 700, interface->addr);
	message_begin(&msg, nl80211.id, NL80211_CMD_FRAME, 0);
	put_u32(&msg, NL80211_ATTR_IFINDEX, interface->index);
	put_u32(&msg, NL80211_ATTR_WIPHY_FREQ, one_in(10) ? some_frequency() : 2412);
	put(&msg, NL80211_ATTR_OFFCHANNEL_TX_OK, NULL, 0);
	put(&msg, NL80211_ATTR_FRAME, frame, len);
	if (one_in(4))
		put_u32(&msg, NL80211_ATTR_DURATION, 10 + below(100));
	if (one_in(3))
		put(&msg, NL80211_ATTR_DONT_WAIT_FOR_ACK, NULL, 0);
	did("frame %02x%02x of %zu on %s", frame[0], frame[1], len, interface->name);
	result = talk(sockets[below(ARRAY_SIZE(sockets))], &msg);
	did("frame -> %d", result);
}
