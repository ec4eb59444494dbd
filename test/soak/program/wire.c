// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A stranger on the wire between kernels (docs/wire.md): it listens, and sends what it heard again, as it was or
 * changed, and what it makes up, in its own name and in that of others. It sits in the guest of one kernel, where
 * it hears all that goes to and fro, and what it sends reaches the others.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/socket.h>

#include "soak.h"

#define WIRE_TYPE	0x88b5
#define HEADER		24
#define FRAME_MAX	1514
#define RECORDED	256
#define KERNELS		8
#define ADDRESSES	32

enum { HELLO = 1, TUNED, BYE, MGMT, DATA, NULL_FRAME, ACK };

struct recorded {
	size_t len;
	u8 bytes[FRAME_MAX];
};

/* A kernel that was heard: in its name a frame gets past the first gate. */
struct kernel {
	u8 addr[ETH_ALEN];
	u32 instance;
	u32 newest;
	bool here;		/* the one of this guest */
};

static struct recorded recorded[RECORDED];
static unsigned int n_recorded;
static struct kernel kernels[KERNELS];
static unsigned int n_kernels;
static u8 addresses[ADDRESSES][ETH_ALEN];	/* of interfaces that were told of */
static unsigned int n_addresses;
static int wire = -1;
static u16 freqs[4] = { 2412, 2437, 2462, 0 };

static void put16(u8 *to, u16 value)
{
	to[0] = value >> 8;
	to[1] = value;
}

static void put32(u8 *to, u32 value)
{
	put16(to, value >> 16);
	put16(to + 2, value);
}

static u32 get32(const u8 *from)
{
	return (u32)from[0] << 24 | from[1] << 16 | from[2] << 8 | from[3];
}

static void learn_address(const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < n_addresses; i++)
		if (!memcmp(addresses[i], addr, ETH_ALEN))
			return;
	if (n_addresses < ADDRESSES)
		memcpy(addresses[n_addresses++], addr, ETH_ALEN);
}

static void learn(const u8 *frame, size_t len, bool here)
{
	struct kernel *kernel = NULL;
	unsigned int i;

	for (i = 0; i < n_kernels; i++)
		if (!memcmp(kernels[i].addr, frame + 6, ETH_ALEN) && kernels[i].here == here)
			kernel = &kernels[i];
	if (!kernel && n_kernels < KERNELS)
		kernel = &kernels[n_kernels++];
	if (!kernel)
		return;
	memcpy(kernel->addr, frame + 6, ETH_ALEN);
	kernel->instance = get32(frame + 18);
	kernel->newest = get32(frame + 22);
	kernel->here = here;
	for (i = 14 + HEADER + 8; frame[15] == HELLO && i + 24 <= len; i += 24)
		learn_address(frame + i);
}

/* Takes what has come since; one place in the record for each, at random once it is full. */
static void listen_in(void)
{
	static u8 frame[4096];
	struct sockaddr_ll from;
	struct recorded *slot;
	socklen_t from_len;
	ssize_t len;

	for (;;) {
		from_len = sizeof(from);
		len = recvfrom(wire, frame, sizeof(frame), MSG_DONTWAIT, (struct sockaddr *)&from, &from_len);
		if (len < 0)
			return;
		if (len < 14 + HEADER || frame[12] != WIRE_TYPE >> 8 || frame[13] != (WIRE_TYPE & 0xff))
			continue;
		learn(frame, len, from.sll_pkttype == PACKET_OUTGOING);
		slot = &recorded[n_recorded < RECORDED ? n_recorded++ : below(RECORDED)];
		slot->len = len > FRAME_MAX ? FRAME_MAX : len;
		memcpy(slot->bytes, frame, slot->len);
	}
}

/* Where one kernel is alone on the wire: one of our own, which it gets to know by its HELLO. */
static void introduce_ourselves(void)
{
	struct kernel *own = &kernels[n_kernels++];

	random_bytes((u8 *)own, sizeof(*own));
	own->addr[0] = 2;
	own->here = true;
	random_bytes(addresses[n_addresses], ETH_ALEN);
	addresses[n_addresses++][0] = 2;
}

void wire_begin(const char *device)
{
	unsigned int waited = 0;
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };

	at.sll_ifindex = interface_index(device);
	wire = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
	if (at.sll_ifindex < 0 || wire < 0 || bind(wire, (struct sockaddr *)&at, sizeof(at)))
		die(device);
	while (n_recorded < 40 || n_kernels < 2) {
		pause_ms(50);
		listen_in();
		if (++waited == 100 && n_kernels == 1)
			introduce_ourselves();
		if (waited > 1000)
			die("nobody is on the wire");
	}
}

