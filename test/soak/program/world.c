// SPDX-License-Identifier: MIT OR GPL-2.0
/* What interfaces there are. They come and go under our hands. */
#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "soak.h"

struct interface interfaces[64];
unsigned int n_interfaces;
const u8 broadcast[ETH_ALEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

static long read_number(const char *name, const char *what)
{
	char path[96];
	long value = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/class/net/%s/%s", name, what);
	file = fopen(path, "r");
	if (!file)
		return -1;
	if (fscanf(file, "%ld", &value) != 1)
		value = -1;
	fclose(file);
	return value;
}

static bool read_address(const char *name, u8 *addr)
{
	unsigned int b[ETH_ALEN], i;
	char path[96];
	FILE *file;
	int n;

	snprintf(path, sizeof(path), "/sys/class/net/%s/address", name);
	file = fopen(path, "r");
	if (!file)
		return false;
	n = fscanf(file, "%x:%x:%x:%x:%x:%x", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5]);
	fclose(file);
	if (n != ETH_ALEN)
		return false;
	for (i = 0; i < ETH_ALEN; i++)
		addr[i] = b[i];
	return true;
}

int interface_index(const char *name)
{
	return read_number(name, "ifindex");
}

void look_around(void)
{
	DIR *dir = opendir("/sys/class/net");
	struct dirent *entry;

	n_interfaces = 0;
	while (dir && (entry = readdir(dir)) && n_interfaces < ARRAY_SIZE(interfaces)) {
		struct interface *each = &interfaces[n_interfaces];

		if (strncmp(entry->d_name, "vw", 2) && strncmp(entry->d_name, "wlan", 4) &&
		    strncmp(entry->d_name, "soak", 4))
			continue;
		snprintf(each->name, sizeof(each->name), "%.15s", entry->d_name);
		each->index = read_number(each->name, "ifindex");
		each->monitor = read_number(each->name, "type") == 803;	/* ARPHRD_IEEE80211_RADIOTAP */
		each->wiphy = read_number(each->name, "phy80211/index");
		if (each->index > 0 && read_address(each->name, each->addr))
			n_interfaces++;
	}
	if (dir)
		closedir(dir);
}

const struct interface *some_interface(void)
{
	return n_interfaces ? &interfaces[below(n_interfaces)] : NULL;
}

/* Whether an interface is for CMD_CONNECT; the others have an SME in user space. */
bool connects(const struct interface *interface)
{
	return interface->index % 2;
}

/* Whether radios have an SME, as the driver was loaded. */
bool radios_connect(void)
{
	static int known = -1;
	char said = 'N';
	int fd;

	if (known < 0) {
		fd = open("/sys/module/vwifi/parameters/driver_sme", O_RDONLY);
		if (fd >= 0 && read(fd, &said, 1) != 1)
			said = 'N';
		close(fd);
		known = said == 'Y';
	}
	return known;
}

const u8 *some_address(void)
{
	static u8 stranger[ETH_ALEN];
	const struct interface *interface = some_interface();

	if (one_in(8))
		return broadcast;
	if (!interface || one_in(10)) {
		random_bytes(stranger, ETH_ALEN);
		return stranger;
	}
	return interface->addr;
}

u32 some_frequency(void)
{
	static const u16 common[] = { 2412, 2412, 2412, 2417, 2437, 2462, 2484, 5180, 5200, 5260, 5825 };

	return one_in(20) ? below(65536) : common[below(ARRAY_SIZE(common))];
}

bool interface_up(const char *name, bool up)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct ifreq request = {};
	bool done;

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	done = ioctl(fd, SIOCGIFFLAGS, &request) == 0;
	if (up)
		request.ifr_flags |= IFF_UP;
	else
		request.ifr_flags &= ~IFF_UP;
	done = done && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
	close(fd);
	return done;
}
