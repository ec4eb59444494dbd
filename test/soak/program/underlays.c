// SPDX-License-Identifier: MIT OR GPL-2.0
/* What the air goes over comes, goes, and is deleted under it: a pair of veth devices, and the loopback that is none. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "soak.h"
#include "vwifi.h"

static struct family vwifi;
static int fd = -1;

static void command(const char *line)
{
	pid_t pid = fork();

	if (!pid) {
		if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(126);
		execlp("sh", "sh", "-c", line, NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	did("%s", line);
}

void underlays_make(void)
{
	command("ip link add race0 type veth peer name race1 && ip link set race0 up && ip link set race1 up");
}

void underlays_begin(void)
{
	family_find(&vwifi, VWIFI_FAMILY_NAME);
	if (fd < 0)
		fd = netlink_open();
}

static void attach_or_detach(const char *name, u8 cmd)
{
	struct message msg;

	message_begin(&msg, vwifi.id, cmd, 0);
	if (one_in(2))
		put(&msg, VWIFI_A_UNDERLAY_IFNAME, name, strlen(name) + 1);
	else
		put_u32(&msg, VWIFI_A_UNDERLAY_IFINDEX, interface_index(name));
	did("%s: underlay %u -> %d", name, cmd, talk(fd, &msg));
}

void underlays_step(void)
{
	static const char *const names[] = { "race0", "race1", "race0", "race1", "lo", "vw0" };
	const char *name = names[below(ARRAY_SIZE(names))];
	bool up = one_in(2);
	struct message msg;

	switch (below(32)) {
	case 0:
		return command("ip link del race0");
	case 1:
		/* With its namespace goes the device, and its other end. */
		return command("ip netns add race && ip link set race1 netns race; ip netns del race");
	case 2:
	case 3:
		did("%s %s", name, up ? "up" : "down");
		interface_up(name, up);
		return;
	case 4:
		did("%s: another MTU", name);
		return command(one_in(2) ? "ip link set race0 mtu 1500" : "ip link set race0 mtu 600");
	default:
		if (interface_index("race0") < 0)
			underlays_make();
		break;
	}
	if (!vwifi.id)
		return;
	if (one_in(5)) {
		message_begin(&msg, vwifi.id, VWIFI_CMD_UNDERLAY_GET, NLM_F_DUMP);
		did("underlays -> %d", talk(fd, &msg));
		return;
	}
	attach_or_detach(name, one_in(3) ? VWIFI_CMD_UNDERLAY_DETACH : VWIFI_CMD_UNDERLAY_ATTACH);
}
