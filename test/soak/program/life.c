// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Life and death in any order: daemons that come and are killed, interfaces
 * that go down and change their type, namespaces that vanish with radios in
 * them, and the module that goes while all of that runs.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "soak.h"

#define CHILDREN	10

const char *module_path;
static struct family nl80211;
static int fd = -1;
static bool loaded = true;
static pid_t children[CHILDREN];

void life_begin(void)
{
	family_find(&nl80211, "nl80211");
	fd = netlink_open();
	signal(SIGCHLD, SIG_DFL);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file)
		die(path);
	fputs(text, file);
	fclose(file);
}

/* The slot of a child that is to be: the one that was there is killed. */
static pid_t *some_slot(void)
{
	pid_t *slot = &children[below(CHILDREN)];

	if (*slot > 0) {
		did("kill -9 %d", (int)*slot);
		kill(*slot, SIGKILL);
		waitpid(*slot, NULL, 0);
		*slot = 0;
	}
	return slot;
}

static void quiet(void)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
}

static void start(const char *program, const char *a, const char *b, const char *c)
{
	pid_t *slot = some_slot();

	*slot = fork();
	if (!*slot) {
		quiet();
		execlp(program, program, a, b, c, NULL);
		_exit(127);
	}
	did("%s %s %s %s is %d", program, a, b, c ? c : "", (int)*slot);
}

static void start_access_point(const struct interface *interface)
{
	static const char *const security[] = {
		"", "wpa=2\nwpa_key_mgmt=WPA-PSK\nrsn_pairwise=CCMP\nwpa_passphrase=soaksoak\nieee80211w=1\n",
		"wpa=2\nwpa_key_mgmt=SAE\nrsn_pairwise=CCMP\nwpa_passphrase=soaksoak\nieee80211w=2\n",
	};
	char path[64], text[512];

	snprintf(path, sizeof(path), "/tmp/soak-%s.conf", interface->name);
	snprintf(text, sizeof(text),
		 "interface=%s\nssid=soak\nhw_mode=g\nchannel=%u\nieee80211n=1\nwmm_enabled=1\nap_isolate=%u\n%s",
		 interface->name, one_in(3) ? 6 : 1, below(2), security[below(3)]);
	write_file(path, text);
	start("hostapd", path, NULL, NULL);
}

static void start_station(const struct interface *interface)
{
	char option[32];

	write_file("/tmp/soak-station.conf",
		   "ap_scan=1\nsae_pwe=2\n"
		   "network={\n ssid=\"soak\"\n key_mgmt=WPA-PSK SAE\n psk=\"soaksoak\"\n ieee80211w=1\n}\n"
		   "network={\n ssid=\"soak\"\n key_mgmt=NONE\n}\n");
	snprintf(option, sizeof(option), "-i%s", interface->name);
	start("wpa_supplicant", option, "-Dnl80211", "-c/tmp/soak-station.conf");
}

static void ask(const struct interface *interface, u8 cmd, u16 attr, u32 value)
{
	struct message msg;

	message_begin(&msg, nl80211.id, cmd, 0);
	put_u32(&msg, NL80211_ATTR_IFINDEX, interface->index);
	if (attr)
		put_u32(&msg, attr, value);
	did("%s: nl80211 %u %u=%u", interface->name, cmd, attr, value);
	did("  -> %d", talk(fd, &msg));
}

static void connect_open(const struct interface *interface)
{
	struct message msg;

	message_begin(&msg, nl80211.id, NL80211_CMD_CONNECT, 0);
	put_u32(&msg, NL80211_ATTR_IFINDEX, interface->index);
	put(&msg, NL80211_ATTR_SSID, "soak", 4);
	put_u32(&msg, NL80211_ATTR_WIPHY_FREQ, 2412);
	did("%s: connect -> %d", interface->name, talk(fd, &msg));
}

static void scan(const struct interface *interface)
{
	struct message msg;
	struct nlattr *nest;

	message_begin(&msg, nl80211.id, NL80211_CMD_TRIGGER_SCAN, 0);
	put_u32(&msg, NL80211_ATTR_IFINDEX, interface->index);
	nest = nest_begin(&msg, NL80211_ATTR_SCAN_SSIDS);
	put(&msg, 1, "soak", one_in(2) ? 4 : 0);
	nest_end(&msg, nest);
	did("%s: scan -> %d", interface->name, talk(fd, &msg));
}

