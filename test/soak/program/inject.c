// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Frames into monitor interfaces: every type, whole and truncated, with radiotap
 * headers good and bad, made up or heard before and altered.
 */
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "soak.h"

#define HEARD_MAX	64
#define FRAME_MAX	2600

/* IEEE Std 802-2014, 9.2.3, with an EtherType behind it. */
static const u8 llc_snap[] = { 0xaa, 0xaa, 3, 0, 0, 0 };

/* Frames that a tap heard, from their 802.11 header on: sealed ones are among them. */
static struct {
	size_t len;
	u8 bytes[FRAME_MAX];
} heard[HEARD_MAX];
static unsigned int n_heard;
static int tap = -1;

/* A monitor on every radio, on a channel that is in use; and a tap. */
void inject_begin(void)
{
	struct sockaddr_ll from = { .sll_family = AF_PACKET, .sll_protocol = htons(0x0003) };
	unsigned int i, n = n_interfaces;
	char command[256];

	for (i = 0; i < n; i++) {
		snprintf(command, sizeof(command),
			 "iw dev %s interface add vwm%u type monitor && ip link set vwm%u up && "
			 "iw dev vwm%u set freq %u", interfaces[i].name, i, i, i, i % 2 ? 2437 : 2412);
		if (system(command))
			did("no channel for monitor %u", i);
	}
	if (system("ip link add vwtap0 type vwtap && ip link set vwtap0 up"))
		die("no tap");
	look_around();
	from.sll_ifindex = interface_index("vwtap0");
	tap = socket(AF_PACKET, SOCK_RAW, htons(0x0003));
	if (tap < 0 || bind(tap, (struct sockaddr *)&from, sizeof(from)))
		die("the tap cannot be read");
}

static void listen_a_while(void)
{
	static u8 frame[FRAME_MAX];
	unsigned int i;

	for (i = 0; i < 32; i++) {
		ssize_t len = recv(tap, frame, sizeof(frame), MSG_DONTWAIT);
		size_t head;

		if (len < 8)
			return;
		head = frame[2] | frame[3] << 8;
		if (head >= (size_t)len)
			continue;
		/* Beacons would be all that there is. */
		if (frame[head] == 0x80 && !one_in(20))
			continue;
		heard[n_heard % HEARD_MAX].len = len - head;
		memcpy(heard[n_heard % HEARD_MAX].bytes, frame + head, len - head);
		n_heard++;
	}
}

static size_t some_radiotap(u8 *to)
{
	static const u8 plain[] = { 0, 0, 8, 0, 0, 0, 0, 0 };
	static const u8 with_fcs[] = { 0, 0, 9, 0, 2, 0, 0, 0, 0x10 };
	size_t len = below(64);

	if (!one_in(4)) {
		memcpy(to, plain, sizeof(plain));
		return sizeof(plain);
	}
	if (one_in(3)) {
		memcpy(to, with_fcs, sizeof(with_fcs));
		return sizeof(with_fcs);
	}
	random_bytes(to, 64);
	if (!one_in(4)) {
		to[0] = 0;
		to[2] = one_in(3) ? below(64) : len;
		to[3] = 0;
	}
	return len;
}

/* Data of any subtype, to and from anybody, sealed with what nobody has. */
static size_t some_data(u8 *to)
{
	static const u16 types[] = { 0x0800, 0x0806, 0x888e, 0x86dd, 0x0000, 0x890d };
	size_t len = 24;

	random_bytes(to, 64);
	to[0] = 0x08 | (one_in(3) ? below(16) << 4 : one_in(2) ? 0x80 : 0);
	to[1] = one_in(8) ? below(256) : below(4) | (one_in(3) ? 0x40 : 0);
	memcpy(to + 4, some_address(), ETH_ALEN);
	memcpy(to + 10, some_address(), ETH_ALEN);
	memcpy(to + 16, some_address(), ETH_ALEN);
	if (!one_in(10))
		to[22] &= 0xf0;
	if (to[0] & 0x80) {
		if (!one_in(6))
			to[len] &= 0x0f;
		len += 2;
	}
	if (to[1] & 0x40)
		to[len + 3] = one_in(4) ? below(256) : below(4) << 6 | 0x20;
	if (!(to[1] & 0x40) && !one_in(5)) {
		u16 type = types[below(ARRAY_SIZE(types))];

		memcpy(to + len, llc_snap, sizeof(llc_snap));
		to[len + 6] = type >> 8;
		to[len + 7] = type;
	}
	return len + (one_in(6) ? below(2400) : 8 + below(100));
}

