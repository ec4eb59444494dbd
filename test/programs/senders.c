// SPDX-License-Identifier: MIT
/*
 * Sends Ethernet frames by the ways that leave something of their own in a packet, and waits until each is given back.
 *
 * usage: senders KIND DEVICE DESTINATION COUNT [IPV4-ADDRESS]
 *
 *   ring      a packet socket's ring (PACKET_TX_RING)
 *   txtime    a packet socket that says when (SO_TXTIME)
 *   xdp       an AF_XDP socket, which copies
 *   zerocopy  UDP to the address, out of the sender's own memory (MSG_ZEROCOPY)
 *
 * Frames have Ethernet type 0x88b6 and say which they are. Prints "given back COUNT"; status 3: this kernel has no such
 * socket.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/errqueue.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/net_tstamp.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LOCAL_TYPE 0x88b6
#define FRAME_LEN 600
#define SLOT 2048
#define SLOTS 64
#define LIMIT_S 20
#define NOT_HERE 3

static const char *device;
static uint8_t destination[ETH_ALEN], own[ETH_ALEN];

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static void check(int result, const char *what)
{
	if (result < 0)
		fail(what);
}

/* A frame that says which it is. */
static unsigned int fill(uint8_t *frame, const char *kind, unsigned int number)
{
	uint16_t type = htons(LOCAL_TYPE);

	memset(frame, 0, FRAME_LEN);
	memcpy(frame, destination, ETH_ALEN);
	memcpy(frame + ETH_ALEN, own, ETH_ALEN);
	memcpy(frame + 2 * ETH_ALEN, &type, sizeof(type));
	snprintf((char *)frame + ETH_HLEN, FRAME_LEN - ETH_HLEN, "%s %u", kind, number);
	return FRAME_LEN;
}

static int packet_socket(void)
{
	struct sockaddr_ll where = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(device) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	check(fd, "socket");
	check(bind(fd, (struct sockaddr *)&where, sizeof(where)), "bind");
	return fd;
}

static time_t deadline;

static void still_in_time(const char *what)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!deadline)
		deadline = now.tv_sec + LIMIT_S;
	if (now.tv_sec <= deadline)
		return;
	fprintf(stderr, "%s: not within %d s\n", what, LIMIT_S);
	exit(1);
}

static void wait_for(int fd, short events, const char *what)
{
	struct pollfd one = { .fd = fd, .events = events };

	still_in_time(what);
	check(poll(&one, 1, 100), "poll");
}

static void by_ring(unsigned int count)
{
	struct tpacket_req request = {
		.tp_block_size = SLOT * SLOTS,
		.tp_block_nr = 1,
		.tp_frame_size = SLOT,
		.tp_frame_nr = SLOTS,
	};
	int version = TPACKET_V2, fd = packet_socket();
	unsigned int sent, slot;
	uint8_t *ring;

	check(setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof(version)), "PACKET_VERSION");
	check(setsockopt(fd, SOL_PACKET, PACKET_TX_RING, &request, sizeof(request)), "PACKET_TX_RING");
	ring = mmap(NULL, SLOT * SLOTS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (ring == MAP_FAILED)
		fail("mmap");
	for (sent = 0; sent < count;) {
		for (slot = 0; slot < SLOTS && sent < count; slot++) {
			volatile struct tpacket2_hdr *head = (void *)(ring + slot * SLOT);

			while (head->tp_status != TP_STATUS_AVAILABLE)
				wait_for(fd, POLLOUT, "a slot of the ring");
			head->tp_len = fill((uint8_t *)head + TPACKET2_HDRLEN - sizeof(struct sockaddr_ll),
					    "ring", sent++);
			head->tp_status = TP_STATUS_SEND_REQUEST;
		}
		check(send(fd, NULL, 0, 0), "send");
	}
	for (slot = 0; slot < SLOTS; slot++) {
		volatile struct tpacket2_hdr *head = (void *)(ring + slot * SLOT);

		while (head->tp_status != TP_STATUS_AVAILABLE)
			wait_for(fd, POLLOUT, "the ring");
	}
}

static void by_time(unsigned int count)
{
	struct sock_txtime settings = { .clockid = CLOCK_TAI };
	unsigned char control[CMSG_SPACE(sizeof(uint64_t))] = {};
	uint8_t frame[FRAME_LEN];
	struct iovec data = { frame, sizeof(frame) };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *when = CMSG_FIRSTHDR(&message);
	int fd = packet_socket(), left = 1;
	unsigned int sent;

	check(setsockopt(fd, SOL_SOCKET, SO_TXTIME, &settings, sizeof(settings)), "SO_TXTIME");
	when->cmsg_level = SOL_SOCKET;
	when->cmsg_type = SCM_TXTIME;
	when->cmsg_len = CMSG_LEN(sizeof(uint64_t));
	for (sent = 0; sent < count; sent++) {
		struct timespec now;
		uint64_t at;

		clock_gettime(CLOCK_TAI, &now);
		at = (now.tv_sec + 3600) * 1000000000ULL + now.tv_nsec;
		memcpy(CMSG_DATA(when), &at, sizeof(at));
		fill(frame, "txtime", sent);
		check(sendmsg(fd, &message, 0), "sendmsg");
	}
	while (!ioctl(fd, TIOCOUTQ, &left) && left)
		wait_for(fd, POLLOUT, "the socket's memory");
}

static uint32_t *map_ring(int fd, uint64_t where, const struct xdp_ring_offset *at, unsigned int item,
			  uint32_t **producer, uint32_t **consumer)
{
	uint8_t *ring = mmap(NULL, at->desc + SLOTS * item, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
			     fd, where);

	if (ring == MAP_FAILED)
		fail("mmap of a ring");
	*producer = (uint32_t *)(ring + at->producer);
	*consumer = (uint32_t *)(ring + at->consumer);
	return (uint32_t *)(ring + at->desc);
}