/* An access point without a daemon behind it. */
static void bare_access_point(const struct interface *interface)
{
	struct message msg;
	u8 head[128];
	size_t len = beacon_head(head, interface->addr, "soak", 2412);

	message_begin(&msg, nl80211.id, NL80211_CMD_START_AP, 0);
	put_u32(&msg, NL80211_ATTR_IFINDEX, interface->index);
	put(&msg, NL80211_ATTR_BEACON_HEAD, head, len);
	put_u32(&msg, NL80211_ATTR_BEACON_INTERVAL, 100);
	put_u32(&msg, NL80211_ATTR_DTIM_PERIOD, 2);
	put(&msg, NL80211_ATTR_SSID, "soak", 4);
	put_u32(&msg, NL80211_ATTR_WIPHY_FREQ, 2412);
	did("%s: start_ap -> %d", interface->name, talk(fd, &msg));
}

/* One of many members of a mesh, which peer by themselves, or wait for a daemon that never comes. */
static void join_mesh(const struct interface *interface)
{
	struct message msg;
	struct nlattr *nest;

	interface_up(interface->name, false);
	ask(interface, NL80211_CMD_SET_INTERFACE, NL80211_ATTR_IFTYPE, NL80211_IFTYPE_MESH_POINT);
	interface_up(interface->name, true);
	message_begin(&msg, nl80211.id, NL80211_CMD_JOIN_MESH, 0);
	put_u32(&msg, NL80211_ATTR_IFINDEX, interface->index);
	put(&msg, NL80211_ATTR_MESH_ID, "soak", 4);
	put_u32(&msg, NL80211_ATTR_WIPHY_FREQ, one_in(4) ? 2437 : 2412);
	if (one_in(6)) {
		nest = nest_begin(&msg, NL80211_ATTR_MESH_SETUP);
		put(&msg, NL80211_MESH_SETUP_USERSPACE_MPM, NULL, 0);
		nest_end(&msg, nest);
	}
	did("%s: join mesh -> %d", interface->name, talk(fd, &msg));
}

/* A station asks for a direct link with another, or tells the driver of one (TDLS). */
static void direct_link(const struct interface *interface)
{
	struct nl80211_sta_flag_update flags = { .mask = 0x40, .set = 0x40 };
	const u8 *peer = some_address();
	struct message msg;
	u8 cmd = one_in(2) ? NL80211_CMD_TDLS_MGMT : one_in(2) ? NL80211_CMD_TDLS_OPER : NL80211_CMD_NEW_STATION;

	message_begin(&msg, nl80211.id, cmd, 0);
	put_u32(&msg, NL80211_ATTR_IFINDEX, interface->index);
	put(&msg, NL80211_ATTR_MAC, peer, ETH_ALEN);
	switch (cmd) {
	case NL80211_CMD_TDLS_MGMT:
		put_u8(&msg, NL80211_ATTR_TDLS_ACTION, one_in(4) ? 14 : below(11));
		put_u8(&msg, NL80211_ATTR_TDLS_DIALOG_TOKEN, below(3));
		put_u16(&msg, NL80211_ATTR_STATUS_CODE, 0);
		put(&msg, NL80211_ATTR_IE, NULL, 0);
		break;
	case NL80211_CMD_TDLS_OPER:
		put_u8(&msg, NL80211_ATTR_TDLS_OPERATION, below(6));
		break;
	default:
		put_u16(&msg, NL80211_ATTR_STA_LISTEN_INTERVAL, 10);
		put(&msg, NL80211_ATTR_STA_SUPPORTED_RATES, "\x82\x84\x8b\x96", 4);
		put(&msg, NL80211_ATTR_STA_FLAGS2, &flags, sizeof(flags));
		break;
	}
	did("%s: direct link, %u -> %d", interface->name, cmd, talk(fd, &msg));
}

