// SPDX-License-Identifier: MIT OR GPL-2.0
/* The driver's own family: radios, denylist, links, medium. */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "soak.h"
#include "vwifi.h"

static struct family vwifi;
static int fd = -1, owner = -1;
static int listener = -1;	/* subscribes, and never reads */

void family_begin(void)
{
	family_find(&vwifi, VWIFI_FAMILY_NAME);
	if (fd < 0)
		fd = netlink_open();
	if (owner < 0)
		owner = netlink_open();
	if (listener < 0)
		listener = netlink_open();
}

static void put_end(struct message *msg, u16 attr)
{
	const struct interface *interface = some_interface();
	struct nlattr *nest = nest_begin(msg, attr);

	if (interface && one_in(2))
		put_u32(msg, VWIFI_A_END_IFINDEX, interface->index);
	else if (interface && one_in(2))
		put(msg, VWIFI_A_END_ADDRESS, interface->addr, ETH_ALEN);
	else
		put_u32(msg, VWIFI_A_END_RADIO, below(10));
	if (one_in(20))
		put_u32(msg, VWIFI_A_END_RADIO, below(10));
	nest_end(msg, nest);
}

static void put_link(struct message *msg)
{
	put_end(msg, VWIFI_A_PAIR_RECEIVER);
	put_end(msg, VWIFI_A_PAIR_SENDER);
	if (one_in(3))
		put_u32(msg, VWIFI_A_PAIR_SIGNAL, -below(130));
	if (one_in(2))
		put_u32(msg, VWIFI_A_PAIR_LOSS, one_in(3) ? 1000000 : below(1000001));
	if (one_in(2))
		put_u32(msg, VWIFI_A_PAIR_DELAY, one_in(4) ? 10000000 : below(30000));
	if (one_in(3))
		put_u32(msg, VWIFI_A_PAIR_JITTER, one_in(6) ? 10000000 : below(30000));
	if (one_in(3))
		put_u64(msg, VWIFI_A_PAIR_RATE, one_in(3) ? 1 + below(9) : one_in(6) ? ~0ULL : below(100000000));
}

static void put_list(struct message *msg)
{
	u32 n = below(6);

	while (n--) {
		struct nlattr *pair = nest_begin(msg, VWIFI_A_DENY_LIST_PAIR);

		put_end(msg, VWIFI_A_PAIR_RECEIVER);
		put_end(msg, VWIFI_A_PAIR_SENDER);
		nest_end(msg, pair);
	}
}

static void put_position(struct message *msg)
{
	struct nlattr *nest = nest_begin(msg, VWIFI_A_RADIO_POSITION);

	put_u32(msg, VWIFI_A_POSITION_X, below(20001) - 10000);
	put_u32(msg, VWIFI_A_POSITION_Y, one_in(5) ? (u32)-10000000 : below(10000));
	if (one_in(2))
		put_u32(msg, VWIFI_A_POSITION_Z, one_in(5) ? 10000000 : below(300));
	nest_end(msg, nest);
}

/* The honest air, half of the time, and what is heard there. */
static void put_air(struct message *msg)
{
	put_u32(msg, VWIFI_A_MEDIUM_MODEL, below(2));
	if (one_in(3))
		put_u32(msg, VWIFI_A_MEDIUM_RATE_CONTROL, below(2));
	if (one_in(3))
		put_u32(msg, VWIFI_A_MEDIUM_RTS_THRESHOLD, one_in(2) ? below(3000) : (u32)-1);
	if (one_in(3))
		put_u32(msg, VWIFI_A_MEDIUM_AIRTIME_FAIRNESS, below(2));
	if (one_in(3))
		put_u32(msg, VWIFI_A_MEDIUM_PATH_MODEL, below(3));
	if (one_in(3))
		put_u32(msg, VWIFI_A_MEDIUM_FADING, below(3));
	if (one_in(3))
		put_u32(msg, VWIFI_A_MEDIUM_SHADOWING, below(1000));
}

static void put_track(struct message *msg)
{
	struct nlattr *track = nest_begin(msg, VWIFI_A_RADIO_TRACK), *point;
	u32 n = 1 + below(4), time = 0;

	while (n--) {
		point = nest_begin(msg, VWIFI_A_TRACK_POINT);
		put_u32(msg, VWIFI_A_WAYPOINT_X, below(20001) - 10000);
		put_u32(msg, VWIFI_A_WAYPOINT_Y, below(10000));
		put_u32(msg, VWIFI_A_WAYPOINT_TIME, time += below(2000));
		nest_end(msg, point);
	}
	if (one_in(2))
		put(msg, VWIFI_A_TRACK_REPEAT, NULL, 0);
	nest_end(msg, track);
}

static void put_radio(struct message *msg)
{
	const struct interface *interface = some_interface();
	u8 addr[ETH_ALEN];

	if (one_in(8))
		put(msg, VWIFI_A_RADIO_WIPHY_NAME, one_in(2) ? "vw_phy0" : "soak_phy", one_in(2) ? 8 : 9);
	if (one_in(4))
		put(msg, VWIFI_A_RADIO_IFNAME, one_in(2) ? "soak%d" : "vw0", one_in(2) ? 7 : 4);
	if (one_in(4)) {
		random_bytes(addr, sizeof(addr));
		put(msg, VWIFI_A_RADIO_ADDRESS, interface && one_in(2) ? interface->addr : addr, ETH_ALEN);
	}
	if (one_in(4))
		put_u32(msg, VWIFI_A_RADIO_TX_POWER, below(3200));
	if (one_in(4))
		put_u32(msg, VWIFI_A_RADIO_BANDS, below(5));
	if (one_in(4))
		put_position(msg);
	if (one_in(2))
		put(msg, VWIFI_A_RADIO_OWNED, NULL, 0);
}

