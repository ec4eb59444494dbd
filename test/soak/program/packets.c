// SPDX-License-Identifier: MIT OR GPL-2.0
/* Data frames that no stack would send: every type, length and destination, whole and truncated, with and without GSO. */
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "soak.h"

#ifndef PACKET_QDISC_BYPASS
#define PACKET_QDISC_BYPASS	20
#endif

static void put_be16(u8 *to, u16 value)
{
	to[0] = value >> 8;
	to[1] = value;
}

static size_t ip4(u8 *to, size_t payload, u8 protocol)
{
	size_t header = protocol == 6 ? 20 : 8;

	memset(to, 0, 60);
	to[0] = 0x45;
	put_be16(to + 2, 20 + header + payload);
	to[8] = 64;
	to[9] = protocol;
	memcpy(to + 12, "\x0a\x00\x00\x01\x0a\x00\x00\x02", 8);
	put_be16(to + 20, 1000);
	put_be16(to + 22, 2000);
	if (protocol == 6) {
		to[32] = 0x50;
		to[33] = 0x10;
	} else {
		put_be16(to + 24, 8 + payload);
	}
	return 20 + header + payload;
}

static void some_gso(struct virtio_net_hdr *hdr, size_t len, bool tcp)
{
	static const u8 types[] = { 0, 1, 3, 4, 5, 0x81, 0xff };

	memset(hdr, 0, sizeof(*hdr));
	if (!one_in(3)) {
		hdr->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
		hdr->csum_start = one_in(10) ? below(len + 20) : 34;
		hdr->csum_offset = one_in(10) ? below(80) : tcp ? 16 : 6;
	}
	if (one_in(3))
		return;
	hdr->gso_type = one_in(4) ? types[below(ARRAY_SIZE(types))] : tcp ? VIRTIO_NET_HDR_GSO_TCPV4 : 5 /* UDP_L4 */;
	hdr->gso_size = one_in(5) ? below(65536) : 100 + below(1400);
	hdr->hdr_len = one_in(5) ? below(65536) : tcp ? 54 : 42;
}

void packets_step(void)
{
	static const u16 types[] = {
		0x0800, 0x0800, 0x0806, 0x86dd, 0x888e, 0x888e, 0x88c7, 0x8100, 0x88a8, 0x8847, 0x0004, 0x0000, 0x0600, 0xffff,
	};
	static u8 buffer[sizeof(struct virtio_net_hdr) + 65550];
	const struct interface *interface = some_interface();
	struct virtio_net_hdr *hdr = (void *)buffer;
	u8 *frame = buffer + sizeof(*hdr);
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	bool gso = one_in(2), tcp = one_in(2);
	u32 burst = 1 + below(6);
	size_t len = 14;
	u16 type = types[below(ARRAY_SIZE(types))];
	int fd, on = 1;

	if (!interface)
		return;
	fd = socket(AF_PACKET, SOCK_RAW, htons(0));
	if (fd < 0)
		return;
	to.sll_ifindex = interface->index;
	to.sll_halen = ETH_ALEN;
	if (one_in(4))
		setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on));
	if (one_in(3))
		setsockopt(fd, SOL_SOCKET, SO_WIFI_STATUS, &on, sizeof(on));
	if (gso)
		setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof(on));
	bind(fd, (struct sockaddr *)&to, sizeof(to));

	memcpy(frame, some_address(), ETH_ALEN);
	if (one_in(8))
		memcpy(frame, "\x01\x00\x5e\x00\x00\x01", ETH_ALEN);
	if (one_in(8))
		memcpy(frame, "\x01\x80\xc2\x00\x00\x03", ETH_ALEN);
	memcpy(frame + 6, one_in(6) ? some_address() : interface->addr, ETH_ALEN);
	if (gso)
		type = one_in(5) ? type : 0x0800;
	put_be16(frame + 12, type);
	if (type == 0x0800) {
		len += ip4(frame + 14, one_in(3) ? below(gso ? 60000 : 1400) : below(200), tcp ? 6 : 17);
	} else {
		len += one_in(6) ? below(2400) : below(300);
		random_bytes(frame + 14, len - 14 > 64 ? 64 : len - 14);
		if (type == 0x888e) {
			frame[14] = 2;
			frame[15] = below(5);
		}
	}
	if (one_in(12))
		len = below(len);
	some_gso(hdr, len, tcp);
	did("packet %04x of %zu on %s%s", type, len, interface->name, gso ? " gso" : "");
	while (burst--)
		if (send(fd, gso ? buffer : frame, len + (gso ? sizeof(*hdr) : 0), MSG_DONTWAIT) < 0)
			break;
	close(fd);
}