/* A namespace that lives as long as its only process, and a radio in it. */
static void lend_to_namespace(const struct interface *interface)
{
	pid_t *slot = some_slot();
	int ready[2];
	struct message msg;
	char byte;

	if (pipe(ready))
		return;
	*slot = fork();
	if (!*slot) {
		if (unshare(CLONE_NEWNET))
			_exit(1);
		if (write(ready[1], "x", 1) == 1)
			for (;;)
				pause();
		_exit(0);
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) == 1) {
		message_begin(&msg, nl80211.id, NL80211_CMD_SET_WIPHY_NETNS, 0);
		put_u32(&msg, NL80211_ATTR_WIPHY, interface->wiphy);
		put_u32(&msg, NL80211_ATTR_PID, *slot);
		did("wiphy of %s into the namespace of %d -> %d", interface->name, (int)*slot, talk(fd, &msg));
	}
	close(ready[0]);
}

static void change_address(const struct interface *interface)
{
	struct ifreq request = { .ifr_hwaddr.sa_family = ARPHRD_ETHER };
	int control = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", interface->name);
	memcpy(request.ifr_hwaddr.sa_data, some_address(), ETH_ALEN);
	request.ifr_hwaddr.sa_data[0] &= ~1;
	did("%s: address -> %d", interface->name, ioctl(control, SIOCSIFHWADDR, &request));
	close(control);
}

static void unload(void)
{
	did("rmmod");
	if (syscall(SYS_delete_module, "vwifi", O_NONBLOCK) == 0) {
		loaded = false;
		did("rmmod: gone");
	} else {
		did("rmmod: %s", strerror(errno));
	}
}

static void load(void)
{
	int file = open(module_path, O_RDONLY | O_CLOEXEC);
	char options[32];

	snprintf(options, sizeof(options), "station=%u", 4 + below(4));
	did("insmod %s", options);
	if (file < 0 || syscall(SYS_finit_module, file, options, 0))
		did("insmod: %s", strerror(errno));
	else
		loaded = true;
	close(file);
	family_begin();
}

void life_step(void)
{
	const struct interface *interface;

	look_around();
	interface = some_interface();
	if (!loaded || !interface) {
		if (loaded)
			unload();
		if (!loaded)
			load();
		return;
	}
	switch (below(28)) {
	case 0:
	case 1:
		did("%s up: %d", interface->name, interface_up(interface->name, true));
		break;
	case 2:
		did("%s down: %d", interface->name, interface_up(interface->name, false));
		break;
	case 3:
	case 4:
		start_access_point(interface);
		break;
	case 5:
	case 6:
	case 7:
		if (!connects(interface))
			start_station(interface);
		break;
	case 8:
		some_slot();
		break;
	case 9:
		ask(interface, NL80211_CMD_SET_INTERFACE, NL80211_ATTR_IFTYPE, one_in(4) ? 7 : 1 + below(3));
		break;
	case 10:
		bare_access_point(interface);
		break;
	case 11:
		ask(interface, one_in(2) ? NL80211_CMD_STOP_AP : NL80211_CMD_DISCONNECT, 0, 0);
		break;
	case 12:
		if (connects(interface))
			connect_open(interface);
		break;
	case 13:
		scan(interface);
		break;
	case 14:
		lend_to_namespace(interface);
		break;
	case 15:
		change_address(interface);
		break;
	case 16:
		ask(interface, NL80211_CMD_NEW_INTERFACE, NL80211_ATTR_IFTYPE, 1 + below(3));
		break;
	case 17:
		if (strncmp(interface->name, "vw", 2))
			ask(interface, NL80211_CMD_DEL_INTERFACE, 0, 0);
		break;
	case 18:
		if (one_in(4))
			unload();
		break;
	case 19:
	case 20:
		join_mesh(interface);
		break;
	case 21:
	case 22:
		direct_link(interface);
		break;
	case 23:
		ask(interface, NL80211_CMD_LEAVE_MESH, 0, 0);
		break;
	default:
		usleep(1000 + below(300) * 1000);
		break;
	}
}

void life_end(void)
{
	unsigned int i;

	for (i = 0; i < CHILDREN; i++)
		if (children[i] > 0) {
			kill(children[i], SIGKILL);
			waitpid(children[i], NULL, 0);
			children[i] = 0;
		}
}