static void transmit(const u8 *frame, size_t len)
{
	if (send(wire, frame, len > FRAME_MAX ? FRAME_MAX : len < 14 ? 14 : len, 0) < 0 && errno != ENOBUFS)
		die("send");
}

/* Somebody whom the receiver knows, mostly the kernel of this guest. */
static struct kernel *some_kernel(void)
{
	unsigned int i;

	for (i = 0; i < n_kernels && !one_in(6); i++)
		if (kernels[i].here)
			return &kernels[i];
	return &kernels[below(n_kernels)];
}

static const u8 *some_interface_address(void)
{
	return n_addresses && !one_in(10) ? addresses[below(n_addresses)] : some_address();
}

/* A number that is new, by a little, mostly. */
static u32 some_number(struct kernel *kernel)
{
	if (one_in(400))
		return random_u64();
	if (one_in(20))
		return kernel->newest - below(600);
	return kernel->newest + below(one_in(30) ? 2000 : 8);
}

static void put_head(u8 *frame, u8 kind, size_t len)
{
	struct kernel *kernel = some_kernel();
	const struct kernel *to = &kernels[below(n_kernels)];

	memcpy(frame, one_in(4) ? broadcast : to->addr, ETH_ALEN);
	memcpy(frame + 6, kernel->addr, ETH_ALEN);
	put16(frame + 12, WIRE_TYPE);
	frame[14] = one_in(60) ? below(256) : 1;
	frame[15] = one_in(60) ? below(256) : kind;
	put16(frame + 16, one_in(25) ? below(5000) : len);
	put32(frame + 18, one_in(40) ? random_u64() : kernel->instance);
	put32(frame + 22, some_number(kernel));
	frame[26] = one_in(40) ? below(18) : 0;
	frame[27] = one_in(40) ? below(18) : 1;
	frame[28] = one_in(3) ? below(4) : 0;
	frame[29] = below(256);
	put16(frame + 30, one_in(20) ? below(7000) : freqs[below(3)]);
	put16(frame + 32, 540);
	put32(frame + 34, below(4));
}

static size_t hello_body(u8 *body)
{
	unsigned int i, n = one_in(3) ? below(22) : below(4);

	put16(body, one_in(4) ? below(65536) : 576 + below(2000));
	put16(body + 2, one_in(4) ? below(65536) : n);
	put16(body + 4, one_in(4) ? below(65536) : 0);
	put16(body + 6, one_in(8) ? below(65536) : n);
	for (i = 0; i < n; i++) {
		u8 *entry = body + 8 + i * 24;

		random_bytes(entry, 24);
		if (one_in(2))
			memcpy(entry, some_interface_address(), ETH_ALEN);
		else
			entry[0] &= one_in(10) ? 0xff : 0xfe;
		entry[6] = below(one_in(6) ? 256 : 3);
		for (int f = 8; f < 14; f += 2)
			put16(entry + f, freqs[below(4)]);
	}
	return 8 + n * 24;
}

static size_t data_body(u8 *body)
{
	static const u16 controls[] = { 0x0801, 0x0802, 0x0841, 0x0842, 0x8801, 0x8802, 0x8841, 0x8842, 0x0800, 0x4801, 0xc802 };
	size_t len = 24 + (one_in(5) ? below(30) : 30 + below(1400));

	random_bytes(body, len);
	put16(body, one_in(10) ? random_u64() : controls[below(ARRAY_SIZE(controls))]);
	for (int i = 4; i < 22; i += 6)
		memcpy(body + i, one_in(8) ? broadcast : some_interface_address(), ETH_ALEN);
	body[22] &= one_in(20) ? 0xff : 0xf0;
	if (one_in(2))
		memcpy(body + 24, "\xaa\xaa\x03\0\0\0\x08\0", 8);
	return len;
}

static size_t some_body(u8 kind, u8 *body)
{
	switch (kind) {
	case HELLO:
		return hello_body(body);
	case TUNED:
		hello_body(body);
		memmove(body, body + 8, 24);
		return one_in(10) ? below(24) : 24;
	case MGMT:
		return some_frame(body, 1400, some_interface_address());
	case DATA:
		return data_body(body);
	case NULL_FRAME:
		memcpy(body, some_interface_address(), ETH_ALEN);
		memcpy(body + 6, some_interface_address(), ETH_ALEN);
		return one_in(10) ? below(12) : 12;
	case ACK:
		put32(body, kernels[below(n_kernels)].instance);
		put32(body + 4, kernels[below(n_kernels)].newest - below(4));
		body[8] = below(3);
		body[9] = below(256);
		return one_in(10) ? below(10) : 10;
	default:
		return 0;
	}
}