static void by_xdp(unsigned int count)
{
	struct sockaddr_xdp where = {
		.sxdp_family = AF_XDP,
		.sxdp_flags = XDP_COPY,
		.sxdp_ifindex = if_nametoindex(device),
	};
	uint32_t size = SLOTS, *queued, *taken, *done, *seen;
	struct xdp_umem_reg umem = { .len = SLOT * SLOTS, .chunk_size = SLOT };
	struct xdp_mmap_offsets offsets;
	socklen_t length = sizeof(offsets);
	int fd = socket(AF_XDP, SOCK_RAW, 0);
	struct xdp_desc *descriptors;
	unsigned int sent = 0, back;
	uint64_t *completed;
	uint8_t *memory;

	if (fd < 0 && errno == EAFNOSUPPORT)
		exit(NOT_HERE);
	check(fd, "socket");
	memory = mmap(NULL, umem.len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		fail("mmap");
	umem.addr = (uintptr_t)memory;
	check(setsockopt(fd, SOL_XDP, XDP_UMEM_REG, &umem, sizeof(umem)), "XDP_UMEM_REG");
	check(setsockopt(fd, SOL_XDP, XDP_UMEM_FILL_RING, &size, sizeof(size)), "XDP_UMEM_FILL_RING");
	check(setsockopt(fd, SOL_XDP, XDP_UMEM_COMPLETION_RING, &size, sizeof(size)), "XDP_UMEM_COMPLETION_RING");
	check(setsockopt(fd, SOL_XDP, XDP_TX_RING, &size, sizeof(size)), "XDP_TX_RING");
	check(getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &offsets, &length), "XDP_MMAP_OFFSETS");
	descriptors = (void *)map_ring(fd, XDP_PGOFF_TX_RING, &offsets.tx, sizeof(*descriptors), &queued, &taken);
	completed = (void *)map_ring(fd, XDP_UMEM_PGOFF_COMPLETION_RING, &offsets.cr, sizeof(*completed), &done, &seen);
	check(bind(fd, (struct sockaddr *)&where, sizeof(where)), "bind");
	for (back = 0; back < count;) {
		uint32_t ready;

		for (; sent < count && sent - back < SLOTS; sent++) {
			struct xdp_desc *each = &descriptors[sent % SLOTS];

			each->addr = (uint64_t)(sent % SLOTS) * SLOT;
			each->len = fill(memory + each->addr, "xdp", sent);
			each->options = 0;
			__atomic_store_n(queued, sent + 1, __ATOMIC_RELEASE);
		}
		if (sendto(fd, NULL, 0, MSG_DONTWAIT, NULL, 0) < 0 && errno != EAGAIN && errno != EBUSY)
			fail("sendto");
		ready = __atomic_load_n(done, __ATOMIC_ACQUIRE);
		for (; back != ready; back++)
			if (completed[back % SLOTS] % SLOT || completed[back % SLOTS] >= umem.len) {
				fprintf(stderr, "given back: %llx, which was not sent\n",
					(unsigned long long)completed[back % SLOTS]);
				exit(1);
			}
		__atomic_store_n(seen, back, __ATOMIC_RELEASE);
		still_in_time("descriptors");
	}
}

static void by_zerocopy(unsigned int count, const char *address)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(7002) };
	int one = 1, fd = socket(AF_INET, SOCK_DGRAM, 0);
	static uint8_t data[FRAME_LEN] __attribute__((aligned(4096)));
	unsigned int sent, back = 0;

	check(fd, "socket");
	inet_pton(AF_INET, address, &to.sin_addr);
	check(setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, &one, sizeof(one)), "SO_ZEROCOPY");
	for (sent = 0; sent < count; sent++)
		check(sendto(fd, data, sizeof(data), MSG_ZEROCOPY, (struct sockaddr *)&to, sizeof(to)), "sendto");
	while (back < count) {
		char control[256];
		struct msghdr message = { .msg_control = control, .msg_controllen = sizeof(control) };
		struct sock_extended_err *about;

		if (recvmsg(fd, &message, MSG_ERRQUEUE) < 0) {
			wait_for(fd, POLLERR, "the sender's memory");
			continue;
		}
		about = (void *)CMSG_DATA(CMSG_FIRSTHDR(&message));
		back += about->ee_data - about->ee_info + 1;
	}
}

int main(int argc, char **argv)
{
	struct ifreq request = {};
	unsigned int count;
	const char *kind;
	int fd;

	if (argc < 5)
		return 2;
	kind = argv[1];
	device = argv[2];
	count = atoi(argv[4]);
	if (sscanf(argv[3], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &destination[0], &destination[1], &destination[2],
		   &destination[3], &destination[4], &destination[5]) != ETH_ALEN)
		return 2;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	check(fd, "socket");
	strncpy(request.ifr_name, device, IFNAMSIZ - 1);
	check(ioctl(fd, SIOCGIFHWADDR, &request), device);
	memcpy(own, request.ifr_hwaddr.sa_data, ETH_ALEN);
	if (!strcmp(kind, "ring"))
		by_ring(count);
	else if (!strcmp(kind, "txtime"))
		by_time(count);
	else if (!strcmp(kind, "xdp"))
		by_xdp(count);
	else if (!strcmp(kind, "zerocopy") && argc > 5)
		by_zerocopy(count, argv[5]);
	else
		return 2;
	printf("given back %u\n", count);
	return 0;
}