/* Several frames in one, most of them as they should be: of its transmitter, for its receiver. */
static size_t some_amsdu(u8 *to)
{
	static const u8 llc[] = { 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 };
	unsigned int parts = below(9);
	size_t len = 26;

	random_bytes(to, 64);
	to[0] = 0x88;
	to[1] = below(4);
	memcpy(to + 4, some_address(), ETH_ALEN);
	memcpy(to + 10, some_address(), ETH_ALEN);
	memcpy(to + 16, some_address(), ETH_ALEN);
	to[22] &= 0xf0;
	to[24] = 0x80 | below(8);
	while (parts--) {
		unsigned int octets = one_in(6) ? below(300) : 8 + below(100);
		unsigned int said = one_in(12) ? below(65536) : octets;
		u8 *part = to + len;

		memcpy(part, one_in(8) ? some_address() : to + 4, ETH_ALEN);
		memcpy(part + ETH_ALEN, one_in(8) ? some_address() : to + 10, ETH_ALEN);
		part[12] = said >> 8;
		part[13] = said;
		if (!one_in(8))
			memcpy(part + 14, llc, sizeof(llc));
		len += 14 + octets;
		if (parts && !one_in(12))
			len = 26 + ((len - 26 + 3) & ~3);
	}
	return len;
}

/* What stations of one access point say to each other through it before they talk directly (9.4.1.11, 9.6.12). */
static size_t some_tdls(u8 *to)
{
	size_t len = 24;

	random_bytes(to, 64);
	to[0] = 0x08;
	to[1] = 1 + below(2);
	memcpy(to + 4, some_address(), ETH_ALEN);
	memcpy(to + 10, some_address(), ETH_ALEN);
	memcpy(to + 16, some_address(), ETH_ALEN);
	to[22] &= 0xf0;
	memcpy(to + len, llc_snap, sizeof(llc_snap));
	len += sizeof(llc_snap);
	to[len++] = 0x89;
	to[len++] = 0x0d;
	to[len++] = one_in(12) ? below(256) : 2;
	to[len++] = one_in(12) ? below(256) : 12;
	to[len++] = one_in(8) ? below(256) : below(11);
	len += below(6);
	if (!one_in(6)) {
		u8 link[3 * ETH_ALEN];
		unsigned int i;

		for (i = 0; i < 3; i++)
			memcpy(link + i * ETH_ALEN, some_address(), ETH_ALEN);
		len += put_element(to + len, 101, link, one_in(10) ? below(sizeof(link)) : sizeof(link));
	}
	return len + some_elements(to + len, 600);
}

/* Data of a mesh: three or four addresses, Mesh Control and none to two more (9.2.4.7.3). */
static size_t some_mesh(u8 *to)
{
	bool group = one_in(2);
	size_t len = 24;

	random_bytes(to, 96);
	to[0] = 0x88;
	to[1] = group ? 2 : 3;
	memcpy(to + 4, group ? broadcast : some_address(), ETH_ALEN);
	memcpy(to + 10, some_address(), ETH_ALEN);
	memcpy(to + 16, some_address(), ETH_ALEN);
	to[22] &= 0xf0;
	if (!group) {
		memcpy(to + len, some_address(), ETH_ALEN);
		len += ETH_ALEN;
	}
	to[len++] = 0;
	to[len++] = one_in(10) ? below(256) : 1;
	to[len] = one_in(8) ? below(256) : below(3);
	to[len + 1] = one_in(4) ? below(3) : 31;
	len += 6 + ETH_ALEN * (one_in(6) ? below(4) : to[len] & 3);
	memcpy(to + len, llc_snap, sizeof(llc_snap));
	return len + 8 + (one_in(6) ? below(2200) : below(100));
}

static size_t some_control(u8 *to)
{
	random_bytes(to, 64);
	to[0] = 0x04 | below(16) << 4;
	memcpy(to + 4, some_address(), ETH_ALEN);
	return 4 + below(40);
}

static size_t something_heard(u8 *to)
{
	unsigned int which = below(n_heard < HEARD_MAX ? n_heard : HEARD_MAX), changes = below(4);
	size_t len = heard[which].len;

	memcpy(to, heard[which].bytes, len);
	while (changes--)
		to[below(one_in(2) && len > 40 ? 40 : len)] = below(256);
	return len;
}

static size_t something(u8 *to, const u8 *sa)
{
	size_t len;

	if (n_heard && one_in(3))
		len = something_heard(to);
	else if (one_in(2))
		len = some_frame(to, 2000, one_in(2) ? some_address() : sa);
	else if (one_in(4))
		len = some_amsdu(to);
	else if (one_in(4))
		len = some_mesh(to);
	else if (one_in(4))
		len = some_tdls(to);
	else
		len = one_in(8) ? some_control(to) : some_data(to);
	return one_in(12) ? below(len + 1) : len;
}

void inject_step(void)
{
	static u8 buffer[64 + 4096];
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	const struct interface *interface = some_interface();
	unsigned int tries, burst = 1 + below(8);
	int fd, on = 1;

	listen_a_while();
	for (tries = 0; interface && !interface->monitor && tries < 40; tries++)
		interface = some_interface();
	if (!interface || !interface->monitor)
		return;
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0)
		return;
	to.sll_ifindex = interface->index;
	if (one_in(3))
		setsockopt(fd, SOL_SOCKET, SO_WIFI_STATUS, &on, sizeof(on));
	bind(fd, (struct sockaddr *)&to, sizeof(to));
	did("inject %u on %s", burst, interface->name);
	while (burst--) {
		size_t head = some_radiotap(buffer);
		size_t len = something(buffer + head, interface->addr);

		if (send(fd, buffer, head + len, MSG_DONTWAIT) < 0)
			continue;
	}
	close(fd);
}