static void made_up(void)
{
	static const u8 kinds[] = { HELLO, TUNED, MGMT, MGMT, MGMT, DATA, DATA, DATA, NULL_FRAME, ACK };
	u8 kind = one_in(40) ? BYE : kinds[below(ARRAY_SIZE(kinds))];
	static u8 frame[4096];
	size_t len = some_body(kind, frame + 14 + HEADER);

	put_head(frame, kind, len);
	did("wire: made up, kind %u, %zu octets", kind, len);
	transmit(frame, 14 + HEADER + len);
}

/* Kernels and interfaces that nobody has: tables are bounded. */
static void newcomer(void)
{
	static u8 frame[2048];
	size_t len = hello_body(frame + 14 + HEADER);

	put_head(frame, HELLO, len);
	memcpy(frame, broadcast, ETH_ALEN);
	random_bytes(frame + 6, ETH_ALEN);
	frame[6] &= 0xfe;
	random_bytes(frame + 18, 8);
	did("wire: a kernel that nobody has");
	transmit(frame, 14 + HEADER + len);
}

static void random_frame(void)
{
	static u8 frame[FRAME_MAX];
	size_t len = 14 + below(one_in(4) ? 1500 : 80);

	random_bytes(frame, len);
	put_head(frame, frame[14], len);
	random_bytes(frame + 14 + !one_in(3), len > 15 ? len - 15 : 0);
	did("wire: random, %zu octets", len);
	transmit(frame, len);
}

static void replayed(void)
{
	const struct recorded *from = &recorded[below(n_recorded)];

	did("wire: again, kind %u, %zu octets", from->bytes[15], from->len);
	transmit(from->bytes, from->len);
}

/* Gives a recorded frame a number that is new, in the name of whoever sent it. */
static void renumber(u8 *frame)
{
	unsigned int i;

	for (i = 0; i < n_kernels; i++)
		if (get32(frame + 18) == kernels[i].instance)
			put32(frame + 22, some_number(&kernels[i]));
}

static void mutated(void)
{
	const struct recorded *from = &recorded[below(n_recorded)];
	unsigned int changes = 1 + below(4), at;
	static u8 frame[FRAME_MAX];
	size_t len = from->len;
	bool whole = false;

	memcpy(frame, from->bytes, len);
	if (!one_in(5))
		renumber(frame);
	while (changes--) {
		switch (below(6)) {
		case 0:		/* bits of the header */
			frame[14 + below(HEADER)] ^= 1 << below(8);
			break;
		case 1:		/* or of what is in it */
			at = 14 + HEADER + below(len - 14 - HEADER + 1);
			if (at < len)
				frame[at] ^= 1 << below(8);
			break;
		case 2:
			len = 14 + HEADER + below(len - 14 - HEADER + 1);
			whole = !one_in(3);
			break;
		case 3:
			at = below(FRAME_MAX - len + 1);
			random_bytes(frame + len, at);
			len += at;
			whole = !one_in(3);
			break;
		case 4:		/* another address in an 802.11 header */
			at = 14 + HEADER + 4 + 6 * below(3);
			if (at + ETH_ALEN <= len)
				memcpy(frame + at, some_interface_address(), ETH_ALEN);
			break;
		case 5:		/* in somebody else's name */
			memcpy(frame + 6, kernels[below(n_kernels)].addr, ETH_ALEN);
			break;
		}
	}
	/* The header tells of what is there now. */
	if (whole)
		put16(frame + 16, len - 14 - HEADER);
	did("wire: changed, kind %u, %zu octets of %zu", frame[15], len, from->len);
	transmit(frame, len);
}

/* A message in pieces: too few, too many, of different sets, in any order. */
static void pieces(void)
{
	u8 count = 1 + below(16), i, sent = 1 + below(20);
	struct kernel *kernel = some_kernel();
	u32 number = some_number(kernel);
	static u8 frame[FRAME_MAX];
	size_t len;

	did("wire: %u of %u pieces", sent, count);
	for (i = 0; i < sent; i++) {
		len = below(one_in(3) ? 1400 : 300);
		random_bytes(frame + 14 + HEADER, len);
		put_head(frame, one_in(3) ? below(9) : DATA, len);
		memcpy(frame + 6, kernel->addr, ETH_ALEN);
		put32(frame + 18, kernel->instance);
		put32(frame + 22, number);
		frame[26] = one_in(10) ? below(18) : i;
		frame[27] = one_in(10) ? below(18) : count;
		transmit(frame, 14 + HEADER + len);
	}
}

void wire_step(void)
{
	unsigned int burst = 1 + below(8);

	listen_in();
	while (burst--) {
		switch (below(10)) {
		case 0:
			random_frame();
			break;
		case 1:
			replayed();
			break;
		case 2:
			pieces();
			break;
		case 3:
			newcomer();
			break;
		case 4:
		case 5:
		case 6:
			made_up();
			break;
		default:
			mutated();
		}
	}
}