static void put_radio_name(struct message *msg)
{
	const struct interface *interface = some_interface();

	if (interface && one_in(2))
		put_u32(msg, VWIFI_A_RADIO_IFINDEX, interface->index);
	else
		put_u32(msg, VWIFI_A_RADIO_ID, below(12));
}

void family_step(void)
{
	static const u8 commands[] = {
		VWIFI_CMD_RADIO_NEW, VWIFI_CMD_RADIO_NEW, VWIFI_CMD_RADIO_DEL, VWIFI_CMD_RADIO_GET, VWIFI_CMD_RADIO_SET,
		VWIFI_CMD_DENY_ADD, VWIFI_CMD_DENY_DEL, VWIFI_CMD_DENY_SET, VWIFI_CMD_DENY_GET, VWIFI_CMD_DENY_FLUSH,
		VWIFI_CMD_LINK_SET, VWIFI_CMD_LINK_SET, VWIFI_CMD_LINK_SET, VWIFI_CMD_LINK_DEL, VWIFI_CMD_LINK_DEL,
		VWIFI_CMD_LINK_GET, VWIFI_CMD_MEDIUM_GET, VWIFI_CMD_MEDIUM_SET,
		VWIFI_CMD_STATS_SUBSCRIBE,
	};
	u8 cmd = commands[below(ARRAY_SIZE(commands))];
	struct message msg;
	bool dump = false;
	int index, result;

	if (!vwifi.id)
		return;
	if (one_in(60)) {
		did("vwifi: the owner's socket is closed");
		close(owner);
		owner = netlink_open();
	}
	if (one_in(60)) {
		did("vwifi: the listener's socket is closed");
		close(listener);
		listener = netlink_open();
	}
	if (cmd == VWIFI_CMD_RADIO_NEW && n_interfaces > 14)
		cmd = VWIFI_CMD_RADIO_DEL;
	if (cmd == VWIFI_CMD_RADIO_DEL && n_interfaces < 6)
		cmd = VWIFI_CMD_RADIO_NEW;
	if (cmd == VWIFI_CMD_DENY_GET || cmd == VWIFI_CMD_LINK_GET || (cmd == VWIFI_CMD_RADIO_GET && one_in(2)))
		dump = true;
	message_begin(&msg, vwifi.id, cmd, dump ? NLM_F_DUMP : 0);
	switch (one_in(12) ? 0 : cmd) {
	case VWIFI_CMD_RADIO_NEW:
		memory_spare();
		put_radio(&msg);
		break;
	case VWIFI_CMD_RADIO_GET:
	case VWIFI_CMD_RADIO_DEL:
	case VWIFI_CMD_RADIO_SET:
		if (!dump)
			put_radio_name(&msg);
		if (cmd == VWIFI_CMD_RADIO_SET && one_in(2))
			put_position(&msg);
		else if (cmd == VWIFI_CMD_RADIO_SET && one_in(2))
			put_track(&msg);
		else if (cmd == VWIFI_CMD_RADIO_SET)
			put_u32(&msg, VWIFI_A_RADIO_TX_POWER, below(3000));
		break;
	case VWIFI_CMD_DENY_ADD:
	case VWIFI_CMD_DENY_DEL:
	case VWIFI_CMD_LINK_DEL:
		put_end(&msg, VWIFI_A_PAIR_RECEIVER);
		put_end(&msg, VWIFI_A_PAIR_SENDER);
		break;
	case VWIFI_CMD_LINK_SET:
		put_link(&msg);
		break;
	case VWIFI_CMD_DENY_SET:
		put_list(&msg);
		break;
	case VWIFI_CMD_MEDIUM_SET:
		if (one_in(2))
			put_air(&msg);
		if (one_in(3))
			put_u32(&msg, VWIFI_A_MEDIUM_LOSS, one_in(2) ? 0 : below(1000001));
		if (one_in(3))
			put_u64(&msg, VWIFI_A_MEDIUM_SEED, random_u64());
		if (one_in(3))
			put_u32(&msg, VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT, below(1001));
		if (one_in(3))
			put_u32(&msg, VWIFI_A_MEDIUM_SENSITIVITY, one_in(2) ? (u32)-128 : -below(128));
		break;
	case VWIFI_CMD_STATS_SUBSCRIBE:
		put_u32(&msg, VWIFI_A_STATS_INTERVAL, one_in(3) ? 3600000 : 10 + below(100));
		if (send(listener, msg.bytes, msg.nl.nlmsg_len, 0) < 0)
			did("vwifi: no room for a subscription");
		did("vwifi: a subscription");
		return;
	default:
		index = vwifi.command_policy[cmd];
		if (index >= 0 && index < POLICIES_MAX && vwifi.policies[index] && vwifi.policies[index]->n) {
			u32 n = below(6);

			while (n--)
				put_random(&msg, &vwifi, vwifi.policies[index],
					   below(vwifi.policies[index]->n), 0);
		}
		break;
	}
	if (one_in(80))
		msg.nl.nlmsg_len -= below(4);
	did("vwifi %u", cmd);
	result = talk(cmd == VWIFI_CMD_RADIO_NEW && one_in(2) ? owner : fd, &msg);
	did("vwifi %u -> %d", cmd, result);
	if (cmd == VWIFI_CMD_RADIO_NEW || cmd == VWIFI_CMD_RADIO_DEL)
		look_around();
}
